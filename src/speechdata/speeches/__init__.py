"""Source text to speeches: where each begins and ends, its written metadata, its clean text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from speechdata.records import Located, Occurrence, RawSpeech, Removal, Source
from speechdata.span import Span
from speechdata.speeches._bounds import Block, blocks
from speechdata.speeches._dates import iso
from speechdata.speeches._evidence import is_speech, signs
from speechdata.speeches._front import Cut, metadata
from speechdata.speeches._kinds import DEBRIS
from speechdata.speeches._page import Page, page_of
from speechdata.text.markdown_marks import numbered
from speechdata.text.normalize import clean
from speechdata.text.offsets import OffsetMap

__all__ = ["extract", "outside"]


def extract(source: Source) -> list[RawSpeech]:
    """The speeches of a source, in order; empty if there is no sign of any.

    `boundary_evidence` names what marks the start of each: source_start, collection_heading, title_line, salutation,
    opening_formula, series_restart, closing_formula or page_furniture (of what stands above), official_register
    (the prose alone makes it a speech); behind a colon the words.
    """
    page = page_of(source.text)
    found = ((block, signs(page, block)) for block in blocks(page))
    return [_speech(source, page, block, bare=not each.outward) for block, each in found if is_speech(each)]


def outside(source: Source, speeches: Iterable[RawSpeech]) -> list[Span]:
    """Source ranges, without white space at their edges, that belong to none of the source's `speeches`."""
    found, at = [], 0
    for speech in speeches:
        found.append(Span(at, speech.occurrence.start))
        at = speech.occurrence.end
    found.append(Span(at, len(source.text)))
    trimmed = (_trim(source.text, span) for span in found)
    return [span for span in trimmed if len(span)]


def _trim(text: str, span: Span) -> Span:
    part = span.of(text)
    start = span.start + len(part) - len(part.lstrip())
    return Span(start, start + len(part.strip()))


def _speech(source: Source, page: Page, block: Block, *, bare: bool) -> RawSpeech:
    span = Span(page.lines[block.front.first].start, page.lines[block.after - 1].end)
    found, cuts = metadata(page, block)
    cuts = sorted(
        [*cuts, *_debris(page, block), *_layout(source.text, page, block, span)], key=lambda cut: cut[0]
    )
    removed = [
        Removal(start=cut.start, end=cut.end, kind=kind, text=cut.of(source.text))
        for cut, kind in cuts
        if len(cut)
    ]
    text, removals = clean(source.text, span, removed=removed)
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
        title=located(found.title, spaced=True),
        speaker=located(found.speaker),
        speaker_role=located(found.role),
        date=date,
        iso=iso(date.text) if date else None,
        occasion=located(found.occasion, spaced=True),
        salutation=located(found.salutation),
        boundary_evidence=block.start.evidence + (("official_register",) if bare else ()),
    )


def _debris(page: Page, block: Block) -> Iterator[Cut]:
    """Lines inside a speech that belong to none, with the white space behind them."""
    for at in range(block.front.first, block.after - 1):
        # A single character in the body is rather a piece of a broken line than a link.
        if page.kinds[at] in DEBRIS and (at < block.front.after or len(page.flat(at)) > 1):
            yield Span(page.lines[at].start, page.lines[at + 1].start), str(page.kinds[at])


def _layout(text: str, page: Page, block: Block, span: Span) -> Iterator[Cut]:
    """Markdown marks in a speech, but for those of headings in the body without a number: they count these."""
    for at in range(block.front.first, block.after):
        for mark in page.lines[at].layout:
            counts = at >= block.front.after and mark.of(text)[0] in "#>"
            if span.contains(mark) and not (counts and not numbered(text[mark.end : page.lines[at].end])):
                yield mark, "markdown"
