"""The dataset's pictures: SVG drawn from the manifest, words left as text for the reader's fonts; for card and page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from speechdata.card._charts import CHARTS, Look, Spec
from speechdata.card._manifest import Manifest
from speechdata.lexicons import parse

FOLDER = "pictures"
LANGUAGES = ("en", "zh")
_FONT = "system-ui, 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_LETTERS = {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"}
_COLOURS = ["#0b5c7a", "#c8553d", "#5b8e3e", "#9b6bb3", "#c99a2e", "#4a4a4a"]
_CARD: Spec = {
    "background": "white",
    "font": _FONT,
    "view": {"stroke": None},
    "axis": _LETTERS | {"grid": False, "labelLimit": 260},
    "legend": _LETTERS | {"labelLimit": 300},
    "range": {"category": _COLOURS},
    "mark": {"color": _COLOURS[0]},
}
_INK = {"labelColor": "currentColor", "titleColor": "currentColor", "aria": False}
"""What Vega would tell of axes and legends is English; each bar tells its own figures in the page's language."""
_PAGE: Spec = {
    "background": None,
    "font": _FONT,
    "view": {"stroke": None},
    "autosize": {"type": "fit-x", "contains": "padding"},
    "axis": _LETTERS
    | _INK
    | {"grid": False, "labelLimit": 120, "domainColor": "var(--soft)", "tickColor": "var(--soft)"},
    "legend": _LETTERS | _INK | {"orient": "bottom", "columns": 2, "labelLimit": 300},
    "range": {
        "category": [f"var(--series-{number})" for number in range(1, 7)],
        "ordinal": [f"var(--step-{number})" for number in range(1, 4)],
    },
    "mark": {"color": "var(--series-1)"},
}
"""The page sets the colours, light or dark, under these names."""
PAGE_WIDTH = 340
"""Pixels: fits a phone without being scaled, so that the letters keep their size."""


def pictures(manifest: Manifest) -> dict[str, str]:
    """Path in the dataset folder -> SVG of each picture for which there is something to show."""
    drawn = _drawn(manifest, Look(_words("card"), 420, titled=True, config=_CARD))
    return {f"{FOLDER}/{name}.svg": f"{svg}\n" for name, svg in drawn.items()}


def page_pictures(manifest: Manifest) -> dict[str, dict[str, dict[str, str]]]:
    """Language -> picture -> its `title` and `svg`, for a page that has the title in its own words and colours."""
    made: dict[str, dict[str, dict[str, str]]] = {}
    for language in LANGUAGES:
        look = Look(_words(language), PAGE_WIDTH, titled=False, config=_PAGE)
        drawn = _drawn(manifest, look)
        made[language] = {name: {"title": look.say(name), "svg": svg} for name, svg in drawn.items()}
    return made


def shown(manifest: Manifest) -> str:
    """The pictures as Markdown, each with a title that says what it shows."""
    look = Look(_words("en"), 0, titled=False, config={})
    return "\n\n".join(f"![{look.say(name)}]({FOLDER}/{name}.svg)" for name in _specs(manifest, look))


def _drawn(manifest: Manifest, look: Look) -> dict[str, str]:
    from vl_convert import vegalite_to_svg  # here, since it starts an engine

    return {
        name: vegalite_to_svg({"config": look.config} | spec, vl_version="5.20")
        for name, spec in _specs(manifest, look).items()
    }


def _specs(manifest: Manifest, look: Look) -> dict[str, Spec]:
    """What there is something to show for."""
    specs = {name: chart(manifest, look) for name, chart in CHARTS.items()}
    return {name: spec for name, spec in specs.items() if spec["data"]["values"]}


@cache
def _words(column: str) -> dict[str, str]:
    place = files(__package__) / "pictures.tsv"
    entries = parse(place.read_text("utf-8"), "speechdata/card/pictures.tsv")
    return {entry["key"]: entry[column] for entry in entries}
