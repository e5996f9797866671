"""Repetition among speeches: found, measured and marked, never dropped.

`near_duplicates` within a collection, `earlier_duplicates` against a dataset built before, and
`shared_sentences` for what speeches have in common that are no near-duplicates.
"""

from speechdata.dedup._earlier import earlier_duplicates
from speechdata.dedup._near import near_duplicates
from speechdata.dedup._shared import MIN_LETTERS, shared_sentences
from speechdata.dedup._shingles import MIN_SHINGLES, NGRAM, THRESHOLD, letters, near, shingles, similarity

__all__ = [
    "MIN_LETTERS",
    "MIN_SHINGLES",
    "NGRAM",
    "THRESHOLD",
    "earlier_duplicates",
    "letters",
    "near",
    "near_duplicates",
    "shared_sentences",
    "shingles",
    "similarity",
]
