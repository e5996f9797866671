"""Builds the documentation site: the pages of docs/, the guideline, and pages made from code and data.

    python -m docs.build output/site

Without `--dataset` the documents of seeds/ are built first, for the examples of the codebook.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from docs._codebook import codebook
from docs._commands import commands
from docs._schema import schema
from sphinx.cmd.build import build_main

from speechdata import __version__, views
from speechdata.errors import ConfigError, SpeechdataError
from speechdata.pipeline import BuildConfig
from speechdata.pipeline import build as build_dataset

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
GUIDELINE = SEEDS / "gold/GUIDELINE.md"
OUTSIDE = {
    "../seeds/gold/GUIDELINE.md": "guideline.md",
    "../schemas": "schema.md",
}
"""What docs/ links to outside itself -> the page of the site that shows it."""
_LINK = re.compile(r"(?<=\]\()\.\./[^)#\s]+")


def gather(stage: Path, dataset: Path) -> None:
    """Writes all pages of the site, as Sphinx reads them, to the folder `stage`.

    Raises ConfigError if a page links to a file outside docs/ that is no page of the site.
    """
    for path in sorted(HERE.glob("*.md")):
        (stage / path.name).write_text(_inward(path), "utf-8")
    shutil.copytree(HERE / "pictures", stage / "pictures")
    shutil.copyfile(GUIDELINE, stage / "guideline.md")
    (stage / "schemas").mkdir()
    for name, document in views.json_schemas().items():
        content = json.dumps(document, ensure_ascii=False, indent=2)
        (stage / "schemas" / f"{name}.schema.json").write_text(content + "\n", "utf-8")
    (stage / "codebook.md").write_text(codebook(dataset, GUIDELINE.read_text("utf-8")), "utf-8")
    (stage / "schema.md").write_text(schema(__version__), "utf-8")
    (stage / "commands.md").write_text(commands(), "utf-8")


def _inward(path: Path) -> str:
    """A page of docs/ whose links to OUTSIDE lead to the site's own pages."""

    def page(link: re.Match[str]) -> str:
        if link[0] not in OUTSIDE:
            advice = "Link to a page of docs/, or add it to OUTSIDE in docs/build.py."
            raise ConfigError(
                "docs-link", f"{link[0]} is no page of the site", place=str(path), advice=advice
            )
        return OUTSIDE[link[0]]

    return _LINK.sub(page, path.read_text("utf-8"))


def site(output: Path, dataset: Path) -> None:
    """Builds the site from a dataset folder; `output` is new, empty, or an earlier site, which it replaces.

    Raises ConfigError for another folder, and if Sphinx warns of anything: it says of what on stderr.
    """
    if output.is_dir() and any(output.iterdir()) and not (output / "objects.inv").exists():
        raise ConfigError("docs-output", "not empty and no earlier site", place=str(output))
    with TemporaryDirectory() as folder:
        stage, made = Path(folder, "pages"), Path(folder, "site")
        stage.mkdir()
        gather(stage, dataset)
        options = ["-q", "-W", "--keep-going", "-c", str(HERE), "-d", f"{folder}/doctrees"]
        if build_main([*options, str(stage), str(made)]):
            raise ConfigError("docs-failed", "Sphinx finds fault with a page", place=str(HERE))
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(made, output, ignore=shutil.ignore_patterns(".buildinfo"))


def main(
    output: Annotated[Path, typer.Argument(help="Folder for the site.")],
    dataset: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Dataset folder for the codebook.")
    ] = None,
) -> None:
    """Build the documentation site; Sphinx's warnings are errors. Exit code 2 if it fails."""
    try:
        if dataset:
            site(output, dataset)
        else:
            with TemporaryDirectory() as folder:
                config = BuildConfig(source=str(SEEDS), output=Path(folder))
                site(output, build_dataset(config).dataset)
    except SpeechdataError as error:
        typer.echo(f"docs: {error}", err=True)
        raise typer.Exit(2) from None
    typer.echo(f"Site: {output / 'index.html'}")


if __name__ == "__main__":
    typer.run(main)
