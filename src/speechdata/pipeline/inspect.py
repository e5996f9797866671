"""What becomes of a file before anything is built: how it is read, cleaned and cut, and what its checks find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from speechdata import readers
from speechdata.checks import check
from speechdata.errors import ConfigError
from speechdata.layer import Doc
from speechdata.lexicons import extended
from speechdata.pipeline.assemble import bundle
from speechdata.pipeline.inspection import (
    EVIDENCE,
    REASONS,
    Cut,
    Heading,
    Inspected,
    Remark,
    Removed,
    Rest,
    Sign,
    Unread,
)
from speechdata.pipeline.places import Places
from speechdata.pipeline.project import lexicon_folder
from speechdata.pipeline.units import AnnotatedUnit, Unit
from speechdata.readers import STDIN, Options, Refused, markdown, txt
from speechdata.records import Finding, RawSpeech, Removal, Source
from speechdata.span import Span
from speechdata.speeches import Outside, extract, outside
from speechdata.text.normalize import KINDS
from speechdata.text.segment import WHITE

FIRST = 3
"""Places that are shown of each kind of removal."""
_NAMED = 5


def inspections(
    file: str,
    *,
    options: Options,
    keep_debris: bool = False,
    lexicons: Path | None = None,
    only: str | None = None,
) -> Iterator[Inspected | Unread]:
    """Every source in a file, folder, glob or URL, or in standard input (-), and every part that cannot be read.

    `only` is the path of the one that is wanted, or the end of it. `lexicons` is the folder of the project's own,
    lexicons/ beside a local file if none is given. Raises ConfigError if the file or the wanted part is missing.
    """
    others: list[str] = []
    wanted = False
    with extended(_lexicons(file, lexicons)):
        for item in _items(file, options):
            if only is not None and not _is_named(item.path, only):
                others.append(item.path)
                continue
            wanted = True
            yield _unread(item) if isinstance(item, Refused) else inspected(item, keep_debris=keep_debris)
    if not wanted:
        names = ", ".join(others[:_NAMED]) + (" ..." if len(others) > _NAMED else "")
        message = f"no source {only!r} in it; there are {names}" if others else "no files in it"
        raise ConfigError("source-missing", message, place=file)


def inspected(source: Source, *, keep_debris: bool = False) -> Inspected:
    """What becomes of a decoded source."""
    places = Places(source.text)
    speeches = extract(source, keep_debris=keep_debris)
    unit = AnnotatedUnit.annotate(Unit(source=source, speeches=tuple(speeches)))
    findings = check(bundle([unit]))
    n_kept = sum(len(speech.text) for speech in speeches)
    n_removed = sum(hole.end - hole.start for speech in speeches for hole in speech.removed)
    rest = outside(source, speeches)
    return Inspected(
        path=source.path,
        source_id=source.source_id,
        format=_format(source),
        encoding=source.encoding,
        encoding_evidence=source.encoding_evidence,
        n_bytes=source.n_bytes,
        n_lines=places.n_lines,
        n_characters=len(source.text),
        n_kept=n_kept,
        n_removed=n_removed,
        n_outside=sum(len(part.span) for part in rest) + _blank(source.text, speeches, rest),
        recovered=tuple(places.place(span.trim(source.text, WHITE)) for span in source.recovered),
        removed=tuple(_removed(speeches, places)),
        speeches=tuple(_cut(doc, findings, places) for doc in unit.docs),
        outside=tuple(_rest(part, places) for part in rest),
    )


def _lexicons(file: str, chosen: Path | None) -> Path | None:
    local = Path(file)
    return lexicon_folder(local, chosen) if chosen or (file != STDIN and local.exists()) else None


def _items(file: str, options: Options) -> Iterator[Source | Refused]:
    for origin in readers.discover(file):
        yield from readers.opened(origin, options=options)


def _is_named(path: str, only: str) -> bool:
    return path == only or path.endswith((f"/{only}", f"#{only}"))


def _unread(item: Refused) -> Unread:
    return Unread(path=item.path, n_bytes=len(item.data), code=item.error.code, message=str(item.error))


def _format(source: Source) -> str:
    """The suffix of the reader that was used: formats with an encoding of their own are named by it."""
    own = source.encoding.partition(" ")[0]
    if f".{own}" in {*readers.formats(), *readers.containers()}:
        return own
    suffix = PurePosixPath(source.path.rpartition("#")[0] or source.path).suffix.lower()
    plain = {*txt.SUFFIXES, *markdown.SUFFIXES, *readers.containers()}
    return suffix[1:] if suffix in plain else "txt"


def _blank(text: str, speeches: Iterable[RawSpeech], rest: Iterable[Outside]) -> int:
    """White space between the speeches and the stretches outside them."""
    covered = sorted([speech.span for speech in speeches] + [part.span for part in rest])
    ends = [0, *(span.end for span in covered)]
    starts = [*(span.start for span in covered), len(text)]
    gaps = (text[end:start] for end, start in zip(ends, starts, strict=True))
    return sum(map(str.isspace, "".join(gaps)))


def _removed(speeches: Iterable[RawSpeech], places: Places) -> Iterator[Removed]:
    kinds: dict[str, list[Removal]] = {}
    for speech in speeches:
        for hole in speech.removed:
            kinds.setdefault(hole.kind, []).append(hole)
    for kind, holes in sorted(kinds.items(), key=lambda item: (not _has_words(item[1]), -len(item[1]))):
        yield Removed(
            kind=kind,
            meaning=KINDS[kind],
            n_places=len(holes),
            n_characters=sum(hole.end - hole.start for hole in holes),
            places=tuple(places.place(Span(hole.start, hole.end)) for hole in holes[:FIRST]),
        )


def _has_words(holes: Iterable[Removal]) -> bool:
    return any(map(str.isalnum, "".join(hole.text for hole in holes)))


def _cut(doc: Doc, findings: Iterable[Finding], places: Places) -> Cut:
    speech, where = doc.speech, doc.speech.occurrence
    return Cut(
        speech_id=speech.speech_id,
        start=where.start,
        end=where.end,
        first_line=places.line(where.start),
        last_line=places.line(where.end - 1),
        n_characters=len(speech.text),
        signs=tuple(map(_sign, speech.boundary_evidence)),
        title=speech.title,
        speaker=speech.speaker,
        speaker_role=speech.speaker_role,
        date=speech.date,
        iso=speech.iso,
        occasion=speech.occasion,
        salutation=speech.salutation,
        rows={name: len(records) for name, records in doc.layers.items()},
        findings=tuple(_remark(each, doc, places) for each in findings if each.speech_id == speech.speech_id),
        outline=tuple(_outline(doc, places)),
    )


def _sign(evidence: str) -> Sign:
    code, _, words = evidence.partition(":")
    return Sign(code=code, meaning=EVIDENCE[code], words=words or None)


def _remark(found: Finding, doc: Doc, places: Places) -> Remark:
    place = None
    if found.start is not None and found.end is not None:
        place = places.place(doc.offsets.to_source(Span(found.start, found.end)))
    return Remark(code=found.code, level=found.level, message=found.message, place=place)


def _outline(doc: Doc, places: Places) -> Iterator[Heading]:
    for section in doc.layers["sections"]:
        values = {name: getattr(section, name) for name in ("path", "depth", "marker", "heading")}
        yield Heading(start=section.source_start, line=places.line(section.source_start), **values)


def _rest(part: Outside, places: Places) -> Rest:
    return Rest(
        reason=part.reason,
        meaning=REASONS[part.reason],
        n_characters=len(part.span),
        place=places.place(part.span),
    )
