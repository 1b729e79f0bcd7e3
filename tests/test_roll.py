"""Lists of attendance in the ways in which organisations write them down: lines, items, sentences and tables."""

from __future__ import annotations

import pytest

from minutes_cli.config import Config
from minutes_cli.model import Meeting
from minutes_cli.reading.parse import parse
from minutes_cli.text import Source

ANN, BOB, CARLA, DAN = "Ann Lee", "Bob Ray", "Carla Diaz", "Dan Moss"


def read(text: str, head: str = "# Board meeting, 3 March 2026\n\n") -> Meeting:
    return parse(Source("notes.md", head + text), Config()).meetings[0]


@pytest.mark.parametrize(
    ("line", "present", "absent"),
    [
        ("Present: Ann Lee (chair), Bob Ray; Dan Moss joined at 10:20.", (ANN, BOB, DAN), ()),
        ("**Present:** Ann Lee (W3X); Bob Ray (Guest), Carla Diaz (Wood, Inc.)", (ANN, BOB, CARLA), ()),
        ("Present: Ann Lee, Acme; Bob Ray, Wood Growers; Carla Diaz, none", (ANN, BOB, CARLA), ()),
        (
            "Participants: Ann Lee (AB),\nBob Ray'o (BR - minutes), Carla Diaz (CD), \nDan Moss (DM)",
            (ANN, "Bob Ray'o", CARLA, DAN),
            (),
        ),
        ("**Attendees:**: Ann, Bo, Cy", ("Ann", "Bo", "Cy"), ()),
        ("Present - Ann Lee, Bob Ray", (ANN, BOB), ()),
        ("Attendees: Ann Lee / Bob Ray / Carla Diaz", (ANN, BOB, CARLA), ()),
        ("Attendees: @annl @bobray @cd", ("annl", "bobray", "cd"), ()),
        ("Present: Cllr Carla Diaz and President Ann Lee. The meeting was quorate.", ("Cllr Carla Diaz", ANN), ()),
        ("- **Present:** Ann Lee, Bob Ray\n- **Absent:** Dan Moss", (ANN, BOB), (DAN,)),
        ("Apologies for absence were received from Ann Lee, Bob Ray and Carla Diaz.", (), (ANN, BOB, CARLA)),
        ("Ann opened. Also present were Bob Ray and Carla Diaz. It rained.", (BOB, CARLA), ()),
        ("## Apologies\n\nApologies were received from Ann Lee and Bob Ray.", (), (ANN, BOB)),
        ("We talked of who was present and of apologies for delays", (), ()),
    ],
)
def test_names_in_a_line_or_sentence(line: str, present: tuple[str, ...], absent: tuple[str, ...]) -> None:
    meeting = read(line + "\n")
    assert (meeting.attendees, meeting.apologies) == (present, absent)


@pytest.mark.parametrize(
    ("items", "present", "absent"),
    [
        (
            "- Ann Lee (present)\n- Bob Ray (absent)\n- Carla Diaz - excused\n- Dan Moss: present",
            (ANN, DAN),
            (BOB, CARLA),
        ),
        ("- Chair: Ann Lee\n- Bob Ray: Treasurer\n- Members: Carla Diaz, Dan Moss", (ANN, BOB, CARLA, DAN), ()),
        ("- Acme: Ann Lee, Bob Ray\n- Wood Growers: Carla Diaz", (ANN, BOB, CARLA), ()),
        ("- Acme Ltd\n  - Ann Lee\n  - Bob Ray\n- Wood Growers\n  - Carla Diaz", (ANN, BOB, CARLA), ()),
        ("- Ann Lee\n  - joined late\n- Bob Ray", (ANN, BOB), ()),
        ("- Ann Lee and Bob Ray - `annbob`\n- Carla Diaz\n- Dan Moss, Acme", (ANN, BOB, CARLA, DAN), ()),
        ("- [Ann Lee][ann]\n- [Bob Ray](https://x.example)\n- Dean Bray (2017)", (ANN, BOB, "Dean Bray"), ()),
        ("- Ann\n\n- Bo\n\nThe board is quorate today.\n\n1. Statistics - no news\n\n2. Finance", ("Ann", "Bo"), ()),
    ],
)
def test_items_of_a_list(items: str, present: tuple[str, ...], absent: tuple[str, ...]) -> None:
    meeting = read(f"## Attendees\n\n{items}\n\n## Topics\n\n- One\n")
    assert (meeting.attendees, meeting.apologies) == (present, absent)


