"""Markdown's marks on lines: what is layout there, and not a mask (**) or a blank (__) of a template."""

from __future__ import annotations

import re

from speechdata.span import Span

_ENUMERATOR = (
    r"(?:第?[一二三四五六七八九十百]{1,4}[、，,．.：:是要章节節条條篇]|[（(〔【][一二三四五六七八九十\d]{1,3}[)）〕】]"
    r"|\d{1,2}[、.．)）]|[①-⑳㈠-㈩]|首先|其次|再次|最[后後])"
)
_MARKS = re.compile(
    r"\s*(?:(?P<quotation>>+)(?=\s)\s*)?(?:(?P<heading>#{1,6})(?=\s)\s*)?"
    rf"(?:(?P<open>\*\*|__)(?:{_ENUMERATOR}[^*_]{{0,72}}?(?P<numbered>(?P=open))"
    r"|[^\s*_][^*_]{2,72}(?<![\s。！？；!])(?P<whole>(?P=open))(?=\s*#*\s*$)))?"
)
_NUMBERED = re.compile(rf"\s*{_ENUMERATOR}")


def marks(line: str) -> list[Span]:
    """Marks of quotation, heading and emphasis in a line, in order.

    Emphasis counts where it opens the line and covers all of it, or a numbered heading. Elsewhere two asterisks are
    as likely a mask.
    """
    found = _MARKS.match(line)
    return [Span(*found.span(name)) for name in found.groupdict() if found[name]] if found else []


def numbers_itself(line: str, mark: Span) -> bool:
    """Whether a number follows a heading's mark, so that the mark itself does not count the heading."""
    return _NUMBERED.match(line[mark.end :].replace("*", "").replace("_", "")) is not None
