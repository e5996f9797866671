"""Markdown's marks on lines: what is layout there, and not a mask (**) or a blank (__) of a template."""

from __future__ import annotations

import re

from speechdata.span import Span

BEGINNINGS = ">#*_"
"""What the marks begin with."""
_ENUMERATOR = (
    r"(?:第?[一二三四五六七八九十百]{1,4}[、，,．.：:是要章节節条條篇]|[（(〔【][一二三四五六七八九十\d]{1,3}[)）〕】]"
    r"|\d{1,2}[、.．)）]|[①-⑳㈠-㈩]|首先|其次|再次|最[后後])"
)
_MARKS = re.compile(
    r"\s*(?:(?P<quotation>>+)(?=\s)\s*)?(?:(?P<heading>#{1,6})(?=\s)\s*)?"
    rf"(?:(?P<open>\*\*|__)(?:{_ENUMERATOR}[^*_]{{0,72}}?(?P<numbered>(?P=open))"
    r"|[^\s*_][^*_]{2,72}(?<![\s。！？；!])(?P<whole>(?P=open))(?=\s*#*\s*$)))?"
)
_BEGINS = re.compile(rf"\s*[{BEGINNINGS}]")
_NUMBERED = re.compile(rf"[\s*_]*{_ENUMERATOR}")
_UNDERLINE = re.compile("={3,}|-{3,}")


def marks(line: str) -> list[Span]:
    """Marks of quotation, heading and emphasis in a line, in order.

    Emphasis counts where it opens the line and covers all of it, or a numbered heading. Elsewhere two asterisks are
    as likely a mask.
    """
    found = _MARKS.match(line) if _BEGINS.match(line) else None
    return [Span(*found.span(name)) for name in found.groupdict() if found[name]] if found else []


def numbered(heading: str) -> bool:
    """Whether the words of a heading bring their own number, so that its mark does not count it."""
    return _NUMBERED.match(heading) is not None


def underlines(line: str, above: str) -> bool:
    """Whether a line, without white space, only underlines the one above it: ==== a heading, ---- a numbered one."""
    if not _UNDERLINE.fullmatch(line) or not above or above[-1] in "。！？；：:!":
        return False
    return line[0] == "=" or numbered(above)
