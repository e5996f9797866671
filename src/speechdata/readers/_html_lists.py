"""The numbers that a browser writes before the items of ordered lists (HTML `ol`, CSS `list-style-type`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from speechdata.readers._docx_numerals import numeral

Attributes = Mapping[str, str | None]

ENUMERATED = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}[、．.，章节節条條篇]|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[.、．](?!\d)|[①-⑳])"
)
"""The start of a line that brings its own number."""

_GREATEST = 9999
_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?([a-z][a-z-]+)", re.IGNORECASE)
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


def _letters(value: int) -> str:
    out = ""
    while value > 0:
        value, rest = divmod(value - 1, 26)
        out = chr(ord("a") + rest) + out
    return out


def _chinese(value: int) -> str:
    return numeral(value, "chineseCountingThousand").replace("〇", "零")


_FORMS: dict[str, tuple[Callable[[int], str], str]] = {
    "decimal": (str, ". "),
    "decimal-leading-zero": (lambda value: f"{value:02}", ". "),
    "lower-alpha": (_letters, ". "),
    "lower-latin": (_letters, ". "),
    "upper-alpha": (lambda value: _letters(value).upper(), ". "),
    "upper-latin": (lambda value: _letters(value).upper(), ". "),
    "lower-roman": (lambda value: numeral(value, "lowerRoman"), ". "),
    "upper-roman": (lambda value: numeral(value, "upperRoman"), ". "),
    "cjk-decimal": (lambda value: numeral(value, "ideographDigital"), "、"),
    "cjk-ideographic": (_chinese, "、"),
    "simp-chinese-informal": (_chinese, "、"),
    "trad-chinese-informal": (_chinese, "、"),
    "simp-chinese-formal": (lambda value: numeral(value, "chineseLegalSimplified"), "、"),
    "trad-chinese-formal": (lambda value: numeral(value, "ideographLegalTraditional"), "、"),
}
_SILENT = frozenset({"none", "disc", "circle", "square"})


@dataclass
class Ordered:
    """An open `ol`: its id among the lists of the page, the next number, the step, and how numbers are written."""

    series: int
    value: int
    step: int
    form: str

    def number(self, item: Attributes) -> str:
        """The marker of the next item, with the mark and space behind it; empty if the list writes none."""
        self.value = _integer(item.get("value"), self.value)
        value, form = self.value, _form(item, self.form)
        self.value += self.step
        if form in _SILENT:
            return ""
        write, mark = _FORMS.get(form, _FORMS["decimal"])
        return (write(value) if 0 < value <= _GREATEST else str(value)) + mark


def ordered(attributes: Attributes, series: int, n_items: int) -> Ordered:
    """The list that an `ol` of `n_items` opens."""
    backwards = "reversed" in attributes
    start = _integer(attributes.get("start"), n_items if backwards else 1)
    return Ordered(series, start, -1 if backwards else 1, _form(attributes, "decimal"))


def _form(attributes: Attributes, inherited: str) -> str:
    found = _STYLE.search(attributes.get("style") or "")
    if found:
        name = found.group(1).lower()
        return name if name in _FORMS or name in _SILENT else inherited
    return _TYPES.get(attributes.get("type") or "", inherited)


def _integer(written: str | None, default: int) -> int:
    found = re.match(r"\s*([+-]?\d{1,9})", written or "")
    return int(found.group(1)) if found else default
