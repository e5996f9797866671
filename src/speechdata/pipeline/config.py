"""What a build is told: read at the edge, unpacked here, passed on as plain arguments."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from speechdata.annotators.slogans.known import entries
from speechdata.errors import ConfigError
from speechdata.lexicons import extended
from speechdata.pipeline.project import lexicon_folder
from speechdata.records import Record


class BuildConfig(Record):
    """Where sources come from and where everything goes."""

    source: Path = Field(
        description="a file, or a folder that may also hold sources.csv, assertions.toml, gold/, lexicons/"
    )
    output: Path = Field(description="folder for dataset/, quarantine/ and work/; made when missing")

    lexicons: Path | None = Field(
        default=None,
        description="folder of the project's own lexicons; lexicons/ in the project if none is named",
    )

    @property
    def dataset(self) -> Path:
        """The published dataset folder."""
        return self.output / "dataset"

    @property
    def quarantine(self) -> Path:
        """Sources that could not go in, each in a folder of its own with findings.json."""
        return self.output / "quarantine"

    def work(self, step: str) -> Path:
        """Folder of a step's unit files."""
        return self.output / "work" / step

    @property
    def project(self) -> Path:
        """Folder of the project files: the source folder, or the folder of a single source file."""
        return self.source if self.source.is_dir() else self.source.parent

    @property
    def own_lexicons(self) -> Path:
        """Folder of the project's own lexicons. Raises ConfigError if one is named and missing."""
        return lexicon_folder(self.source, self.lexicons)

    def check(self) -> None:
        """Raises ConfigError unless the source exists and the output lies outside it, LexiconError for a project
        lexicon that does not hold.
        """
        if not self.source.exists():
            raise ConfigError("source-missing", "no such file or folder", place=str(self.source))
        if self.output.exists() and not self.output.is_dir():
            raise ConfigError("output-not-a-folder", "the output is a file", place=str(self.output))
        inside = self.source.is_dir() and self.output.resolve().is_relative_to(self.source.resolve())
        if inside:
            raise ConfigError(
                "output-inside-source",
                "the output lies inside the source folder and would be read as a source by the next build",
                place=str(self.output),
                advice="Choose an output folder elsewhere.",
            )
        with extended(self.own_lexicons):
            entries()
