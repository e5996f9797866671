"""The cues of lexicons/speeches.tsv as literals and compiled patterns."""

from __future__ import annotations

import re
from functools import cache

from speechdata.lexicons import load
from speechdata.text.match import Matcher

HAN = r"\u3400-\u9fff\uf900-\ufaff"
NUMBER = r"[一二三四五六七八九十百零〇\d]{1,3}"
MASK = "[×xXＸ*＊某○〇]"


@cache
def forms(role: str) -> tuple[str, ...]:
    """Forms of a role, in file order."""
    return tuple(entry["form"] for entry in load("speeches") if entry["role"] == role)


@cache
def any_of(*roles: str) -> str:
    """Regular expression for any literal of the roles, longest first."""
    literals = sorted({form for role in roles for form in forms(role)}, key=lambda form: (-len(form), form))
    return f"(?:{'|'.join(map(re.escape, literals))})"


@cache
def pattern(role: str) -> re.Pattern[str]:
    """Any of the regular expressions of a role ending in _pattern."""
    return re.compile("|".join(forms(role)))


@cache
def matcher(role: str) -> Matcher:
    """Finds the literals of a role in one pass."""
    return Matcher(forms(role))


@cache
def person(*, running: bool) -> str:
    """Regular expression for a Chinese name; `running`: inside a title, where fewer surnames are safe."""
    rows = [row for row in load("speeches_surnames") if row["use"] == "any" or not running]
    single = "".join(row["surname"] for row in rows if len(row["surname"]) == 1)
    double = "|".join(row["surname"] for row in rows if len(row["surname"]) == 2)
    given = f"[{HAN}](?:[{HAN}](?<![市县区镇乡村省局厅委院校厂府会组部处司办队所站]))?"
    return f"(?:(?:{double}|[{single}]){given}|[{HAN}]{{1,7}}·[{HAN}]{{1,9}})"
