"""What a build is told: read at the edge, unpacked here, passed on as plain arguments."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, field_validator

from speechdata.annotators.slogans.known import entries
from speechdata.errors import ConfigError
from speechdata.lexicons import extended
from speechdata.pipeline.project import LEXICONS, lexicon_folder
from speechdata.readers import STDIN, Options
from speechdata.records import Record


class BuildConfig(Record):
    """Where sources come from, where everything goes, and how the work is done."""

    source: str = Field(
        description="a file, a folder, a glob, a URL of one of these, or - for standard input"
    )
    output: Path = Field(description="folder for dataset/, quarantine/ and work/; made when missing")
    project: Path | None = Field(
        default=None,
        description="folder of sources.csv, assertions.toml, gold/ and lexicons/; the source folder by default",
    )
    lexicons: Path | None = Field(
        default=None,
        description="folder of the project's own lexicons; lexicons/ in the project if none is named",
    )
    earlier: tuple[Path, ...] = Field(
        default=(), description="dataset folders of earlier builds, to mark what nearly repeats them"
    )
    after: Path | None = Field(
        default=None,
        description="dataset folder of the last release: what it holds keeps its place in the files, what is new goes"
        " into new ones",
    )
    encoding: str | None = Field(default=None, description="encoding of all text files; found if not given")
    text_column: str | None = Field(default=None, description="column of tables that holds the texts")
    keep_debris: bool = Field(default=False, description="leave page numbers, watermarks and the like in")
    views: bool = Field(default=True, description="write the task views beside the tables")
    wait: bool = Field(default=True, description="wait while another build writes to the same output")
    workers: int | None = Field(
        default=None, ge=0, description="worker processes, one a core by default; 0 works in this process"
    )
    runner: Literal["processes", "dask"] = Field(
        default="processes", description="who works: processes of this machine, or a Dask cluster"
    )
    scheduler: str | None = Field(default=None, description="address of the Dask cluster, tcp://host:port")
    store: str | None = Field(
        default=None,
        description="folder or URL where results are kept for other machines and the next build; none if not given",
    )
    shard_bytes: int = Field(
        default=1_000_000, ge=1, description="bytes of sources that are one unit of work"
    )
    seconds: float = Field(default=300.0, gt=0, description="most seconds for each step of one source")
    megabytes: int = Field(default=4096, ge=128, description="most memory of a worker process, MB")

    @field_validator("source", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, Path) else value

    @property
    def options(self) -> Options:
        """How sources are read."""
        return Options(encoding=self.encoding, text_column=self.text_column)

    @property
    def processes(self) -> int:
        """Worker processes; 0 for none."""
        if self.workers is not None:
            return self.workers
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    @property
    def dataset(self) -> Path:
        """The published dataset folder."""
        return self.output / "dataset"

    @property
    def quarantine(self) -> Path:
        """Sources that could not go in, each in a folder of its own with findings.json."""
        return self.output / "quarantine"

    @property
    def local_store(self) -> Path | None:
        """The store, if it is a folder of this machine."""
        path = (self.store or "").removeprefix("file://")
        return Path(path) if path and "://" not in path else None

    def work(self, step: str) -> Path:
        """Folder of a step's results."""
        return self.output / "work" / step

    def everywhere(self) -> Self:
        """The same build told by absolute paths, for processes in other folders."""
        paths = {name: getattr(self, name) for name in ("output", "project", "lexicons")}
        told: dict[str, Any] = {name: path and path.absolute() for name, path in paths.items()}
        if self.local_store:
            told["store"] = str(self.local_store.absolute())
        return self.model_copy(update=told)

    @property
    def project_folder(self) -> Path | None:
        """Folder of the project files: the one named, else the source folder or that of a source file, if local."""
        if self.project is not None:
            return self.project
        local = Path(self.source)
        if self.source == STDIN or not local.exists():
            return None
        return local if local.is_dir() else local.parent

    @property
    def own_lexicons(self) -> Path | None:
        """Folder of the project's own lexicons, if there is a project. Raises ConfigError if one is missing."""
        if self.lexicons is None and self.project_folder is None:
            return None
        return lexicon_folder(self.project_folder or Path(LEXICONS), self.lexicons)

    def check(self) -> None:
        """Raises ConfigError unless the output can be written and lies outside the source, LexiconError for a
        project lexicon that does not hold.
        """
        if self.runner == "dask":
            self._check_cluster()
        if self.project is not None and not self.project.is_dir():
            raise ConfigError("project-missing", "no such folder", place=str(self.project))
        if self.output.exists() and not self.output.is_dir():
            raise ConfigError("output-not-a-folder", "the output is a file", place=str(self.output))
        self._check_inside()
        own = self.own_lexicons
        if own and own.exists():
            with extended(own):
                entries()

    def _check_cluster(self) -> None:
        """Raises ConfigError if a cluster has no scheduler, or cannot see the source."""
        if not self.scheduler:
            message, advice = "Dask has no scheduler", "Give its address: --scheduler tcp://host:8786."
            raise ConfigError("scheduler-missing", message, place="--runner dask", advice=advice)
        if self.store and self.source == STDIN:
            message = "workers that share a store only cannot see standard input"
            advice = "Put the text into a file that they see."
            raise ConfigError("source-elsewhere", message, place="--source -", advice=advice)

    def _check_inside(self) -> None:
        """Raises ConfigError if one folder lies in another that has no room for it."""
        source = Path(self.source)
        for name, folder in (("output", self.output), ("store", self.local_store)):
            if folder and source.is_dir() and folder.resolve().is_relative_to(source.resolve()):
                raise ConfigError(
                    f"{name}-inside-source",
                    f"the {name} lies inside the source folder and would be read as a source by the next build",
                    place=str(folder),
                    advice="Choose another place.",
                )
        if self.local_store and self.local_store.resolve().is_relative_to(self.work("").resolve()):
            message, advice = "the store lies inside the output's work folder", "Choose another place."
            raise ConfigError("store-inside-work", message, place=str(self.local_store), advice=advice)
