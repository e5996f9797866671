"""The card's sections on the whole dataset: contents, cleaning, quality, splits, sources, quarantine."""

from __future__ import annotations

from collections.abc import Mapping

from speechdata.card._boilerplate import boilerplate
from speechdata.card._licences import shared, terms
from speechdata.card._manifest import Manifest, SourceFact, SpanScore
from speechdata.card._markdown import code, count, figure, table, text
from speechdata.card._pictures import shown
from speechdata.records import SPLITS

LISTED = 50
"""Most sources, and most findings, that the card names one by one."""

READING = """\
*Exact*: the spans are equal. *Overlap*: they share a character, one prediction to one gold record. *95 %*: the
bootstrap interval of F1 over passages of the text; – where there are few passages or none holds an error, which
is no proof that there is none elsewhere. The baseline is a keyword matcher that knows no clauses. Accuracies are
those of the fields of overlapping pairs: over all of them, and over those where the gold has a value.

What the figures do not show: how the rules do on texts of other kinds, years and places than those of the
gold; whether the guideline asks the right questions; how often people would agree with each other. The rules
were written by those who could read the gold, so that on it they do better than on texts never seen. Where
there are few gold records, a figure moves a good deal when one of them changes. And agreement with gold that
a language model made is not agreement with people."""


def facts(manifest: Manifest) -> dict[str, str]:
    """All these sections, by their name in the template."""
    return {
        "contents": contents(manifest),
        "empty": empty(manifest),
        "pictures": shown(manifest) or "Nothing to draw in this version.",
        "removals": counted(manifest.removals, "kind"),
        "quality_flags": counted(manifest.quality_flags, "sign"),
        "boilerplate": boilerplate(manifest.boilerplate),
        "quality": quality(manifest),
        "split_rule": manifest.split_rule,
        "splits": splits(manifest),
        "absent": absent(manifest),
        "licence": licence(manifest),
        "sources": sources(manifest),
        "quarantine": quarantine(manifest),
        "versions": versions(manifest),
    }


def contents(manifest: Manifest) -> str:
    """One line a config: rows by split, and the size of its files."""
    lines = [
        [
            f"`{fact.name}`",
            f"{fact.rows:,}",
            *(f"{fact.splits.get(split, 0):,}" for split in SPLITS),
            f"{sum(file.bytes for file in fact.files):,}",
            text(fact.description),
        ]
        for fact in manifest.tables
        if fact.rows
    ]
    return table(["config", "rows", *SPLITS, "bytes", "what a row is"], lines)


def empty(manifest: Manifest) -> str:
    """Which tables have no rows and therefore no config."""
    names = ", ".join(f"`{fact.name}`" for fact in manifest.tables if not fact.rows)
    return f"Without any row in this version, and therefore without a config: {names}." if names else ""


def counted(counts: Mapping[str, int], head: str) -> str:
    """A table of counts by kind, most frequent first."""
    if not counts:
        return "Nothing."
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return table([head, "n"], [[code(kind), f"{number:,}"] for kind, number in ranked])


def quality(manifest: Manifest) -> str:
    """Who made the gold, all scores against it, and how to read them."""
    if not manifest.quality:
        return "No gold was given to this build, so that nothing is known of the quality of its annotations."
    paths = {source.source_id: source.path for source in manifest.sources}
    head = f"Gold, under guideline {text(manifest.guideline)}:\n"
    gold = [
        f"- {code(fact.path)}, of {code(paths.get(fact.source_id, fact.source_id))}: {text(fact.made_by)}"
        for fact in manifest.gold
    ]
    return "\n\n".join(["\n".join([head, *gold]), _spans(manifest), _fields(manifest), READING])


def _spans(manifest: Manifest) -> str:
    names = [
        f"{name} {how}" for how in ("exact", "overlap") for name in ("P", "R", "F1", "95 %", "baseline F1")
    ]
    lines = []
    for fact in manifest.quality:
        figures = _figures(fact.exact, fact.baseline_exact_f1) + _figures(
            fact.overlap, fact.baseline_overlap_f1
        )
        lines.append([code(fact.gold), fact.layer, f"{fact.n_gold:,}", f"{fact.n_predicted:,}", *figures])
    return table(["gold", "layer", "n gold", "n found", *names], lines)


