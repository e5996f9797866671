"""Numerals of enumerators: the symbols that stand for them in lexicon forms, and the numbers that they spell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_DIGITS: dict[str, int] = dict(zip("零一二三四五六七八九", range(10), strict=True)) | dict(
    zip("〇○壹贰叁肆伍陆柒捌玖貳參叄陸壱弐参", (0, 0, *range(1, 10), 2, 3, 3, 6, 1, 2, 3), strict=True)
)
_TEN, _HUNDRED, _THOUSAND = "十拾", "百佰", "千仟"
_SCORES = {"廿": 20, "卅": 30}
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}

_MEMBERS = {
    "N": "".join((*_DIGITS, _TEN, _HUNDRED, _THOUSAND, *_SCORES)),
    "F": "零壹贰叁肆伍陆柒捌玖拾佰仟",
    "D": "0-9０-９",
    "M": "#",
    "S": _STEMS,
    "B": _BRANCHES,
    "U": "A-ZＡ-Ｚ",
    "L": "a-zａ-ｚ",
    "R": "IVXⅠ-Ⅻ",
    "r": "ivxⅰ-ⅻ",
    "（": "（(",
    "）": "）)",
    "［": "［\\[",
    "］": "］\\]",
    "．": "．.",
    "，": "，,",
    "：": "：:",
    "、": "、﹑",
}
SYMBOLS = {char: f"[{members}]" for char, members in _MEMBERS.items()} | {
    "N": f"[{_MEMBERS['N']}]{{1,7}}",
    "F": f"[{_MEMBERS['F']}]{{1,7}}",
    "T": "(?:[二三四五六七八九十两几]|十[一二三四五六七八九])",
    "D": f"[{_MEMBERS['D']}]{{1,3}}",
    "M": f"[{_MEMBERS['M']}]{{1,6}}",
    "R": "(?:[Ⅰ-Ⅻ]|X{0,3}(?:IX|IV|VI{0,3}|I{1,3})|X{1,3})",
    "r": "(?:[ⅰ-ⅻ]|x{0,3}(?:ix|iv|vi{0,3}|i{1,3})|x{1,3})",
}
"""Regular expressions of the symbols in lexicon forms; punctuation stands for its half and full width."""

_FIGURE, _ZERO = f"([{''.join(_DIGITS)}]?)", "[零〇○]?"
_HAN = re.compile(
    f"(?:{_FIGURE}[{_THOUSAND}])?{_ZERO}(?:{_FIGURE}[{_HUNDRED}])?{_ZERO}"
    f"(?:{_FIGURE}[{_TEN}]|([{''.join(_SCORES)}]))?{_ZERO}{_FIGURE}"
)
_NUMERAL = re.compile(f"[0-9]+|[{_MEMBERS['N']}]+|[{_STEMS}{_BRANCHES}]|[A-Za-z]+")


def han_number(numeral: str) -> int | None:
    """The number under 10,000 that a Chinese numeral spells, with units or figure by figure; None if it spells none.

    >>> [han_number(numeral) for numeral in ("二十三", "廿一", "拾", "一百零一", "一○一", "十一二")]
    [23, 21, 10, 101, 101, None]
    """
    if all(char in _DIGITS for char in numeral):
        figures = "".join(str(_DIGITS[char]) for char in numeral)
        return int(figures) if len(figures) < 4 and figures[0] != "0" else None
    match = _HAN.fullmatch(numeral)
    if match is None:
        return None
    thousands, hundreds, tens, scores, ones = match.groups()
    units = ((thousands, 1000), (hundreds, 100), (tens, 10))
    total = sum(_DIGITS.get(figure, 1) * unit for figure, unit in units if figure is not None)
    return total + _SCORES.get(scores, 0) + _DIGITS.get(ones, 0)


def roman_number(numeral: str) -> int:
    """The number under 40 that a Roman numeral in capitals spells.

    >>> [roman_number(numeral) for numeral in ("I", "IV", "XIX")]
    [1, 4, 19]
    """
    values = [_ROMAN_DIGITS[char] for char in numeral]
    signs = (-1 if value < after else 1 for value, after in zip(values, [*values[1:], 0], strict=True))
    return sum(sign * value for sign, value in zip(signs, values, strict=True))


def letter_number(letter: str) -> int:
    """The place of an ASCII letter in the alphabet, 1 for a and A."""
    return ord(letter.lower()) - ord("a") + 1


def numbers(surface: str, *, roman: bool) -> tuple[int, ...]:
    """The numbers that an enumerator spells, one a numeral; 0 stands for a numeral that spells none.

    >>> numbers("（一百）", roman=False), numbers("2.1.3", roman=False), numbers("ⅳ.", roman=True)
    ((100,), (2, 1, 3), (4,))
    """
    numerals = _NUMERAL.findall(unicodedata.normalize("NFKC", surface))
    if not numerals:
        return tuple(int(unicodedata.numeric(char)) for char in surface if unicodedata.numeric(char, None))
    return tuple(roman_number(numeral.upper()) if roman else _number(numeral) for numeral in numerals)


def _number(numeral: str) -> int:
    if numeral.isascii():
        return int(numeral) if numeral.isdecimal() else letter_number(numeral)
    place = max(_STEMS.find(numeral), _BRANCHES.find(numeral))
    return place + 1 if place >= 0 else han_number(numeral) or 0


def alternatives(forms: Iterable[str], *, named: bool = False, opening: str = "") -> str:
    """A regular expression for lexicon forms, longest first; with `named`, form i is the group f<i>.

    Only of those that can open with the character `opening`, if one is given.
    """
    parts = []
    for index, form in sorted(enumerate(forms), key=lambda item: (-len(item[1]), item[0])):
        if opening and not re.match(first([form]), opening):
            continue
        body, _, ahead = form.partition("+")
        head, rest = (f"[{body[:3]}]", body[3:]) if _is_range(body) else ("", body)
        pattern = head + "".join(SYMBOLS.get(char) or re.escape(char) for char in rest)
        name = f"?P<f{index}>" if named else "?:"
        parts.append(f"({name}{pattern}{f'(?={ahead})' if ahead else ''})")
    return "|".join(parts)


def _is_range(form: str) -> bool:
    return form[1:2] == "-"


def first(forms: Iterable[str]) -> str:
    """A character class that holds every first character of the forms: a quick test before the long one."""
    members = {form[:3] if _is_range(form) else _MEMBERS.get(form[0], re.escape(form[0])) for form in forms}
    return f"[{''.join(sorted(members))}]"
