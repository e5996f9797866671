"""Figures and errors as lines that a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from speechdata.gold import ablation, compare, confusion, rules, score
from speechdata.gold.confusion import Label
from speechdata.gold.mistakes import KINDS, Mistake, Place, counts
from speechdata.gold.stretch import Stretch
from speechdata.pipeline.quality import Evaluation

SHOWN = 80
"""Code points of a surface that a line shows."""
WITHOUT = "Without the records of a family of rules; no other rule gets to claim their places:"
"""What heads the table of ablations."""


def evaluation_lines(
    evaluation: Evaluation, *, by_rule: bool, by_family: bool, errors: bool
) -> Iterator[str]:
    """All figures on one text, or on several pooled; figures by rule, by family and single errors if asked for."""
    yield from dict.fromkeys(map(str, evaluation.gold))
    n = max((len(tally.passages) for tally in evaluation.tallies), default=0)
    yield f"Scored: {evaluation.predicted}. Intervals of F1: bootstrap, 95 %, {n} passages resampled.\n"
    yield score.table(evaluation.scores, evaluation.baseline, evaluation.intervals)
    for each in evaluation.confusions:
        if each.n_wrong:
            yield confusion.table(each) + "\n"
    if by_rule and evaluation.rules:
        yield rules.table(evaluation.rules) + "\n"
    if by_family and evaluation.ablations:
        yield WITHOUT
        yield ablation.table(evaluation.ablations) + "\n"
    if errors:
        yield from mistake_lines(evaluation.mistakes)
        if evaluation.mistakes:
            yield f"Look closer: speechdata explain {evaluation.text} --at OFFSET"


def mistake_lines(mistakes: Sequence[Mistake]) -> Iterator[str]:
    """For each layer its counts, then kind by kind each mistake with offsets and context."""
    for label, summed in counts(mistakes).items():
        yield f"{label}: {_summary(summed)}"
        for kind in KINDS:
            yield from _indented(each for each in mistakes if (each.label, each.kind) == (label, kind))


def comparison_lines(comparison: compare.Comparison) -> Iterator[str]:
    """How figures moved since an earlier run, and the records that became right or wrong."""
    yield from comparison.gold
    yield f"\n{compare.table(comparison.changes)}"
    if not comparison.same_gold:
        yield "The gold has changed since the earlier run: part of the change may be its own."
    if comparison.records:
        moved = {"right": comparison.records.became_right, "wrong": comparison.records.became_wrong}
        for name, mistakes in moved.items():
            yield f"\nbecame {name}: {len({mistake.record for mistake in mistakes})} records"
            yield from _indented(mistakes)
        yield f"\nwrong in both runs: {comparison.records.n_still_wrong} records"


def stretch_line(where: str, stretch: Stretch) -> str:
    """A place to decide: file and line, layer, offsets, what differs, and the words."""
    words = _one_line(f"{stretch.before}>{_short(stretch.text)}<{stretch.after}")
    return f"{where}  {stretch.layer} {stretch.start}-{stretch.end}  {stretch.differs}  {words}"


def _indented(found: Iterable[Mistake]) -> Iterator[str]:
    yield from (f"  {line}" for mistake in found for line in _lines(mistake))


def _lines(mistake: Mistake) -> Iterator[str]:
    by = f"  [{mistake.rule}]" if mistake.rule else ""
    head = f"{mistake.label} {mistake.kind}"
    if mistake.field:
        values = f"{_value(mistake.gold_value)}, found {_value(mistake.predicted_value)}"
        yield f"{head}  {mistake.place}  {mistake.field} {values}  in: {_short(mistake.place.text)}{by}"
    elif mistake.gold and mistake.predicted:
        yield f"{head}  {mistake.gold}  {_in_context(mistake.gold)}"
        yield f"{' ' * len(head)}  {mistake.predicted}  {_in_context(mistake.predicted)}{by}"
    else:
        yield f"{head}  {mistake.place}  {_in_context(mistake.place)}{by}"


def _summary(summed: Counter[str]) -> str:
    kinds = [f"{summed[kind]} {kind}" for kind in KINDS if summed[kind]]
    fields = [f"{name.removeprefix('label ')} {n}" for name, n in summed.items() if name.startswith("label ")]
    return ", ".join(kinds) + (f" ({', '.join(fields)})" if fields else "")


def _in_context(place: Place) -> str:
    return _one_line(f"{place.before}>{_short(place.text)}<{place.after}")


def _value(value: Place | Label) -> str:
    if isinstance(value, Place):
        return f"{_short(value.text)} {value}"
    return "null" if value is None else str(value)


def _short(surface: str) -> str:
    """The surface in one line, or its two ends."""
    half = SHOWN // 2
    return _one_line(surface if len(surface) <= SHOWN else f"{surface[:half]} … {surface[-half:]}")


def _one_line(text: str) -> str:
    return text.replace("\r", "").replace("\n", "⏎")
