"""x12xx: what changed since the release before more than growth explains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from speechdata.card import Manifest
from speechdata.gate._rule import Problem, Release, declare

RATIO = 1.5
"""How many times as many rows a speech may have on the average as before, or how many times fewer."""
DISTANCE = 0.1
"""Most total variation distance between two distributions of labels: the share of rows that would have to change
their label to turn one into the other."""
CHANCE = 2.0
"""A distance counts only above so many times the most that chance gives on the average (see `expected`)."""


@declare("W1201", "rows-shift")
def rows_shift(release: Release) -> Iterator[Problem]:
    """No table has RATIO times as many rows a speech as before, or as few."""
    for name, before in _rates(release.before).items():
        now = _rates(release.manifest).get(name, 0.0)
        if max(before, now) > RATIO * min(before, now):
            text = f"{now:.1f} rows a speech, {before:.1f} in the release before"
            yield Problem(
                f"{text}. See whether the new texts are of another kind, or a rule broke.", table=name
            )


@declare("W1202", "label-shift")
def label_shift(release: Release) -> Iterator[Problem]:
    """No distribution of labels is farther than DISTANCE, and than chance, from the one before."""
    for table, fields in (release.before.labels if release.before else {}).items():
        for field, before in fields.items():
            now = release.manifest.labels.get(table, {}).get(field, {})
            far = distance(before, now)
            if far > max(DISTANCE, CHANCE * expected(before, now)):
                text = f"the shares of the labels of {field} moved by {far:.2f}; {_most(before, now)}"
                yield Problem(
                    f"{text}. See whether the new texts are of another kind, or a rule broke.", table=table
                )


@declare("W1203", "source-gone")
def source_gone(release: Release) -> Iterator[Problem]:
    """Every source of the release before is still there, unchanged or under the same path."""
    if release.before is None:
        return
    paths = {source.path for source in release.manifest.used}
    ids = {source.source_id for source in release.manifest.used}
    gone = [each for each in release.before.used if each.path not in paths and each.source_id not in ids]
    if gone:
        speeches = sum(source.n_speeches for source in gone)
        first = ", ".join(source.path for source in gone[:3])
        text = f"{len(gone):,} sources with {speeches:,} speeches are gone, {first}{' …' * (len(gone) > 3)}"
        yield Problem(f"{text}. Put them back if this was not meant.")


@declare("W1204", "speeches-fewer")
def speeches_fewer(release: Release) -> Iterator[Problem]:
    """There are no fewer speeches than before."""
    before, now = (
        manifest.table("speeches").rows if manifest else 0 for manifest in (release.before, release.manifest)
    )
    if now < before:
        advice = "speechdata diff names those that vanished."
        yield Problem(f"{now:,}, the release before has {before:,}. {advice}", table="speeches")


def distance(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """Total variation distance of two distributions given as counts, 0 to 1; 0 where one of them is empty."""
    n, m = sum(before.values()), sum(now.values())
    if not n or not m:
        return 0.0
    return sum(abs(before.get(key, 0) / n - now.get(key, 0) / m) for key in before.keys() | now.keys()) / 2


def expected(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """Most that the distance of two samples of one distribution over k labels is on the average:
    half the root of (k - 1)(1/n + 1/m), by Cauchy and Schwarz from the variances of the shares.
    """
    n, m, k = sum(before.values()), sum(now.values()), len(before.keys() | now.keys())
    return 0.5 * ((k - 1) * (1 / n + 1 / m)) ** 0.5 if n and m else 0.0


def _most(before: Mapping[str, int], now: Mapping[str, int]) -> str:
    """The label whose share moved most, in words."""
    n, m = sum(before.values()), sum(now.values())
    shares = {key: (before.get(key, 0) / n, now.get(key, 0) / m) for key in before.keys() | now.keys()}
    label = max(sorted(shares), key=lambda key: abs(shares[key][0] - shares[key][1]))
    return f"{label} from {shares[label][0]:.0%} to {shares[label][1]:.0%}"


def _rates(manifest: Manifest | None) -> dict[str, float]:
    """Rows a speech of each table whose rows belong to a speech."""
    if manifest is None or not (speeches := manifest.table("speeches").rows):
        return {}
    others = {"speeches", "lexicon"}
    return {table.name: table.rows / speeches for table in manifest.tables if table.name not in others}


RULES = (rows_shift, label_shift, source_gone, speeches_fewer)
