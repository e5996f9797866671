"""From bytes to sources: the format is settled, archives and tables are taken apart, what fails is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from speechdata.errors import SourceError
from speechdata.readers._kinds import by_content
from speechdata.readers._names import suffix_of
from speechdata.readers._options import Member, Options, Part, Reading, Refused, Row, beyond
from speechdata.readers._origins import Origin, fetch
from speechdata.records import Source
from speechdata.text.decode import Decoded, decode

_PACKAGE = "speechdata.readers"
_NAMED = 5
_BINARY = frozenset({
    ".pdf", ".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".parquet",
    ".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz", ".tbz2", ".xz", ".txz",
})  # fmt: skip
"""Suffixes whose files show by their first bytes what they are; one that is text is misnamed."""


@cache
def formats() -> dict[str, Callable[..., Decoded]]:
    """Reader of each suffix (lower case, with its dot) whose files hold one text: `text(data, *, place, encoding)`."""
    return {suffix: module.text for module in _modules("text") for suffix in module.SUFFIXES}


@cache
def containers() -> dict[str, Callable[..., Iterator[Part]]]:
    """Reader of each suffix whose files hold several texts: `parts(member, *, reading)`."""
    return {suffix: module.parts for module in _modules("parts") for suffix in module.SUFFIXES}


def holds_several(name: str) -> bool:
    """Whether a file of this name is a table or an archive."""
    return suffix_of(name) in containers()


def _modules(contract: str) -> list[ModuleType]:
    path = import_module(_PACKAGE).__path__
    names = sorted(info.name for info in iter_modules(path) if not info.name.startswith("_"))
    modules = (import_module(f"{_PACKAGE}.{name}") for name in names)
    return [module for module in modules if hasattr(module, contract)]


def sources(data: bytes, name: str, *, options: Options = Options()) -> Iterator[Source | Refused]:  # noqa: B008
    """The sources in a file, one after the other: one of a plain file, one a record of a table, one a member.

    Parts are called `name/inner.txt` and `name#12`. A part that cannot be read is Refused and the rest goes on:
    nothing is raised, and at least one item comes.
    """
    yield from _limited(Member(name, name, data), options)


def opened(origin: Origin, *, options: Options = Options()) -> Iterator[Source | Refused]:  # noqa: B008
    """The sources in a file, as `sources` gives them; a file that cannot be fetched is Refused itself."""
    try:
        data = fetch(origin, limits=options.limits)
    except SourceError as error:
        yield Refused(origin.name, b"", error)
    else:
        yield from sources(data, origin.name, options=options)


def read(path: Path, name: str, *, options: Options = Options()) -> Source:  # noqa: B008
    """The one source in the file `path`, called `name` in records and errors.

    Raises SourceError: that of a source that cannot be read, or source-several if the file holds more than one.
    """
    data = fetch(Origin(name, str(path.absolute()), 0), limits=options.limits)
    found = list(islice(_limited(Member(name, path.name, data), options), _NAMED + 1))
    if len(found) > 1:
        names = ", ".join(item.path for item in found[:_NAMED]) + (" ..." if len(found) > _NAMED else "")
        advice = "Build a dataset of it, or give one of them as a file of its own."
        raise SourceError(
            "source-several", f"several sources in one file: {names}", place=name, advice=advice
        )
    if isinstance(found[0], Refused):
        raise found[0].error
    return found[0]


def _limited(member: Member, options: Options) -> Iterator[Source | Refused]:
    if len(member.data) > options.limits.file_bytes:
        error = beyond(f"more than {options.limits.file_bytes:,} bytes", place=member.name)
        yield Refused(member.name, member.data, error)
    else:
        reading = Reading(options)
        for found in _all(member, reading, 0):
            if isinstance(found, Refused):
                reading.refuse(found.error)
            yield found


def _all(member: Member, reading: Reading, depth: int) -> Iterator[Source | Refused]:
    """The sources in a file or member; what it raises becomes its refusal."""
    try:
        limits = reading.options.limits
        if depth > limits.depth:
            raise beyond(f"archives more than {limits.depth} deep in each other", place=member.name)
        suffix, note = _settled(member)
        if suffix in containers():
            yield from _inside(member, suffix, reading, depth)
        else:
            yield _whole(member, suffix, note, reading.options)
    except Exception as error:  # a fault in one part must not stop the others
        yield Refused(member.name, member.data, _as_source_error(error, member.name))


def _inside(member: Member, suffix: str, reading: Reading, depth: int) -> Iterator[Source | Refused]:
    found = False
    for part in containers()[suffix](member, reading=reading):
        found = True
        if isinstance(part, Member):
            yield from _all(part, reading, depth + 1)
        elif isinstance(part, Row):
            yield _of_row(part, reading.options)
        else:
            yield part
    if not found:
        advice = "Put its texts back or remove it."
        raise SourceError("source-empty", "nothing in it to read", place=member.name, advice=advice)


def _whole(member: Member, suffix: str, note: str, options: Options) -> Source:
    """The source in a file of one text."""
    decoded = formats()[suffix](member.data, place=member.name, encoding=options.encoding)
    evidence = f"{note}; {decoded.evidence}" if note else decoded.evidence
    return _source(member.name, replace(decoded, evidence=evidence), member.data, options)


def _of_row(row: Row, options: Options) -> Source | Refused:
    data = row.decoded.text.encode()
    try:
        return _source(row.name, row.decoded, data, options)
    except SourceError as error:
        return Refused(row.name, data, error)


def _source(name: str, decoded: Decoded, data: bytes, options: Options) -> Source:
    if len(decoded.text) > options.limits.characters:
        raise beyond(f"more than {options.limits.characters:,} characters in one text", place=name)
    digest = hashlib.sha256(data).hexdigest()
    return Source(
        source_id=f"src-{digest[:16]}",
        path=name,
        sha256=digest,
        n_bytes=len(data),
        encoding=decoded.encoding,
        encoding_evidence=decoded.evidence,
        text=decoded.text,
        recovered=decoded.recovered,
    )


def _settled(member: Member) -> tuple[str, str]:
    """The suffix of the reader to use, and a note where the name says otherwise. Raises SourceError source-format."""
    named, shown = suffix_of(member.known_as), by_content(member.data)
    if shown is None:
        return _by_name(named, member)
    if shown.suffix not in formats() and shown.suffix not in containers():
        raise _no_reader(shown.words, member.name)
    if _reader(named) is _reader(shown.suffix):
        return named, ""
    return shown.suffix, f"named {named or 'without suffix'}, but {shown.words}"


def _by_name(named: str, member: Member) -> tuple[str, str]:
    if not named:
        return ".txt", "no suffix, taken as text"
    if _reader(named) is None:
        raise _no_reader(named, member.name)
    return (".txt", f"named {named}, but plain text") if _is_text_instead(named, member) else (named, "")


def _is_text_instead(named: str, member: Member) -> bool:
    """Whether a file is text though its suffix says that it is none."""
    if named not in _BINARY:
        return False
    try:
        return bool(decode(member.data, place=member.name).text)
    except SourceError:
        return False


def _reader(suffix: str) -> object:
    return formats().get(suffix) or containers().get(suffix)


def _no_reader(what: str, name: str) -> SourceError:
    known = ", ".join(sorted({*formats(), *containers()}))
    advice = f"Known are {known}; convert the file or take it out of the folder."
    return SourceError("source-format", f"no reader for {what}", place=name, advice=advice)


def _as_source_error(error: Exception, name: str) -> SourceError:
    if isinstance(error, SourceError):
        return error
    advice = "The reader failed on it: convert the file, and report the failure."
    return SourceError("source-failed", f"{type(error).__name__}: {error}", place=name, advice=advice)
