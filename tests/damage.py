"""Damaged and hostile inputs: files of the corpus spoilt at places that a seed chooses, and what malice thinks of."""

from __future__ import annotations

import gzip
import json
import os
import random
import struct
import tarfile
from collections.abc import Iterator
from copy import copy
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import corpus_texts as texts
from corpus import files, parquet, speech
from readers import word
from readers.doors import tarred, zipped

OUTLINE, SHORT, HANT = map(speech, (texts.BROKEN_MEETING, texts.BROKEN_SHORT, texts.BROKEN_HANT))
SOUND = {name: file.data for name, file in files(OUTLINE, SHORT, OUTLINE, HANT).items()}
"""What is damaged; none of its speeches stands in the sound corpus."""
SUFFIXES = (
    "txt", "md", "html", "docx", "doc", "rtf", "pdf", "csv", "tsv", "json", "jsonl", "parquet", "zip", "tar", "gz",
)  # fmt: skip
_MISNAMED = (
    "txt/utf-8.txt", "txt/gb18030.txt", "md/outline.md", "html/outline.html", "docx/counted.docx", "pdf/by-hand.pdf",
    "tables/a.csv", "tables/b.tsv", "tables/c.json", "tables/d.jsonl", "tables/e.parquet", "archives/mixed.zip",
    "archives/f.tar.gz",
)  # fmt: skip
_DEEP = 100_000
_TEXT = OUTLINE.text
_FILLER = "江水拍着石阶，一下，又一下。"


def damaged(seed: int, *, each: int) -> dict[str, bytes]:
    """Name -> bytes: `each` files cut off, as many with bits flipped, every format under every suffix, hostile ones."""
    chance = random.Random(seed)
    names = sorted(SOUND)
    found = dict(_misnamed())
    for number in range(each):
        name = names[number % len(names)]
        data, flat = SOUND[name], name.replace("/", "-")
        found[f"cut/{number:03}-{flat}"] = data[: chance.randrange(len(data))]
        found[f"flipped/{number:03}-{flat}"] = _flipped(data, chance)
    return found | {f"hostile/{name}": data for name, data in _hostile()}


