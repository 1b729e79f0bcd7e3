"""The figures as pictures: SVG by pygal, with no script in it and nothing that would be fetched.

A page shows them with `<img>`, where a browser runs no script of a picture whatever it holds. They follow the
reader's light or dark colours by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import pygal
from pygal.style import Style

from minutes_cli.output.clean import clean
from minutes_cli.register.figures import Figures, Month, recent

_WIDTH, _HEIGHT = 560, 320
_BLUE, _RED, _GREY = "#2f5f8f", "#b4472a", "#9aa5ad"
_INK = "#4b5258"
_DARK = MappingProxyType({_BLUE: "#7fb0df", _RED: "#e58a6f", _GREY: "#7d8890"})
_MOST_LABELS = 8
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
_SCRIPT = re.compile(r"<script\b.*?</script>|<script\b[^>]*/>|<!--.*?-->|<title>Pygal</title>", re.DOTALL)
_NUMBER = re.compile(r"chart-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOST_OWNERS = 12
_LONGEST_NAME = 24
_SETTINGS: Mapping[str, object] = MappingProxyType(
    {
        "width": _WIDTH,
        "js": (),
        "legend_at_bottom": True,
        "legend_box_size": 12,
        "min_scale": 2,
        "max_scale": 6,
        "range_min": 0,
        "include_x_axis": True,
        "disable_xml_declaration": True,
        "no_data_text": "nothing yet",
        "margin": 8,
        "margin_right": 28,
        "truncate_legend": -1,
        "truncate_label": -1,
    }
)
_CSS = """
.guides, .axis .line { stroke-dasharray: none !important; }
.line-graph .serie-0 .line { fill-opacity: .16 !important; stroke: none !important; }
.line-graph .serie-1 .line { stroke-width: 2.5 !important; }
.axis .guide.line { stroke: #e3e1da !important; stroke-dasharray: none !important; }
.axis .major.guide.line { stroke: #c9c6bc !important; }
.axis text, .legends text { fill: #4b5258 !important; }
@media (prefers-color-scheme: dark) {
  .axis .guide.line { stroke: #2e353b !important; }
  .axis .major.guide.line { stroke: #464f57 !important; }
  .axis text, .legends text, .no_data { fill: #b9c1c7 !important; }
  COLOURS
}
"""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of one of the figures, and the same in words and numbers."""

    name: str
    """Of its file, without the ending."""
    title: str
    summary: str
    """One sentence: what a reader who does not see the picture is told of it."""
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The numbers, as a table; the first column names the row."""
    svg: str


class _Drawing(Protocol):
    """What a chart of pygal's offers."""

    def add(self, title: str, values: Sequence[float | None], **options: object) -> object: ...

    def render(self, *, is_unicode: bool) -> str: ...


def charts(figures: Figures) -> tuple[Chart, ...]:
    """All pictures of the figures, in the order in which a page shows them."""
    makers: tuple[Callable[[Figures], Chart], ...] = (_open, _flow, _ages, _time, _load)
    return tuple(make(figures) for make in makers)


def _open(figures: Figures) -> Chart:
    shown = recent(figures.months)
    drawing = _drawing(pygal.Line, (_BLUE, _BLUE), _month_labels(shown), show_legend=False, show_dots=len(shown) < 3)
    drawing.add("open", [one.open for one in shown], fill=True)
    drawing.add("open", [one.open for one in shown])
    told = f"{shown[0].open} were open at the end of {shown[0].name}, {shown[-1].open} at the end" if shown else ""
    return Chart(
        "open",
        "Open over time",
        f"{told} of {shown[-1].name}." if shown else "No action has a day yet.",
        ("Month", "Open at its end"),
        tuple((one.name, str(one.open)) for one in shown),
        _svg(drawing),
    )


def _flow(figures: Figures) -> Chart:
    shown = recent(figures.months)
    drawing = _drawing(pygal.Bar, (_GREY, _BLUE), _month_labels(shown))
    drawing.add("raised", [one.raised for one in shown])
    drawing.add("closed", [one.closed for one in shown])
    raised, closed = sum(one.raised for one in shown), sum(one.closed for one in shown)
    return Chart(
        "flow",
        "Raised and closed per month",
        f"{raised} were raised and {closed} closed in the {len(shown)} months shown."
        if shown
        else "No action has a day yet.",
        ("Month", "Raised", "Closed"),
        tuple((one.name, str(one.raised), str(one.closed)) for one in shown),
        _svg(drawing),
    )


def _ages(figures: Figures) -> Chart:
    shown = [one for one in figures.ages if one.open or one.name != figures.ages[-1].name]
    drawing = _drawing(pygal.StackedBar, (_RED, _BLUE), [one.name for one in shown])
    drawing.add("overdue", [one.overdue for one in shown])
    drawing.add("open, not overdue", [one.open - one.overdue for one in shown])
    oldest = next((one for one in reversed(shown) if one.open), None)
    return Chart(
        "ages",
        "Age of what is open",
        f"Of {figures.all.open} open, {oldest.open} {'is' if oldest.open == 1 else 'are'} of the oldest: {oldest.name}."
        if oldest
        else "Nothing is open.",
        ("Age in days", "Open", "Overdue"),
        tuple((one.name, str(one.open), str(one.overdue)) for one in shown),
        _svg(drawing),
    )


def _time(figures: Figures) -> Chart:
    shown = recent(figures.months)
    drawing = _drawing(pygal.Bar, (_BLUE,), _month_labels(shown))
    drawing.add("days, median", [one.median_days for one in shown])
    median = figures.all.median_days
    told = "Nothing has been closed on a known day." if median is None else f"Half were closed within {median:g} days"
    slow = f", nine in ten within {figures.slow_days:g}." if figures.slow_days is not None else ""
    return Chart(
        "time",
        "Days to close",
        told + slow,
        ("Month of closing", "Median days", "Closed"),
        tuple(
            (one.name, f"{one.median_days:g}" if one.median_days is not None else "–", str(one.closed)) for one in shown
        ),
        _svg(drawing),
    )


def _load(figures: Figures) -> Chart:
    busy = [one for one in figures.owners if one.open]
    shown = busy[:_MOST_OWNERS]
    drawing = _drawing(
        pygal.HorizontalStackedBar,
        (_RED, _BLUE),
        [_short(one.name) for one in reversed(shown)],
        height=max(140, 70 + 24 * len(shown)),
    )
    drawing.add("overdue", [one.overdue for one in reversed(shown)])
    drawing.add("open, not overdue", [one.open - one.overdue for one in reversed(shown)])
    top = f"{clean(shown[0].name)} has most: {shown[0].open}." if shown else "Nothing is open."
    more = f" {len(busy) - len(shown)} more owners are not in the picture." if len(busy) > len(shown) else ""
    return Chart(
        "load",
        "Open actions by owner",
        top + more,
        ("Owner", "Open", "Overdue"),
        tuple((clean(one.name), str(one.open), str(one.overdue)) for one in shown),
        _svg(drawing),
    )


def _drawing(
    kind: Callable[..., _Drawing], colours: tuple[str, ...], labels: Sequence[str], **options: object
) -> _Drawing:
    # Of many months only every third has its label; the table beside the picture has them all.
    named = [one for at, one in enumerate(labels) if at % 3 == (len(labels) - 1) % 3]
    sparse = len(labels) > _MOST_LABELS and kind is not pygal.HorizontalStackedBar
    return kind(
        **_SETTINGS,
        **{"height": _HEIGHT, "show_legend": len(colours) > 1, **options},
        style=_style(colours),
        css=["file://style.css", "file://graph.css", "inline:" + _CSS.replace("COLOURS", _dark_rules(colours))],
        x_labels=list(labels),
        **({"x_labels_major": named, "show_minor_x_labels": False} if sparse else {}),
    )


def _style(colours: tuple[str, ...]) -> Style:
    return Style(
        background="transparent",
        plot_background="transparent",
        foreground=_INK,
        foreground_strong=_INK,
        foreground_subtle=_INK,
        colors=colours,
        font_family=_FONT,
        opacity=".92",
        label_font_size=13,
        major_label_font_size=13,
        legend_font_size=13,
        no_data_font_size=15,
        transition="0s",
    )


def _dark_rules(colours: tuple[str, ...]) -> str:
    return "\n  ".join(
        f"{{}}.color-{at} {{ fill: {_DARK[one]} !important; stroke: {_DARK[one]} !important; }}"
        for at, one in enumerate(colours)
    )


def _month_labels(shown: Sequence[Month]) -> list[str]:
    return [f"{one.first:%b %y}" for one in shown]


def _short(name: str) -> str:
    words = clean(name)
    return words if len(words) <= _LONGEST_NAME else words[: _LONGEST_NAME - 1] + "…"


def _svg(drawing: _Drawing) -> str:
    """The picture alone, the same for the same figures.

    pygal's script, which an `<img>` would not run, its comments, its name and the number it gives each picture
    are taken out.
    """
    return _NUMBER.sub("chart", _SCRIPT.sub("", drawing.render(is_unicode=True)))
