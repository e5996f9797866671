"""What a run leaves in Prefect's pages: tables of counts, quality, quarantine and slowest sources, and the card."""

from prefect.artifacts import create_link_artifact, create_table_artifact

from speechdata.pipeline import Report


def show(report: Report) -> None:
    """Creates the artifacts of a build; a key has one history, so each shows its course over the runs."""
    state = "New content." if report.is_new else "Unchanged since the build before."
    tables = {
        "counts": (report.counts(), f"Rows by table and split, with the change. {state}"),
        "quality": (report.quality(), "Scores on the gold, with the change"),
        "quarantine": (report.quarantined(), "Kept out, and why"),
        "slowest": (report.slow(), "Seconds of the sources that took longest"),
    }
    for name, (table, description) in tables.items():
        create_table_artifact(key=f"speechdata-{name}", table=table, description=description)
    create_link_artifact(key="speechdata-card", link=report.card.as_uri(), link_text="Dataset card")
