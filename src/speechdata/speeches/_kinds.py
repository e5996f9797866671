"""What a line is, from its words alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from speechdata.span import Span
from speechdata.speeches._cues import HAN, pattern
from speechdata.speeches._dates import date_line
from speechdata.speeches._lines import Line
from speechdata.speeches._people import byline, salutation_at_start, salutation_line
from speechdata.speeches._titles import contents_heading, heading, plan_heading
from speechdata.text.debris import line_kind
from speechdata.text.normalize import DEBRIS_KINDS


class Kind(StrEnum):
    """Kinds of lines. Only their place decides whether a title, byline or date line is one.

    CONTENTS heads a whole collection, LISTED is a line of its table of contents, NAMED a title that only stands there.
    """

    MARK = "mark"
    TITLE = "title"
    CONTENTS = "contents"
    LISTED = "table_of_contents"
    NAMED = "named"
    NEWS = "news_report"
    REQUEST = "request"
    HOST = "host_script"
    PLAN = "plan"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    DATE = "date"
    SALUTATION = "salutation"
    VOCATIVE = "vocative"
    NAVIGATION = "navigation"
    SOURCE = "source_remark"
    CAPTION = "caption"
    PAGE = "page_number"
    COUNTER = "chunk_counter"
    WATERMARK = "watermark"
    PAYWALL = "paywall"
    NOTE = "editor_note"
    IMAGE = "image"
    TAIL = "tail"
    RULE = "rule"
    PROSE = "prose"
    OTHER = "other"


DEBRIS = frozenset(kind for kind in Kind if kind in DEBRIS_KINDS)
"""Kinds of lines that belong to no speech, wherever they stand."""
SALUTATIONS = frozenset({Kind.SALUTATION, Kind.VOCATIVE})
"""Lines that turn to the audience; a vocative (各位代表！) also does so amid a speech."""
AROUND = frozenset({Kind.LISTED, Kind.NEWS, Kind.REQUEST, Kind.HOST})
"""Kinds of lines round speeches: of tables of contents, of press reports, of requests for a speech, of hosts."""
FRONT = SALUTATIONS | {Kind.MARK, Kind.TITLE, Kind.NAMED, Kind.SUBTITLE, Kind.BYLINE, Kind.DATE}
"""Kinds of lines that a speech may begin with."""

_LONGEST_DEBRIS = 160
_REMEMBERED = 4096
"""Lines of which the kind is kept: each is asked for several times."""
_SENTENCE = re.compile("[。！？；]")
_SUBTITLE = re.compile(
    "(?:[—–―-]{1,4}|[（(])[^。！？；]{4,70}(?:上|时|中|期间|会议|大会)[)）]?"
    "|[^。！？；，]{0,12}在[^。！？；]{4,60}(?:会|会议|仪式|论坛|典礼)(?:上|时)"
)
_RULE = re.compile(r"([^\w\s…])\1{2,}")
_NO_HAN = re.compile(f"[^{HAN}]*")
_LISTED_PATTERNS = (
    (Kind.RULE, "rule_pattern"),
    (Kind.LISTED, "contents_pattern"),
    (Kind.LISTED, "listed_pattern"),
)
_AROUND_PATTERNS = (
    (Kind.TAIL, "tail_pattern"),
    (Kind.NEWS, "intro_pattern"),
    (Kind.REQUEST, "request_pattern"),
    (Kind.REQUEST, "reply_pattern"),
    (Kind.HOST, "host_pattern"),
)


def kind_of(line: Line) -> Kind:
    """The kind of a line."""
    return Kind.PROSE if len(line.flat) > _LONGEST_DEBRIS else _kind(line.flat)


@lru_cache(_REMEMBERED)
def _kind(flat: str) -> Kind:
    if _RULE.fullmatch(flat):
        return Kind.RULE
    found = _by_pattern(flat, _LISTED_PATTERNS) or line_kind(flat)
    known = Kind(found) if found else _by_pattern(flat, _AROUND_PATTERNS) or _front_kind(flat)
    return known or (Kind.PROSE if _SENTENCE.search(flat) else Kind.OTHER)


def _by_pattern(flat: str, patterns: Iterable[tuple[Kind, str]]) -> Kind | None:
    for kind, role in patterns:
        if pattern(role).fullmatch(flat):
            return kind
    return None


def _front_kind(flat: str) -> Kind | None:
    if salutation_line(flat) and flat[-1] in "：:！!，,们":
        return Kind.VOCATIVE if flat[-1] in "！!" else Kind.SALUTATION
    if date_line(flat):
        return Kind.DATE
    if contents_heading(flat):
        return Kind.CONTENTS
    found = heading(flat)
    if found and (found.placed or not found.enumerated):
        return Kind.MARK if found.mark and not found.enumerated else Kind.TITLE
    if is_subtitle(flat):
        return Kind.SUBTITLE
    if byline(flat):
        return Kind.BYLINE
    return Kind.PLAN if plan_heading(flat) else None


def is_subtitle(flat: str) -> bool:
    """Whether a line says where and when the speech was given: ——2026年1月26日在…会议上."""
    return len(flat) <= 80 and _SUBTITLE.fullmatch(flat) is not None


def without_words(flat: str) -> bool:
    """Whether a line has no Chinese character at all."""
    return _NO_HAN.fullmatch(flat) is not None


def is_tail(flat: str) -> bool:
    """Whether a line begins what a page holds below a speech; an editor's remark also does, though it may head one."""
    return len(flat) <= _LONGEST_DEBRIS and pattern("tail_pattern").fullmatch(flat) is not None


def is_closing(flat: str) -> bool:
    """Whether a paragraph closes a speech."""
    return pattern("closing_pattern").search(flat[-160:]) is not None


def takes_leave(flat: str) -> bool:
    """Whether a paragraph says that the speech is over."""
    return pattern("farewell_pattern").search(flat[-160:]) is not None


def opens_report(flat: str) -> bool:
    """Whether a paragraph opens a press report."""
    return pattern("news_pattern").match(flat) is not None


def is_report_tail(flat: str) -> bool:
    """Whether a line is one by which a press report goes on below a speech."""
    return len(flat) <= _LONGEST_DEBRIS and pattern("news_tail_pattern").fullmatch(flat) is not None


def opening(flat: str) -> Span | None:
    """The words by which a paragraph opens a speech, behind a salutation; None if it does not."""
    saluted = salutation_at_start(flat)
    start = saluted.end + 1 if saluted else 0
    match = pattern("opening_pattern").match(flat, start, start + 300)
    return Span(*match.span()) if match else None


def turning(flat: str) -> Span | None:
    """The words by which a paragraph turns to what the speaker will say (下面，我讲三点意见); None without them."""
    parts = ((0, len(flat)),) if len(flat) <= 600 else ((0, 300), (len(flat) - 300, len(flat)))
    found = (pattern("turn_pattern").search(flat, *part) for part in parts)
    return next((Span(*match.span()) for match in found if match), None)
