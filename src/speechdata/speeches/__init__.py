"""Source text to speeches: where each begins and ends, its written metadata, its clean text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from speechdata.records import Located, Occurrence, RawSpeech, Removal, Source
from speechdata.span import Span
from speechdata.speeches._bounds import Block, blocks
from speechdata.speeches._dates import iso
from speechdata.speeches._evidence import is_speech, is_speech_in_company, signs
from speechdata.speeches._front import Cut, metadata
from speechdata.speeches._kinds import AROUND, DEBRIS, Kind
from speechdata.speeches._outside import Outside, Reason, outside
from speechdata.speeches._page import Page, page_of
from speechdata.text.markdown_marks import numbered
from speechdata.text.normalize import DEBRIS_KINDS, clean
from speechdata.text.offsets import OffsetMap
from speechdata.text.segment import LINE_BREAKS, WHITE

__all__ = ["Outside", "Reason", "extract", "outside"]

_LINE_END = re.compile(rf"[{WHITE}]*(?:\r\n|[{LINE_BREAKS}])")


def extract(source: Source, *, keep_debris: bool = False) -> list[RawSpeech]:
    """The speeches of a source, in order; empty if there is no sign of any.

    With `keep_debris` what others put into a speech stays in its text, but for layout: see `DEBRIS_KINDS`.
    `boundary_evidence` names what marks the start of each: source_start, collection_heading, title_line,
    contents_entry (a table of contents names the title), salutation, opening_formula, series_restart; what stands
    above: closing_formula, page_furniture, host_script, news_report, request or table_of_contents; official_register
    (the prose alone makes it a speech); behind a colon the words.
    """
    page = page_of(source.text)
    found = [(block, signs(page, block)) for block in blocks(page)]
    surely = sum(is_speech(each) for _, each in found)
    in_company = 3 * surely >= len(found)
    return [
        _speech(source, page, block, bare=not each.outward, keep_debris=keep_debris)
        for block, each in found
        if is_speech(each) or (in_company and is_speech_in_company(each))
    ]


def _speech(source: Source, page: Page, block: Block, *, bare: bool, keep_debris: bool) -> RawSpeech:
    span = Span(page.lines[block.front.first].start, page.lines[block.after - 1].end)
    found, cuts = metadata(page, block)
    cuts = [*cuts, *_debris(source.text, page, block, span), *_layout(source.text, page, block, span)]
    removed = [
        Removal(start=cut.start, end=cut.end, kind=kind, text=cut.of(source.text))
        for cut, kind in sorted(cuts, key=lambda cut: cut[0])
        if len(cut) and not (keep_debris and kind in DEBRIS_KINDS)
    ]
    text, removals = clean(source.text, span, removed=removed, keep_debris=keep_debris)
    offsets = OffsetMap.from_removed(span, (Span(item.start, item.end) for item in removals))

    def located(place: Span | None, *, spaced: bool = False) -> Located | None:
        kept = offsets.to_clean(place) if place else None
        if place is None or kept is None:
            return None
        words = kept.of(text)
        return Located(start=place.start, end=place.end, text=words if spaced else "".join(words.split()))

    date = located(found.date)
    return RawSpeech(
        speech_id=f"sp-{hashlib.sha256(text.encode()).hexdigest()[:16]}",
        occurrence=Occurrence(source_id=source.source_id, path=source.path, start=span.start, end=span.end),
        text=text,
        removed=removals,
        recovered=tuple(_recovered(source, offsets)),
        title=located(found.title, spaced=True),
        speaker=located(found.speaker),
        speaker_role=located(found.role),
        date=date,
        iso=iso(date.text) if date else None,
        occasion=located(found.occasion, spaced=True),
        salutation=located(found.salutation),
        boundary_evidence=block.start.evidence + (("official_register",) if bare else ()),
    )


def _recovered(source: Source, offsets: OffsetMap) -> Iterator[Span]:
    """The recovered numbers of a source that stand in a speech, in its clean text."""
    for number in source.recovered:
        shared = number.overlap(offsets.source)
        start = max(number.start, offsets.source.start)
        kept = offsets.to_clean(Span(start, start + shared)) if shared else None
        if kept:
            yield kept


def _debris(text: str, page: Page, block: Block, span: Span) -> Iterator[Cut]:
    """Lines inside a speech that belong to none, with their indent and line break."""
    for at in range(block.front.first, block.after - 1):
        # A single character in the body is rather a piece of a broken line than a link.
        debris = page.kinds[at] in DEBRIS and (at < block.front.after or len(page.flat(at)) > 1)
        if debris or page.kinds[at] in (AROUND if at < block.front.after else (Kind.LISTED,)):
            yield _row(text, page.lines[at].span, span), str(page.kinds[at])


def _row(text: str, content: Span, limit: Span) -> Span:
    """The whole line of some content, as far as nothing else stands in it."""
    start = content.start
    while start > limit.start and text[start - 1] in WHITE:
        start -= 1
    if start > limit.start and text[start - 1] not in LINE_BREAKS:
        start = content.start
    behind = _LINE_END.match(text, content.end, limit.end)
    return Span(start, behind.end() if behind else content.end)


def _layout(text: str, page: Page, block: Block, span: Span) -> Iterator[Cut]:
    """Markdown marks in a speech, but for those of headings in the body without a number: they count these."""
    for at in range(block.front.first, block.after):
        for mark in page.lines[at].layout:
            counts = at >= block.front.after and mark.of(text)[0] in "#>"
            if span.contains(mark) and not (counts and not numbered(text[mark.end : page.lines[at].end])):
                yield mark, "markdown"
