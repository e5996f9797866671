"""Makes the files in corpus/ by LibreOffice; run by hand from this folder: python -m make_corpus.

Needs soffice in PATH and a Chinese font (apt install libreoffice-writer-nogui fonts-droid-fallback).
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import FOLDER, counted_docx, speech
from corpus_texts import MEETING
from readers.make_pdfs import convert


def main() -> None:
    """The outline with automatic numbers, as LibreOffice saves it."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as name:
        source = Path(name) / "libreoffice.docx"
        source.write_bytes(counted_docx(speech(MEETING)))
        for suffix in ("docx", "pdf", "doc"):
            convert(source, suffix, FOLDER)


if __name__ == "__main__":
    main()
