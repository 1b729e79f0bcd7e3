"""What a meeting decided, in the words of boards and councils."""

from __future__ import annotations

import pytest

from minutes_cli.config import Config
from minutes_cli.reading.parse import parse
from minutes_cli.text import Source


def decided(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.text) for one in parse(Source("2026-03-03.md", f"# Board\n\n{text}"), Config()).decisions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Motion by Reyes, second by Ferro, to buy the boat. Motion carried 3-0.\n",
            [(3, "Motion by Reyes, second by Ferro, to buy the boat. Motion carried 3-0")],
        ),
        (
            "To buy the boat before the summer.\n\nCarried unanimously (7-0).\n",
            [(3, "To buy the boat before the summer")],
        ),
        ("- To paint the hut\n  - passed\n- The tide\n", [(3, "To paint the hut")]),
        ("Passed\n", []),
        ("Motion: to buy a tent. Seconded Bo. Passed.\n", [(3, "Motion: to buy a tent. Seconded Bo. Passed")]),
        ("Resolved, that the crew be thanked.\n", [(3, "that the crew be thanked")]),
        ("The minutes of the last meeting were approved.\n", [(3, "The minutes of the last meeting were approved")]),
        ("Resolution: postponed to the next meeting.\n", []),
        ("Ann moved to adjourn, Bo seconded, all in favour.\n", []),
        ("Present: Ann, Bo\n\nAnn: last year we agreed on a blue one.\n", []),
        ("Motion to sell the boat failed.\n", []),
    ],
)
def test_a_vote_decides_what_was_moved(text: str, expected: list[tuple[int, str]]) -> None:
    assert decided(text) == expected
