"""Events for whoever waits for new data: `dataset.published` and `dataset.released`."""

from pathlib import Path

from prefect.events import emit_event

from speechdata.pipeline import Report


def announce(report: Report) -> None:
    """Emits `dataset.published` if the content of the dataset changed."""
    if report.is_new:
        _emit("dataset.published", report, report.dataset)


def announce_release(report: Report, folder: Path) -> None:
    """Emits `dataset.released` for a new version in `folder`."""
    _emit("dataset.released", report, folder)


def _emit(event: str, report: Report, folder: Path) -> None:
    made = report.manifest
    emit_event(
        event=event,
        resource={
            "prefect.resource.id": f"dataset.{made.name}",
            "prefect.resource.name": made.pretty_name,
        },
        payload={
            "version": made.version,
            "rows": {table.name: table.rows for table in made.tables},
            "manifest_sha256": report.manifest_sha256,
            "path": str(folder.resolve()),
        },
    )
