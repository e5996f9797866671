"""Front matter to metadata: title, speaker, office, date, occasion, salutation; and what is cut from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from speechdata.span import Span
from speechdata.speeches._bounds import Block
from speechdata.speeches._dates import date_in, date_line
from speechdata.speeches._kinds import SALUTATIONS, Kind
from speechdata.speeches._lines import Line
from speechdata.speeches._page import Page
from speechdata.speeches._people import byline, occasion, salutation_at_start, salutation_line, title_people
from speechdata.speeches._titles import Heading, heading, says_same


@dataclass(frozen=True)
class Metadata:
    """Places of the metadata in the source; None where nothing is written."""

    title: Span | None
    speaker: Span | None
    role: Span | None
    date: Span | None
    occasion: Span | None
    salutation: Span | None


Cut = tuple[Span, str]
"""A source range to cut and its kind."""


@dataclass(frozen=True)
class _Titled:
    """A line with a title, and the title as a range of its flat text."""

    line: Line
    parts: Heading | None
    title: Span

    @property
    def words(self) -> str:
        return self.title.of(self.line.flat)


def metadata(page: Page, block: Block) -> tuple[Metadata, list[Cut]]:
    """Metadata of a block, and the marks, doubled titles and remarks to cut from its front matter."""
    titled = list(_titled(page, block))
    chosen = _most_specific(titled)
    speaker, role = _speaker(page, block, chosen)
    found = Metadata(
        title=chosen.line.locate(chosen.title) if chosen else None,
        speaker=speaker,
        role=role,
        date=_date(page, block, titled),
        occasion=_occasion(page, block, chosen, titled),
        salutation=_salutation(page, block),
    )
    return found, [*_marks(page, block), *_doubled(titled, chosen), *_broken(page, block)]


def _front_lines(page: Page, block: Block, *kinds: Kind) -> Iterator[Line]:
    for at in range(block.front.first, block.front.after):
        if not kinds or page.kinds[at] in kinds:
            yield page.lines[at]


def _titled(page: Page, block: Block) -> Iterator[_Titled]:
    for at in range(block.front.first, block.front.after):
        line, kind = page.lines[at], page.kinds[at]
        parts = heading(line.flat) if kind in (Kind.MARK, Kind.TITLE) else None
        if parts and parts.title:
            yield _Titled(line, parts, parts.title)
        elif kind in (Kind.PLAN, Kind.NAMED):
            yield _Titled(line, None, Span(0, len(line.flat)))


def _most_specific(titled: list[_Titled]) -> _Titled | None:
    """The title that says most: one with a word for the kind of speech, then the longest, then the last."""
    ranked = [
        ((item.parts is not None and item.parts.genre), len(item.words), at) for at, item in enumerate(titled)
    ]
    return titled[max(ranked)[2]] if ranked else None


def _marks(page: Page, block: Block) -> Iterator[Cut]:
    for line in _front_lines(page, block, Kind.MARK, Kind.TITLE):
        parts = heading(line.flat)
        if parts and parts.mark:
            yield line.locate(parts.mark), "collection_mark"
        if parts and parts.sample:
            yield line.locate(parts.sample), "sample_mark"


def _doubled(titled: list[_Titled], chosen: _Titled | None) -> Iterator[Cut]:
    """All but one of the titles that say the same: the chosen one, or the longest and last."""
    stays = [chosen] if chosen else []
    for _, item in sorted(enumerate(titled), key=lambda pair: (-len(pair[1].words), -pair[0])):
        if any(item is other for other in stays):
            continue
        if any(says_same(item.words, other.words) for other in stays):
            yield item.line.locate(item.title), "doubled_title"
        else:
            stays.append(item)


def _broken(page: Page, block: Block) -> Iterator[Cut]:
    for at in range(block.front.first, block.after):
        for gap in page.lines[at].broken:
            yield gap, "line_break"


def _speaker(page: Page, block: Block, chosen: _Titled | None) -> tuple[Span | None, Span | None]:
    name = role = None
    for line in _front_lines(page, block, Kind.BYLINE):
        found = byline(line.flat)
        if found:
            name = name or (line.locate(found.name) if found.name else None)
            role = role or (line.locate(found.role) if found.role else None)
    if chosen:
        named = title_people(chosen.words)
        within = chosen.title.start
        name = name or (chosen.line.locate(named.name.shift(within)) if named.name else None)
        role = role or (chosen.line.locate(named.role.shift(within)) if named.role else None)
    return name, role


def _date(page: Page, block: Block, titled: list[_Titled]) -> Span | None:
    for line in _front_lines(page, block, Kind.DATE):
        if found := date_line(line.flat):
            return line.locate(found)
    for line in _front_lines(page, block, Kind.SUBTITLE):
        if found := date_in(line.flat):
            return line.locate(found)
    dated = (item.line.locate(item.parts.date) for item in titled if item.parts and item.parts.date)
    return next(dated, None)


def _occasion(page: Page, block: Block, chosen: _Titled | None, titled: list[_Titled]) -> Span | None:
    for item in [chosen, *titled] if chosen else []:
        if found := occasion(item.words):
            return item.line.locate(found.shift(item.title.start))
    for line in _front_lines(page, block, Kind.SUBTITLE):
        if found := occasion(line.flat):
            return line.locate(found)
    return None


def _salutation(page: Page, block: Block) -> Span | None:
    for line in _front_lines(page, block, *SALUTATIONS):
        if found := salutation_line(line.flat):
            return line.locate(found)
    if block.front.after < block.after:
        first = page.lines[block.front.after]
        found = salutation_at_start(first.flat)
        return first.locate(found) if found else None
    return None
