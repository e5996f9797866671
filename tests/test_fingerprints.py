"""What workers make so that the whole collection can be compared: kept as it was, the same as from the rows."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sources import BODIES, TITLES, source
from speechdata.annotators import layers
from speechdata.dedup import sentence_hashes, sketch
from speechdata.pipeline import fingerprints
from speechdata.pipeline.assemble import bundle
from speechdata.pipeline.fingerprints import Fingerprint
from speechdata.pipeline.units import AnnotatedUnit, Unit
from speechdata.pipeline.warm import _TEXT
from speechdata.speeches import extract

TEXTS = st.text(max_size=30)


def unit(text: str) -> Unit:
    """A source with that text, and its speeches."""
    made = source(text)
    return Unit(source=made, speeches=tuple(extract(made)))


def same(first: Fingerprint, second: Fingerprint) -> bool:
    """Whether two fingerprints are equal, with their types."""
    pairs = ((first.sketch, second.sketch), (first.sentences, second.sentences))
    return first.speech_id == second.speech_id and all(
        np.array_equal(one, other) and one.dtype == other.dtype for one, other in pairs
    )


@given(st.dictionaries(st.text(alphabet="0123456789abcdef", min_size=3), st.tuples(TEXTS, st.lists(TEXTS))))
def test_they_come_back_as_they_were(speeches: dict[str, tuple[str, list[str]]]) -> None:
    made = [Fingerprint(key, sketch(text), sentence_hashes(own)) for key, (text, own) in speeches.items()]
    with tempfile.TemporaryDirectory() as folder:
        fingerprints.write(made, Path(folder))
        again = list(fingerprints.read(Path(folder)))
    assert len(again) == len(made)
    assert all(map(same, made, again))


def test_they_are_those_of_the_rows_in_order() -> None:
    rows = bundle(
        [
            AnnotatedUnit.annotate(unit(f"{title}\n同志们：\n{body}\n"))
            for title, body in zip(TITLES, BODIES, strict=True)
        ]
    )
    wanted = [speech.speech_id for speech in rows.speeches][1:]
    found = list(fingerprints.fingerprints(rows, set(wanted)))
    assert [each.speech_id for each in found] == wanted
    for each, speech in zip(found, rows.speeches[1:], strict=True):
        own = (row.text for row in rows.sentences if row.speech_id == speech.speech_id)
        assert same(each, Fingerprint(speech.speech_id, sketch(speech.text), sentence_hashes(own)))


def test_what_warms_a_process_up_has_something_for_every_layer() -> None:
    (doc,) = AnnotatedUnit.annotate(unit(_TEXT)).docs
    assert [layer.name for layer in layers() if not doc.layers[layer.name]] == []
    assert doc.speech.title
    assert doc.speech.speaker
    assert doc.speech.iso


def test_workers_load_no_pandas() -> None:
    probe = "import speechdata.pipeline.preload, pyarrow, sys; pyarrow.array([[1]]); sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
