"""No line takes more than linear time: a text twice as long takes about twice as long to read.

Time is that of the process; a ratio is looked at where the time can be told at all, and again before it counts
as a fault. `MINUTES_HOSTILE=1000000` runs the same with a million characters of each.
"""

from __future__ import annotations

import os
import time

import pytest

from minutes_cli.config import Config
from minutes_cli.reading.blocks import LONGEST_LINE
from minutes_cli.reading.parse import parse
from minutes_cli.text import Source

SIZE = int(os.environ.get("MINUTES_HOSTILE", "0")) or 50_000
MOST = 3.2
"""Times as long for a text of twice the length; what is linear stays near 2."""
FLOOR = 0.2
"""Seconds below which a ratio says nothing."""
LONGEST = 60.0
"""Seconds after which a text counts as one that is never read, whatever the machine."""
CHARACTERS = "[](){}<>*_`#|+-~!@:;,./\\\"'=%^&$?0aA \t\u3000★・。、：（「é\x00\x0b\x85\u2028\r"
WORDS = (
    *(
        "- [ ] ",
        "- [x] ",
        "ACTION:",
        "ACTION: ",
        "TODO ",
        "[TODO ",
        "#action ",
        "](",
        "[[",
        "[a](",
        "[a](b) ",
        "[(",
        "(a) ",
    ),
    *(
        "(closed ",
        "(due ",
        "[due:: ",
        "(responsible: ",
        "owner: ",
        "TBC: owner: ",
        "Dr ",
        "Prof. Dr. ",
        "(done) ",
        "(closed 2026-03-03) ",
        "carried over: ",
        "Ann Lee (AL), ",
        "[link](#a) ",
        "Status: ",
        "status ",
        "done ",
        "none ",
        "a: ",
        "x:y ",
    ),
    *("| |", "<td>", "<tr>", "<tr><td>", "<h1>", "<li>", "<!--", "-->", "<a ", "<b>", "**a", "*a ", "_a ", "~~", "``"),
    *(
        "and ",
        "to ",
        "will ",
        "by ",
        "Ann ",
        "Ann, ",
        "Ann to ",
        "; Ann to a",
        "Ann – ",
        "A b ",
        "@a ",
        "@a, @b and ",
        "a@b ",
    ),
    *("2026-03-03 ", "3 March ", "next meeting ", "in two weeks ", "end of ", "1. ", "1.1 ", "* ", "- ", "-> ", "→ "),
    *(
        "motion ",
        "the committee ",
        "and agreed ",
        "Present: ",
        "John Smith ",
        "<ann> ",
        "12:00 <a> ",
        "📅 ",
        "✅",
        "🔁",
    ),
)
UNITS = (*CHARACTERS, *WORDS)
LEADS = ("", "- ACTION: ", "# Actions\n\n- [ ] Ann to ", "# Attendees\n\n- ")


def seconds(text: str) -> float:
    """The time that reading takes."""
    source, before = Source("2026-03-03.md", text), time.process_time()
    parse(source, Config())
    return time.process_time() - before


def is_linear(short: str, long: str) -> bool:
    """Whether the long text, twice the short one, takes no more than about twice the time; three looks in doubt."""
    for _ in range(3):
        whole = seconds(long)
        if whole < FLOOR or whole <= MOST * seconds(short):
            return whole < LONGEST
    return False


def repeated(unit: str, size: int) -> str:
    return unit * max(1, size // len(unit))


EVERY = tuple(pytest.param(unit, marks=pytest.mark.slow) for unit in UNITS)
"""All units, for the long run alone (`pytest -m slow`): a machine under load makes ratios of times lie."""


@pytest.mark.parametrize("unit", EVERY, ids=repr)
def test_one_long_line_takes_linear_time(unit: str) -> None:
    size = SIZE if SIZE > LONGEST_LINE else LONGEST_LINE // 6
    for lead in LEADS:
        assert is_linear(lead + repeated(unit, size) + "x", lead + repeated(unit, 2 * size) + "x"), lead


@pytest.mark.parametrize("unit", EVERY, ids=repr)
def test_many_lines_take_linear_time(unit: str) -> None:
    short, long = ("# Actions\n\n" + f"{unit}\n" * (size // (len(unit) + 1)) for size in (SIZE // 10, SIZE // 5))
    assert is_linear(short, long)


def test_a_line_of_fifty_megabytes_is_read_as_far_as_lines_go() -> None:
    before = time.process_time()
    document = parse(Source("2026-03-03.md", "ACTION: Ann to read on. " + "a word " * 7_000_000), Config())
    assert ("Ann",) == document.mentions[0].owners
    assert ["long-line"] == [one.name for one in document.diagnostics if one.code == "M015"]
    assert time.process_time() - before < LONGEST
