"""From a dataset folder to a folder in another format, with an account of what that format could not hold."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import Field

from speechdata.card import Manifest, read_manifest
from speechdata.errors import ConfigError
from speechdata.exports._format import Format, Options, Tokens, format_of
from speechdata.exports._losses import Loss, Losses
from speechdata.exports._rows import SpeechRows, stream
from speechdata.layer import Layer
from speechdata.records import Record, SplitName

LOSSES_FILE = "losses.json"


class Exported(Record):
    """What an export wrote and what it could not hold: the content of losses.json."""

    format: str = Field(description="name of the format")
    dataset_version: str = Field(description="version of the dataset")
    speeches: int = Field(ge=0, description="speeches written")
    records: dict[str, int] = Field(description="table -> records that were to be written")
    losses: tuple[Loss, ...] = Field(description="what the format could not hold")


def export(
    folder: Path,
    to: str,
    output: Path,
    *,
    layers: Sequence[Layer],
    split: SplitName | None = None,
    speech_id: str | None = None,
    tokens: Tokens = "characters",
    bom: bool = False,
    guard: bool = False,
) -> Exported:
    """Writes a dataset folder, or a part of it, as the new folder `output`; whole or not at all.

    Speeches are read, written and forgotten one at a time. Raises ConfigError format-unknown, output-exists,
    export-speech, export-library, and what reading the tables raises.
    """
    form = format_of(to)
    if output.exists():
        raise ConfigError("output-exists", "it is there already", place=str(output), advice="Name a new one.")
    manifest = read_manifest(folder)
    whole = split is None and speech_id is None
    options = Options(folder, tuple(layers), whole, tokens, bom, guard)
    losses, counted = Losses(), dict.fromkeys((layer.name for layer in layers), 0)
    source = _Counted(stream(folder, manifest, layers, split=split, speech_id=speech_id), counted)
    staged = output.with_name(f".{output.name}.part")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        form.write(source, staged, options, losses)
        _tables_left_out(form, source, manifest, losses, whole=whole)
        found = Exported(
            format=to,
            dataset_version=manifest.version,
            speeches=source.speeches,
            records=counted,
            losses=tuple(losses.all()),
        )
        content = json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2)
        (staged / LOSSES_FILE).write_text(content + "\n", "utf-8")
        staged.rename(output)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return found


class _Counted:
    """An iterator over speeches that counts what it hands on."""

    def __init__(self, source: Iterator[SpeechRows], records: dict[str, int]) -> None:
        self.speeches = self.sentences = 0
        self._source, self._records = source, records

    def __iter__(self) -> Iterator[SpeechRows]:
        for rows in self._source:
            self.speeches += 1
            self.sentences += len(rows.sentences)
            for name, own in rows.layers.items():
                self._records[name] += len(own)
            yield rows


def _tables_left_out(
    form: Format, source: _Counted, manifest: Manifest, losses: Losses, *, whole: bool
) -> None:
    if "sentences" not in form.holds:
        losses.add("rows", "sentences", "the format has no place for sentences", count=source.sentences)
    if "lexicon" not in form.holds or not whole:
        count = manifest.table("lexicon").rows
        losses.add(
            "rows", "lexicon", "canonical forms belong to the collection, not to a speech", count=count
        )
