"""The head of minutes as councils, boards and clubs write it: who was there, the language, the order of dates."""

from __future__ import annotations

from datetime import date as Day

import pytest

from minutes_cli.config import Config
from minutes_cli.model import Document
from minutes_cli.reading.parse import parse
from minutes_cli.text import Source

COUNCIL = """\
Minutes of the Parish Council, 3 February 2026

PRESENT: Cllrs R Okafor (Chairman), N Brandt, S Petrie and L Marsh. Clerk: Mrs I Calloway. Two members of the public.
"""


def read(text: str, file: str = "notes.md") -> Document:
    return parse(Source(file, text), Config())


def test_titles_offices_and_the_public_are_no_names() -> None:
    (meeting,) = read(COUNCIL, "2026-02-03.txt").meetings
    assert meeting.attendees == ("R Okafor", "N Brandt", "S Petrie", "L Marsh", "Mrs I Calloway")
    assert meeting.chair == "R Okafor"


def test_a_full_stop_within_a_name_ends_no_sentence() -> None:
    (meeting,) = read("# Board\n\nPresent: Ann St. Clair, Bo Berg\n").meetings
    assert meeting.attendees == ("Ann St. Clair", "Bo Berg")


def test_a_short_text_without_sentences_tells_its_language_by_the_words_of_minute_taking() -> None:
    document = read(
        "# Notulen bestuursvergadering 8 januari 2026\n\nAanwezig: Joke Bos\n\n## Actielijst\n\n- Joke Bos: dak bekijken\n"
    )
    assert [one.owners for one in document.mentions] == [("Joke Bos",)]
    assert str(document.meetings[0].date) == "2026-01-08"


def test_whoever_writes_the_month_first_in_words_does_so_in_numbers() -> None:
    (mention,) = read("# Team call, Feb 24, 2026\n\n- [ ] Ann: mend the roof by 3/10\n").mentions
    assert str(mention.due) == "2026-03-10"
    (mention,) = read("# Team call, 24 Feb 2026\n\n- [ ] Ann: mend the roof by 3/10\n").mentions
    assert str(mention.due) == "2026-10-03"


def test_a_deadline_near_the_top_is_not_the_day_of_the_meeting() -> None:
    document = read("# Library Board\n\nACTION: Treasurer to pay the joiner by 24 April 2026\n", "2026-04-07.md")
    assert str(document.meetings[0].date) == "2026-04-07"


TALK = "# Committee minutes\n\n## Topics\n\n- We talked about 4 May\n"


@pytest.mark.parametrize(
    "path",
    [
        "2026/03/17.md",
        "2026/0317.md",
        "2026/March/17-minutes.md",
        "20260317.md",
        "017_03_2026.md",
        "17.03.26.md",
        "minutes_17Mar2026.md",
        "17th-march-2026.md",
        "2026/17-03-2026/notes.md",
    ],
)
def test_the_name_of_a_file_is_trusted_more_than_a_day_in_its_text(path: str) -> None:
    assert str(read(TALK, path).meetings[0].date) == "2026-03-17"


@pytest.mark.parametrize(
    "text",
    [
        '+++\ntitle = "Minutes"\ndate = 2026-03-03T10:00:00Z\n+++\n\nRain.\n',
        '+++\ntitle = "Minutes"\ndate = "2026-03-09"\n+++\n\n* Called to order by Ann at 19:01, March 3, 2026\n',
        "---\ntitle: Minutes\ndate: 2026-03-09\n---\n\nThe meeting was held on 3 March 2026.\n",
        "# 議事録\n\n> 2026-03-03（火）19:00〜 会議室にて。\n\n## 内容\n\n- 雨\n",
        "# Ata\n\nAos 3 dias do mês de março de 2026, às 19h, reuniram-se os sócios.\n",
    ],
)
def test_the_day_in_front_matter_in_the_opening_and_in_a_quotation(text: str) -> None:
    assert str(read(text).meetings[0].date) == "2026-03-03"


