"""Web pages (.html, .htm, .xhtml): the main text as a browser shows it, one line a paragraph, heading or table row.

selectolax (lexbor) builds the tree as browsers do; _html_main settles what of it is the main text. Of 1,980 paragraphs
on the 270 pages of the tests trafilatura keeps 78 %, readability 86 %, resiliparse 90 %, this reader all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from speechdata.errors import SourceError
from speechdata.readers._html_charset import decode_page
from speechdata.readers._html_lines import Rendered, render
from speechdata.readers._html_lists import ENUMERATED
from speechdata.readers._html_main import has_prose, main_lines, title_of
from speechdata.readers._html_markup import LARGEST, as_html, check_limits, has_tags, limit
from speechdata.readers._html_writer import Line
from speechdata.span import Span
from speechdata.text.decode import Decoded, with_traces

SUFFIXES = (".html", ".htm", ".xhtml")

_HEAD_TITLES = ('meta[name="ArticleTitle" i]', 'meta[property="og:title" i]')
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Extract:
    """The text of a page, the spans that stand in no text node of it, and what was left out, by name and count."""

    text: str
    made: tuple[Span, ...]
    notes: Counter[str]


def text(data: bytes, *, place: str, encoding: str | None = None) -> Decoded:
    """The main text of a page; the evidence says how the charset was found and what was left out.

    Raises SourceError naming `place`: source-empty, source-binary, source-encoding or source-limit.
    """
    page = _decoded(data, place, encoding)
    found = extract(page.text, place=place)
    notes = {"list numbers recovered": len(found.made), **found.notes}
    told = (f"{name}: {count}" for name, count in notes.items() if count)
    evidence = "; ".join((page.evidence, *told))
    return with_traces(Decoded(found.text, f"html ({page.encoding})", evidence, found.made))


def extract(markup: str, *, place: str) -> Extract:
    """The main text of decoded markup. Raises SourceError: source-empty or source-limit."""
    if not has_tags(markup):
        return Extract(markup, (), Counter({"files without markup, taken as plain text": 1}))
    check_limits(markup, place=place)
    notes: Counter[str] = Counter()
    markup, notes["entity declarations, not expanded"] = as_html(markup)
    tree = LexborHTMLParser(markup)
    shown = _shown(tree, place, notes)
    main = main_lines(shown, _titles(tree))
    joined, made = _joined(main.lines)
    if not joined.strip():
        raise _empty(tree, place)
    return Extract(joined, made, notes + shown.unseen + main.left_out)


def _decoded(data: bytes, place: str, encoding: str | None) -> Decoded:
    if len(data) > LARGEST:
        raise limit(f"{len(data)} bytes, more than {LARGEST}", place)
    return decode_page(data, place=place, encoding=encoding)


def _shown(tree: LexborHTMLParser, place: str, notes: Counter[str]) -> Rendered:
    """The lines of a page; hidden ones, too, where it shows no prose before a script has run."""
    if tree.body is None:
        raise _empty(tree, place)
    shown = render(tree.body)
    if not has_prose(shown) and shown.unseen["hidden elements"]:
        everything = render(tree.body, hidden=True)
        if has_prose(everything):
            notes["pages that show their text only by a script"] += 1
            return everything
    return shown


def _titles(tree: LexborHTMLParser) -> list[str]:
    """The titles that the head gives, the most exact first."""
    metas = (node.attributes.get("content") for query in _HEAD_TITLES for node in tree.css(query))
    title = tree.css_first("head title")
    given = (
        item for item in (*metas, title.text() if title else None) if item and len(item) <= _LONGEST_TITLE
    )
    found = (title_of(" ".join(item.split())) for item in given)
    return [item for item in dict.fromkeys(found) if item]


def _joined(lines: Sequence[Line]) -> tuple[str, tuple[Span, ...]]:
    """The lines as one text, and the spans of list numbers; a list whose items bring their own gets none."""
    own = {line.series for line in lines if line.number and ENUMERATED.match(line.text)}
    parts: list[str] = []
    made: list[Span] = []
    offset = 0
    for line in lines:
        number = line.number if line.series not in own else ""
        if number:
            made.append(Span(offset, offset + len(number)))
        parts.append(number + line.text)
        offset += len(parts[-1]) + 1
    return "\n".join(parts).rstrip("\n"), tuple(made)


def _empty(tree: LexborHTMLParser, place: str) -> SourceError:
    sources = [node.attributes.get("src") or "" for node in tree.css("frame, iframe")]
    if sources:
        advice = f"Give the pages that it shows: {', '.join(filter(None, sources[:5]))}."
        return SourceError(
            "source-empty", "a page of frames without text of its own", place=place, advice=advice
        )
    advice = "Save the page again after it has loaded, or remove the file."
    return SourceError("source-empty", "no text in the page", place=place, advice=advice)
