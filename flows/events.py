"""Events for whoever waits for new data: `dataset.published` and `dataset.released`."""

from prefect.events import emit_event

from speechdata.card import Manifest
from speechdata.pipeline import Report
from speechdata.publish import Published


def announce(report: Report) -> None:
    """Emits `dataset.published` if the content of the dataset changed."""
    if report.is_new:
        path = str(report.dataset.resolve())
        _emit("dataset.published", report.manifest, report.manifest.version, report.manifest_sha256, path)


def announce_release(done: Published, manifest: Manifest) -> None:
    """Emits `dataset.released` if a new version was published; `manifest` is that of the dataset as built."""
    if done.state == "released" and not done.is_dry_run:
        _emit("dataset.released", manifest, done.version, done.manifest_sha256, done.place)


def _emit(event: str, manifest: Manifest, version: str, manifest_sha256: str, path: str) -> None:
    emit_event(
        event=event,
        resource={
            "prefect.resource.id": f"dataset.{manifest.name}",
            "prefect.resource.name": manifest.pretty_name,
        },
        payload={
            "version": version,
            "rows": {table.name: table.rows for table in manifest.tables},
            "manifest_sha256": manifest_sha256,
            "path": path,
        },
    )
