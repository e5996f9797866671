"""Word lists of the slogan lexicons by role, and regular expressions made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from speechdata.lexicons import load

HAN = "[\u4e00-\u9fff]"
PAUSES = "、，；,;"
STOPS = "。！？!?：:…—"
QUOTES = "“”‘’"
PAIRS = {"“": "”", "‘": "’"}
NUMERALS = "一二两三四五六七八九十"


@cache
def words(lexicon: str, role: str) -> tuple[str, ...]:
    """Words of `role` in lexicons/slogans.<lexicon>.tsv, in file order."""
    return tuple(entry["word"] for entry in load(f"slogans.{lexicon}") if entry["role"] == role)


def any_of(options: Iterable[str]) -> str:
    """A non-capturing alternation of literals, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(options, key=len, reverse=True)) + ")"


def spelled(shape: str) -> str:
    """The regular expression of a shape, in which H is any Chinese character."""
    # each H costs the compiler most of a millisecond, so those that follow each other are counted
    counted = re.sub(r"H{2,}(?![{?*+])", lambda run: f"H{{{len(run[0])}}}", shape)
    return counted.replace("H", HAN)


@cache
def head(*roles: str) -> re.Pattern[str]:
    """的 + modifiers + a noun of `roles`: what names the wording that stands before it as a slogan."""
    nouns = any_of(word for role in roles for word in words("heads", role))
    return re.compile(f"的?{any_of(words('heads', 'mod'))}{{0,3}}{nouns}")


@cache
def closed() -> re.Pattern[str]:
    """Wordings of a form that only policies have (工业强县, 质量优先)."""
    return re.compile("|".join(map(spelled, words("heads", "closer"))))
