"""What a dataset folder says of itself: manifest, card, pictures, Croissant, citation, sums."""

from speechdata.card._boilerplate import boilerplate_fact
from speechdata.card._card import card
from speechdata.card._documents import CARD, DOCUMENTS, SUMS, checksums, documents, write_documents
from speechdata.card._manifest import (
    MANIFEST_FILE,
    UNRELEASED,
    BoilerplateFact,
    FieldScore,
    GoldFact,
    Manifest,
    QualityFact,
    QuarantineFact,
    SourceFact,
    SpanScore,
    Tally,
    read_manifest,
)
from speechdata.card._pictures import page_pictures
from speechdata.card._samples import samples

__all__ = [
    "CARD",
    "DOCUMENTS",
    "MANIFEST_FILE",
    "SUMS",
    "UNRELEASED",
    "BoilerplateFact",
    "FieldScore",
    "GoldFact",
    "Manifest",
    "QualityFact",
    "QuarantineFact",
    "SourceFact",
    "SpanScore",
    "Tally",
    "boilerplate_fact",
    "card",
    "checksums",
    "documents",
    "page_pictures",
    "read_manifest",
    "samples",
    "write_documents",
]
