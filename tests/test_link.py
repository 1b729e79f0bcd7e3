"""Actions followed from meeting to meeting: by id, by words, and what a folder's decisions say of it."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from datetime import date as Day
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makers import DONE, mention, only, register, sat
from minutes_cli.config import Config, Pair
from minutes_cli.config.parse import parse_config
from minutes_cli.model import Action, Document, Meeting, Register
from minutes_cli.output.agenda import agenda_text, built_in, minutes_text
from minutes_cli.reading.parse import parse
from minutes_cli.register.agenda import agenda, file_name
from minutes_cli.register.approval import approved
from minutes_cli.register.assign import best_pairs
from minutes_cli.register.build import build
from minutes_cli.register.likeness import LIKELY, OTHER, SAME, UNKNOWN, owners_relation
from minutes_cli.register.names import Bodies
from minutes_cli.register.standing import standing
from minutes_cli.text import Source

CASES = Path(__file__).parent / "cases" / "series"
SEPTEMBER, OCTOBER, NOVEMBER = Day(2025, 9, 1), Day(2025, 10, 6), Day(2025, 11, 3)


def documents(*files: tuple[str, str], config: Config | None = None) -> tuple[Document, ...]:
    return tuple(parse(Source(path, text), config or Config()) for path, text in files)


def cases() -> Iterator[tuple[str, tuple[tuple[str, str], ...], str]]:
    """Title, files and the history of each case."""
    for path in sorted(CASES.glob("*.md")):
        for case in re.split(r"(?m)^# (?=.*\n\n===)", path.read_text(encoding="utf-8"))[1:]:
            title, _, rest = case.partition("\n")
            parts = re.split(r"(?m)^=== (.*)\n", rest)[1:]
            pairs = list(zip(parts[::2], parts[1::2], strict=True))
            yield title, tuple((name, text) for name, text in pairs if name != "history"), pairs[-1][1].strip()


def history(found: Register) -> str:
    """The actions of a register as a case file tells them."""
    return "\n".join(line for action in found.actions for line in _told(action))


def _told(action: Action) -> Iterator[str]:
    yield f"{action.text} | {action.status} | {', '.join(action.owners)} | {action.due or '-'}"
    for one in action.mentions:
        meeting = one.mention.meeting
        yield f"  {meeting.date if meeting else '-'}:{one.mention.line} {one.link}"


@pytest.mark.parametrize(("files", "expected"), [pytest.param(*case[1:], id=case[0]) for case in cases()])
def test_a_series_has_this_history(files: tuple[tuple[str, str], ...], expected: str) -> None:
    read = documents(*files)
    assert expected == history(build(read, Config()))
    assert expected == history(build(reversed(read), Config()))


@pytest.mark.parametrize("files", [pytest.param(case[1], id=case[0]) for case in cases()])
def test_strict_guesses_nothing_from_words(files: tuple[tuple[str, str], ...]) -> None:
    told = [one for action in build(documents(*files), Config(), strict=True).actions for one in action.mentions]
    assert {"words"}.isdisjoint(one.link for one in told)


WORDS = ["paper", "gate", "fence", "harbour", "lease", "budget", "survey", "rope", "boat", "letter", "council", "wall"]
TASKS = st.lists(st.sampled_from(WORDS), min_size=2, max_size=5, unique=True).map(" ".join)
SITTING = st.lists(st.tuples(TASKS, st.sampled_from(["Ann", "Bob", ""]), st.booleans()), max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(SITTING, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing_and_each_mention_is_told_once(
    sittings: list[list[tuple[str, str, bool]]], chance: random.Random
) -> None:
    files = [
        sat(
            f"{at}.md",
            Day(2025, 1 + at, 1),
            *(mention(text, *filter(None, [who]), line=10 + line, carried=carried, item="x" if carried else None)
              for line, (text, who, carried) in enumerate(told)),
        )
        for at, told in enumerate(sittings)
    ]  # fmt: skip
    straight = register(*files)
    chance.shuffle(files)
    assert straight == register(*files)
    told = [(one.mention.path, one.mention.line) for action in straight.actions for one in action.mentions]
    assert sorted(told) == sorted((one.path, one.line) for file in files for one in file.mentions)
    for action in straight.actions:
        days = [one.mention.meeting.date for one in action.mentions if one.mention.meeting]
        assert days == sorted(day for day in days if day)
        assert ["raised"] == [one.link for one in action.mentions][:1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Harbour Board", "Parish Council"]), SITTING), min_size=2, max_size=6))
def test_how_a_body_is_linked_depends_on_its_own_minutes_alone(
    sittings: list[tuple[str, list[tuple[str, str, bool]]]],
) -> None:
    files = [
        sat(
            f"{at}.md",
            Day(2025, 1 + at, 1),
            *(mention(text, *filter(None, [who]), line=10 + line, carried=carried)
              for line, (text, who, carried) in enumerate(told)),
            body=body,
        )
        for at, (body, told) in enumerate(sittings)
    ]  # fmt: skip
    together = register(*files)
    for body in ("Harbour Board", "Parish Council"):
        own = [file for file, (name, _) in zip(files, sittings, strict=True) if name == body]
        assert [one.mentions for one in register(*own).actions] == [
            one.mentions for one in together.actions if one.body == body
        ]


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 100).map(lambda one: one / 100), max_size=12
    )
)
def test_the_assignment_is_one_to_one_and_no_other_is_worth_more(scores: dict[tuple[int, int], float]) -> None:
    found = best_pairs(scores)
    assert len(set(found.values())) == len(found)
    rows = list(itertools.permutations([*range(4), *[-1] * 4], 4))
    best = max(sum(scores.get((left, right), 0.0) for left, right in enumerate(row)) for row in rows)
    assert best == pytest.approx(sum(scores[pair] for pair in found.items()))


@pytest.mark.parametrize(
    ("these", "those", "expected"),
    [
        (["Ann Lee"], ["Ann"], SAME),
        (["KDH"], ["Kay Dunn Hall"], LIKELY),
        (["Chris"], ["ChristopherA"], LIKELY),
        ([], ["Ann"], UNKNOWN),
        (["Ann"], ["Bob"], OTHER),
        (["AB"], ["Bob Ames"], OTHER),
    ],
)
def test_owners_are_the_same_unknown_likely_or_others(these: list[str], those: list[str], expected: str) -> None:
    assert expected == owners_relation(these, those) == owners_relation(those, these)


def test_the_settings_confirm_and_refuse_links() -> None:
    first = sat("a.md", SEPTEMBER, mention("paint the harbour gate in green", "Ann"))
    second = sat("b.md", OCTOBER, mention("paint the harbour gate in green again", "Ann", carried=True, status=DONE))
    action = only(register(first, second))
    assert ["raised", "words"] == [one.link for one in action.mentions]
    later = only(register(second)).id
    refused = register(first, second, config=Config(unlinks=(Pair(action.id[:8], later[:8]),)))
    assert [action.id, later] == [one.id for one in refused.actions]
    other = sat("b.md", OCTOBER, mention("the gate is lovely now", status=DONE))
    pair = Pair(action.id, only(register(other)).id)
    confirmed = only(register(first, other, config=Config(links=(pair,))))
    assert (["raised", "confirmed"], DONE) == ([one.link for one in confirmed.mentions], confirmed.status)


def test_settings_name_links_deferrals_and_templates() -> None:
    config = parse_config(
        '[[unlink]]\naction = "7KX2m9qd"\nmention = "abcd2345"\n[[defer]]\naction = "A7"\nuntil = 2026-01-05\n'
        '[[template]]\npath = "board.md.j2"\nbody = "Board"\n',
        "minutes.toml",
    )
    assert (Pair("7kx2m9qd", "abcd2345"),) == config.unlinks
    assert ("a7", Day(2026, 1, 5)) == (config.deferrals[0].action, config.deferrals[0].until)
    assert ("board.md.j2", "Board") == (config.templates[0].path, config.templates[0].body)


RAISED = """# Harbour Board, 1 September 2025

