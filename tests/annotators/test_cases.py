"""Every layer against its marked-up cases: same spans, same attributes, nothing else."""

from __future__ import annotations

import pytest

import cases
from speechdata.annotators import layers

LAYERS = {layer.name: layer for layer in layers()}
ALL = [(layer, case) for layer in LAYERS for case in cases.load(layer)]


def _before(name: str) -> list[str]:
    needed = [other for required in LAYERS[name].requires for other in [*_before(required), required]]
    return list(dict.fromkeys(needed))


@pytest.mark.parametrize(("layer", "case"), ALL, ids=[case.name for _, case in ALL])
def test_case(layer: str, case: cases.Case) -> None:
    doc = cases.doc_of(case.text).annotate(LAYERS[name] for name in [*_before(layer), layer])
    found = doc.layers[layer]
    assert [record.span.of(case.text) for record in found] == [s.of(case.text) for s, _ in case.expected]
    assert [record.span for record in found] == [span for span, _ in case.expected]
    for record, (_, attributes) in zip(found, case.expected, strict=True):
        for name, value in attributes.items():
            actual = getattr(record, name)
            assert ("null" if actual is None else str(actual).lower()) == value.lower(), (record.text, name)
