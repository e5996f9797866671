"""Calls to a hub: retried where that is safe, with errors of ours that never show the token."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import httpx2
from huggingface_hub import HfApi, get_token, set_client_factory
from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled
from huggingface_hub.utils._http import default_client_factory

from speechdata import __version__
from speechdata.errors import ConfigError
from speechdata.publish._errors import HubError, may_pass

DELAYS = (1.0, 3.0, 9.0)
"""Seconds before each further try."""
WAIT = httpx2.Timeout(30.0, read=300.0, write=300.0)
"""Seconds for a connection, and for a stretch without any byte."""
KIND = "dataset"

Result = TypeVar("Result")


def api() -> HfApi:
    """The client, with endpoint and token of the environment (HF_ENDPOINT, HF_TOKEN, the login's file)."""
    set_client_factory(_patient)
    endpoint = os.environ.get("HF_ENDPOINT") or None
    return HfApi(endpoint=endpoint, library_name="speechdata", library_version=__version__)


def _patient() -> httpx2.Client:
    """The client's connections with an end to waiting, since by default they have none."""
    client = default_client_factory()
    client.timeout = WAIT
    return client


def check_token(place: str) -> None:
    """Raises ConfigError `hub-token` if there is none to publish with."""
    if not get_token():
        advice = "Set HF_TOKEN to one that may write, or run `hf auth login`."
        raise ConfigError("hub-token", "no token to publish with", place=place, advice=advice)


def called(
    call: Callable[[], Result], *, place: str, again: Callable[[], Result | None] | None = None
) -> Result:
    """The result of a call; without an answer, or after a 5xx, tried again after each of DELAYS.

    `again` looks before each further try whether the one before was done after all: its result, None if not.
    Raises HubError.
    """
    for delay in (*DELAYS, None):
        try:
            return call()
        except (
            Exception
        ) as error:  # the client raises errors of several libraries, also wrapped in each other
            failure = translated(error, place=place)
        if delay is None or not may_pass(failure):
            break
        time.sleep(delay)
        if again is not None and (done := called(again, place=place)) is not None:
            return done
    raise failure from None  # the client's own error holds the request, and with it the token


def translated(error: Exception, *, place: str) -> HubError:
    """The error as one of ours, without the token."""
    if isinstance(error, HubError):
        return error
    if answer := next((each for each in _causes(error) if isinstance(each, HfHubHTTPError)), None):
        return _refused(answer, place)
    lost = next((each for each in _causes(error) if isinstance(each, httpx2.TransportError)), None)
    if any(isinstance(each, OfflineModeIsEnabled) for each in _causes(error)):
        advice = "Unset HF_HUB_OFFLINE to publish."
        return HubError("hub-offline", "the environment forbids the network", place=place, advice=advice)
    if lost is not None:
        message = f"no answer: {type(lost).__name__} {clean(str(lost))}".rstrip()
        advice = (
            "See that HF_ENDPOINT is right and that you are connected, then run again: nothing is half done."
        )
        return HubError("hub-unreachable", message, place=place, advice=advice)
    advice = "Run again; what is done stays done."
    return HubError("hub-failed", f"{type(error).__name__}: {clean(str(error))}", place=place, advice=advice)


def _causes(error: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = error
    while at is not None:
        yield at
        at = at.__cause__ or at.__context__


def _refused(error: HfHubHTTPError, place: str) -> HubError:
    status = error.response.status_code
    said = clean(error.server_message or error.response.reason_phrase)
    advice = {
        401: "The token is not accepted: set HF_TOKEN to a valid one, or run `hf auth login`.",
        403: "The token may not write there: use one with write access to this repository.",
        404: "See that the name is right and that the token may read it.",
        412: "Look at the change there and run again.",
    }.get(status, "Run again later." if status >= 500 else "See what the hub says.")
    code = "hub-denied" if status in (401, 403) else "hub-refused"
    return HubError(code, f"HTTP {status}: {said}", place=place, advice=advice, status=status)


def clean(message: str) -> str:
    """A message without the token, in one line."""
    token = get_token()
    shown = message.replace(token, "***") if token else message
    return " ".join(shown.split())
