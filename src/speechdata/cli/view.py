"""An inspection as lines that a person reads."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from speechdata.pipeline.inspect import FIRST
from speechdata.pipeline.inspection import Cut, Inspected, Remark, Removed, Sign, Unread
from speechdata.pipeline.places import Place

_LABEL = 12
_WHERE = 20
_BLANKS = {"\n": "⏎", "\r": "␍", "\t": "⇥", "\u3000": "␣␣", "\xa0": "␣"}
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_LEVELS = {"error": "bold red", "warning": "yellow", "note": "dim"}


class Row(NamedTuple):
    """One entry: its indent, a label (None leaves no room for one), and text that wraps or, if not, is cut off."""

    indent: int
    label: str | None
    text: Text
    wraps: bool = True


_GAP = Row(0, None, Text())


def lines_of(row: Row, console: Console) -> Iterator[Text]:
    """The lines of a row in the width of a console, without white space at their ends."""
    head = Text(" " * row.indent)
    if row.label is not None:
        head.append(row.label, style="cyan").append(" " * max(2, _LABEL - cell_len(row.label)))
    text, room = row.text.copy(), max(20, console.width - head.cell_len)
    if not row.wraps:
        text.truncate(room, overflow="ellipsis")
    below = Text(" " * head.cell_len)
    for number, part in enumerate(text.wrap(console, room)):
        line = (below if number else head) + part
        line.rstrip()
        yield line


def refusal(item: Unread) -> Iterator[Row]:
    """A part that cannot be read."""
    yield Row(0, None, Text(visible(item.path), style="bold"))
    yield Row(2, "unreadable", Text(visible(item.message.removeprefix(f"{item.path}: ")), style="red"))


def report(item: Inspected, *, outline: bool) -> Iterator[Row]:
    """All about one source."""
    yield Row(0, None, Text(visible(item.path), style="bold"))
    taken = item.encoding if item.encoding.startswith(item.format) else f"{item.format}, {item.encoding}"
    yield Row(2, "read as", Text(f"{taken}: {visible(item.encoding_evidence)}"))
    counts = ((item.n_bytes, "byte"), (item.n_characters, "character"), (item.n_lines, "line"))
    yield Row(2, "size", Text(", ".join(_count(*each) for each in counts)))
    yield Row(2, "accounts", Text(_accounts(item)))
    if item.recovered:
        yield Row(2, "recovered", Text(_recovered(item.recovered)))
    yield from _removed(item.removed)
    if not item.speeches:
        yield Row(2, "speeches", Text("none: nothing in it shows the signs of a speech", style="yellow"))
    numbers: dict[str, int] = {}
    for number, cut in enumerate(item.speeches, 1):
        first = numbers.setdefault(cut.speech_id, number)
        again = f", the same text as speech {first}" if first < number else ""
        yield _GAP
        yield from _cut(cut, f"speech {number} of {len(item.speeches)}{again}", outline=outline)
    yield from _outside(item)


def _accounts(item: Inspected) -> str:
    """Where every character went."""
    parts = f"{item.n_kept:,} kept + {item.n_removed:,} removed + {item.n_outside:,} outside"
    total = item.n_kept + item.n_removed + item.n_outside
    verdict = "all accounted for" if total == item.n_characters else f"but it has {item.n_characters:,}"
    return f"{parts} = {_count(total, 'character')}, {verdict}"


def _recovered(numbers: Iterable[Place]) -> str:
    each = [f"{visible(place.text)} (line {place.line})" for place in numbers]
    return f"{_count(len(each), 'number')} that the file only counts: {', '.join(each)}"


def _removed(kinds: Iterable[Removed]) -> Iterator[Row]:
    for number, each in enumerate(kinds):
        size = f" {each.n_places:,} ×, {_count(each.n_characters, 'character')}: {each.meaning}"
        yield Row(2, "" if number else "removed", Text.assemble((each.kind, "bold"), size))
        yield from (_place(2, place, "red") for place in each.places)


def _cut(cut: Cut, name: str, *, outline: bool) -> Iterator[Row]:
    where = f"{_lines(cut.first_line, cut.last_line)}, [{cut.start:,}, {cut.end:,})"
    size = _count(cut.n_characters, "character")
    yield Row(2, None, Text.assemble((name, "bold"), f"  {where}, {size} kept"))
    yield from _metadata(cut)
    for number, sign in enumerate(cut.signs):
        yield Row(4, "" if number else "why here", Text(_sign(sign)))
    yield Row(4, "holds", Text(", ".join(f"{layer} {count:,}" for layer, count in cut.rows.items())))
    yield from _findings(cut.findings)
    if outline:
        yield from _outline(cut)


def _metadata(cut: Cut) -> Iterator[Row]:
    for label, value in (("title", cut.title), ("occasion", cut.occasion), ("salutation", cut.salutation)):
        if value or label == "title":
            yield Row(4, label, Text(visible(value.text)) if value else Text("none written", style="dim"))
    said = [visible(part.text) for part in (cut.speaker, cut.speaker_role) if part]
    if said:
        yield Row(4, "speaker", Text(", ".join(said)))
    if cut.date:
        read = f" = {cut.iso}" if cut.iso else ", no full date"
        yield Row(4, "date", Text(visible(cut.date.text) + read))


def _sign(sign: Sign) -> str:
    return f"{sign.meaning}: {visible(sign.words)}" if sign.words else sign.meaning


def _findings(remarks: tuple[Remark, ...]) -> Iterator[Row]:
    """The first findings of each code, and how many more there are of it."""
    totals = Counter(each.code for each in remarks)
    shown: Counter[str] = Counter()
    for number, each in enumerate(remarks):
        shown[each.code] += 1
        if shown[each.code] <= FIRST:
            mark = (f"{each.code} {each.level} ", _LEVELS[each.level])
            told = Text.assemble(mark, visible(each.message))
            yield Row(4, "" if number else "findings", told)
            if each.place:
                yield _place(4, each.place, "yellow")
        elif shown[each.code] == totals[each.code]:
            yield Row(4, "", Text(f"{each.code} {totals[each.code] - FIRST:,} more", style="dim"))


def _outline(cut: Cut) -> Iterator[Row]:
    for number, each in enumerate(cut.outline):
        where = (f"line {each.line}".ljust(_LABEL), "dim")
        words = "  " * (each.depth - 1) + visible(f"{each.marker}{each.heading or ''}")
        text = Text.assemble(where, words)
        yield Row(4, "" if number else "outline", text, wraps=False)


def _outside(item: Inspected) -> Iterator[Row]:
    if item.n_outside:
        yield _GAP
    for number, each in enumerate(item.outside):
        size = f" {_count(each.n_characters, 'character')}: {each.meaning}"
        yield Row(2, "" if number else "outside", Text.assemble((each.reason, "bold"), size))
        yield _place(2, each.place, "", around=False)
    if blank := item.n_outside - sum(each.n_characters for each in item.outside):
        told = f"white space in between: {_count(blank, 'character')}"
        yield Row(2, "" if item.outside else "outside", Text(told))


def _place(indent: int, place: Place, style: str, *, around: bool = True) -> Row:
    """Where a place is and what stands there, with the words around it if wanted."""
    where = (f"  {f'line {place.line}, at {place.start:,}':<{_WHERE}}  ", "dim")
    more = "…" if place.end - place.start > len(place.text) else ""
    words = (visible(place.text, spaces=around) + more, style)
    if not around:
        return Row(indent, "", Text.assemble(where, words), wraps=False)
    before, after = visible(place.before), visible(place.after)
    text = Text.assemble(where, before, (">", "dim"), words, ("<", "dim"), after)
    return Row(indent, "", text, wraps=False)


def visible(text: str, *, spaces: bool = False) -> str:
    """Text on one line, with signs for what is invisible or would drive a terminal; for plain spaces too if wanted."""
    return "".join(_visible(mark, spaces=spaces) for mark in text)


def harmless(text: str) -> str:
    """Text as it stands, but with signs for what is invisible or would drive a terminal."""
    return "".join(mark if mark in "\n\t" else _sign_of(mark) for mark in text)


def _visible(mark: str, *, spaces: bool) -> str:
    if mark == " ":
        return "␣" if spaces else mark
    return _BLANKS.get(mark) or _sign_of(mark)


def _sign_of(mark: str) -> str:
    return f"<U+{ord(mark):04X}>" if unicodedata.category(mark) in _UNSEEN else mark


def _lines(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first} to {last}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
