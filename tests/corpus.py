"""The same speeches in every format that is read, written by the tools that people write them with."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO, StringIO
from pathlib import Path
from typing import NamedTuple

import docx
import pyarrow as pa
import pyarrow.parquet as pq
from docx.document import Document
from docx.oxml import parse_xml

import corpus_texts as texts
from readers import paper, word
from readers.doors import tarred, zipped

NEEDS_OFFICE = ".doc"
FOLDER = Path(__file__).with_name("corpus")
"""Files that LibreOffice wrote, see make_corpus.py."""
_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
"""Number format and pattern of the levels of an outline, as Word writes them."""
_MARKERS = ("{}、", "（{}）", "{}.")
_NUMBERS = "一二三四五六七八九"
_PER_PAGE, _PER_LINE = 14, 20


class Line(NamedTuple):
    """A paragraph: its level in the outline, 0 for prose; its number as typed, if any; its words."""

    level: int
    marker: str
    words: str


@dataclass(frozen=True)
class Speech:
    """A title, and the lines below it."""

    title: str
    lines: tuple[Line, ...]

    @property
    def written(self) -> list[str]:
        """The lines as somebody types them, title first."""
        return [self.title, *(line.marker + line.words for line in self.lines)]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.written)

    @property
    def markers(self) -> list[str]:
        """The numbers of its sections, in order."""
        return [line.marker for line in self.lines if line.marker]


class File(NamedTuple):
    """A file and the speeches in it."""

    data: bytes
    speeches: tuple[Speech, ...]


def speech(written: str) -> Speech:
    """A speech from lines that begin with as many + as their level."""
    title, *rest = written.strip().split("\n")
    counts = [0, 0, 0]
    lines = []
    for each in rest:
        words = each.lstrip("+")
        level = len(each) - len(words)
        lines.append(Line(level, _counted(level - 1, counts) if level else "", words))
    return Speech(title, tuple(lines))


def _counted(at: int, counts: list[int]) -> str:
    """The next number of a level; those below it begin anew."""
    counts[at:] = [counts[at] + 1, *[0] * (len(counts) - at - 1)]
    return _MARKERS[at].format(counts[at] if at == 2 else _NUMBERS[counts[at] - 1])


def files(outline: Speech, short: Speech, third: Speech, hant: Speech) -> dict[str, File]:
    """Path -> file. `hant` is in traditional script; `outline` has three levels, the others one or two."""
    return dict([
        *_texts(outline, hant),
        *_documents(outline, short, third, hant),
        *_tables(short, third),
        *_archives(outline, short, third, hant),
    ])  # fmt: skip


Files = Iterator[tuple[str, File]]


def _texts(outline: Speech, hant: Speech) -> Files:
    for codec in ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "gb18030"):
        yield f"txt/{codec}.txt", File(outline.text.encode(codec), (outline,))
    for codec in ("big5", "utf-8", "utf-16-le"):
        yield f"txt/hant-{codec}.txt", File(hant.text.encode(codec), (hant,))
    yield "txt/windows.txt", File(outline.text.replace("\n", "\r\n　　").encode("gb18030"), (outline,))


def _documents(outline: Speech, short: Speech, third: Speech, hant: Speech) -> Files:
    three = (outline, short, third)
    yield "md/outline.md", File(markdown(outline).encode(), (outline,))
    yield "html/outline.html", File(page(outline), (outline,))
    yield "html/gbk.htm", File(page(short, charset="gb18030"), (short,))
    yield "html/hant.html", File(page(hant, charset="big5"), (hant,))
    yield "docx/counted.docx", File(counted_docx(outline), (outline,))
    yield "docx/by-hand.docx", File(hand_made_docx(outline), (outline,))
    yield "docx/typed.docx", File(typed_docx(three), three)
    yield "docx/hant.docx", File(counted_docx(hant), (hant,))
    yield "pdf/by-hand.pdf", File(pdf(short), (short,))
    yield "txt/three.txt", File(compilation(three).encode("gb18030"), three)


def _tables(short: Speech, third: Speech) -> Files:
    both = (short, third)
    records = [{"id": number, "content": each.text} for number, each in enumerate(both, 1)]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    yield "tables/a.csv", File(delimited(both, ",").encode("utf-8-sig"), both)
    yield "tables/b.tsv", File(delimited(both, "\t").encode("gb18030"), both)
    yield "tables/c.json", File(json.dumps(records).encode(), both)
    yield "tables/d.jsonl", File(lines.encode(), both)
    yield "tables/e.parquet", File(parquet(records), both)


def _archives(outline: Speech, short: Speech, third: Speech, hant: Speech) -> Files:
    mixed: dict[str, bytes | str] = {
        "1/讲话.txt": outline.text.encode("gb18030"),
        "2/致辞.html": page(short),
        "3.docx": counted_docx(third),
    }
    inner = zipped({"a/致詞.txt": hant.text.encode("big5"), "table.csv": delimited((third,), ",")})
    plain = {"a.txt": outline.text.encode(), "b/c.md": markdown(short).encode()}
    yield "archives/mixed.zip", File(zipped(mixed), (outline, short, third))
    yield "archives/nested.zip", File(zipped({"d.zip": inner, "e.txt": short.text}), (hant, third, short))
    yield "archives/f.tar.gz", File(tarred(plain, "gz"), (outline, short))
    yield "archives/g.txt.gz", File(gzip.compress(third.text.encode("utf-16")), (third,))


def compilation(speeches: Sequence[Speech]) -> str:
    """Speeches below each other, each with its number and a heading."""
    return "\n".join(
        f"第{number}篇：{each.title}\n{each.text}" for number, each in zip(_NUMBERS, speeches, strict=False)
    )


def markdown(speech: Speech) -> str:
    """Headings with their marks, a blank line between paragraphs."""
    marks = ("", "## ", "### ", "")
    body = (f"{marks[line.level]}{line.marker}{line.words}" for line in speech.lines)
    return "\n\n".join([f"# {speech.title}", *body]) + "\n"


_PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="{charset}"><title>{title}-清河网</title>
<script>var heading = "一、不是正文";</script></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务</a></li></ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/ldjh">领导讲话</a></div>
<h1>{title}</h1>
<div class="share">分享到：<a href="#wx">微信</a> <a href="#wb">微博</a> <a href="#qq">QQ空间</a></div>
<div class="article">
{body}
</div>
<div class="pages"><a href="/1">上一篇</a> <a href="/2">下一篇</a></div>
<div class="footer">版权所有 清河网 <a href="/about">关于我们</a></div></body></html>
"""
_ITEM = '<ol start="{number}" style="list-style-type: cjk-ideographic"><li>{words}</li></ol>'


