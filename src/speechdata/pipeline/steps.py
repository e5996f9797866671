"""The steps that work on one source each: extract, annotate, validate. Plain functions of an item and folders."""

from __future__ import annotations

import hashlib
from pathlib import Path

from speechdata import readers
from speechdata.checks import check
from speechdata.errors import SpeechdataError
from speechdata.lexicons import extended
from speechdata.pipeline.assemble import bundle
from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.units import AnnotatedUnit, Outcome, Unit, quarantine, unit_key, write
from speechdata.records import Finding
from speechdata.speeches import extract as extract_speeches


def sources(config: BuildConfig) -> list[str]:
    """Paths of all source files, sorted; files that no reader knows are among them and will be set aside."""
    return sorted(name for _, name in (*readers.discover(config.source), *readers.unknown(config.source)))


def origin(config: BuildConfig, path: str) -> Path:
    """The file behind a source's path."""
    return config.source / path if config.source.is_dir() else config.source


def extract(path: str, config: BuildConfig) -> Outcome:
    """Bytes to decoded source and speeches. Raises SourceError if the source cannot be read."""
    source = readers.read(origin(config, path), path)
    unit = Unit(source=source, speeches=tuple(extract_speeches(source)))
    key = unit_key(path, source.sha256)
    write(config.work("extract") / f"{key}.json", unit.model_dump_json())
    return Outcome(
        path=path,
        key=key,
        sha256=source.sha256,
        n_bytes=source.n_bytes,
        status="done" if unit.speeches else "no_speech",
        encoding=source.encoding,
        encoding_evidence=source.encoding_evidence,
        n_speeches=len(unit.speeches),
    )


def annotate(outcome: Outcome, config: BuildConfig) -> Outcome:
    """All layers over the unit's speeches, with the project's own lexicons."""
    unit = Unit.model_validate_json((config.work("extract") / f"{outcome.key}.json").read_text("utf-8"))
    with extended(config.own_lexicons):
        write(config.work("annotate") / f"{outcome.key}.json", AnnotatedUnit.annotate(unit).dump())
    return outcome


def validate(outcome: Outcome, config: BuildConfig) -> Outcome:
    """All checks over the unit; an error sends it to quarantine."""
    unit = AnnotatedUnit.load(config.work("annotate") / f"{outcome.key}.json")
    findings = tuple(check(bundle([unit])))
    if any(finding.level == "error" for finding in findings):
        return quarantine(config.quarantine, origin(config, outcome.path), outcome, findings)
    return outcome.but(findings=findings)


def set_aside(item: str | Outcome, error: Exception, config: BuildConfig) -> Outcome:
    """Quarantine for a source whose step raised `error`: one bad source never stops the others."""
    if isinstance(error, SpeechdataError):
        code, message = error.code, str(error)
    else:
        code, message = "step-failed", f"{type(error).__name__}: {error}"
    path = item if isinstance(item, str) else item.path
    outcome = _unread(item, config) if isinstance(item, str) else item
    finding = Finding(code=code, level="error", message=message, path=path)
    return quarantine(config.quarantine, origin(config, path), outcome, [finding])


def _unread(path: str, config: BuildConfig) -> Outcome:
    try:
        data = origin(config, path).read_bytes()
    except OSError:
        return Outcome(path=path, key=unit_key(path, ""), sha256="", n_bytes=0)
    digest = hashlib.sha256(data).hexdigest()
    return Outcome(path=path, key=unit_key(path, digest), sha256=digest, n_bytes=len(data))
