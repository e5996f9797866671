"""Makes the files in pdfs/ by LibreOffice; run by hand from this folder's parent: python -m readers.make_pdfs.

Needs soffice in PATH and the font Droid Sans Fallback (apt install libreoffice-writer-nogui fonts-droid-fallback).
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from readers import pdf_texts as texts

FOLDER = Path(__file__).with_name("pdfs")
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
_FONT = 'style:font-name-asian="F" style:font-name="F"'
_NUMBER = '<text:page-number text:select-page="current"/>'
_PLAIN = 'fo:margin="28mm" fo:page-width="210mm" fo:page-height="297mm"'


def _style(name: str, size: float, *, paragraph: str = "", text: str = "") -> str:
    sizes = f'fo:font-size="{size}pt" style:font-size-asian="{size}pt"'
    return (
        f'<style:style style:name="{name}" style:family="paragraph">'
        f'<style:paragraph-properties style:punctuation-wrap="simple" {paragraph}/>'
        f"<style:text-properties {_FONT} {sizes} {text}/></style:style>"
    )


def paragraph(text: str, style: str = "B") -> str:
    """A paragraph; `text` may hold notes as markup of `note`."""
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def note(number: int, text: str) -> str:
    """A footnote."""
    body = f"<text:note-body>{paragraph(escape(text), 'N')}</text:note-body>"
    citation = f"<text:note-citation>{number}</text:note-citation>"
    return f'<text:note text:id="n{number}" text:note-class="footnote">{citation}{body}</text:note>'


def section(content: str) -> str:
    """A section of two columns."""
    return f'<text:section text:style-name="Two" text:name="s">{content}</text:section>'


def table(rows: Iterable[Iterable[str]]) -> str:
    """A table of three columns."""
    cell = "<table:table-cell>{}</table:table-cell>".format
    lines = (
        "<table:table-row>" + "".join(cell(paragraph(text, "C")) for text in row) + "</table:table-row>"
        for row in rows
    )
    columns = '<table:table-column table:number-columns-repeated="3"/>'
    return f'<table:table table:name="t">{columns}{"".join(lines)}</table:table>'


def document(body: str, *, layout: str = _PLAIN, header: str = "", footer: str = "", block: str = "") -> str:
    """A flat OpenDocument text; `header` and `footer` are markup, `block` properties of body paragraphs."""
    block = block or 'fo:text-indent="32pt" fo:text-align="justify" fo:line-height="36pt"'
    styles = (
        _style("B", 16, paragraph=block)
        + _style(
            "T",
            22,
            paragraph='fo:text-align="center" fo:line-height="36pt"',
            text='fo:font-weight="bold" style:font-weight-asian="bold"',
        )
        + _style("C", 14, paragraph='fo:text-align="center"')
        + _style("N", 10)
        + _style(
            "H",
            16,
            paragraph='fo:text-indent="32pt" fo:line-height="36pt"',
            text='fo:font-weight="bold" style:font-weight-asian="bold"',
        )
        + '<style:style style:name="Two" style:family="section"><style:section-properties>'
        '<style:columns fo:column-count="2" fo:column-gap="8mm"/></style:section-properties></style:style>'
    )
    margins = "".join(
        f"<style:{kind}>{paragraph(content, 'C')}</style:{kind}>"
        for kind, content in (("header", header), ("footer", footer))
        if content
    )
    spacing = "".join(
        f'<style:{kind}-style><style:header-footer-properties fo:min-height="10mm"/></style:{kind}-style>'
        for kind in ("header", "footer")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        '<office:font-face-decls><style:font-face style:name="F" svg:font-family="Droid Sans Fallback"/>'
        f"</office:font-face-decls><office:automatic-styles>{styles}"
        f'<style:page-layout style:name="L"><style:page-layout-properties {layout}/>{spacing}</style:page-layout>'
        "</office:automatic-styles><office:master-styles>"
        f'<style:master-page style:name="Standard" style:page-layout-name="L">{margins}</style:master-page>'
        f"</office:master-styles><office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def _set(lines: Iterable[str]) -> str:
    """The paragraphs, each in the style of its kind."""
    styles = {texts.TITLE: "T", texts.LONG_TITLE: "T", texts.DATE: "C", texts.SALUTATION: "S"}
    heads = tuple(f"{number}、" for number in "一二三")
    return "".join(
        paragraph(escape(line), styles.get(line, "H" if line.startswith(heads) else "B")) for line in lines
    )


def _speech() -> str:
    """The six pages, with a table after the first part and notes in two paragraphs."""
    marked = [escape(line) for line in texts.SPEECH]
    for number, place in enumerate((5, 14), 1):
        head, mark, tail = marked[place].partition("，")
        marked[place] = head + note(number, texts.NOTES[number - 1]) + mark + tail
    styles = ["T", "C", "C", *("H" if line[1] == "、" else "B" for line in marked[3:])]
    parts = [paragraph(line, style) for line, style in zip(marked, styles, strict=True)]
    parts[2] = paragraph(marked[2], "S")
    return "".join([*parts[:12], table(texts.TABLE), *parts[12:]])


def sources() -> dict[str, str]:
    """Each file's stem and its document."""
    title, *rest = texts.COLUMNS
    flush = 'fo:margin-bottom="12pt" fo:text-align="start" fo:line-height="24pt"'
    vertical = 'style:writing-mode="tb-rl" fo:margin="28mm" fo:page-width="297mm" fo:page-height="210mm"'
    return {
        "speech": document(_speech(), header=escape(texts.HEADER), footer=f"— {_NUMBER} —"),
        "columns": document(paragraph(title, "T") + section(_set(rest)), footer=f"第 {_NUMBER} 页"),
        "blocks": document(_set(texts.BLOCKS), block=flush, footer=_NUMBER),
        "vertical": document(_set(texts.VERTICAL), layout=vertical),
    }


def convert(source: Path, suffix: str, folder: Path) -> Path:
    """The file in another format, in `folder`."""
    command = ["soffice", "--headless", "--convert-to", suffix, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{source.stem}.{suffix}"


def main() -> None:
    """Writes all files."""
    with TemporaryDirectory() as name:
        for stem, content in sources().items():
            source = Path(name) / f"{stem}.fodt"
            source.write_text(content, "utf-8")
            convert(source, "pdf", FOLDER)
        for suffix in ("doc", "odt"):
            convert(Path(name) / "blocks.fodt", suffix, FOLDER)


if __name__ == "__main__":
    main()