Present: Ann Lee, Bob Ray

Next meeting: 6 October 2025

## Actions

- Ann Lee: circulate the paper by 20 September 2025
- Bob Ray: mend the gate
- Bob Ray: paint the fence by the October meeting
- Ann Lee and Bob Ray: write to the council
- order new chairs
"""


def next_minutes(config: Config | None = None) -> tuple[str, str]:
    """Path and text of the minutes that follow RAISED."""
    settings_ = config or Config()
    found = agenda(build(documents(("2025-09-01-board.md", RAISED)), settings_), settings_, None, None)
    return file_name(found), minutes_text(found, built_in("minutes.md"), "built in")


def test_new_minutes_filled_in_as_a_secretary_would_close_what_they_should() -> None:
    path, text = next_minutes()
    told = {
        "circulate the paper": "done",
        "mend the gate": "carried over, no wood",
        "paint the fence": "now with Priya Raman",
        "write to the council": "moved to 3 November 2025",
        "order new chairs": "dropped",
    }
    for task, words in told.items():
        text = re.sub(rf"({task}.* —) $", rf"\1 {words}", text, flags=re.MULTILINE)
    found = build(documents(("2025-09-01-board.md", RAISED), (path, text)), Config())
    assert "2025-10-06-board.md" == path
    assert {
        "circulate the paper": ("done", ("Ann Lee",), Day(2025, 9, 20)),
        "mend the gate": ("open", ("Bob Ray",), None),
        "paint the fence": ("open", ("Priya Raman",), Day(2025, 10, 6)),
        "write to the council": ("open", ("Ann Lee", "Bob Ray"), NOVEMBER),
        "order new chairs": ("dropped", (), None),
    } == {one.text: (one.status.value, one.owners, one.due) for one in found.actions}
    assert {("raised", "id")} == {tuple(told.link for told in one.mentions) for one in found.actions}


NUMBERED = """# Hall committee {day}

Next meeting: {following}

| No | Action | Who |
| --- | --- | --- |
| 1 | {one} | KL |
| 2 | {two} | DH |
"""
LABELLED = """# Hall committee {day}

Next meeting: {following}

