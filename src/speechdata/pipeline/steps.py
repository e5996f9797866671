"""The steps of one shard: extract, annotate, validate. Plain functions of a shard and folders, run in any process.

Each leaves a result folder (see `ledger`) and does nothing where that is there already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from speechdata import readers
from speechdata.checks import Bundle, check
from speechdata.errors import ConfigError, LexiconError, SpeechdataError
from speechdata.layer import tokenizer
from speechdata.lexicons import extended
from speechdata.pipeline import ledger, rows
from speechdata.pipeline.assemble import bundle
from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.limits import limited
from speechdata.pipeline.shards import FileRef, Shard
from speechdata.pipeline.spent import measured
from speechdata.pipeline.units import AnnotatedUnit, Outcome, Status, Unit, unit_key
from speechdata.pipeline.warm import warm
from speechdata.readers import Refused
from speechdata.records import Finding, Source
from speechdata.speeches import extract as speeches_of

UNITS = "units.jsonl"
FAILURES = frozenset({"source-unreadable", "source-timeout", "source-killed"})
"""Errors that say nothing of a source's content: it may go in another time."""
OURS = (ConfigError, LexiconError)
"""Errors that are no source's fault: they end the build."""
READING = "source-unreadable"
"""The failure that every build tries again."""


class Aside(NamedTuple):
    """A source that is kept out: its ledger line, why, and its bytes as far as they are at hand."""

    outcome: Outcome
    finding: Finding
    data: bytes | None


def extract(shard: Shard, config: BuildConfig) -> None:
    """Bytes to decoded sources and their speeches; what cannot be read is set aside."""
    if is_done("extract", shard, config):
        return
    target = result("extract", shard, config)
    with ledger.whole(target) as home, measured(target) as clock:
        warm()
        outcomes = []
        with (home / UNITS).open("w", encoding="utf-8") as file:
            for found in clock.each(_units(shard, config), path=lambda found: found.outcome.path):
                if isinstance(found, Unit):
                    file.write(found.model_dump_json() + "\n")
                    outcomes.append(found.outcome)
                else:
                    outcomes.append(ledger.set_aside(home, found.outcome, [found.finding], found.data))
        ledger.write_outcomes(home, outcomes)


def annotate(shard: Shard, config: BuildConfig) -> None:
    """All layers over the shard's speeches, and all checks over the records; a source with errors is set aside."""
    if is_done("annotate", shard, config):
        return
    extracted = result("extract", shard, config)
    target = result("annotate", shard, config)
    with (
        ledger.whole(target) as home,
        measured(target) as clock,
        extended(config.own_lexicons),
        rows.Rows(home) as kept,
    ):
        warm()
        outcomes = {outcome.key: outcome for outcome in ledger.read_outcomes(extracted)}
        judged = ((unit, *_annotated(unit, config)) for unit in stored(extracted))
        for unit, outcome, found in clock.each(judged, path=lambda each: each[1].path):
            if found:
                kept.add(found)
            else:
                ledger.set_aside(home, outcome, [], unit.source.text.encode())
            outcomes[outcome.key] = outcome
        clock.tokenizer = tokenizer().cut_by
        kept.end()
        ledger.write_outcomes(home, outcomes.values())


def validate(shard: Shard, config: BuildConfig) -> None:
    """What rests in the shard's files is what was checked: schema, references and every surface. Raises
    SpeechdataError `rows-differ` if it is not.
    """
    if is_done("validate", shard, config):
        return
    annotated = result("annotate", shard, config)
    target = result("validate", shard, config)
    with ledger.whole(target) as home, measured(target):
        rows.verify(annotated)
        ledger.write_outcomes(home, ledger.read_outcomes(annotated))


Step = Callable[[Shard, BuildConfig], None]
STEPS: dict[str, Step] = {"extract": extract, "annotate": annotate, "validate": validate}
"""The steps that take one shard each, in order; `publish` follows, over all of them."""


def run(step: str, shard: Shard, config: BuildConfig) -> None:
    """One step of one shard; what memory it left free goes back."""
    STEPS[step](shard, config)
    pa.default_memory_pool().release_unused()


def result(step: str, shard: Shard, config: BuildConfig) -> Path:
    """Folder of a step's result."""
    return config.work(step) / (shard.key if step == "extract" else shard.annotation_key)


