"""E4xx: layers whose rows nest form a tree in each speech."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from speechdata.checks._bundle import Bundle, by_speech
from speechdata.checks._check import Problem, at_row, declare, has_fields, row_id
from speechdata.checks._references import body_end
from speechdata.records import Anchored, Annotation


def _nested(bundle: Bundle, *fields: str) -> Iterator[tuple[str, Any, Any | None]]:
    """Rows with parent_id and `fields`, with table and parent; None where there is or resolves none."""
    for table, row in bundle.annotation_rows():
        nesting: Any = row
        if has_fields(row, "parent_id", *fields):
            yield table, nesting, bundle.annotation.get(nesting.parent_id or "")


@declare("E401", "tree-crossing")
def tree_crossing(bundle: Bundle) -> Iterator[Problem]:
    """Two sections, bodies included, are apart or one holds the other."""
    for table, rows in bundle.annotations.items():
        trees = tuple(row for row in rows if has_fields(row, "parent_id"))
        for own in by_speech(trees).values():
            open_rows: list[Anchored] = []
            for row in own:
                while open_rows and body_end(open_rows[-1]) <= row.start:
                    open_rows.pop()
                if open_rows and body_end(open_rows[-1]) < body_end(row):
                    message = f"{row_id(row)} ends after {row_id(open_rows[-1])}, which it starts in"
                    yield at_row(table, row, message)
                open_rows.append(row)


@declare("E402", "tree-parent")
def tree_parent(bundle: Bundle) -> Iterator[Problem]:
    """A parent starts before its child and its body holds the child with its body."""
    for table, row, parent in _nested(bundle):
        if parent and not (parent.start < row.start and body_end(row) <= body_end(parent)):
            yield at_row(table, row, f"{row.annotation_id} does not lie in its parent {parent.annotation_id}")


@declare("E403", "tree-depth")
def tree_depth(bundle: Bundle) -> Iterator[Problem]:
    """Depth is 1 at the top and one more than the parent's below."""
    for table, row, parent in _nested(bundle, "depth"):
        due = parent.depth + 1 if parent else 1
        if (parent or row.parent_id is None) and row.depth != due:
            yield at_row(table, row, f"{row.annotation_id} has depth {row.depth}, due {due}")


@declare("E404", "tree-path")
def tree_path(bundle: Bundle) -> Iterator[Problem]:
    """A path is the parent's with one step more, and no two sections of a speech share one."""
    seen: dict[tuple[str, str, str], Annotation] = {}
    for table, row, parent in _nested(bundle, "path"):
        head, _, _ = row.path.rpartition(".")
        if (parent or row.parent_id is None) and head != (parent.path if parent else ""):
            message = f"{row.annotation_id} has path {row.path} below {parent.path if parent else 'the top'}"
            yield at_row(table, row, message)
        first = seen.setdefault((table, row.speech_id, row.path), row)
        if first.annotation_id != row.annotation_id:
            yield at_row(table, row, f"{row.annotation_id} and {first.annotation_id} share path {row.path}")


CHECKS = (tree_crossing, tree_parent, tree_depth, tree_path)