def page(speech: Speech, *, charset: str = "utf-8") -> bytes:
    """A web page with navigation and a share bar; lists write the numbers of the first level."""
    body, number = [], 0
    for line in speech.lines:
        number += line.level == 1
        form = _ITEM if line.level == 1 else "<p>　　{marker}{words}</p>"
        body.append(form.format(number=number, marker=line.marker, words=escape(line.words)))
    text = _PAGE.format(charset=charset, title=escape(speech.title), body="\n".join(body))
    return text.encode(charset, "xmlcharrefreplace")


def counted_docx(speech: Speech) -> bytes:
    """A Word document by python-docx whose numbers stand in its numbering part only."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_named(_definition(90))))
    numbering.append(parse_xml(_named(word.instance(90, 90))))
    document.add_heading(speech.title, level=0)
    for line in speech.lines:
        paragraph = document.add_paragraph(line.words)
        if line.level:
            listed = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            listed.get_or_add_ilvl().val, listed.get_or_add_numId().val = line.level - 1, 90
    return _saved(document)


def hand_made_docx(speech: Speech) -> bytes:
    """The same by a numbering part made by hand."""
    body = word.paragraph(speech.title) + "".join(
        word.listed(line.words, 7, line.level - 1) if line.level else word.paragraph(line.words)
        for line in speech.lines
    )
    return word.docx(body, numbering=_definition(3) + word.instance(7, 3))


def typed_docx(speeches: Iterable[Speech]) -> bytes:
    """A Word document by python-docx with its numbers typed, one speech after the other."""
    document = docx.Document()
    for each in speeches:
        document.add_heading(each.title, level=1)
        for line in each.written[1:]:
            document.add_paragraph(line)
    return _saved(document)


def _definition(number: int) -> str:
    levels = (
        word.level(index, form, pattern, more=word.element("suff", val="nothing"))
        for index, (form, pattern) in enumerate(_LEVELS)
    )
    return word.definition(*levels, number=number)


def _named(element: str) -> str:
    """An element that says itself what w: stands for."""
    return element.replace(" ", f' xmlns:w="{word.MAIN}" ', 1)


def _saved(document: Document) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(speech: Speech) -> bytes:
    """Pages with lines of twenty characters: the title in the middle, paragraphs indented by two."""
    title, date, salutation, *rest = speech.written
    rows = [(20 - len(title)) // 2 * "　" + title, (20 - len(date)) // 2 * "　" + date, salutation]
    for line in rest:
        line = "　　" + line
        rows += (line[at : at + _PER_LINE] for at in range(0, len(line), _PER_LINE))
    pages = (rows[at : at + _PER_PAGE] for at in range(0, len(rows), _PER_PAGE))
    return paper.pdf(*(b"\n".join(_placed(rows)) for rows in pages))


def _placed(rows: Sequence[str]) -> Iterator[bytes]:
    for number, row in enumerate(rows):
        words = row.lstrip("　")
        yield paper.put(words, 40 + paper.FONT_SIZE * (len(row) - len(words)), 540 - 32 * number)


def delimited(speeches: Iterable[Speech], mark: str) -> str:
    """A table with one speech a row, its lines in one cell."""
    buffer = StringIO()
    rows = csv.writer(buffer, delimiter=mark)
    rows.writerow(["id", "content"])
    rows.writerows((number, each.text) for number, each in enumerate(speeches, 1))
    return buffer.getvalue()


def parquet(records: Sequence[dict[str, object]]) -> bytes:
    """The records as a Parquet file."""
    buffer = BytesIO()
    pq.write_table(pa.Table.from_pylist(list(records)), buffer)
    return buffer.getvalue()


def sound() -> dict[str, File]:
    """The sound corpus, with the files that LibreOffice wrote; those that need it to be read if it is there."""
    outline, *others = map(speech, (texts.MEETING, texts.SCHOOL, texts.FIRMS, texts.HANT))
    office = shutil.which("soffice") is not None
    made = [path for path in sorted(FOLDER.iterdir()) if office or path.suffix != NEEDS_OFFICE]
    return {path.name: File(path.read_bytes(), (outline,)) for path in made} | files(outline, *others)


def write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Writes files below a folder."""
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
