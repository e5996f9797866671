"""Repetition among speeches: found, measured and marked, never dropped.

`near_duplicates` within a collection, `earlier_duplicates` against a dataset built before, and
`shared_sentences` for what speeches have in common that are no near-duplicates.
"""

from speechdata.dedup._earlier import earlier_duplicates
from speechdata.dedup._near import near_duplicates
from speechdata.dedup._shared import MIN_LETTERS, Hashes, sentence_hashes, shared_sentences
from speechdata.dedup._shingles import MIN_SHINGLES, NGRAM, THRESHOLD, letters, near, shingles, similarity
from speechdata.dedup._sketch import Sketches, sketch

__all__ = [
    "MIN_LETTERS",
    "MIN_SHINGLES",
    "NGRAM",
    "THRESHOLD",
    "Hashes",
    "Sketches",
    "earlier_duplicates",
    "letters",
    "near",
    "near_duplicates",
    "sentence_hashes",
    "shared_sentences",
    "shingles",
    "similarity",
    "sketch",
]
