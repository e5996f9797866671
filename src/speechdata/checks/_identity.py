"""E1xx: ids are unique, well formed and true to what they name."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from speechdata.checks._bundle import Bundle
from speechdata.checks._check import Problem, at_row, at_speech, declare, label, row_id

_SOURCE_ID = re.compile(r"src-[0-9a-f]{16}")


@declare("E101", "id-duplicate")
def id_duplicate(bundle: Bundle) -> Iterator[Problem]:
    """No id occurs twice in its table."""
    ids = {table: [row_id(row) for row in rows] for table, rows in bundle.tables()}
    ids["speeches"] = [speech.speech_id for speech in bundle.speeches]
    ids["lexicon"] = [formula.canonical_id for formula in bundle.formulas or ()]
    for table, found in ids.items():
        for name, count in Counter(found).items():
            if count > 1:
                speech_id = None if table == "lexicon" else name.split(":")[0]
                yield Problem(f"{name} occurs {count} times in {table}", speech_id, table)


@declare("E102", "id-form")
def id_form(bundle: Bundle) -> Iterator[Problem]:
    """Ids spell out speech, layer and span; source ids have their form."""
    for table, rows in bundle.tables():
        for row in rows:
            due = f"{row.speech_id}:{label(type(row))}:{row.start}-{row.end}"
            if row_id(row) != due:
                yield at_row(table, row, f"{row_id(row)} should be {due}")
    for speech in bundle.speeches:
        for place in speech.occurrences:
            if not _SOURCE_ID.fullmatch(place.source_id):
                yield at_speech(speech, f"{place.source_id!r} is not src- and 16 hex digits")


@declare("E103", "id-hash")
def id_hash(bundle: Bundle) -> Iterator[Problem]:
    """Ids that are made from content match it."""
    for speech in bundle.speeches:
        if speech.speech_id != (due := f"sp-{_hash(speech.text)}"):
            yield at_speech(speech, f"{speech.speech_id} has the text of {due}")
    for formula in bundle.formulas or ():
        if formula.canonical_id != (due := f"sl-{_hash(formula.canonical)}"):
            yield Problem(
                f"{formula.canonical_id} has the wording of {due}: {formula.canonical}", table="lexicon"
            )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


CHECKS = (id_duplicate, id_form, id_hash)
