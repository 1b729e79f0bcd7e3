"""The Markdown that `docs/performance.md` quotes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from measuring.figures import Ratio, Section
from measuring.sections import LIST, NO_INDEX, OWNER


def render(sections: Sequence[Section], machine: str) -> str:
    """Gates first, then the times behind them."""
    lines = [machine, "", "| what | measured | gate | holds | pairs |", "| --- | ---: | ---: | --- | ---: |"]
    for section in (*sections, *growth(sections)):
        lines += [_ratio(one, section.files) for one in section.ratios]
    lines += ["", "Medians of whole processes, in the same turns:"]
    for section in sections:
        if section.times:
            lines += ["", f"| {_title(section)} | ms | CPU ms | peak MiB |", "| --- | ---: | ---: | ---: |"]
            lines += [
                f"| {one.command} | {_number(one.wall)} | {_number(one.processor)} | {one.peak:.0f} |"
                for one in section.times
            ]
    return "\n".join(lines) + "\n"


def _title(section: Section) -> str:
    return f"{section.name}, {section.files:,} files" if section.files else section.name


def _ratio(one: Ratio, files: int) -> str:
    name = f"{one.name}, {files:,} files" if files else one.name
    gate = "" if one.gate is None else f"{'≥' if one.at_least else '≤'} {one.gate:g}"
    holds = {None: "", True: "yes", False: "**no**"}[one.holds]
    return f"| {name} | {_number(one.value)} {one.unit} | {gate} | {holds} | {one.pairs or ''} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def growth(sections: Sequence[Section]) -> Iterator[Section]:
    """How time and memory grow with the files, where a command was measured at two sizes or more."""
    section = Section("growth", 0)
    for name, command, most in (
        ("first reading", NO_INDEX, 1.0),
        ("warm list", LIST, 0.8),
        ("warm question by owner", OWNER, 0.8),
    ):
        sizes = sorted({one.files: one for one in sections if _holds_growth(one, command)}.items())
        if len(sizes) < 2:
            continue
        (fewer, small), (more, large) = sizes[0], sizes[-1]
        a, b = small.time_of(command), large.time_of(command)
        if a is None or b is None:
            continue
        gate = most if (fewer, more) == (1_000, 100_000) else None
        over = f"{fewer:,} to {more:,} files"
        section.ratios.append(
            Ratio(f"exponent of time, {name}, {over}", math.log(b.wall / a.wall) / math.log(more / fewer), "", gate)
        )
        memory = (b.peak - a.peak) * 1024 / (more - fewer)
        section.ratios.append(Ratio(f"memory, {name}, {over}", memory, "KiB a file", 1.0))
    yield section


def _holds_growth(section: Section, command: str) -> bool:
    return (
        section.files > 0
        and not section.name.startswith(("one file", "close"))
        and section.time_of(command) is not None
    )
