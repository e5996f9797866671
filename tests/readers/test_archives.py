"""Archives: each member is a source or refused with its reason; nothing goes beyond a limit, nothing raises."""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import tarfile
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readers.doors import SPEECH, items, only, refused, tarred, zipped
from speechdata.errors import SourceError
from speechdata.readers import Limits, Options, Refused, sources
from speechdata.readers._names import safe

DATA = SPEECH.encode()
TABLE = f'title,content\n讲话,"{SPEECH}"\n'.encode()


def limited(**limits: int) -> Options:
    return Options(limits=Limits(**limits))


def link(name: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, "/etc/passwd"
    return info


@pytest.mark.parametrize("packing", ["zip", "tar", "gz", "bz2", "xz"])
def test_every_kind_of_archive_gives_its_members(packing: str) -> None:
    members = {"./甲/一.txt": DATA, "b.csv": TABLE, "c.pdf": b"%PDF-1.7 nothing"}
    data = zipped(members) if packing == "zip" else tarred(members, packing.replace("tar", ""))
    found = items(data, "d/x.any")
    assert {name: found.pop(f"d/x.any/{name}") for name in ("甲/一.txt", "b.csv#1")} == {
        "甲/一.txt": SPEECH,
        "b.csv#1": f"讲话\n{SPEECH}",
    }
    assert list(found) == ["d/x.any/c.pdf"]
    assert found["d/x.any/c.pdf"].startswith("source-")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ""])
def test_a_packed_file_keeps_its_name_and_is_read_by_the_name_within(pack: object, suffix: str) -> None:
    assert callable(pack)
    source = only(pack(DATA), f"a.txt{suffix}")
    assert (source.path, source.text, source.n_bytes) == (f"a.txt{suffix}", SPEECH, len(DATA))
    assert items(pack(TABLE), f"a.csv{suffix}") == {f"a.csv{suffix}#1": f"讲话\n{SPEECH}"}


def test_a_member_has_the_identity_of_its_bytes() -> None:
    assert only(zipped({"a.txt": DATA}), "x.zip").source_id == only(DATA, "other.txt").source_id


def test_archives_in_archives_are_read_to_the_limit() -> None:
    data, name = zipped({"a.txt": DATA}), "x.zip/i.zip/i.zip/a.txt"
    for _ in range(2):
        data = zipped({"i.zip": data})
    assert items(data, "x.zip", limited(depth=3)) == {name: SPEECH}
    assert items(data, "x.zip", limited(depth=2)) == {name: "source-limit"}


@pytest.mark.parametrize(
    ("members", "limits", "outcomes"),
    [
        ({"a.txt": b"0" * 2**21, "b.txt": DATA}, {}, ["source-limit", SPEECH]),
        ({"a.txt": DATA * 9, "b.txt": DATA}, {"member_bytes": 100}, ["source-limit", SPEECH]),
        ({"a.txt": DATA, "b.txt": DATA}, {"total_bytes": len(DATA)}, [SPEECH, "source-limit"]),
        ({"a.txt": DATA, "b.txt": DATA}, {"members": 1}, ["source-limit"]),
        ({"a.txt": DATA, "b.txt": DATA}, {"file_bytes": 9}, ["source-limit"]),
        ({"a.txt": DATA * 9, "b.txt": DATA}, {"characters": 99}, ["source-limit", SPEECH]),
    ],
    ids=["ratio", "member", "total", "members", "file", "characters"],
)
def test_what_is_beyond_a_limit_is_refused_and_the_rest_is_read(
    members: dict[str, bytes], limits: dict[str, int], outcomes: list[str]
) -> None:
    assert list(items(zipped(members), "x.zip", limited(**limits)).values()) == outcomes


def test_an_archive_is_left_where_too_many_of_its_members_are_beyond_a_limit() -> None:
    data = zipped({f"{number}.txt": b"0" * 99 for number in range(9)} | {"a.zip": zipped({"b.txt": DATA})})
    found = items(data, "x.zip", limited(member_bytes=90, refused=3))
    assert list(found) == ["x.zip/0.txt", "x.zip/1.txt", "x.zip/2.txt", "x.zip"]
    assert set(found.values()) == {"source-limit"}