def is_done(step: str, shard: Shard, config: BuildConfig) -> bool:
    """Whether the step's result is there."""
    return result(step, shard, config).is_dir()


def up_to(step: str) -> list[str]:
    """The steps until `step`, which is the last."""
    names = list(STEPS)
    return names[: names.index(step) + 1]


def give_up(step: str, shard: Shard, config: BuildConfig, reason: str) -> None:
    """The result of a step that cannot be done: every file of the shard is set aside as failed."""
    with ledger.whole(result(step, shard, config)) as home:
        outcomes = []
        for file in shard.files:
            data = _bytes(file, config)
            outcome = _outcome(file.name, data or b"").but(status="failed")
            finding = Finding(code="source-killed", level="error", message=reason, path=file.name)
            outcomes.append(ledger.set_aside(home, outcome, [finding], data))
        (home / UNITS).touch()
        ledger.write_outcomes(home, outcomes)


def _units(shard: Shard, config: BuildConfig) -> Iterator[Unit | Aside]:
    for file in shard.files:
        try:
            with limited(config.seconds, place=file.name):
                data = readers.fetch(file.origin, limits=config.options.limits)
        except OURS:
            raise
        except Exception as error:  # whatever it is, the other files go on and the finding names it
            yield _caught(file, error, None)
        else:
            yield from _of_file(file, data, shard, config)


def _of_file(file: FileRef, data: bytes, shard: Shard, config: BuildConfig) -> Iterator[Unit | Aside]:
    """The sources in a file: of every `parts`, the one whose turn it is."""
    found = enumerate(readers.sources(data, file.name, options=config.options))
    while True:
        try:
            with limited(config.seconds, place=file.name):
                number, item = next(found, (-1, None))
                if item is None:
                    return
                if number % shard.parts != shard.part:
                    continue
                result = _unit(item, config)
        except OURS:
            raise
        except Exception as error:  # what is left of the file cannot be reached
            yield _caught(file, error, data)
            return
        yield result


def _unit(item: Source | Refused, config: BuildConfig) -> Unit | Aside:
    if isinstance(item, Refused):
        finding = _finding(item.path, item.error)
        outcome = _outcome(item.path, item.data).but(status=_status(finding))
        return Aside(outcome, finding, item.data)
    return Unit(source=item, speeches=tuple(speeches_of(item, keep_debris=config.keep_debris)))


def _annotated(unit: Unit, config: BuildConfig) -> tuple[Outcome, Bundle | None]:
    """The ledger line of a unit with what the checks found, and its rows unless it is to be set aside."""
    outcome, path = unit.outcome, unit.source.path
    try:
        with limited(config.seconds, place=path):
            found = bundle([AnnotatedUnit.annotate(unit)])
            findings = tuple(check(found))
    except OURS:
        raise
    except Exception as error:  # whatever it is, the other sources go on and the finding names it
        finding = _finding(path, error)
        return outcome.but(findings=(finding,), status=_status(finding)), None
    if any(finding.level == "error" for finding in findings):
        return outcome.but(findings=findings, status="quarantined"), None
    return outcome.but(findings=findings), found


def _caught(file: FileRef, error: Exception, data: bytes | None) -> Aside:
    finding = _finding(file.name, error)
    outcome = _outcome(file.name, data or b"")
    return Aside(outcome.but(status=_status(finding)), finding, data)


def _status(finding: Finding) -> Status:
    return "failed" if finding.code in FAILURES else "quarantined"


def _outcome(path: str, data: bytes) -> Outcome:
    digest = hashlib.sha256(data).hexdigest() if data else ""
    return Outcome(
        path=path, key=unit_key(path, digest), sha256=digest, n_bytes=len(data), status="quarantined"
    )


def _finding(path: str, error: Exception) -> Finding:
    if isinstance(error, SpeechdataError):
        return Finding(code=error.code, level="error", message=str(error), path=path)
    return Finding(code="step-failed", level="error", message=f"{type(error).__name__}: {error}", path=path)


def _bytes(file: FileRef, config: BuildConfig) -> bytes | None:
    try:
        return readers.fetch(file.origin, limits=config.options.limits)
    except SpeechdataError:
        return None


def stored(folder: Path) -> Iterator[Unit]:
    """The sources and speeches that `extract` left in a result folder."""
    with (folder / UNITS).open(encoding="utf-8") as file:
        for line in file:
            yield Unit.model_validate_json(line)