## Actions

- A1 KL: {one}
- Action 2 - DH: {two}
"""


@pytest.mark.parametrize("shape", [NUMBERED, LABELLED], ids=["numbers in a table", "labels of each meeting's own"])
def test_what_new_minutes_call_an_action_is_read_back_whatever_number_it_bears(shape: str) -> None:
    first = shape.format(day="2026-10-01", following="5 November 2026", one="Get the skip", two="Wash the curtains")
    second = shape.format(day="2026-11-05", following="3 December 2026", one="Mend the tap", two="Ring the bank")
    files = [("2026-10-01.md", first), ("2026-11-05.md", second)]
    before = build(documents(*files), Config())
    found = agenda(before, Config(), None, None)
    text = re.sub(r"— $", "— done", minutes_text(found, built_in("minutes.md"), "built in"), flags=re.MULTILINE)
    after = build(documents(*files, (file_name(found), text)), Config())
    assert 4 == len(before.actions)
    assert [(one.text, "done", one.owners) for one in before.actions] == [
        (one.text, one.status.value, one.owners) for one in after.actions
    ]
    assert {"id"} == {one.mentions[-1].link for one in after.actions}


def test_new_minutes_that_nobody_has_filled_in_close_nothing() -> None:
    path, text = next_minutes()
    found = build(documents(("2025-09-01-board.md", RAISED), (path, text)), Config())
    assert [("open", 1)] * 5 == [(one.status.value, one.times_carried) for one in found.actions]


def test_a_deferred_action_waits_until_near_its_day() -> None:
    far = parse_config('[[defer]]\naction = "A1"\nuntil = 2026-03-01\n', "minutes.toml")
    near = parse_config('[[defer]]\naction = "A1"\nuntil = 2025-10-15\n', "minutes.toml")
    files = [sat("a.md", SEPTEMBER, mention("book the hall", "Ann", label="A1"), mention("ring the bell", line=11))]
    shown = {
        config: [one.text for _, group in agenda(register(*files), config, None, OCTOBER).matters for one in group]
        for config in (far, near)
    }
    assert [["ring the bell"], ["book the hall", "ring the bell"]] == list(shown.values())


def test_an_agenda_as_a_page_lets_no_markup_through_and_tells_nothing_private() -> None:
    files = [
        sat("a.md", SEPTEMBER, mention("read <script>x</script>", "Ann"), mention("pay the fine", "Bob", private=True))
    ]
    page = agenda_text(agenda(register(*files), Config(), None, OCTOBER), "html")
    assert ("&lt;script&gt;" in page, "<script>" in page, "pay the fine" in page) == (True, False, False)


MINUTES = "# Harbour Board, {day}\n\n{words}\n"


def meeting_of(found: tuple[Document, ...], at: int) -> Meeting:
    return found[at].meetings[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The minutes of 1 September were approved.", True),
        ("The minutes of the last meeting were approved.", True),
        ("Minutes of 1 September 2025 accepted.", True),
        ("The minutes of 1 September were not approved.", False),
        ("The minutes of 4 August were approved.", False),
        ("Were the minutes of 1 September approved?", False),
        ("The minutes of 1 September are to be approved.", False),
        ("It took 30 minutes until the paper was approved.", False),
    ],
)
def test_later_minutes_approve_earlier_ones(words: str, expected: bool) -> None:
    found = documents(
        ("a.md", MINUTES.format(day="1 September 2025", words="Nothing.")),
        ("b.md", MINUTES.format(day="6 October 2025", words=words)),
    )
    assert expected is approved(meeting_of(found, 0), found, Config())
    assert not approved(meeting_of(found, 0), found, Config(approval="marked"))
    assert not approved(meeting_of(found, 0), found, Config(approval="never"))
    assert ("approved" if expected else None) == build(found, Config()).meetings[0].approval


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("DECISION: Supersedes D-12, boats pay by length.", ["D-13"]),
        ("DECISION: Rescinds the resolution of 1 September.", ["D-12", "D-13"]),
        ("DECISION: Rescinds the resolution of 1 September on fees for boats.", ["D-13"]),
        ("DECISION: Boats are painted, see D-12.", ["D-12", "D-13"]),
    ],
)
def test_decisions_stand_until_a_later_one_supersedes_them(words: str, expected: list[str]) -> None:
    files = documents(
        (
            "a.md",
            MINUTES.format(
                day="1 September 2025",
                words="- DECISION D-12: Fees for boats are ten pounds.\n- DECISION D-13: The gate is locked at night.",
            ),
        ),
        ("b.md", MINUTES.format(day="6 October 2025", words=words)),
    )
    found = build(files, Config()).decisions
    assert expected == [one.label for one in standing(found, Bodies.of(())) if one.label]


def test_an_id_in_the_text_holds_over_any_rewording() -> None:
    first = sat("a.md", SEPTEMBER, mention("book the hall for the spring fair", "Ann"))
    id_ = only(register(first)).id
    later = sat("b.md", OCTOBER, mention("all is arranged", label=id_[:8], status=DONE, carried=True))
    assert DONE == only(register(first, later)).status
