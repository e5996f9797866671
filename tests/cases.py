"""Marked-up cases: one a line, annotated spans in ⟦…⟧ with expected attributes in {…} behind.

# a comment
⟦各地⟪要⟫抓好落实⟧ is not this form; sub-spans are written as attributes:
⟦各地要抓好落实⟧{modality=obligation; cue=要; addressee=各地}。
这是重要的。                 a line without marks expects no record at all
⏎ stands for a line break inside a case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from speechdata.layer import Doc
from speechdata.records import Occurrence, RawSpeech
from speechdata.span import Span

FOLDER = Path(__file__).parent / "annotators" / "cases"
_MARK = re.compile(r"⟦|⟧(?:\{([^}]*)\})?")


@dataclass(frozen=True)
class Case:
    """A text and the records that an annotator must find in it, no more and no fewer."""

    name: str
    text: str
    expected: list[tuple[Span, dict[str, str]]] = field(default_factory=list)


def parse(name: str, line: str) -> Case:
    """Reads one marked-up line. Marks may nest."""
    text, open_at, expected, at = "", [], [], 0
    line = line.replace("⏎", "\n")
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        at = match.end()
        if match.group() == "⟦":
            open_at.append(len(text))
        else:
            pairs = [pair.split("=", 1) for pair in (match.group(1) or "").split(";") if pair.strip()]
            attributes = {key.strip(): value.strip() for key, value in pairs}
            expected.append((Span(open_at.pop(), len(text)), attributes))
    assert not open_at, f"{name}: unclosed mark"
    return Case(name, text + line[at:], sorted(expected, key=lambda item: (item[0].start, -item[0].end)))


def load(stem: str) -> list[Case]:
    """All cases of tests/annotators/cases/<stem>.txt, named <stem>:<line>."""
    lines = (FOLDER / f"{stem}.txt").read_text("utf-8").splitlines()
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and line[0] != "#"]
    return [parse(f"{stem}:{number}", line) for number, line in numbered]


def doc_of(text: str) -> Doc:
    """A Doc of a bare text, as if it were a whole source with nothing removed."""
    return Doc(
        RawSpeech(
            speech_id="sp-0000000000000000",
            occurrence=Occurrence(source_id="src-0000000000000000", path="case.txt", start=0, end=len(text)),
            text=text,
            removed=(),
            title=None,
            speaker=None,
            speaker_role=None,
            date=None,
            iso=None,
            occasion=None,
            salutation=None,
            boundary_evidence=(),
        )
    )