def test_members_of_a_tar_are_counted_while_they_are_read() -> None:
    found = items(tarred({"a.txt": DATA, "b.txt": DATA, "c.txt": DATA}), "x.tar", limited(members=2))
    assert found == {"x.tar/a.txt": SPEECH, "x.tar/b.txt": SPEECH, "x.tar": "source-limit"}


def test_a_packed_file_is_counted_while_it_is_unpacked() -> None:
    assert refused(gzip.compress(b"0" * 2**22), "x.txt.gz").error.code == "source-limit"
    assert refused(gzip.compress(DATA), "x.txt.gz", limited(total_bytes=9)).error.code == "source-limit"


def test_a_member_that_lies_about_its_size_is_damaged() -> None:
    data = zipped({"a.txt": DATA, "b.txt": DATA + b"!"})
    lie = data.replace(len(DATA).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    assert lie != data
    assert items(lie, "x.zip") == {"x.zip/a.txt": "source-damaged", "x.zip/b.txt": f"{SPEECH}!"}


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("/etc/a.txt", "etc/a.txt"),
        ("C:\\讲话\\a.txt", "讲话/a.txt"),
        (".//b/./a.txt", "b/a.txt"),
        ("a..b/c...txt", "a..b/c...txt"),
        ("../a.txt", None),
        ("b/../../a.txt", None),
        ("b\\..\\a.txt", None),
        ("a\nb.txt", None),
        ("/", None),
        ("\\C:", None),
        ("/C:/D:a.txt", "a.txt"),
    ],
)
def test_names_are_only_names(name: str, outcome: str | None) -> None:
    if outcome is not None:
        assert safe(name, place="x") == outcome
        return
    with pytest.raises(SourceError, match="source-name"):
        safe(name, place="x")


@given(st.text(alphabet=st.sampled_from("a./\\: \0\n讲C"), max_size=12))
def test_a_safe_name_leads_nowhere_else(name: str) -> None:
    try:
        found = safe(name, place="x")
    except SourceError:
        return
    assert not {"", ".", ".."} & set(found.split("/"))
    assert "\\" not in found
    assert safe(found, place="x") == found


def test_a_name_that_leads_out_is_refused_under_a_name_that_does_not() -> None:
    found = items(zipped({"../../a.txt": DATA, "a.txt": DATA, "../a.txt": DATA}), "x.zip")
    assert found == {"x.zip/a.txt": "source-name", "x.zip/a.txt~2": SPEECH, "x.zip/a.txt~3": "source-name"}


def test_links_and_devices_are_refused() -> None:
    kinds = {"s": tarfile.SYMTYPE, "h": tarfile.LNKTYPE, "c": tarfile.CHRTYPE, "f": tarfile.FIFOTYPE}
    members = {name: link(name, kind) for name, kind in kinds.items()} | {"a.txt": DATA}
    found = items(tarred(members), "x.tar")
    assert found == dict.fromkeys((f"x.tar/{name}" for name in kinds), "source-format") | {
        "x.tar/a.txt": SPEECH
    }


def test_a_link_in_a_zip_is_refused() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        info = ZipInfo("a.txt")
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    assert refused(buffer.getvalue(), "x.zip").error.code == "source-format"


