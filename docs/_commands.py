"""The page of the commands, from the command line itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from docs._markdown import code, plain, table

from speechdata.cli import app

HEAD = """# Commands

What `speechdata --help` says, command by command. Errors go to stderr and end with exit code 2.
"""


def commands() -> str:
    """The page in Markdown."""
    root = typer.main.get_command(app)
    return "\n".join([HEAD, *_commands(root, typer.Context(root, info_name="speechdata"))])


def _commands(command: Any, context: typer.Context) -> Iterator[str]:
    for name, part in command.commands.items():
        below = typer.Context(part, info_name=name, parent=context)
        if hasattr(part, "commands"):
            yield from _commands(part, below)
        else:
            yield from _command(part, below)


def _command(command: Any, context: typer.Context) -> Iterator[str]:
    said, _, example = " ".join((command.help or "").split()).partition("Example: ")
    usage = command.get_usage(context).removeprefix("Usage: ")
    yield f"## {context.command_path}\n\n{plain(said)}\n\n```text\n{usage}\n```"
    if example:
        yield f"\nExample: {code(example)}"
    records = [param.get_help_record(context) for param in command.params]
    yield from table(("", "meaning"), [(code(name), plain(text)) for name, text in filter(None, records)])
