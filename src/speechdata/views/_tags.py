"""The columns of tags of `token_classification`, one a layer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from speechdata.errors import SpeechdataError
from speechdata.layer import Layer
from speechdata.views._ground import Ground, Numbers, positions, stretches

OUTSIDE = "O"


@dataclass(frozen=True)
class Column:
    """The tags of a layer: its name, the field whose words are the labels, and the labels."""

    layer: str
    field: str | None
    """None if all records have the one label."""
    labels: tuple[str, ...]

    @property
    def tags(self) -> tuple[str, ...]:
        """All tags in their fixed order: O, then B and I of each label."""
        return OUTSIDE, *(f"{mark}-{label}" for label in self.labels for mark in "BI")

    @property
    def needs(self) -> tuple[str, ...]:
        """Columns of the layer's table that the tags are made of."""
        return ("speech_id", "start", "end", *filter(None, [self.field]))

    def of(self, rows: pa.Table, ground: Ground) -> Numbers:
        """Index in `tags` of every character of the ground. Raises SpeechdataError `view-overlap`."""
        order, starts, ends = ground.spans(rows)
        self._check(ground, starts, ends)
        begins = 1 + 2 * self._label_numbers(rows)[order]
        found = np.zeros(ground.bases[-1], np.int64)
        found[stretches(starts, ends)] = np.repeat(begins + 1, ends - starts)
        found[starts] = begins
        return found

    def _label_numbers(self, rows: pa.Table) -> Numbers:
        if self.field is None:
            return np.zeros(rows.num_rows, np.int64)
        return positions(rows[self.field], pa.array(self.labels, pa.string()))

    def _check(self, ground: Ground, starts: Numbers, ends: Numbers) -> None:
        crossed = np.flatnonzero(starts[1:] < ends[:-1])
        if len(crossed):
            at = starts[crossed[0] + 1]
            speech = ground.owners(at)
            message = f"two spans share the character {at - ground.bases[speech]}, one tag cannot show both"
            raise SpeechdataError(
                "view-overlap",
                f"{self.layer}: {message}",
                place=ground.ids[speech].as_py(),
                advice="Build with --no-views, and report the speech.",
            )


def column(layer: Layer) -> Column:
    """The column of a layer. Its labels are the words of `kind`, or else of the first scored field with a closed list
    of words; without any, the layer's own name is the one label.
    """
    found = {name: layer.values(name) for name in layer.attributes}
    closed = {name: words for name, words in found.items() if words and isinstance(words[0], str)}
    field = "kind" if "kind" in closed else next(iter(closed), None)
    return Column(layer.name, field, closed[field] if field else (layer.label,))