def test_protected_and_oddly_packed_members_are_refused() -> None:
    data = bytearray(zipped({"a.txt": DATA}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    assert refused(bytes(data), "x.zip").error.code == "source-encrypted"
    assert refused(zipped({"a.txt": DATA}, ZIP_BZIP2), "x.zip").error.code == "source-format"


def test_rubbish_is_left_out_and_an_archive_of_nothing_else_is_empty() -> None:
    rubbish = {"__MACOSX/a.txt": DATA, "b/.DS_Store": b"x", ".git/c.txt": DATA, "Thumbs.db": b"x"}
    assert items(zipped(rubbish | {"a.txt": DATA}), "x.zip") == {"x.zip/a.txt": SPEECH}
    for data in (zipped(rubbish), zipped({}), zipped({"folder/": b""})):
        assert refused(data, "x.zip").error.code == "source-empty"
    assert refused(tarred({}), "x.tar").error.code == "source-empty"


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("gb18030", ["在全市工作会议上的讲话.txt", "讲话稿/新年贺词.txt"]),
        ("gb18030", ["讲话.txt"]),
        ("big5", ["在全市工作會議上的講話.txt", "講話稿/新年賀詞與致辭.txt", "年度工作報告全文.txt"]),
        ("utf-8", ["讲话.txt"]),
        ("cp437", ["résumé.txt"]),
    ],
)
def test_names_without_a_mark_of_their_encoding_are_recovered(encoding: str, names: list[str]) -> None:
    data = zipped(
        {f"{number:03}{'x' * (len(name.encode(encoding)) - 3)}": DATA for number, name in enumerate(names)}
    )
    for number, name in enumerate(names):
        raw = name.encode(encoding)
        data = data.replace(f"{number:03}{'x' * (len(raw) - 3)}".encode(), raw)
    assert list(items(data, "x.zip")) == [f"x.zip/{name}" for name in names]


def test_tar_names_of_chinese_systems_are_recovered() -> None:
    buffer = BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT, encoding="gb18030") as archive:
        info = tarfile.TarInfo("讲话稿/讲话.txt")
        info.size = len(DATA)
        archive.addfile(info, BytesIO(DATA))
    assert items(buffer.getvalue(), "x.tar") == {"x.tar/讲话稿/讲话.txt": SPEECH}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_the_same_name_stay_apart() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for text in ("第一个同志", "第二个同志"):
            archive.writestr("a.txt", text)
    assert items(buffer.getvalue(), "x.zip") == {"x.zip/a.txt": "第一个同志", "x.zip/a.txt~2": "第二个同志"}


def test_a_bad_member_stops_no_other() -> None:
    members = {"a.unknown": b"?", "b.docx": zipped({"word/x": "", "[Content_Types].xml": ""}), "c.txt": b"",
               "d.json": b"{", "e.txt": DATA}  # fmt: skip
    found = items(zipped(members), "x.zip")
    assert found.pop("x.zip/e.txt") == SPEECH
    assert set(found.values()) == {"source-format", "source-empty", "source-damaged"}
    assert list(found) == [f"x.zip/{name}" for name in list(members)[:-1]]


def test_a_tar_that_breaks_off_tells_so_after_what_it_gave() -> None:
    data = bytearray(tarred({"a.txt": DATA, "b.txt": DATA, "c.txt": DATA}))
    data[1024 + 100] ^= 0xFF
    assert items(bytes(data), "x.tar") == {"x.tar/a.txt": SPEECH, "x.tar": "source-damaged"}
    cut = items(tarred({"a.txt": DATA})[:540], "x.tar")
    assert cut == {"x.tar/a.txt": "source-damaged", "x.tar": "source-damaged"}


ARCHIVES = {
    "x.zip": zipped({"a.txt": DATA * 3, "b.csv": TABLE, "c.zip": zipped({"d.txt": DATA}, ZIP_STORED)}),
    "x.tar": tarred({"a.txt": DATA * 3, "b.csv": TABLE}),
    "x.tgz": tarred({"a.txt": DATA * 3, "b.csv": TABLE}, "gz"),
    "x.txt.xz": lzma.compress(DATA),
}


@given(st.sampled_from(sorted(ARCHIVES)), st.data())
def test_damage_raises_nothing_and_always_leaves_something_to_report(name: str, draw: st.DataObject) -> None:
    data = bytearray(ARCHIVES[name])
    for _ in range(draw.draw(st.integers(1, 4))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    cut = draw.draw(st.integers(0, len(data)))
    found = list(sources(bytes(data[:cut]), name))
    assert found
    assert not [item for item in found if isinstance(item, Refused) and item.error.code == "source-failed"]