def _figures(score: SpanScore, baseline: float | None) -> list[str]:
    interval = (
        f"{figure(score.f1_low)} to {figure(score.f1_high)}" if score.f1_low is not None else figure(None)
    )
    return [figure(score.precision), figure(score.recall), figure(score.f1), interval, figure(baseline)]


def _fields(manifest: Manifest) -> str:
    lines = [
        [
            code(fact.gold),
            fact.layer,
            code(field.name),
            f"{field.n:,}",
            figure(field.accuracy),
            f"{field.n_written:,}",
            figure(field.accuracy_written),
        ]
        for fact in manifest.quality
        for field in fact.fields
    ]
    return table(["gold", "layer", "field", "n", "accuracy", "n with a value", "accuracy on these"], lines)


def splits(manifest: Manifest) -> str:
    """Speeches by split."""
    speeches = manifest.table("speeches")
    return table(["split", "speeches"], [[split, f"{rows:,}"] for split, rows in speeches.splits.items()])


def absent(manifest: Manifest) -> str:
    """Which splits do not exist, if any."""
    missing = [split for split in SPLITS if split not in manifest.table("speeches").splits]
    if not missing:
        return ""
    return f"Absent from this version, since no group of speeches falls into it: {', '.join(missing)}."


def licence(manifest: Manifest) -> str:
    """The licence that all sources share, or why the card says `license: other`."""
    if found := shared(manifest):
        return (
            f"All sources state one licence, [{found.spdx}]({found.url}), and so does the card. Check with the"
            " publisher before you rely on it. The annotations add no claim on the texts."
        )
    unknown = sum(not source.has_terms for source in manifest.used)
    known = terms(manifest)
    parts = [
        "The card says `license: other` because the texts are not ours to license: each stays under the",
        f"terms of its source. These are unknown for {unknown:,} of {count(len(manifest.used), 'source')}.",
        f"Known terms: {'; '.join(map(text, known))}." if known else "",
        "Clear the rights of a text before you pass it on. The annotations add no claim on it.",
    ]
    return " ".join(filter(None, parts))


def sources(manifest: Manifest) -> str:
    """One line a source: what became of it, who published it, under which terms."""
    header = ["source", "status", "speeches", "bytes", "encoding", "publisher", "licence", "note"]
    return _listed(header, [_source(source) for source in manifest.sources])


def _source(source: SourceFact) -> list[str]:
    encoding = f"{source.encoding} ({source.encoding_evidence})" if source.encoding else None
    return [
        code(source.path),
        source.status.replace("_", " "),
        f"{source.n_speeches:,}",
        f"{source.n_bytes:,}",
        *map(text, (encoding, source.publisher, source.licence, source.note)),
    ]


def quarantine(manifest: Manifest) -> str:
    """Which sources were kept out, and why."""
    if not manifest.quarantine:
        return "No source was kept out."
    kept = count(len({fact.path for fact in manifest.quarantine}), "source")
    lines = [[code(fact.path), code(fact.code), text(fact.message)] for fact in manifest.quarantine]
    return f"{kept} kept out.\n\n" + _listed(["source", "code", "what was found"], lines)


def _listed(header: list[str], lines: list[list[str]]) -> str:
    """A table of the first lines, and how many more there are."""
    more = len(lines) - LISTED
    rest = f"\n\n{count(more, 'more line')} in `manifest.json`." if more > 0 else ""
    return table(header, lines[:LISTED]) + rest


def versions(manifest: Manifest) -> str:
    """What made this dataset."""
    lines = [
        ["dataset", manifest.version],
        ["guideline", manifest.guideline],
        *map(list, manifest.packages.items()),
    ]
    cells = [[text(name), code(version)] for name, version in lines]
    found = table(["what", "version"], [*cells, ["lexicons (SHA-256)", code(manifest.lexicon_hash)]])
    return f"{found}\n\n{allowed(manifest)}" if manifest.allowed else found


def allowed(manifest: Manifest) -> str:
    """Which errors of the gate the maintainer let pass."""
    codes = ", ".join(map(code, manifest.allowed))
    return f"Published although the gate before publication found errors of these codes, let pass on purpose: {codes}."
