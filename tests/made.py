"""A small collection with a layer of its own, for tests of tables, card and publishing."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from speechdata import card, dedup, splits, tables
from speechdata.layer import Doc, Layer
from speechdata.records import (
    Annotation,
    Formula,
    Occurrence,
    Offset,
    QualityFlag,
    RawSpeech,
    Record,
    Rejection,
    Removal,
    Speech,
    SplitName,
)
from speechdata.span import Span

PLACES = ("安平", "长宁", "东湖", "丰台", "高新", "河西", "江岸", "金山", "临海", "南岸", "平阳", "青浦")
PROVENANCE = tables.Provenance(version="0.1.0", lexicon_hash="ab" * 32, guideline="1.2")


class Share(Record):
    """A part of a pledge."""

    name: str = Field(description="who takes the part")
    weight: float | None = Field(description="how much of it")


class Pledge(Annotation):
    """A promise | of the speaker's <own> side."""

    layer: ClassVar[str] = "pledge"
    tone: Literal["firm", "plain"] = Field(description="how strongly it is promised")
    actor: str | None = Field(description="who promises")
    actor_start: Offset | None = Field(description="first code point of the actor")
    actor_end: Offset | None = Field(description="code point after the actor")
    due: dt.date | None = Field(description="when it is due")
    remark: str | None = Field(description="null in every row")
    kept: bool = Field(description="whether it was kept")
    shares: tuple[Share, ...] = Field(description="parts")
    words: tuple[str, ...] = Field(description="words")


def annotate(doc: Doc) -> Iterator[Annotation | Rejection]:
    """Each 支持 with what stands before it in its sentence."""
    for number, sentence in enumerate(doc.sentences):
        if "支持" not in sentence.of(doc.text):
            continue
        yield doc.record(
            Pledge,
            sentence,
            rule="pledges.made",
            tone="firm" if number % 2 else "plain",
            actor=Span(sentence.start, sentence.start + 2) if number else None,
            due=dt.date(2024, 3, 16) if number % 2 else None,
            remark=None,
            kept=False,
            shares=(Share(name="市里", weight=None), Share(name="区里", weight=0.5))[: number % 3],
            words=("全力", "支持")[: number % 3],
        )


LAYER = Layer(name="pledges", record=Pledge, annotate=annotate, attributes=("tone", "kept"))


def text_of(place: str) -> str:
    """A speech of some forty sentences that shares little with that of another place."""
    lines = [f"{place}第{number}项工作要由{place}{number}组抓好，{place}全力支持。" for number in range(40)]
    return f"同志们：\n{place}的工作报告\n" + "\n".join(lines)


def doc_of(text: str, number: int) -> Doc:
    """An annotated document, as if it were the whole of source `number`."""
    raw = RawSpeech(
        speech_id="sp-" + hashlib.sha256(text.encode()).hexdigest()[:16],
        occurrence=Occurrence(source_id=f"src-{number:016}", path=f"{number:02}.txt", start=0, end=len(text)),
        text=text,
        removed=(),
        title=None,
        speaker=None,
        speaker_role=None,
        date=None,
        iso=dt.date(2024, 1, number + 1) if number % 2 else None,
        occasion=None,
        salutation=None,
        boundary_evidence=("salutation",),
    )
    return Doc(raw).annotate([LAYER])


def speech_of(doc: Doc, representative: str | None) -> Speech:
    """The row of a document in `speeches`."""
    raw = doc.speech
    return Speech(
        speech_id=raw.speech_id,
        occurrences=(raw.occurrence,),
        title=raw.text.split("\n")[1],
        speaker=None,
        speaker_role=None,
        date=raw.iso,
        date_text=None,
        occasion=None,
        salutation="同志们",
        text=raw.text,
        script="Hans",
        n_chars=len(raw.text),
        n_sentences=len(doc.sentences),
        n_sections=0,
        n_directives=0,
        n_placeholders=0,
        n_slogans=0,
        is_template=False,
        near_duplicate_of=representative,
        boundary_evidence=raw.boundary_evidence,
        quality_flags=(QualityFlag(code="quality-year", start=0, end=3),) if raw.iso else (),
        removed=(Removal(start=0, end=1, kind="inner_space", text="`|\u202e<b>"),) if raw.iso else (),
    )


