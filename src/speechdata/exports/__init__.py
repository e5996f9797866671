"""The dataset in formats of other tools, and what their annotators made of it back as standoff files.

One public module a format, each with its FORMAT; they are found without a list.
"""

from speechdata.exports._format import Format, Options, Tokens, format_of, formats
from speechdata.exports._import import read_passes, write_passes
from speechdata.exports._losses import Loss, Losses
from speechdata.exports._passes import Pass, passes
from speechdata.exports._rows import SpeechRows, stream
from speechdata.exports._task import Region, Task
from speechdata.exports._write import LOSSES_FILE, Exported, export

__all__ = [
    "LOSSES_FILE",
    "Exported",
    "Format",
    "Loss",
    "Losses",
    "Options",
    "Pass",
    "Region",
    "SpeechRows",
    "Task",
    "Tokens",
    "export",
    "format_of",
    "formats",
    "passes",
    "read_passes",
    "stream",
    "write_passes",
]
