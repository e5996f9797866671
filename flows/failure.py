"""What happens when a run fails: one clear log line, and a call to the webhook that the user named, if any."""

from os import environ
from typing import Any

from prefect.blocks.webhook import Webhook

from speechdata.pipeline import log

VARIABLE = "SPEECHDATA_FAILURE_WEBHOOK"
"""Environment variable with the URL to call."""
BLOCK = "speechdata-failure"
"""Name of the Webhook block that is called if the variable is not set."""


async def report_failure(flow: Any, flow_run: Any, state: Any) -> None:
    """Hook for failed and crashed runs: logs why, and posts it as JSON, also under `text`, which chat rooms show."""
    reason = str(state.message or state.name)
    log.error("run %s of %s ended as %s: %s", flow_run.name, flow.name, state.name, reason)
    webhook = await _webhook()
    if webhook is None:
        return
    said = {"flow": flow.name, "run": flow_run.name, "state": state.name, "reason": reason}
    text = f"{flow.name}: {flow_run.name} {state.name}: {reason}"
    try:
        response = await webhook.call(said | {"run_id": str(flow_run.id), "text": text})
        response.raise_for_status()
    except Exception as error:  # whatever it is, the run's own failure is what counts; the URL is a secret
        log.warning("the webhook for failures could not be called: %s", type(error).__name__)


async def _webhook() -> Webhook | None:
    if url := environ.get(VARIABLE):
        return Webhook(url=url)
    try:
        found: Webhook = await Webhook.aload(BLOCK)
    except ValueError:  # no such block: nobody asked for a call
        return None
    return found
