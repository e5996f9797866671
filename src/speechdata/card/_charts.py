"""What the pictures show, as Vega-Lite: functions from the manifest and a look to a specification."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from speechdata.card._manifest import Manifest, Tally

SHOWN = 15
"""Most bars of a picture."""
TICKS = 5
"""About so many figures stand along an axis."""
Spec = dict[str, Any]


class Look(NamedTuple):
    """How a picture is drawn: its words by key, its width in pixels, with a title or not, and Vega's configuration."""

    words: Mapping[str, str]
    width: int
    titled: bool
    config: Spec

    def say(self, key: str) -> str:
        """The word for a key; a value that has none stands as it is."""
        return self.words.get(key, key)


def outline(manifest: Manifest, look: Look) -> Spec:
    """Sections by depth."""
    found = _rows(manifest, look, "section_depth", ["depth"])
    return _bars(found, look, "outline", "depth", "n_sections", sort="ascending")


def directives(manifest: Manifest, look: Look) -> Spec:
    """Directives by modality, their strength as colour."""
    found = _rows(manifest, look, "modality_strength", ["modality", "strength"])
    colour = {"field": "strength", "type": "ordinal", "title": look.say("strength"), "legend": {"columns": 3}}
    return _bars(found, look, "directives", "modality", "n_directives", color=colour)


def addressees(manifest: Manifest, look: Look) -> Spec:
    """The most frequent addressees."""
    found = _rows(manifest, look, "addressees", ["addressee"])[:SHOWN]
    return _bars(found, look, "addressees", "addressee", "n_directives")


def slogans(manifest: Manifest, look: Look) -> Spec:
    """Slogans by year of the speech, their kind as colour."""
    found = _rows(manifest, look, "slogan_years", ["kind", "year"])
    upright = {"labelAngle": 0, "labelOverlap": "greedy"}
    encoding = {
        "x": {"field": "year", "type": "ordinal", "title": look.say("year"), "axis": upright},
        "y": {"field": "n", "type": "quantitative", "title": look.say("n_slogans")},
        "color": {"field": "kind", "type": "nominal", "title": look.say("kind"), "sort": None},
    }
    return _frame(found, look, "slogans") | {"height": 200, "mark": {"type": "bar"}, "encoding": encoding}


def quality(manifest: Manifest, look: Look) -> Spec:
    """F1 of equal spans by layer and gold, with its interval; under the title who made the gold."""
    found = [
        {
            "layer": look.say(fact.layer),
            "gold": fact.gold,
            "f1": fact.exact.f1,
            "low": fact.exact.f1_low,
            "high": fact.exact.f1_high,
        }
        for fact in manifest.quality
        if fact.exact.f1 is not None
    ]
    y = _names("layer", look, sort=None)
    legend = {"orient": "bottom", "columns": 1}
    colour = {"field": "gold", "type": "nominal", "title": look.say("gold"), "legend": legend}
    scale = {"zero": False, "domainMax": 1}
    ranged = {"x": {"field": "low", "type": "quantitative", "scale": scale}, "x2": {"field": "high"}}
    point = {
        "x": {
            "field": "f1",
            "type": "quantitative",
            "scale": scale,
            "title": "F1",
            "axis": {"tickCount": TICKS},
        }
    }
    return _frame(found, look, "quality", *_makers(manifest)) | {
        "encoding": {"y": y, "yOffset": {"field": "gold", "type": "nominal"}, "color": colour},
        "layer": [
            {"mark": {"type": "rule", "strokeWidth": 2}, "encoding": ranged},
            {"mark": {"type": "point", "filled": True, "size": 60, "opacity": 1}, "encoding": point},
        ],
    }


def _makers(manifest: Manifest) -> list[str]:
    """The first sentence on who made the gold, of each gold file, in lines of a picture's width."""
    firsts = {re.split(r"(?<=[.。])(?:\s|$)", fact.made_by, maxsplit=1)[0]: None for fact in manifest.gold}
    return [line for first in firsts for line in textwrap.wrap(first, 84)]


def _rows(manifest: Manifest, look: Look, tally: str, names: Sequence[str]) -> list[Spec]:
    """The counts of a tally, their labels in words under `names`."""
    found: Sequence[Tally] = manifest.tallies.get(tally, ())
    return [dict(zip(names, map(look.say, each.labels), strict=True)) | {"n": each.n} for each in found]


def _bars(
    found: list[Spec], look: Look, picture: str, name: str, counted: str, *, sort: str = "-x", **more: Spec
) -> Spec:
    """Horizontal bars, one a value of `name`."""
    x = {"field": "n", "type": "quantitative", "title": look.say(counted), "axis": {"tickCount": TICKS}}
    encoding = {"y": _names(name, look, sort=sort), "x": x} | more
    return _frame(found, look, picture) | {"mark": {"type": "bar"}, "encoding": encoding}


def _names(name: str, look: Look, *, sort: str | None) -> Spec:
    """The values of a field down the side, which only those who hear the picture are told the name of."""
    return {"field": name, "type": "nominal", "title": look.say(name), "axis": {"title": None}, "sort": sort}


def _frame(found: list[Spec], look: Look, picture: str, *below: str) -> Spec:
    title = {"text": look.say(picture), "subtitle": list(below), "anchor": "start", "fontSize": 13}
    return {"width": look.width, "data": {"values": found}} | ({"title": title} if look.titled else {})


CHARTS: dict[str, Callable[[Manifest, Look], Spec]] = {
    "outline": outline,
    "directives": directives,
    "addressees": addressees,
    "slogans": slogans,
    "quality": quality,
}
"""Name of a picture -> how it is specified; its rows are empty where there is nothing to show."""
