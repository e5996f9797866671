"""The card's pictures: small SVG files drawn from the manifest, their words left as text for the reader's fonts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from speechdata.card._manifest import Manifest, Tally

FOLDER = "pictures"
SHOWN = 15
"""Most bars of a picture."""
_FONT = "system-ui, 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_COLOURS = ["#0b5c7a", "#c8553d", "#5b8e3e", "#9b6bb3", "#c99a2e", "#4a4a4a"]
_CONFIG = {
    "background": "white",
    "font": _FONT,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "grid": False,
        "labelLimit": 260,
    },
    "legend": {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"},
    "range": {"category": _COLOURS},
    "mark": {"color": _COLOURS[0]},
}
Spec = dict[str, Any]


def pictures(manifest: Manifest) -> dict[str, str]:
    """Path in the dataset folder -> SVG of each picture for which there is something to show."""
    from vl_convert import vegalite_to_svg  # here, since it starts an engine

    drawn = {name: draw(manifest) for name, (_, draw) in _PICTURES.items()}
    return {
        f"{FOLDER}/{name}.svg": vegalite_to_svg({"config": _CONFIG} | spec, vl_version="5.20") + "\n"
        for name, spec in drawn.items()
        if spec
    }


def shown(manifest: Manifest) -> str:
    """The pictures as Markdown, each with a title that says what it shows."""
    return "\n\n".join(
        f"![{title}]({FOLDER}/{name}.svg)" for name, (title, draw) in _PICTURES.items() if draw(manifest)
    )


def _rows(tallies: Sequence[Tally], names: Sequence[str]) -> list[dict[str, Any]]:
    return [dict(zip(names, tally.labels, strict=True)) | {"n": tally.n} for tally in tallies]


def _bars(values: Sequence[Mapping[str, Any]], y: str, title: str, x: str, **more: Any) -> Spec:
    encoding = {
        "y": {"field": y, "type": "nominal", "title": None, "sort": more.pop("sort", "-x")},
        "x": {"field": "n", "type": "quantitative", "title": x},
    }
    return {
        "title": {"text": title, "anchor": "start", "fontSize": 13},
        "width": 420,
        "data": {"values": list(values)},
        "mark": {"type": "bar"},
        "encoding": encoding | more,
    }


def _outline(manifest: Manifest) -> Spec:
    found = _rows(manifest.tallies.get("section_depth", ()), ["depth"])
    return _bars(found, "depth", "Sections by depth 章节层级", "sections", sort="ascending") if found else {}


def _modality(manifest: Manifest) -> Spec:
    found = _rows(manifest.tallies.get("modality_strength", ()), ["modality", "strength"])
    colour = {"field": "strength", "type": "ordinal", "title": "strength 强度"}
    title = "Directives by modality and strength 指令：情态与强度"
    return _bars(found, "modality", title, "directives", color=colour) if found else {}


def _addressees(manifest: Manifest) -> Spec:
    found = _rows(manifest.tallies.get("addressees", ())[:SHOWN], ["addressee"])
    return _bars(found, "addressee", "Most frequent addressees 主要对象", "directives") if found else {}


def _slogans(manifest: Manifest) -> Spec:
    found = _rows(manifest.tallies.get("slogan_years", ()), ["kind", "year"])
    if not found:
        return {}
    return {
        "title": {"text": "Slogans by kind and year 提法口号：类别与年份", "anchor": "start", "fontSize": 13},
        "width": 420,
        "height": 200,
        "data": {"values": found},
        "mark": {"type": "bar"},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": "year of the speech, where it is dated"},
            "y": {"field": "n", "type": "quantitative", "title": "slogans"},
            "color": {"field": "kind", "type": "nominal", "title": "kind 类别"},
        },
    }


def _quality(manifest: Manifest) -> Spec:
    values = [
        {
            "layer": fact.layer,
            "gold": fact.gold,
            "f1": fact.exact.f1,
            "low": fact.exact.f1_low,
            "high": fact.exact.f1_high,
        }
        for fact in manifest.quality
        if fact.exact.f1 is not None
    ]
    if not values:
        return {}
    y = {"field": "layer", "type": "nominal", "title": None, "sort": None}
    offset = {"field": "gold", "type": "nominal"}
    scale = {"zero": False, "domainMax": 1}
    title = "F1 of equal spans on gold made by language models, 95 % intervals 质量"
    ranged = {"x": {"field": "low", "type": "quantitative", "scale": scale}, "x2": {"field": "high"}}
    point = {"x": {"field": "f1", "type": "quantitative", "scale": scale, "title": "F1"}}
    colour = {"color": {"field": "gold", "type": "nominal", "title": "gold", "legend": {"orient": "bottom"}}}
    return {
        "title": {"text": title, "anchor": "start", "fontSize": 13},
        "width": 420,
        "data": {"values": values},
        "encoding": {"y": y, "yOffset": offset} | colour,
        "layer": [
            {"mark": {"type": "rule", "strokeWidth": 2}, "encoding": ranged},
            {"mark": {"type": "point", "filled": True, "size": 60}, "encoding": point},
        ],
    }


_PICTURES: dict[str, tuple[str, Callable[[Manifest], Spec]]] = {
    "outline": ("How deep the outlines go: sections by depth", _outline),
    "directives": ("Directives by modality and strength", _modality),
    "addressees": ("The most frequent addressees", _addressees),
    "slogans": ("Slogans by kind and year of the speech", _slogans),
    "quality": ("F1 on gold by layer, with 95 % intervals", _quality),
}
"""Name of a picture -> what it shows, and how it is specified (Vega-Lite); nothing where there is nothing to show."""
