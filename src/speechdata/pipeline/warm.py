"""What is made once a process: readers, dictionaries, automata. Made before a source's own time is measured."""

from __future__ import annotations

from speechdata import readers
from speechdata.checks import check
from speechdata.pipeline.assemble import bundle
from speechdata.pipeline.units import AnnotatedUnit, Unit
from speechdata.readers import Options, Refused
from speechdata.speeches import extract

_TEXT = "在全市工作会议上的讲话\n同志们：\n一、提高认识\n各地要抓好落实。\n二、加强领导\n要压实责任。\n"


def warm() -> None:
    """Takes a few sentences through all that is done to a source, with the lexicons that count here."""
    for source in readers.sources(_TEXT.encode(), "warm.txt", options=Options()):
        if not isinstance(source, Refused):
            unit = Unit(source=source, speeches=tuple(extract(source)))
            list(check(bundle([AnnotatedUnit.annotate(unit)])))
