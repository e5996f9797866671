"""Pairs predicted spans with gold spans, one to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from speechdata.span import Span


def exact(gold: Sequence[Span], predicted: Sequence[Span]) -> list[tuple[int, int]]:
    """Index pairs (gold, predicted) of equal spans; a span that occurs twice needs two partners."""
    waiting: dict[Span, list[int]] = {}
    for index in range(len(predicted) - 1, -1, -1):
        waiting.setdefault(predicted[index], []).append(index)
    return [(index, waiting[span].pop()) for index, span in enumerate(gold) if waiting.get(span)]


def overlapping(gold: Sequence[Span], predicted: Sequence[Span]) -> list[tuple[int, int]]:
    """Index pairs (gold, predicted) of spans that share a code point: as many pairs as possible, and of
    all such choices one with the largest total overlap.
    """
    pairs = [pair for group in groups(gold, predicted) for pair in _assign(gold, predicted, *group)]
    return sorted(pairs)


def groups(gold: Sequence[Span], predicted: Sequence[Span]) -> Iterator[tuple[list[int], list[int]]]:
    """Indices of gold and predicted spans that are connected through overlaps, group by group; others cannot pair."""
    items = sorted(
        (span, side, i) for side, spans in enumerate((gold, predicted)) for i, span in enumerate(spans)
    )
    group: tuple[list[int], list[int]] = ([], [])
    reach = 0
    for span, side, index in items:
        if span.start >= reach and any(group):
            yield group
            group = ([], [])
        group[side].append(index)
        reach = max(reach, span.end)
    if any(group):
        yield group


def _assign(
    gold: Sequence[Span], predicted: Sequence[Span], left: list[int], right: list[int]
) -> list[tuple[int, int]]:
    shared = [[gold[i].overlap(predicted[j]) for j in right] for i in left]
    if min(len(left), len(right)) < 2:
        best = max(
            ((n, -i, -j) for i, row in enumerate(shared) for j, n in enumerate(row)), default=(0, 0, 0)
        )
        return [(left[-best[1]], right[-best[2]])] if best[0] else []
    # Imported here: scipy.optimize takes a second to load, and few texts need it.
    from scipy.optimize import linear_sum_assignment

    one_more_pair = 1 + sum(map(sum, shared))
    weights = [[n + one_more_pair if n else 0 for n in row] for row in shared]
    rows, columns = linear_sum_assignment(weights, maximize=True)
    found = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(left[i], right[j]) for i, j in found if shared[i][j]]
