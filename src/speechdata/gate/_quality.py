"""x11xx: how well the annotations do on gold, against what is asked for and against the release before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from speechdata.card import FieldScore, Manifest, QualityFact, SpanScore
from speechdata.checks import COLLECTION, Bundle, check
from speechdata.gate._rule import Problem, Release, declare
from speechdata.gold.score import Accuracy, Found, LayerScore, Scores, pool
from speechdata.records import Finding

MARGIN = 0.02
"""How far an F1 may fall from one release to the next. The rules draw no lots: on the same gold, any fall is real."""


def totals(release: Release) -> list[Finding]:
    """Findings E704 and W705: row counts and quality figures out of the bounds of assertions.toml."""
    rows = {table.name: table.rows for table in release.manifest.tables}
    quality = figures(release.manifest.quality)
    return check(Bundle(totals=rows, expected=release.expected, quality=quality), COLLECTION)


@declare("W1101", "quality-unknown")
def quality_unknown(release: Release) -> Iterator[Problem]:
    """The annotations were measured on some gold."""
    if not release.manifest.quality:
        yield Problem("no gold was given to the build. Put gold files into gold/ beside the sources.")


@declare("E1102", "quality-drop")
def quality_drop(release: Release) -> Iterator[Problem]:
    """On gold of both releases, no F1 fell by more than MARGIN; what was measured before still is."""
    if release.before is None or not release.before.quality:
        return
    shared = _gold(release.before) & _gold(release.manifest)
    if not shared:
        advice = "Give the build the gold of the release before."
        yield Problem(f"none of the gold of release {release.before.version} was measured on. {advice}")
        return
    old, new = (
        figures(fact for fact in manifest.quality if fact.gold in {path for path, _ in shared})
        for manifest in (release.before, release.manifest)
    )
    for name, before in old.items():
        if name.endswith("_f1") and before is not None and before - (now := new.get(name) or 0.0) > MARGIN:
            text = f"{name} is {now:.4f}, in release {release.before.version} it was {before:.4f}"
            yield Problem(f"{text}. Mend the rules, or see whether the gold changed.")


def figures(facts: Iterable[QualityFact]) -> dict[str, float | None]:
    """All figures over all gold together, named as in assertions.toml (`directive.exact_f1`)."""
    layers = (Scores(texts=(), layers=(_layer(fact),)) for fact in facts)
    return pool(layers).figures()


def _gold(manifest: Manifest) -> set[tuple[str, str]]:
    """Gold files by name and by the source that they annotate."""
    return {(fact.path, fact.source_id) for fact in manifest.gold}


def _layer(fact: QualityFact) -> LayerScore:
    """The counts behind the ratios of a fact: they are exact, since ratios of counts round back to them."""
    return LayerScore(
        label=fact.layer,
        exact=_found(fact, fact.exact),
        overlap=_found(fact, fact.overlap),
        fields={field.name: _accuracy(field) for field in fact.fields},
    )


def _found(fact: QualityFact, score: SpanScore) -> Found:
    matched = round((score.precision or 0) * fact.n_predicted)
    return Found(n_gold=fact.n_gold, n_predicted=fact.n_predicted, n_matched=matched)


def _accuracy(field: FieldScore) -> Accuracy:
    return Accuracy(
        n=field.n,
        n_right=round((field.accuracy or 0) * field.n),
        n_written=field.n_written,
        n_written_right=round((field.accuracy_written or 0) * field.n_written),
    )


RULES = (quality_unknown, quality_drop)