def _flipped(data: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def _misnamed() -> Iterator[tuple[str, bytes]]:
    for name in _MISNAMED:
        stem, _, own = name.replace("/", "-").partition(".")
        for suffix in SUFFIXES:
            if not own.endswith(suffix):
                yield f"misnamed/{stem}.{suffix}", SOUND[name]


def _hostile() -> Iterator[tuple[str, bytes]]:
    yield from _archives()
    yield from _markup()
    yield from _characters()
    yield from _records()
    for suffix in SUFFIXES:
        yield f"empty.{suffix}", b""
    for suffix, start in {
        "7z": b"7z\xbc\xaf\x27\x1c",
        "rar": b"Rar!\x1a\x07\0",
        "epub": b"x",
        "exe": b"MZ\0",
    }.items():
        yield f"unknown.{suffix}", start + bytes(99)


def _archives() -> Iterator[tuple[str, bytes]]:
    big = bytes(2**26)
    yield "bomb.zip", zipped({"讲话.txt": big})
    yield "bomb.txt.gz", gzip.compress(big)
    yield "bomb.docx", word.package(word.document("") | {"word/document.xml": "<a>" + " " * 2**26})
    packed = zipped({"0.txt": bytes(2**24)})
    for _ in range(7):
        packed = zipped({f"{number}.zip": packed for number in range(8)})
    yield "forty-two.zip", packed
    yield "under-the-ratio.zip", zipped({f"{number}.txt": "的" * 300_000 for number in range(5)})
    yield "names.zip", zipped(dict.fromkeys(_NAMES, _TEXT))
    yield "names.tar", tarred({name: _TEXT.encode() for name in _NAMES if "\0" not in name})
    yield "links.tar.gz", tarred({str(kind): _link(kind) for kind in b"123456"}, "gz")
    yield "lying.zip", _lying()
    yield "lying.tar", _lying_tar()
    yield "overlapping.zip", _overlapping()
    packed = _TEXT.encode()
    for _ in range(20):
        packed = gzip.compress(packed)
    yield "wrapped.txt.gz", packed
    yield "quine.zip", zipped({"quine.zip": zipped({"quine.zip": b"PK\x03\x04"})})
    yield "findings.json", b"{"


_NAMES = (
    "../../../etc/passwd", "/etc/cron.d/x", "C:\\Windows\\x.txt", "a\0b.txt", "..", "讲" * 200 + ".txt", "x" * 5000,
    "findings.json", "a/../../b.txt", "\u202etxt.exe", "con.txt", " ", "a" + "/b" * 2000 + ".txt",
)  # fmt: skip


def _link(kind: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(f"link{kind}")
    info.type, info.linkname = bytes([kind]), "../../../../etc/passwd"
    return info


def _lying() -> bytes:
    """A zip whose only member says that it is larger than it is."""
    data = _TEXT.encode()
    size, lie = struct.pack("<I", len(data)), struct.pack("<I", 2**31)
    return zipped({"a.txt": data}, ZIP_STORED).replace(size, lie)


def _lying_tar() -> bytes:
    info = tarfile.TarInfo("a.txt")
    info.size = 2**40
    return info.tobuf() + _TEXT.encode()


def _overlapping() -> bytes:
    """A zip whose table names the same member again and again."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", _TEXT)
        for number in range(200):
            again = copy(archive.filelist[0])
            again.filename = f"{number}.txt"
            archive.filelist.append(again)
    return buffer.getvalue()


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
_DOCTYPES = {
    "laughs": f'<!DOCTYPE x [<!ENTITY l0 "哈">{_LAUGHS}]>',
    "external": '<!DOCTYPE x [<!ENTITY l11 SYSTEM "file:///etc/passwd">]>',
    "remote": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
}


def _markup() -> Iterator[tuple[str, bytes]]:
    for name, doctype in _DOCTYPES.items():
        parts = word.document(word.paragraph("&l11;"))
        for part in ("word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"):
            hostile = parts[part].replace("?>", "?>" + doctype, 1)
            hostile = hostile if hostile != parts[part] else doctype + hostile
            yield f"{name}-{Path(part).name}.docx", word.package(parts | {part: hostile})
        yield (
            f"{name}.html",
            f"{doctype}<html><body><p>{OUTLINE.title}</p><p>同志们：</p><p>&l11;</p></body></html>".encode(),
        )
    yield "deep.docx", word.docx("<w:p>" * _DEEP + "</w:p>" * _DEEP)
    for tag in ("div", "ol", "table", "b"):
        yield (
            f"deep-{tag}.html",
            f"<html><body>{f'<{tag}>' * _DEEP}同志们：{f'</{tag}>' * _DEEP}</body></html>".encode(),
        )
    yield "attribute.html", f"<html><body><p class='{'x' * 5_000_000}'>{_TEXT}</p></body></html>".encode()
    yield "comments.html", b"<html><body>" + b"<!--" * _DEEP
    yield "no-body.docx", word.package({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"})
    yield "deep.md", (">" * _DEEP + "[" * _DEEP + "*" * _DEEP).encode()
    yield "deep.rtf", b"{\\rtf1" + b"{" * 1000


def _characters() -> Iterator[tuple[str, bytes]]:
    yield "one-line.txt", (_FILLER * 130_000).encode()[:5_000_001]
    yield "one-line-speech.txt", (_TEXT.replace("\n", "") + _FILLER * 30_000).encode()
    yield "one-character.txt", "一".encode() * 300_000
    yield "markers.txt", "（一）".encode() * 50_000
    yield "digits.txt", b"1." * 300_000
    yield "lines.txt", "一、\n".encode() * 20_000
    yield "spaces.txt", "　 ".encode() * 200_000 + _TEXT.encode()
    yield "nul.txt", b"\0".join(line.encode() for line in OUTLINE.written)
    yield "nul-only.txt", bytes(100_000)
    yield "bidi.txt", "\u202e".join(_TEXT).encode()
    yield "zero-width.txt", "\u200b\ufeff".join(_TEXT).encode()
    yield "controls.txt", "\x08\x1b[31m".join(_TEXT).encode()
    yield "combining.txt", (_TEXT + "\u0301" * 100_000).encode()
    yield "replaced.txt", _TEXT.replace("的", "\ufffd").encode()
    yield "private.txt", "\ue000".join(_TEXT).encode()
    yield "surrogates.txt", _TEXT.encode() + "\ud800".encode("utf-8", "surrogatepass")
    yield "twice.txt", _TEXT.encode().decode("latin-1").encode()
    yield "mixed.txt", _TEXT.encode() + SHORT.text.encode("gb18030")
    yield "odd.txt", b"\xff\xfe" + _TEXT.encode("utf-16-le")[:-1]
    yield "noise.txt", random.Random(7).randbytes(100_000)


def _records() -> Iterator[tuple[str, bytes]]:
    yield (
        "surrogates.json",
        b'[{"content": "\\ud800%s"}, {"content": "\\udc00"}]' % json.dumps(_TEXT)[1:-1].encode(),
    )
    for suffix in ("json", "jsonl"):
        yield f"deep.{suffix}", b"[" * _DEEP + b"]" * _DEEP
        yield f"deep-object.{suffix}", b'{"content":' * _DEEP
        yield f"number.{suffix}", b'{"content": 1%s}' % (b"0" * 200_000)
    yield "infinite.json", b'[{"content": NaN}, {"content": 1e999}, {"content": null}, 7, [], {}]'
    yield "cell.csv", b'id,content\n1,"%s"\n2,"%s"\n' % (_FILLER.encode() * 300_000, _TEXT.encode())
    yield "open.csv", b'id,content\n1,"' + _TEXT.encode() * 2000
    yield "ragged.csv", f"id,content\n1,同志们\n2,{SHORT.text[:9]},x\n3\n,,,,,\n\n".encode()
    yield "wide.csv", b"," * 200_000 + b"\n" + b"," * 200_000
    yield "short.csv", b"content\n" * 2000
    yield "no-text.csv", b"a,b\n1,2\n3,4\n"
    sound = SOUND["tables/e.parquet"]
    yield "footer.parquet", sound[:-40] + bytes(32) + sound[-8:]
    yield "length.parquet", sound[:-8] + b"\xff\xff\xff\x7fPAR1"
    yield "pages.parquet", sound[:4] + bytes(400) + sound[404:]
    yield "numbers.parquet", parquet([{"content": 1.5}, {"content": None}])


def odd_entries(folder: Path) -> list[str]:
    """Makes entries of a folder that are no plain files; the names of those that must be told of."""
    (folder / "dangling.txt").symlink_to(folder / "nowhere.txt")
    (folder / "own.txt").symlink_to(folder / "own.txt")
    (folder / "loop").mkdir()
    (folder / "loop" / "again").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    return ["dangling.txt", "own.txt", "pipe.txt", "device.txt"]
