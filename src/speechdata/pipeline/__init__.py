"""The order of the work. Steps are plain functions; `build` runs them, by itself or through a caller's `each`."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from speechdata.pipeline.assemble import bundle
from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.publish import publish
from speechdata.pipeline.report import Report
from speechdata.pipeline.single import annotate_file
from speechdata.pipeline.steps import annotate, extract, set_aside, sources, validate
from speechdata.pipeline.units import Outcome

__all__ = [
    "STEPS",
    "BuildConfig",
    "Outcome",
    "Report",
    "annotate",
    "annotate_file",
    "build",
    "bundle",
    "extract",
    "publish",
    "set_aside",
    "sources",
    "validate",
]

STEPS: dict[str, Callable[..., Outcome]] = {"extract": extract, "annotate": annotate, "validate": validate}
"""Steps that take one source each, in order; `publish` follows, over all of them."""

Each = Callable[[str, Sequence[Any], BuildConfig], Iterable[Outcome]]
Publish = Callable[[Sequence[Outcome], BuildConfig], Report]


def one_by_one(step: str, items: Sequence[Any], config: BuildConfig) -> Iterator[Outcome]:
    """Runs a step over its items in this process, in order; a source whose step fails is set aside."""
    for item in items:
        try:
            yield STEPS[step](item, config)
        except Exception as error:  # whatever it is, the other sources go on and the finding names it
            yield set_aside(item, error, config)


def with_copied_lexicons(config: BuildConfig) -> BuildConfig:
    """The build on a copy of the project's lexicons: who edits them while it runs changes the next build only."""
    folder = config.work("lexicons")
    folder.mkdir(parents=True, exist_ok=True)
    if config.own_lexicons.is_dir():
        shutil.copytree(config.own_lexicons, folder, dirs_exist_ok=True)
    return config.model_copy(update={"lexicons": folder})


def build(config: BuildConfig, *, each: Each = one_by_one, last: Publish = publish) -> Report:
    """Builds the dataset: every source through STEPS, then publish.

    Raises ConfigError or LexiconError before any work is done.
    """
    config.check()
    for folder in (config.output / "work", config.quarantine):
        shutil.rmtree(folder, ignore_errors=True)
    config = with_copied_lexicons(config)
    outcomes: dict[str, Outcome] = {}
    items: list[Any] = sources(config)
    for step in STEPS:
        results = list(each(step, items, config))
        outcomes |= {outcome.path: outcome for outcome in results}
        items = [outcome for outcome in results if outcome.status == "done"]
    return last([outcomes[path] for path in sorted(outcomes)], config)
