"""The gate's own lexicons. They lie here, since they annotate nothing and change no hash of the lexicons."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from speechdata.lexicons import Entry, parse


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """Entries of the gate's `<name>.tsv`, in file order."""
    path = files("speechdata.gate") / f"{name}.tsv"
    return parse(path.read_text("utf-8"), f"speechdata/gate/{name}.tsv")


@cache
def words(name: str, *roles: str) -> tuple[str, ...]:
    """The cues of these roles, longest first."""
    found = (entry["cue"] for entry in entries(name) if entry["role"] in roles)
    return tuple(sorted(found, key=lambda cue: (-len(cue), cue)))
