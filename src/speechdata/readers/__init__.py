"""The door: whatever lies somewhere as a file comes in here and leaves as decoded sources, or is refused.

One module a file format. Each public module here declares SUFFIXES and either `text` (one text a file) or `parts`
(several); they are found without a list.
"""

from __future__ import annotations

from speechdata.readers._options import Limits, Options, Refused
from speechdata.readers._origins import PROJECT_FILES, PROJECT_FOLDERS, STDIN, Origin, discover, fetch
from speechdata.readers._sources import containers, formats, holds_several, opened, read, sources
from speechdata.readers._versions import version

__all__ = [
    "PROJECT_FILES",
    "PROJECT_FOLDERS",
    "STDIN",
    "Limits",
    "Options",
    "Origin",
    "Refused",
    "containers",
    "discover",
    "fetch",
    "formats",
    "holds_several",
    "opened",
    "read",
    "sources",
    "version",
]