def test_toml_front_matter_names_people_and_is_no_text() -> None:
    (meeting,) = read('+++\ntitle = "Board"\nattendees = ["Ann Lee", "Bob Ray"]\n+++\n\nRain.\n').meetings
    assert (meeting.title, meeting.attendees) == ("Board", ("Ann Lee", "Bob Ray"))


def test_broken_toml_is_passed_over() -> None:
    (meeting,) = read("+++\ntitle = \n+++\n\n# Board, 3 March 2026\n").meetings
    assert str(meeting.date) == "2026-03-03"


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2026-03-10-minutes-of-3-march-2026.md", Day(2026, 3, 3)),
        ("2026-03-10-minutes.md", Day(2026, 3, 10)),
        ("2026-03-10-minutes-3-march.md", Day(2026, 3, 10)),
        ("2026/03 - March.md", None),
        ("2026/3 March.md", None),
        ("2026/17 - March.md", Day(2026, 3, 17)),
    ],
)
def test_the_day_of_publication_in_a_name_and_the_number_of_a_month(path: str, day: Day | None) -> None:
    (meeting,) = read("# Harbour Board\n\nThe door was painted.\n", path).meetings
    assert day == meeting.date


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Datum: 3.2.23\nAnwesend: Anna, Bernd\n\nWir haben über die Kasse und den Verein geredet.", "2023-02-03"),
        ("# Meeting minutes 2-23-23", "2023-02-23"),
        ("Date: 2-23-23", "2023-02-23"),
        ("# Protokoll 23.2.23", "2023-02-23"),
    ],
)
def test_a_year_of_two_digits_in_a_title_and_behind_a_label(head: str, day: str) -> None:
    assert str(read(f"{head}\n\nRain.\n").meetings[0].date) == day


def test_three_numbers_in_the_talk_are_no_day() -> None:
    assert read("# Notes\n\nWe moved to 1.2.23 of the program.\n").meetings[0].date is None


def test_the_number_of_a_line_is_its_day() -> None:
    (meeting,) = read("# Vorstand\n\nDatum: 3.3.2026\n\n## Nächste Sitzung\n\n17. März 2026, 18 Uhr\n").meetings
    assert str(meeting.next_meeting) == "2026-03-17"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("MINUTES OF THE VILLAGE HALL COMMITTEE", "Village Hall Committee"),
        ("FRIENDS OF THE PARK", "Friends of the Park"),
        ("IETF QUIC WORKING GROUP", "IETF QUIC Working Group"),
        ("OASIS CSAF TC", "Oasis CSAF TC"),
    ],
)
def test_a_body_in_capitals(title: str, body: str) -> None:
    (meeting,) = read(f"{title}\n3 March 2026\n\nThe door was painted.\n", "notes.txt").meetings
    assert body == meeting.body


def test_headings_of_meetings_say_what_they_were_about_behind_a_sign() -> None:
    text = "# Réunions\n\n## Reunion du 11/06/2026: discussion sur le toit et le mur\n\n- oui\n\n"
    text += "## Réunion du 05/06/2026 - le nouveau port de la ville\n\n- non\n"
    assert [one.date for one in read(text, "cr.md").meetings] == [Day(2026, 6, 11), Day(2026, 6, 5)]


def test_days_of_a_running_document_take_the_year_of_its_title() -> None:
    text = "# Weekly notes, January 2026\n\n## Monday 12 January - planning of the spring fair\n\n- yes\n\n"
    text += "## Tuesday 13 January - what to do about the roof\n\n- no\n"
    assert [one.date for one in read(text).meetings] == [Day(2026, 1, 12), Day(2026, 1, 13)]


def test_initials_in_brackets_before_a_name_are_its_own() -> None:
    document = read("# Board\n\n## Present\n\n- [AL] Ann Lee\n- [BR] Bo Ray (chair)\n\n## Actions\n\n- AL: ring\n")
    assert document.meetings[0].attendees == ("Ann Lee", "Bo Ray")
    assert [one.owners for one in document.mentions] == [("AL",)]
