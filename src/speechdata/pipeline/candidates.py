"""The review queue: wordings on which the slogan lexicons are silent, over many sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from speechdata import readers
from speechdata.annotators.slogans import LAYER
from speechdata.annotators.slogans.known import written
from speechdata.annotators.slogans.review import DOUBTS, Sighting, sightings
from speechdata.card import MANIFEST_FILE
from speechdata.errors import SourceError
from speechdata.layer import Doc
from speechdata.lexicons import extended
from speechdata.pipeline.project import lexicon_folder
from speechdata.records import Occurrence, RawSpeech, Record
from speechdata.speeches import extract
from speechdata.tables import read

CONTEXT, SAMPLES = 16, 3


class Sample(Record):
    """An occurrence with the words around it, each on one line."""

    path: str = Field(description="the source file")
    at: int = Field(description="first code point in the decoded source, as `explain --at` takes it")
    before: str = Field(description="words before it")
    text: str = Field(description="the words themselves")
    after: str = Field(description="words behind it")


class Proposal(Record):
    """A wording to decide on, with what is proposed for the lexicon."""

    wording: str = Field(description="canonical form")
    kind: str = Field(description="kind that it mostly has where it is annotated; else the likeliest")
    use: str = Field(description="named if seen only in quotation marks or named as a principle, else any")
    count: int = Field(description="occurrences; those of a speech that stands in several places count once")
    n_speeches: int = Field(description="distinct speeches")
    rules: dict[str, int] = Field(description="occurrences by the rule that found it or ruled it out")
    samples: tuple[Sample, ...] = Field(description="some occurrences, of different speeches before others")


class Origin(NamedTuple):
    """A source file or a dataset folder to look through, and the folder of lexicons that it is read with."""

    path: Path
    lexicons: Path


class Seen(NamedTuple):
    """A sighting with the speech and the place where it was made."""

    sighting: Sighting
    speech_id: str
    occurrence: Occurrence
    sample: Sample


def origins(paths: Iterable[Path], *, lexicons: Path | None = None) -> list[Origin]:
    """What there is to look through in `paths`, each file once: source files, folders of them, dataset folders.

    Sources are read with `lexicons`, or with those of their folder if None. Files that no reader knows are among
    them. Raises ConfigError for a path, or a folder of lexicons, that is missing.
    """
    found: dict[Path, Origin] = {}
    for path in paths:
        folder = lexicon_folder(path, lexicons)
        whole = (path / MANIFEST_FILE).is_file()
        files = [path] if whole else [Path(each.url) for each in readers.discover(str(path))]
        for file in files:
            found.setdefault(file.resolve(), Origin(file, folder))
    return list(found.values())


def look(origin: Origin) -> Iterator[list[Seen] | SourceError]:
    """All sightings in each source of a file, or in a dataset folder; the error for a source that cannot be read."""
    with extended(origin.lexicons):
        if origin.path.is_dir():
            yield [seen for doc in _dataset(origin.path) for seen in _sighted(doc)]
            return
        for item in readers.opened(readers.Origin(origin.path.as_posix(), str(origin.path), 0)):
            if isinstance(item, readers.Refused):
                yield item.error
            else:
                yield [seen for speech in extract(item) for seen in _sighted(Doc(speech))]


def _sighted(doc: Doc) -> Iterator[Seen]:
    return (_seen(each, doc) for each in sightings(doc.annotate([LAYER])))


def _dataset(folder: Path) -> Iterator[Doc]:
    """Speeches of a dataset as extracted; written metadata is left out, no slogan rule reads it."""
    blank = dict.fromkeys(("title", "speaker", "speaker_role", "date", "iso", "occasion", "salutation"))
    for row in read(folder, "speeches"):
        values = {name: value for name, value in row if name in RawSpeech.model_fields}
        yield Doc(RawSpeech(**values | blank, occurrence=row.occurrences[0]))  # type: ignore[attr-defined]


def _seen(sighting: Sighting, doc: Doc) -> Seen:
    span, text, home = sighting.span, doc.text, doc.speech.occurrence
    sample = Sample(
        path=home.path,
        at=doc.offsets.to_source(span).start,
        before=_one_line(text[max(0, span.start - CONTEXT) : span.start]),
        text=_one_line(span.of(text)),
        after=_one_line(text[span.end : span.end + CONTEXT]),
    )
    return Seen(sighting, doc.speech.speech_id, home, sample)


def _one_line(text: str) -> str:
    return " ".join(text.replace("\n", "⏎").split())


def proposals(seen: Iterable[Seen], *, least: int = 1) -> list[Proposal]:
    """Sightings merged by wording, those with at least `least` occurrences, by falling count, then by wording."""
    homes: dict[str, Occurrence] = {}
    grouped: dict[str, list[Seen]] = {}
    for each in seen:
        if homes.setdefault(each.speech_id, each.occurrence) == each.occurrence:
            grouped.setdefault(each.sighting.key, []).append(each)
    found = [_proposal(group) for group in grouped.values() if len(group) >= least]
    return sorted(found, key=lambda proposal: (-proposal.count, proposal.wording))


def _proposal(group: Sequence[Seen]) -> Proposal:
    sighted = [each.sighting for each in group]
    sure = [each for each in sighted if each.rule not in DOUBTS]
    kind = _commonest(each.kind for each in sure or sighted)
    return Proposal(
        wording=_commonest(written(each.wording, kind) for each in sighted),
        kind=kind,
        use="named" if all(each.bound for each in sighted) else "any",
        count=len(group),
        n_speeches=len({each.speech_id for each in group}),
        rules=dict(sorted(Counter(each.rule for each in sighted).items())),
        samples=_samples(group),
    )


def _commonest(values: Iterable[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def _samples(group: Sequence[Seen]) -> tuple[Sample, ...]:
    first = {each.speech_id: each.sample for each in reversed(group)}
    ordered = [*reversed(first.values()), *(each.sample for each in group)]
    return tuple(dict.fromkeys(ordered))[:SAMPLES]
