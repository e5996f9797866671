"""x7xx: counts agree with rows, and totals with what is expected of the collection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from speechdata.checks._bundle import Bundle, Uses
from speechdata.checks._check import Problem, at_speech, declare


@declare("E701", "row-count")
def row_count(bundle: Bundle) -> Iterator[Problem]:
    """The n_ fields of a speech count its rows."""
    for table, rows in bundle.tables():
        counted = Counter(row.speech_id for row in rows)
        for speech in bundle.speeches:
            stated = getattr(speech, f"n_{table}", None)
            if stated is not None and stated != counted[speech.speech_id]:
                yield at_speech(
                    speech, f"n_{table} is {stated}, {table} has {counted[speech.speech_id]} rows"
                )


@declare("W702", "template-mark")
def template_mark(bundle: Bundle) -> Iterator[Problem]:
    """is_template is set if and only if the speech has placeholders."""
    for speech in bundle.speeches:
        if speech.is_template != (speech.n_placeholders > 0):
            yield at_speech(
                speech, f"is_template is {speech.is_template} with {speech.n_placeholders} placeholders"
            )


@declare("E703", "formula-count")
def formula_count(bundle: Bundle) -> Iterator[Problem]:
    """A lexicon row counts the rows and speeches with its canonical_id, and has their kind."""
    if not bundle.formulas:
        return
    uses = _uses(bundle) if bundle.uses is None else bundle.uses
    for formula in bundle.formulas:
        found = uses.get(formula.canonical_id, Uses())
        stated = (formula.n_occurrences, formula.n_speeches)
        counted = (found.rows, len(found.speeches))
        if stated != counted:
            text = (
                f"{formula.canonical} counts {stated[0]} rows in {stated[1]} speeches, found {counted[0]} in"
            )
            yield Problem(f"{text} {counted[1]}", table="lexicon")
        elif formula.kind not in found.kinds:
            yield Problem(f"no row of {formula.canonical} has its kind {formula.kind}", table="lexicon")


def _uses(bundle: Bundle) -> dict[str, Uses]:
    uses: dict[str, Uses] = {}
    for _, row in bundle.annotation_rows():
        uses.setdefault(getattr(row, "canonical_id", ""), Uses()).add(row)
    return uses


@declare("E704", "total-below")
def total_below(bundle: Bundle) -> Iterator[Problem]:
    """No total and no quality figure is below its minimum in assertions.toml."""
    if bundle.expected is None:
        return
    for name, found in _totals(bundle, bundle.expected.min).items():
        if found < bundle.expected.min[name]:
            yield Problem(
                f"{name} has {found} rows, at least {bundle.expected.min[name]} expected", table=name
            )
    for name, figure in _figures(bundle, bundle.expected.min_quality).items():
        if figure is None or figure < bundle.expected.min_quality[name]:
            measured = "not measured" if figure is None else f"{figure:.4f}"
            yield Problem(f"{name} is {measured}, at least {bundle.expected.min_quality[name]} expected")


@declare("W705", "total-above")
def total_above(bundle: Bundle) -> Iterator[Problem]:
    """No total and no quality figure is above its maximum in assertions.toml."""
    if bundle.expected is None:
        return
    for name, found in _totals(bundle, bundle.expected.max).items():
        if found > bundle.expected.max[name]:
            yield Problem(
                f"{name} has {found} rows, at most {bundle.expected.max[name]} expected", table=name
            )
    for name, figure in _figures(bundle, bundle.expected.max_quality).items():
        if figure is not None and figure > bundle.expected.max_quality[name]:
            yield Problem(f"{name} is {figure:.4f}, at most {bundle.expected.max_quality[name]} expected")


def _totals(bundle: Bundle, bounds: Mapping[str, float]) -> dict[str, int]:
    """Row counts of the tables that have a bound; the lexicon only once it is made."""
    if bundle.totals is not None:
        return {name: bundle.totals.get(name, 0) for name in bounds}
    totals = {table: len(rows) for table, rows in bundle.tables()} | {"speeches": len(bundle.speeches)}
    if bundle.formulas is not None:
        totals["lexicon"] = len(bundle.formulas)
    return {name: totals.get(name, 0) for name in bounds if name != "lexicon" or name in totals}


def _figures(bundle: Bundle, bounds: Mapping[str, float]) -> dict[str, float | None]:
    """Quality figures that have a bound; none before quality was measured."""
    return {} if bundle.quality is None else {name: bundle.quality.get(name) for name in bounds}


COLLECTION = (total_below, total_above)
"""Checks of totals: all that is left to check of a collection whose parts were checked one by one."""
CHECKS = (row_count, template_mark, formula_count, total_below, total_above)
