"""Errors keep what they tell on their way back from a worker."""

from __future__ import annotations

import pickle

import pytest

from speechdata.errors import CheckError, ConfigError, LexiconError, SpeechdataError
from speechdata.records import Finding

FINDING = Finding(code="E1", level="error", message="wrong", path="a.txt")


@pytest.mark.parametrize(
    "error",
    [
        ConfigError("code", "message", place="place", advice="Mend it."),
        LexiconError("code", "message"),
        CheckError([FINDING]),
    ],
)
def test_errors_come_back_from_a_worker_as_they_were(error: SpeechdataError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert (str(back), vars(back)) == (str(error), vars(error))
