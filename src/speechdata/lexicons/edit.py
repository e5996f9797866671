"""Lines added to a lexicon file without touching what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def with_rows(content: str, rows: Iterable[Mapping[str, str]], *, heading: str = "") -> str:
    """`content` of a lexicon file and a line for each of `rows`, below its last comment line, by code point.

    A `heading` (a comment line) is put at the end first unless it is that last comment line. Lines that are
    there keep their order: where they are sorted, all are. A column that a row does not have stays empty.
    """
    lines = content.splitlines()
    comments = [line for line in lines if line.startswith("#")]
    if heading and heading not in comments[-1:]:
        lines.append(heading)
    top = next(at for at, line in enumerate(lines) if line and line[0] != "#")
    header = lines[top].split("\t")
    start = max(at for at, line in enumerate(lines) if at == top or line.startswith("#")) + 1
    body = lines[start:]
    for row in rows:
        line = "\t".join(row.get(column, "") for column in header)
        body.insert(next((at for at, old in enumerate(body) if old > line), len(body)), line)
    return "".join(f"{line}\n" for line in (*lines[:start], *body))
