"""The error of a hub, which can be told apart without loading its client."""

from __future__ import annotations

from speechdata.errors import SpeechdataError


class HubError(SpeechdataError):
    """A hub that refused or could not be reached; `status` is its HTTP status, None without an answer."""

    def __init__(
        self, code: str, message: str, *, place: str, advice: str, status: int | None = None
    ) -> None:
        super().__init__(code, message, place=place, advice=advice)
        self.status = status


def may_pass(error: object) -> bool:
    """Whether another try may succeed: the hub did not answer, or was out of order."""
    if not isinstance(error, HubError):
        return False
    return error.code == "hub-unreachable" or (error.status or 0) >= 500
