"""Markdown files. Their text is the decoded file as it is, so that offsets are those of an editor.

It is not rendered: that would take the ** and ____ of templates for emphasis, count the numbers of lists anew, and join
paragraphs that no blank line parts. text.markdown_marks finds the marks of headings and emphasis; those that the
outline does not need are cut by cleaning, under the name `markdown`.
"""

from __future__ import annotations

from speechdata.text.decode import Decoded, decode

SUFFIXES = (".md", ".markdown")


def text(data: bytes, *, place: str, encoding: str | None = None) -> Decoded:
    """The decoded file. Raises SourceError as `decode` does."""
    return decode(data, place=place, encoding=encoding)
