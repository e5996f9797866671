"""What is measured, each as a process of its own: `python -m benchmarks.contestants NAME FOLDER OUTPUT`.

FOLDER holds text files, OUTPUT is a folder to write to. The builds are no functions here: they are the command line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

TAGGED = 0.1
"""Share of the text that is tagged: jieba takes a minute for 20 MB."""


def texts(folder: Path) -> Iterator[str]:
    """The texts of the files, in order of their paths."""
    return (path.read_text("utf-8") for path in sorted(folder.rglob("*.txt")))


def lcut(folder: Path, _: Path) -> None:
    """jieba.lcut of every text, nothing kept."""
    import jieba

    jieba.setLogLevel("WARNING")
    for text in texts(folder):
        jieba.lcut(text)


def posseg(folder: Path, _: Path) -> None:
    """jieba.posseg.lcut of the first tenth of the files; prints the seconds and processor seconds that it took."""
    import jieba.posseg

    jieba.setLogLevel("WARNING")
    jieba.posseg.lcut("开始")
    found = list(texts(folder))
    wall, processor = perf_counter(), process_time()
    for text in found[: max(1, round(len(found) * TAGGED))]:
        jieba.posseg.lcut(text)
    sys.stdout.write(f"{perf_counter() - wall} {process_time() - processor}")


def floor(folder: Path, output: Path) -> None:
    """Reads, cuts into sentences and writes these as Parquet: what any pipeline has to do."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from speechdata.text.segment import sentences

    names = ("file", "start", "end", "text")
    with pq.ParquetWriter(output / "sentences.parquet", pa.schema(_FLOOR), compression="zstd") as writer:
        for number, text in enumerate(texts(folder)):
            rows = [(number, span.start, span.end, span.of(text)) for span in sentences(text)]
            columns = dict(zip(names, zip(*rows, strict=True), strict=True))
            writer.write_table(pa.table(columns, schema=writer.schema))


def spacy(folder: Path, output: Path) -> None:
    """spaCy with jieba's words, sentences, an EntityRuler of the same cues and slogans, and a DocBin."""
    from spacy.lang.zh import Chinese
    from spacy.tokens import DocBin

    nlp = Chinese.from_config({"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.add_pipe("sentencizer", config={"punct_chars": ["。", "！", "？", "；", "\n"]})
    nlp.add_pipe("entity_ruler").add_patterns(list(_patterns()))
    docs = DocBin(attrs=["ORTH", "SENT_START", "ENT_IOB", "ENT_TYPE"])
    for doc in nlp.pipe(texts(folder)):
        docs.add(doc)
    docs.to_disk(output / "docs.spacy")


def _patterns() -> Iterator[dict[str, Any]]:
    from speechdata.lexicons import load

    cues = (entry["surface"] for entry in load("directives.cues") if entry["role"] == "cue")
    yield from ({"label": "CUE", "pattern": cue} for cue in cues)
    yield from ({"label": "SLOGAN", "pattern": entry["canonical"]} for entry in load("slogans"))


_FLOOR = {"file": "int32", "start": "int32", "end": "int32", "text": "string"}
CONTESTANTS = {"lcut": lcut, "posseg": posseg, "floor": floor, "spacy": spacy}

if __name__ == "__main__":
    name, source, target = sys.argv[1:]
    CONTESTANTS[name](Path(source), Path(target))
