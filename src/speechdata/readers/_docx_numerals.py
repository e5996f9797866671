"""How Word writes the numbers of its lists, by number format (the names are ST_NumberFormat of ISO/IEC 29500)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

GREATEST = 32_767
"""The number up to which Word counts."""
SILENT = frozenset({"none", "bullet"})
"""Formats that write no number."""


@dataclass(frozen=True)
class Hand:
    """One way to write numbers out in Chinese characters."""

    digits: str
    units: tuple[str, ...]
    """Of tens, hundreds, thousands and ten thousands."""
    bare_ten: bool = True
    """10 to 19 begin with the ten alone."""
    bare_units: bool = False
    """No one before any ten, hundred or thousand."""
    gaps: bool = True
    """A zero stands for the empty places between two figures."""

    def write(self, value: int) -> str:
        """The numeral of a number from 0 to 99,999."""
        if value == 0:
            return self.digits[0]
        figures = str(value)
        out, gap = "", False
        for figure, place in zip(map(int, figures), range(len(figures) - 1, -1, -1), strict=True):
            if figure == 0:
                gap = True
                continue
            bare = figure == 1 and 0 < place < 4 and (self.bare_units or (self.bare_ten and 9 < value < 20))
            zero = self.digits[0] if gap and self.gaps else ""
            out += zero + ("" if bare else self.digits[figure]) + ("", *self.units)[place]
            gap = False
        return out


_PLAIN = "一二三四五六七八九"
_SIMPLIFIED = Hand("〇" + _PLAIN, ("十", "百", "千", "万"))
_TRADITIONAL = Hand("零" + _PLAIN, ("十", "百", "千", "萬"))
_JAPANESE = Hand("〇" + _PLAIN, ("十", "百", "千", "万"), bare_units=True, gaps=False)
_LEGAL = Hand("零壹贰叁肆伍陆柒捌玖", ("拾", "佰", "仟", "万"), bare_ten=False)
_LEGAL_TRADITIONAL = Hand("零壹貳參肆伍陸柒捌玖", ("拾", "佰", "仟", "萬"), bare_ten=False)
_LEGAL_JAPANESE = Hand("〇壱弐参四伍六七八九", ("拾", "百", "阡", "萬"), bare_ten=False, gaps=False)
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _figures(digits: str) -> Callable[[int], str]:
    table = str.maketrans("0123456789", digits)
    return lambda value: str(value).translate(table)


def _short(zero: str) -> Callable[[int], str]:
    """Tens up to 99, single figures from 100 on: 九十九, 一○○."""
    figures = _figures(zero + _PLAIN)
    return lambda value: figures(value) if value == 0 or value > 99 else _SIMPLIFIED.write(value)


def _members(members: str | list[str]) -> Callable[[int], str]:
    """A closed set; Word goes on in figures where it ends."""
    return lambda value: members[value - 1] if 0 < value <= len(members) else str(value)


def _run(first: str, size: int) -> Callable[[int], str]:
    return _members([chr(ord(first) + step) for step in range(size)])


def _letters(value: int) -> str:
    """A to z, then aa to zz, aaa to zzz."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value else "0"


def _roman(value: int) -> str:
    out, rest = "", value
    for unit, letters in _ROMAN:
        out += letters * (rest // unit)
        rest %= unit
    return out or "0"


def _english_ordinal(value: int) -> str:
    last = 0 if value % 100 in (11, 12, 13) else value % 10
    return str(value) + {1: "st", 2: "nd", 3: "rd"}.get(last, "th")


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": _figures("０１２３４５６７８９"),
    "decimalFullWidth2": _figures("０１２３４５６７８９"),
    "decimalEnclosedCircle": _run("①", 20),
    "decimalEnclosedCircleChinese": _run("①", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "numberInDash": lambda value: f"- {value} -",
    "ordinal": _english_ordinal,
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "chineseCounting": _short("○"),
    "taiwaneseCounting": _short("○"),
    "chineseCountingThousand": _SIMPLIFIED.write,
    "taiwaneseCountingThousand": _TRADITIONAL.write,
    "japaneseCounting": _JAPANESE.write,
    "chineseLegalSimplified": _LEGAL.write,
    "ideographLegalTraditional": _LEGAL_TRADITIONAL.write,
    "japaneseLegal": _LEGAL_JAPANESE.write,
    "ideographDigital": _figures("〇" + _PLAIN),
    "japaneseDigitalTenThousand": _figures("〇" + _PLAIN),
    "taiwaneseDigital": _figures("○" + _PLAIN),
    "ideographTraditional": _members(_STEMS),
    "ideographZodiac": _members(_BRANCHES),
    "ideographZodiacTraditional": lambda value: _cycle(value) if value else "0",
    "ideographEnclosedCircle": _run("㈠", 10),
}


def _cycle(value: int) -> str:
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12]


def known(form: str) -> bool:
    """Whether `numeral` writes this number format as Word does, not in figures for want of better."""
    return form in SILENT or form in _FORMATS or form.startswith("0")


def numeral(value: int, form: str) -> str:
    """`value` in a number format; in figures if the format is unknown or the value beyond what Word counts.

    A `form` of zeros and a one (001) asks for figures of at least that width.

    >>> [numeral(101, form) for form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "0001")]
    ['一○一', '一百〇一', '百一', '0101']
    """
    if form in SILENT:
        return ""
    if form.startswith("0"):
        return f"{value:0{min(len(form), 9)}}"
    return _FORMATS.get(form, str)(value) if 0 <= value <= GREATEST else str(value)