@pytest.mark.parametrize(
    ("table", "present", "absent"),
    [
        (
            "## Participants\n\n| Invited | Present (Yes/No) |\n|---|---|\n| ANN DE LA LEE POE | Yes |\n| Bob Ray | No |",
            ("ANN DE LA LEE POE",),
            (BOB,),
        ),
        (
            "## Attendance\n\n| Name | Role | Present |\n|---|---|---|\n| Ann Maria Lee Poe | Chair | ✅ |\n| Bob Ray | Clerk | |",
            ("Ann Maria Lee Poe",),
            (BOB,),
        ),
        ("| Initials | Name | Present |\n|---|---|---|\n| AL | Ann Lee | x |\n| BR | Bob Ray | x |", (ANN, BOB), ()),
        ("| Present | Apologies |\n|---|---|\n| Ann Lee, Bob Ray | Carla Diaz |", (ANN, BOB), (CARLA,)),
        (
            "## Attendance\n\n| Team: Ann Lee (Acme) | yes |\n| Team: Bob Ray (Wood) | |\n\nOthers: Carla Diaz, Dan Moss",
            (ANN, CARLA, DAN),
            (BOB,),
        ),
        ("## Attendance\n\n| Name | Present |\n|---|---|\n| Ann Lee | yes |\n\nAuthor: Bob Ray", (ANN,), ()),
        ("## Actions\n\n| Name | Present |\n|---|---|\n| Ann Lee | yes |", (), ()),
    ],
)
def test_tables(table: str, present: tuple[str, ...], absent: tuple[str, ...]) -> None:
    meeting = read(table + "\n")
    assert (meeting.attendees, meeting.apologies) == (present, absent)


def test_groups_may_follow_the_first() -> None:
    meeting = read("Present:\n\n* Ann Lee\n* Bob Ray\n\nAdvisers:\n\n* Carla Diaz\n\nSnags:\n\nRain\n\n* Umbrellas\n")
    assert meeting.attendees == (ANN, BOB, CARLA)


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [
        ("# Compte rendu du 3 mars 2026\n\nPersonnes présentes : Ann et Bo\nPersonnes absentes : Dan\n", ("Ann", "Bo"), ("Dan",)),
        ("# Acta del 3 de marzo de 2026\n\nAsistieron Ana Gil y Beto Paz.\n", ("Ana Gil", "Beto Paz"), ()),
        ("# Verbale del 3 marzo 2026\n\nSono presenti Anna Bassi e Bruno Riva.\n", ("Anna Bassi", "Bruno Riva"), ()),
        ("# Protokół z 3 marca 2026\n\n## Obecni\n\n- Ola Lis i Jan Mak\n- Ewa Rak\n- Iga Sow\n", ("Ola Lis", "Jan Mak", "Ewa Rak", "Iga Sow"), ()),
        ("# 定例会議事録\n\n- 日時：2026年3月3日\n- 出席者：田中、DD Box、鈴木（書記）\n- 欠席者：高橋\n", ("田中", "DD Box", "鈴木"), ("高橋",)),
        ("# 定例会議事録\n\n## 出席者(敬称略)\n\n- 司会：田中\n- 書記：佐藤、yoshi\n", ("田中", "佐藤", "yoshi"), ()),
    ],
)  # fmt: skip
def test_other_languages(text: str, present: tuple[str, ...], absent: tuple[str, ...]) -> None:
    meeting = read(text, "")
    assert (meeting.attendees, meeting.apologies) == (present, absent)


def test_the_chair_stands_in_brackets_in_any_language() -> None:
    assert read("# Protokoll vom 3. März 2026\n\nAnwesend: Ann Lee, Bob Ray (Vorsitz)\n", "").chair == BOB
