"""The flow on a schedule from one process, for those without a worker: `python -m flows.serve --help`."""

from collections.abc import Sequence

from prefect import serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.settings import get_current_settings

from flows.dataset import dataset, parameters
from speechdata import cli
from speechdata.errors import ConfigError
from speechdata.pipeline import BuildConfig

ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


def serve_flow(
    config: BuildConfig, releases: str | None, *, allow: Sequence[str], name: str, cron: str, timezone: str
) -> None:
    """Serves the flow until it is interrupted. Raises ConfigError without a server or with a wrong schedule."""
    if not get_current_settings().api.url:
        advice = "Start one with `make server`, and set PREFECT_API_URL=http://127.0.0.1:4200/api."
        raise ConfigError(
            "server-missing", "schedules fire only on a Prefect server of its own", advice=advice
        )
    try:
        schedule = CronSchedule(cron=cron, timezone=timezone)
    except ValueError as error:
        advice = "Write it like '17 3 * * *' with a time zone like Asia/Shanghai."
        raise ConfigError("schedule", f"no schedule: {cron!r} in {timezone!r}", advice=advice) from error
    given = parameters(config) | {"releases": releases, "allow": list(allow)}
    deployment = RunnerDeployment.from_flow(
        dataset, name, schedules=[schedule], parameters=given, concurrency_limit=ONE_AT_A_TIME
    )
    serve(deployment, limit=1)


if __name__ == "__main__":
    cli.serve_main(serve_flow)
