from __future__ import annotations

import json
from dataclasses import replace
from datetime import date as Day

import pytest

from makers import DONE, DROPPED, OPEN, action_of, at, mention, only, register, sat
from minutes_cli.model import Action, MinutesError
from minutes_cli.register.fields import FIELDS, action_row, age_days, find_field, is_overdue, sort_actions

TODAY = Day(2011, 10, 1)
KEYS = """id text owners due due_text status progress tags raised body meeting item closed note carried label people
times_carried age_days mentions file line end_line""".split()  # noqa: SIM905


def test_an_action_in_json_has_exactly_the_keys_of_the_contract_in_their_order() -> None:
    action = action_of(mention("report back", "OCS officials", due_text="by the October meeting", item="Update"))
    row = action_row(action, TODAY)
    assert list(row) == KEYS
    assert (
        row
        == json.loads(json.dumps(row))
        == {
            "id": action.id,
            "text": "report back",
            "owners": ["OCS officials"],
            "due": None,
            "due_text": "by the October meeting",
            "status": "open",
            "progress": None,
            "tags": [],
            "raised": "2011-09-01",
            "body": "Board",
            "meeting": "2011-09-01-board",
            "item": "Update",
            "closed": None,
            "note": None,
            "carried": False,
            "label": None,
            "people": ["OCS officials"],
            "times_carried": 0,
            "age_days": 30,
            "mentions": [
                {
                    "file": "a.md",
                    "line": 10,
                    "end_line": 10,
                    "meeting": "2011-09-01-board",
                    "status": None,
                    "text": "report back",
                    "link": "raised",
                    "likeness": None,
                }
            ],
            "file": "a.md",
            "line": 10,
            "end_line": 10,
        }
    )


def test_json_has_the_whole_id_and_a_column_the_short_one() -> None:
    action = action_of(mention("report back"))
    assert (action.id, action.id[:4]) == (find_field("id").value(action, TODAY), find_field("id").cell(action, TODAY))


def test_every_field_is_explained_and_named_once() -> None:
    assert all(one.meaning and one.title for one in FIELDS)
    names = [one.name for one in FIELDS]
    terms = [term for one in FIELDS for term in one.terms]
    assert (len(names), len(terms)) == (len(set(names)), len(set(terms)))


def test_age_runs_to_today_while_open_and_to_the_closing_after_it() -> None:
    said = mention("do", label="A-100")
    closed = register(sat("a.md", Day(2011, 9, 1), said), sat("b.md", Day(2011, 9, 11), replace(said, status=DONE)))
    assert (age_days(action_of(said), TODAY), age_days(only(closed), TODAY)) == (30, 10)
    assert age_days(action_of(replace(said, status=DONE)), TODAY) is None
    assert age_days(action_of(said, day=None), TODAY) is None
    assert age_days(action_of(said), Day(2011, 8, 1)) == 0


def test_overdue_is_open_and_due_before_today() -> None:
    late = mention("do", due=Day(2011, 9, 30))
    assert is_overdue(action_of(late), TODAY)
    assert not is_overdue(action_of(late), Day(2011, 9, 30))
    assert not is_overdue(action_of(replace(late, status=DROPPED)), TODAY)


def test_a_field_is_found_by_name_or_term_and_a_wrong_one_gets_a_near_name() -> None:
    assert (find_field("owner").name, find_field("due-text").name) == ("owners", "due_text")
    with pytest.raises(MinutesError, match="no field 'onwers'") as fault:
        find_field("onwers")
    assert fault.value.hint == "did you mean owners?"
    with pytest.raises(MinutesError) as fault:
        find_field("zzzz")
    assert fault.value.hint.startswith("known are id, text")


def some_actions() -> tuple[Action, ...]:
    said = [
        mention("b", "Zoe", due=Day(2011, 10, 2), status=DONE),
        mention("A", due=None, status=OPEN),
        mention("c", "ann", due=Day(2011, 10, 1), status=DROPPED),
    ]
    return register(sat("a.md", Day(2011, 9, 1), *(at(n, one) for n, one in enumerate(said)))).actions


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["due"], "cbA"),
        (["-due"], "bcA"),
        (["text"], "Abc"),
        (["owners"], "cbA"),
        (["status"], "Abc"),
        (["-line"], "cAb"),
        (["body", "-text"], "cbA"),
        (["carried"], "bAc"),
        ([], "bAc"),
    ],
)
def test_actions_are_sorted_by_fields_with_the_unstated_last(names: list[str], expected: str) -> None:
    assert expected == "".join(one.text for one in sort_actions(some_actions(), names, TODAY))


def test_a_history_is_nothing_to_sort_by() -> None:
    with pytest.raises(MinutesError, match="cannot be sorted by mentions"):
        sort_actions(some_actions(), ["mentions"], TODAY)
