"""The codebook: what each layer and each of its labels means, with rows of a dataset and its counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docs._examples import Ground, chosen, example, ground
from docs._markdown import code, plain, table

from speechdata import annotators, tables
from speechdata.layer import Layer
from speechdata.records import Annotation

HEAD = """# Codebook

What each layer and each of its labels means. The rules are those of the [guideline](guideline.md), version {guideline}.
Examples and counts are of the dataset that this site was built with: {speeches} speeches from {sources}, annotated by
the rules of speechdata, not by hand. An example is a row where it stands in its sentence: the row is marked, its first
part (a cue, a marker) is bold; below it are its id and the rule that made it. Of each value the first, the middle and
the last row of different wording are shown.
"""


def codebook(dataset: Path, guideline: str) -> str:
    """The page in Markdown, from a dataset folder and the text of the guideline."""
    facts = json.loads((dataset / "manifest.json").read_text("utf-8"))
    rows = {table["name"]: table["rows"] for table in facts["tables"]}
    sources = "1 source" if len(facts["sources"]) == 1 else f"{len(facts['sources'])} sources"
    lines = [HEAD.format(guideline=facts["guideline"], speeches=rows["speeches"], sources=sources)]
    lines += _speeches(facts, guideline)
    on = ground(dataset)
    for layer in annotators.layers():
        found = [row for row in tables.rows(dataset, layer.name) if isinstance(row, Annotation)]
        lines += _about(layer, rows[layer.name], guideline)
        for name, known in layer.closed.items():
            values = sorted(known, key=lambda value: value is False)  # yes before no
            counts = facts["labels"].get(layer.name, {}).get(name, {})
            lines += _field(layer, name, values, counts, found, on)
    return "\n".join(lines)


def _speeches(facts: dict[str, Any], guideline: str) -> Iterator[str]:
    yield f"## Speeches\n\n{_rules('Speeches', guideline)}"
    yield "\n### Signs of damage\n\n`quality_flags`; each is explained under [checks](checks.md)."
    yield from _counts("flag", facts["quality_flags"])
    yield "\n### What cleaning removed\n\n`removed[].kind`; text and removals give the source back."
    yield from _counts("kind", facts["removals"])


def _counts(head: str, counts: dict[str, int]) -> list[str]:
    return table((head, "times"), [(code(name), f"{count:,}") for name, count in counts.items()])


def _about(layer: Layer, rows: int, guideline: str) -> Iterator[str]:
    yield f"\n## {layer.name.capitalize()}\n\n{plain(tables.describe(layer.record))} {rows:,} rows."
    yield f"\n{_rules(layer.name.capitalize(), guideline)}"


def _rules(title: str, guideline: str) -> str:
    """What the guideline says of a layer; nothing if it does not know it."""
    found = re.search(rf"^## \d+\. {title}\n(.*?)(?=^## |\Z)", guideline, re.M | re.S)
    return found[1].strip() if found else ""


def _field(
    layer: Layer,
    name: str,
    values: Sequence[Any],
    counts: dict[str, int],
    found: list[Annotation],
    on: Ground,
) -> Iterator[str]:
    yield f"\n### {layer.name}: {name}\n\n{plain(layer.record.model_fields[name].description or '')}"
    absent = [code(_word(value)) for value in values if not counts.get(_word(value))]
    for value in values:
        if count := counts.get(_word(value)):
            yield f"\n**{code(_word(value))}**, {count:,} rows\n"
            yield "\n".join(example(row, on) for row in chosen(_with(found, name, value)))
    if absent:
        yield f"\nNone in this dataset: {', '.join(absent)}."


def _with(rows: list[Annotation], name: str, value: Any) -> list[Annotation]:
    return [row for row in rows if getattr(row, name) == value]


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