def rows(places: tuple[str, ...] = PLACES) -> dict[str, list[Record]]:
    """Rows of every table for speeches of `places`; `lexicon` has none."""
    unsorted = [doc_of(text_of(place), at) for at, place in enumerate(places)]
    docs = sorted(unsorted, key=lambda doc: doc.speech.speech_id)
    near = dedup.near_duplicates({doc.speech.speech_id: doc.text for doc in docs})
    ids = [doc.speech.speech_id for doc in docs]
    split = splits.assign({speech_id: near.get(speech_id, speech_id) for speech_id in ids})
    records: Mapping[str, list[Record]] = {
        "speeches": [speech_of(doc, near.get(doc.speech.speech_id)) for doc in docs],
        "sentences": [record for doc in docs for record in doc.sentence_records()],
        "pledges": [record for doc in docs for record in doc.layers["pledges"]],
        "lexicon": [],
    }
    return {name: [row_of(record, split) for record in members] for name, members in records.items()}


def row_of(record: Record, splits: Mapping[str, SplitName]) -> Record:
    """The record as it stands in its table, with the split of its speech."""
    model = tables.row_model(type(record))
    return model.model_validate(dict(record) | {"split": splits[record.speech_id]})  # type: ignore[attr-defined]


def write_rows(table: str, members: list[Record], folder: Path) -> list[tables.FileFact]:
    """Rows of a table as the files of a dataset folder."""
    model = tables.row_model(tables.tables()[table])
    return tables.write(table, [tables.to_arrow(members, model, place=table)], folder, metadata=PROVENANCE)


def formula(word: str) -> Formula:
    """A row of `lexicon`."""
    digest = hashlib.sha256(word.encode()).hexdigest()[:16]
    return Formula(
        canonical_id=f"sl-{digest}",
        canonical=word,
        kind="aphorism",
        n_occurrences=1,
        n_speeches=1,
        first_seen=None,
        variants=(word,),
    )


def manifest_of(files: Mapping[str, list[tables.FileFact]], **changes: object) -> card.Manifest:
    """A manifest with every kind of fact."""
    source = card.SourceFact(
        path="a|b.txt",
        source_id="src-0000000000000000",
        sha256="0" * 64,
        n_bytes=1234,
        encoding="utf-8",
        encoding_evidence="decodes without error",
        n_speeches=12,
        status="done",
        removals={"inner_space": 6},
        publisher=None,
        licence="unknown",
        note="as *found*",
    )
    score = card.SpanScore(precision=0.5, recall=0.25, f1=1 / 3, f1_low=0.2, f1_high=0.4)
    quality = card.QualityFact(
        gold="a.gold.jsonl",
        layer="pledge",
        n_gold=8,
        n_predicted=4,
        exact=score,
        overlap=score,
        fields=(card.FieldScore(name="tone", n=2, accuracy=1.0, n_written=0, accuracy_written=None),),
        baseline_exact_f1=0.125,
        baseline_overlap_f1=None,
    )
    facts: dict[str, object] = {
        "name": "made",
        "pretty_name": "Made speeches: a test",
        "version": "1.2.3",
        "guideline": "1.2",
        "packages": {"speechdata": "0.1.0", "jieba": "0.42.1"},
        "lexicon_hash": "ab" * 32,
        "split_rule": splits.RULE,
        "sources": (source,),
        "tables": tuple(tables.table_fact(name, found) for name, found in files.items()),
        "quality_flags": {"quality-year": 6},
        "removals": {"line_break": 2, "inner_space": 6},
        "labels": {"pledges": {"tone": {"plain": 3, "firm": 5}}},
        "gold": (card.GoldFact(path="a.gold.jsonl", source_id=source.source_id, made_by="Language models."),),
        "quality": (quality,),
        "quarantine": (card.QuarantineFact(path="bad.txt", code="source-empty", message="nothing in it"),),
    }
    return card.Manifest.model_validate(facts | changes)


def write(folder: Path, content: Mapping[str, list[Record]]) -> card.Manifest:
    """A whole dataset folder of `content`: data, card and manifest."""
    files = {name: write_rows(name, part, folder) for name, part in content.items()}
    manifest = manifest_of(files)
    card.write_documents(folder, manifest, card.samples(folder))
    return manifest


def split_of(row: Record) -> SplitName:
    """The split of a row."""
    split: SplitName = row.split  # type: ignore[attr-defined]
    return split
