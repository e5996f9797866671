"""The command that makes a page of a dataset."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import click
import typer

from speechdata import explore as explorer
from speechdata.cli.options import DatasetFolder


def explore(
    dataset: DatasetFolder,
    output: Annotated[
        Path | None,
        typer.Option(
            help="Folder for the page; `explorer` beside the dataset if not given.", show_default=False
        ),
    ] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve the page on 127.0.0.1 until stopped.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to serve on; 0 takes a free one.")] = 0,
    browser: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """Make a page of a dataset: its speeches with all annotations, to search, filter and read.

    The page is a folder of files that a browser opens from disk; nothing is loaded from elsewhere.

    Example: speechdata explore output/dataset --serve --open
    """
    target = output or dataset.resolve().parent / "explorer"
    number = explorer.write(dataset, target)
    click.echo(f"{number:,} speech{'es' if number != 1 else ''} in {target / 'index.html'}")
    address = (target / "index.html").resolve().as_uri()
    if not serve:
        if browser:
            webbrowser.open(address)
        return
    with explorer.server(target, port=port) as serving, suppress(KeyboardInterrupt):
        address = f"http://127.0.0.1:{serving.server_port}/"
        click.echo(f"Serving {address} until Ctrl-C")
        if browser:
            webbrowser.open(address)
        serving.serve_forever()
