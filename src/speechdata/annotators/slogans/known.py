"""What the lexicons know: slogans, and wordings that are none. Checked, whoever wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, MutableMapping
from typing import NamedTuple, NoReturn, cast

from speechdata.annotators.slogans._cues import PAUSES, QUOTES, STOPS
from speechdata.annotators.slogans._fold import fold
from speechdata.annotators.slogans._reading import Kind, letters
from speechdata.errors import LexiconError
from speechdata.lexicons import Entry as Line
from speechdata.lexicons import derived, load

KINDS: tuple[Kind, ...] = ("policy_formula", "numeric_formula", "campaign", "aphorism")
"""Kinds of fixed wordings; a call is known by its place in the speech."""
USES = ("any", "named", "quoted")
"""Where a wording counts: anywhere; in quotation marks or named as 方针, 原则 …; in quotation marks."""
_NOISE = re.compile(rf"[\s{QUOTES}]")
_GAP = re.compile(f"[{PAUSES}]+")
_EDGES = PAUSES + STOPS
_LEAST = 2


class Entry(NamedTuple):
    """A slogan of the lexicon; `breaks` are the positions in its letters where a pause may stand."""

    canonical: str
    kind: Kind
    use: str
    breaks: frozenset[int]
    place: str


def plain(surface: str) -> str:
    """`surface` in simplified characters, without quotation marks and white space."""
    return _NOISE.sub("", fold(surface))


def written(surface: str, kind: str) -> str:
    """`surface` made plain, with 、 between the parts of a formula or campaign and ， between those of a maxim
    or call.
    """
    pause = "，" if kind in ("aphorism", "call") else "、"
    return _GAP.sub(pause, plain(surface))


def listed(surface: str, kind: str) -> str:
    """`surface` as a lexicon lists it: written, without punctuation at its edges."""
    return written(surface, kind).strip(_EDGES)


def wordings(line: Mapping[str, str]) -> list[str]:
    """The canonical wording of a lexicon line and its variants."""
    return [line["canonical"], *filter(None, line["variants"].split("|"))]


@derived
def entries() -> dict[str, Entry]:
    """The lexicon by letters, that is by wording without punctuation. Raises LexiconError as `admit` does."""
    found: dict[str, Entry] = {}
    for line in load("slogans"):
        admit(found, line)
    return found


@derived
def ruled_out() -> dict[str, Line]:
    """Lines of wordings that are no slogans, by letters. Raises LexiconError as `rule_out` does."""
    found: dict[str, Line] = {}
    for line in load("slogans.not"):
        rule_out(found, line)
    return found


def admit(found: MutableMapping[str, Entry], line: Line) -> None:
    """Adds the wordings of `line` to `found`.

    Raises LexiconError, naming its place, for an unknown kind or use, a wording that is not plain or too short,
    one that is in `found` by another line, or one that is ruled out.
    """
    for name, known in (("kind", KINDS), ("use", USES)):
        if line[name] not in known:
            raise LexiconError(
                f"lexicon-{name}", f"{name} {line[name]!r} is none of {', '.join(known)}", place=line.place
            )
    for wording in wordings(line):
        key = _key(wording, line.place)
        there = found.get(key)
        if there and there.place != line.place:
            _refuse(wording, line.place, f"a {there.kind} already", there.place)
        if key in ruled_out():
            _refuse(wording, line.place, "ruled out", ruled_out()[key].place)
        breaks = _breaks(wording) | (there.breaks if there else frozenset())
        found[key] = Entry(line["canonical"], cast(Kind, line["kind"]), line["use"], breaks, line.place)


def rule_out(found: MutableMapping[str, Line], line: Line) -> None:
    """Adds `line` to `found`. Raises LexiconError for a wording that is not plain, too short or there already."""
    key = _key(line["wording"], line.place)
    if key in found:
        _refuse(line["wording"], line.place, "ruled out already", found[key].place)
    found[key] = line


def admitted(lines: Iterable[Line]) -> list[Line]:
    """Those of `lines` that add to the lexicon; one that says what stands there is passed over. Raises as `admit`."""
    found, new = dict(entries()), []
    for line in lines:
        if not _says(found, line):
            admit(found, line)
            new.append(line)
    return new


def _says(found: Mapping[str, Entry], line: Line) -> bool:
    there = [found.get(letters(wording)) for wording in wordings(line)]
    said = (line["canonical"], line["kind"], line["use"])
    return all(entry and (entry.canonical, entry.kind, entry.use) == said for entry in there)


def refused(lines: Iterable[Line]) -> list[Line]:
    """Those of `lines` that are not ruled out yet. Raises LexiconError as `rule_out`, and for a slogan."""
    found, new = dict(ruled_out()), []
    for line in lines:
        key = _key(line["wording"], line.place)
        if key in entries():
            _refuse(line["wording"], line.place, f"a {entries()[key].kind}", entries()[key].place)
        if key not in found:
            rule_out(found, line)
            new.append(line)
    return new


def _key(wording: str, place: str) -> str:
    key = letters(wording)
    due = plain(wording).strip(_EDGES)
    if wording != due:
        message = (
            f"{wording} is not simplified, or has white space, quotation marks, or punctuation at an edge"
        )
        raise LexiconError("lexicon-wording", message, place=place, advice=f"Write {due}")
    if len(key) < _LEAST or wording.startswith("#"):
        message = f"{wording!r} has less than {_LEAST} characters or begins like a comment"
        raise LexiconError("lexicon-wording", message, place=place)
    return key


def _refuse(wording: str, place: str, state: str, where: str) -> NoReturn:
    advice = "A wording stands in one line only."
    raise LexiconError("lexicon-known", f"{wording} is {state}, see {where}", place=place, advice=advice)


def _breaks(wording: str) -> frozenset[int]:
    return frozenset(len(letters(wording[:at])) for at, mark in enumerate(wording) if mark in PAUSES)
