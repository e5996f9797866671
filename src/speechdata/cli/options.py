"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

SourceOption = Annotated[
    str, typer.Option("--source", help="A file, folder, quoted pattern or URL of source texts; - for stdin.")
]
Output = Annotated[Path, typer.Option(help="Folder for dataset/, quarantine/ and work/.")]
Project = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        file_okay=False,
        help="Folder of sources.csv, assertions.toml, gold/ and lexicons/, if not the source folder.",
    ),
]
DatasetFolder = Annotated[
    Path,
    typer.Argument(
        exists=True, file_okay=False, help="A dataset folder (output/dataset).", show_default=False
    ),
]
Layers = Annotated[list[str] | None, typer.Option("--layer", "-l", help="Only this layer (may be repeated).")]
LEXICONS_VARIABLE = "SPEECHDATA_LEXICONS"
Lexicons = Annotated[
    Path | None,
    typer.Option(
        "--lexicons",
        envvar=LEXICONS_VARIABLE,
        exists=True,
        file_okay=False,
        help="Folder of your own lexicons, if not lexicons/ in the source folder or beside the file.",
    ),
]
Earlier = Annotated[
    list[Path] | None,
    typer.Option(
        exists=True,
        file_okay=False,
        help="Dataset folder of an earlier build; near-duplicates of it are marked.",
    ),
]
After = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        file_okay=False,
        help="Dataset folder of the last release: what it holds keeps its place, what is new goes into new files.",
    ),
]
Encoding = Annotated[
    str | None, typer.Option(help="Encoding of all text files: utf-8, gb18030, big5 ...; found if not given.")
]
Column = Annotated[
    str | None, typer.Option(help="Column of tables that holds the texts; found if not given.")
]
KeepDebris = Annotated[
    bool, typer.Option("--keep-debris", help="Leave page numbers, watermarks and the like in the speeches.")
]
Workers = Annotated[
    int | None,
    typer.Option(
        min=0, help="Worker processes; one a core if not given, 0 works without.", show_default=False
    ),
]
ShardBytes = Annotated[int, typer.Option(min=1, help="Bytes of sources that are one unit of work.")]
Clock = Annotated[float, typer.Option("--seconds", min=0.001, help="Most seconds for a step of one source.")]
Memory = Annotated[int, typer.Option("--megabytes", min=128, help="Most memory of a worker process.")]
Runner = Annotated[
    Literal["processes", "dask"],
    typer.Option(help="Who works: processes of this machine, or a Dask cluster; see docs/operations.md."),
]
Store = Annotated[
    str | None,
    typer.Option(
        metavar="FOLDER|URL",
        help="Folder or URL (s3://...) where results are kept for other machines and the next build.",
        show_default=False,
    ),
]
Scheduler = Annotated[
    str | None, typer.Option(help="Address of the Dask cluster, tcp://host:8786.", show_default=False)
]
