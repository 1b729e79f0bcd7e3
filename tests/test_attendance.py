"""Who was there, in the ways in which chats, wikis, boards and councils write it down."""

from __future__ import annotations

import pytest

from minutes_cli.config import Config
from minutes_cli.reading.parse import parse
from minutes_cli.text import Source

CHAT = """\
15:00:05 <annl> present+ Ann Lee
15:00:06 <bo> present+
15:00:07 <cy> regrets+ Dan
15:00:09 <bo> 3+ years is long
"""
WIKI = """\
| Meeting | Orchard trust |
| --- | --- |
| Date | 5 March 2026 |
| Attendees | Ann Lee, Bob Ray |
| Apologies | Carla Diaz |
"""
BOARD = """\
Orchard trust

Minutes of 3 March 2026

2. Roll Call

    Trustees Present:
      Ann Lee
      Bob Ray

    Trustees Absent:
      Carla Diaz

3. Finance
   The books are in order.
"""
COUNCIL = """\
Orchard council
3 March 2026

Attendees:
Ann Lee (AL) (Chair)  - Lower Wood and Vale Growers
Bob Ray (BRa) - Upper Wood Growers
Bill Oak (BO) - Lower Wood and Vale Growers

1. Apologies for absence
Apologies were received from Carla Diaz.

2. Pears
Prune and Graft was the theme.
"""


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [
        (CHAT, ("Ann Lee", "bo"), ("Dan",)),
        (WIKI, ("Ann Lee", "Bob Ray"), ("Carla Diaz",)),
        (BOARD, ("Ann Lee", "Bob Ray"), ("Carla Diaz",)),
        (COUNCIL, ("Ann Lee", "Bob Ray", "Bill Oak"), ("Carla Diaz",)),
    ],
    ids=["chat", "wiki", "board", "council"],
)
def test_people_are_read(text: str, present: tuple[str, ...], absent: tuple[str, ...]) -> None:
    (meeting,) = parse(Source("2026-03-03.txt", text), Config()).meetings
    assert (present, absent) == (meeting.attendees, meeting.apologies)


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [
        ("Attendance: SN AU MB WR RP\n", "SN, AU, MB, WR, RP", ""),
        ("| Date | 3 March 2026 |\n|---|---|\n| **Attendance** | SN AU MB |\n| Away | |\n", "SN, AU, MB", ""),
        (
            "Present: Cllr D Fox - Chairman,\n\nCllr M Pike, Cllr A Box.\n\nThe hall was cold.\n",
            "Cllr D Fox, Cllr M Pike, Cllr A Box",
            "",
        ),
        (
            "Members present: Ann Lee, Bo Ray. Members absent: Cy Young. Guests: Dee Fox.\n",
            "Dee Fox, Ann Lee, Bo Ray",
            "Cy Young",
        ),
        ("### Present\n\nAnn Lee · Bo Ray · Cy Young\n", "Ann Lee, Bo Ray, Cy Young", ""),
        (
            "## Participants\n\n* **Ann Lee** – Chair\n* Bo Ray: Treasurer\n* Cy Young: Acme\n",
            "Ann Lee, Bo Ray, Cy Young",
            "",
        ),
        (
            "# Attendees\n\n* Ann Lee\n* Bo Ray\n\n### Next steps\n\n* Ring\n\n## Notes\n\n* Island Proof\n* However, it rained\n",
            "Ann Lee, Bo Ray",
            "",
        ),
        ("Attendance:\nRecorder: Bo\n", "", ""),
        (
            (
                "Present:    Margaret Poole (Chair) MP\n"
                "            Bo Ray (Treasurer)     BR\n"
                "            Cy Young               CY\n\n"
                "Apologies:  Di Ek DE\n\nThe hall was cold.\n"
            ),
            "Margaret Poole, Bo Ray, Cy Young",
            "Di Ek",
        ),
        ("Anwesend: Ann Lee\n  Bo Ray\n  Cy Young\nBeginn: 19 Uhr\n", "Ann Lee, Bo Ray, Cy Young", ""),
        ("Present:  Ann Lee AL Bo Ray BR\n", "Ann Lee, Bo Ray", ""),
    ],
)
def test_more_ways_to_say_who_was_there(text: str, present: str, absent: str) -> None:
    (meeting,) = parse(Source("2026-03-03.md", text), Config()).meetings
    assert (", ".join(meeting.attendees), ", ".join(meeting.apologies)) == (present, absent)
