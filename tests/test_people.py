from __future__ import annotations

from datetime import date as Day

import pytest

from minutes_cli.config import Alias, BodyName, Config, Group, Person, Role
from minutes_cli.register.names import Bodies, body_key, key
from minutes_cli.register.people import Match, People, likely_aliases, suggest

CONFIG = Config(
    people=(
        Person(
            "Ann Lee",
            aliases=(Alias("@annie"), Alias("AL", body="Board")),
            roles=(Role("Chair", until=Day(2011, 9, 30)),),
        ),
        Person(
            "Bob Ray",
            aliases=(Alias("Bob"),),
            roles=(Role("Chair", since=Day(2011, 10, 1)), Role("Clerk", body="Board")),
        ),
        Person("Cyd Moe", roles=(Role("Clerk", body="Trust"), Role("Auditor"))),
        Person("Dee Fay", roles=(Role("Auditor"),)),
    ),
    groups=(
        Group("OCS officials", aliases=(Alias("Officials"),), members=("Bob", "Treasurer")),
        Group("Everybody", members=("OCS officials", "Ann Lee", "Everybody")),
    ),
    bodies=(BodyName("Board", aliases=("Directors",)),),
)
PEOPLE = People.of(CONFIG)
SEPTEMBER, OCTOBER = Day(2011, 9, 1), Day(2011, 10, 6)


def how(query: str, owner: str, body: str | None = "Board", day: Day | None = SEPTEMBER) -> str | None:
    found = PEOPLE.matches(query, owner, body, day)
    return found.how if found else None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("ann  LEE", "Ann Lee"),
        ("Ann-Lee,", "Ann Lee"),
        ("annie", "Ann Lee"),
        ("officials", "OCS officials"),
        ("the Officials", "OCS officials"),
        ("Zoe", "Zoe"),
    ],
)
def test_names_aliases_and_handles_mean_somebody_whatever_their_case_and_punctuation(words: str, name: str) -> None:
    assert name == PEOPLE.resolve(words, "Board", SEPTEMBER)


def test_an_alias_may_hold_in_one_body_only_under_any_of_its_names() -> None:
    assert PEOPLE.resolve("AL", "The Directors", SEPTEMBER) == "Ann Lee"
    assert PEOPLE.resolve("AL", "Trust", SEPTEMBER) == "AL"


def test_a_role_means_whoever_held_it_in_that_body_on_that_day() -> None:
    assert PEOPLE.resolve("Chair", "Board", Day(2011, 9, 30)) == "Ann Lee"
    assert PEOPLE.resolve("Chair", "Board", Day(2011, 10, 1)) == "Bob Ray"
    assert (PEOPLE.resolve("Clerk", "Board", None), PEOPLE.resolve("Clerk", "Trust", None)) == ("Bob Ray", "Cyd Moe")


def test_a_role_that_two_hold_or_that_hangs_on_an_unknown_day_means_nobody() -> None:
    assert PEOPLE.resolve("Auditor", "Board", SEPTEMBER) == "Auditor"
    assert PEOPLE.resolve("Chair", "Board", None) == "Chair"
    assert PEOPLE.resolve("Clerk", None, SEPTEMBER) == "Clerk"


@pytest.mark.parametrize(
    ("query", "owner", "expected"),
    [
        ("OCS officials", "OCS officials", "literal"),
        ("ocs OFFICIALS", "OCS officials", "literal"),
        ("OCS officials", "Officials", "alias"),
        ("Officials", "OCS officials", "alias"),
        ("Ann Lee", "Chair", "role"),
        ("Chair", "Ann Lee", "role"),
        ("Bob Ray", "Officials", "group"),
        ("Bob Ray", "Everybody", "group"),
        ("Officials", "Bob", "group"),
        ("Officials", "Treasurer", "group"),
        ("Everybody", "Officials", "group"),
        ("Bob Ray", "Chair", None),
        ("Lee", "Ann Lee", "substring"),
        ("fficial", "OCS officials", "substring"),
        ("Zoe", "Bob", None),
        ("@", "@annie", "substring"),
        ("", "Bob", None),
    ],
)
def test_a_question_finds_an_owner_by_name_alias_role_group_and_words(
    query: str, owner: str, expected: str | None
) -> None:
    assert expected == how(query, owner)


def test_a_match_says_which_words_matched_and_whom_they_mean() -> None:
    assert Match("alias", "Officials", "OCS officials") == PEOPLE.matches("OCS officials", "Officials", None, None)


def test_a_known_name_is_found_as_whole_words_only() -> None:
    assert (how("Bob", "Bob and friends"), how("Bob", "Bobby")) == ("substring", None)


def test_a_question_by_person_follows_the_role_through_time() -> None:
    assert (how("Bob Ray", "Chair", day=SEPTEMBER), how("Bob Ray", "Chair", day=OCTOBER)) == (None, "role")


def test_near_names_are_suggested_nearest_first() -> None:
    assert suggest("Anne Leigh", ["Bob Ray", "Ann Lee", "Zed"])[0] == "Ann Lee"
    assert suggest("Ωμέγα", ["Bob Ray"]) == []


def test_likely_aliases_are_first_names_initials_handles_and_slips_that_fit_one_name_only() -> None:
    names = [
        "Peter",
        "Peter Marsh",
        "JLG",
        "Julian Le Grand",
        "pmarsh",
        "Ann",
        "Ann Lee",
        "Ann Roe",
        "Katherine",
        "Katharine",
    ]
    assert likely_aliases(names) == (
        ("JLG", "Julian Le Grand"),
        ("Katharine", "Katherine"),
        ("Katherine", "Katharine"),
        ("Peter", "Peter Marsh"),
        ("pmarsh", "Peter Marsh"),
    )


def test_what_the_people_file_knows_includes_roles_and_aliases_of_one_body() -> None:
    assert all(map(PEOPLE.knows, ("chair", "AL", "officials", "Dee Fay")))
    assert not PEOPLE.knows("Zoe")


def test_names_of_a_body_are_the_same_after_articles_aliases_and_words_for_meeting() -> None:
    assert body_key("Minutes of the Directors", CONFIG.bodies) == "board"
    assert body_key("The X Board") == body_key("X Board") == body_key("X Board Meeting") == "x board"
    assert body_key("Meeting") == "meeting"


def test_a_slip_of_the_pen_is_the_same_body_and_another_number_or_acronym_is_not() -> None:
    bodies = Bodies.of((), ["Harbour Board", "Harbour Board", "Harbor Board", "Group 1", "Group 2", "TAC", "TSC"])
    assert bodies.name("the harbor board") == "Harbour Board"
    assert len({bodies.key(one) for one in ("Group 1", "Group 2", "TAC", "TSC")}) == 4


def test_a_key_keeps_letters_of_every_script() -> None:
    assert (key("Ştefan"), key("小泉"), key("O’Brien")) == ("ştefan", "小泉", "obrien")
