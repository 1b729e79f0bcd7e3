from __future__ import annotations

from dataclasses import replace
from datetime import date as Day

import pytest

from makers import DONE, DROPPED, OPEN, at, document, documents_of, meeting, mention, only, register, sat
from minutes_cli.config import BodyName, Config, Person, Role
from minutes_cli.model import Decision, Diagnostic, Document, Mention, Severity
from minutes_cli.register.build import build
from minutes_cli.register.ids import ALPHABET
from minutes_cli.text import Span

SEPTEMBER, OCTOBER, NOVEMBER = Day(2011, 9, 1), Day(2011, 10, 6), Day(2011, 11, 3)
BOOK = mention("book the hall for the spring fair", "Ann")


def links(*documents: Document) -> list[list[tuple[str, str, int]]]:
    found = register(*documents)
    return [[(told.link, told.mention.path, told.mention.line) for told in one.mentions] for one in found.actions]


def id_of(statement: Mention, path: str = "a.md", body: str | None = "Board", day: Day | None = SEPTEMBER) -> str:
    return only(register(document(path, statement, of=meeting(path, day, body)))).id


# Ids


def test_a_derived_id_is_twelve_characters_that_are_hard_to_confuse() -> None:
    found = id_of(BOOK)
    assert (len(found), set(found) <= set(ALPHABET)) == (12, True)


@pytest.mark.parametrize(
    "other",
    [
        at(99, BOOK),
        replace(BOOK, owners=("Bob",)),
        replace(BOOK, status=DONE, note="done", closed=OCTOBER, tags=("x",)),
        replace(BOOK, text="Book  the **hall** for the\n  [spring fair](https://example.org)."),
        replace(BOOK, text="book the hall for the spring fair by Friday", due_text="by Friday"),
        replace(BOOK, item="Fair", form="checkbox", carried=True),
    ],
)
def test_a_derived_id_hangs_on_the_words_of_the_task_alone(other: Mention) -> None:
    assert id_of(BOOK) == id_of(other)


def test_another_day_body_or_word_is_another_id_and_the_path_counts_only_without_a_day() -> None:
    assert id_of(BOOK) == id_of(BOOK, path="b.md") == id_of(BOOK, body="The Board")
    assert len({id_of(BOOK), id_of(BOOK, day=OCTOBER), id_of(BOOK, body="Trust"), id_of(mention("book it"))}) == 4
    assert id_of(BOOK, day=None) != id_of(BOOK, day=None, path="b.md")


def test_identical_words_of_two_people_in_one_list_are_two_actions_with_ids_of_their_own() -> None:
    found = register(document("a.md", mention("read the paper", "Ann"), mention("read the paper", "Bob", line=11)))
    assert (2, id_of(mention("read the paper"))) == (len({one.id for one in found.actions}), found.actions[0].id)


def test_words_without_a_letter_still_have_an_id() -> None:
    assert id_of(mention("???")) != id_of(mention("!!!"))


def test_the_files_own_label_is_the_id_and_is_shown_whole() -> None:
    found = only(register(document("a.md", replace(BOOK, label="ACTION-123"))))
    assert (found.id, found.short_id, found.label) == ("ACTION-123", "ACTION-123", "ACTION-123")


def test_a_label_that_two_actions_have_is_qualified_by_the_meeting() -> None:
    found = register(
        sat("a.md", SEPTEMBER, mention("book the hall", "Ann", label="A7")),
        sat("b.md", OCTOBER, mention("paint the fence at the harbour", "Bob", label="A7")),
        sat(
            "c.md", OCTOBER, mention("count the boats", "Bob", label="A7"), mention("sweep", "Zoe", label="A7", line=40)
        ),
    )
    assert [one.id for one in found.actions] == [
        "2011-09-01-board/A7",
        "2011-10-06-board/A7",
        "2011-10-06-board/A7.2",
        "2011-10-06-board/A7.3",
    ]


def test_a_short_id_is_the_shortest_beginning_of_four_characters_or_more_that_no_other_has() -> None:
    found = register(document("a.md", *(mention(f"task number {n}", line=n * 20) for n in range(2000))))
    whole = [one.id for one in found.actions]
    assert all(sum(other.startswith(one.short_id) for other in whole) == 1 for one in found.actions)
    assert {4} < {len(one.short_id) for one in found.actions}
    assert all(one.short_id == one.id[: len(one.short_id)] for one in found.actions)


# The same action twice in one file

ENTRIES = (
    mention("book hall for the spring fair", "Ann Lee", line=50, form="list"),
    mention("paint the harbour fence", "Bob", line=51, form="list"),
    mention("count all boats in winter storage", "Cyd", line=52, form="list"),
)


def test_an_action_and_its_entry_in_a_list_of_actions_are_one_action_with_two_mentions() -> None:
    found = register(document("a.md", replace(BOOK, item="Fair"), *ENTRIES))
    assert len(found.actions) == 3
    first, second = found.actions[0].mentions
    assert (
        (first.link, first.likeness),
        (second.link, first.mention.line, second.mention.line),
    ) == (("raised", None), ("words", 10, 50))
    assert second.likeness is not None
    assert 0.8 < second.likeness < 1
    assert (found.actions[0].item, found.actions[0].line) == ("Fair", 10)


def test_a_list_at_the_beginning_is_the_same_action_too_and_takes_the_item_from_the_other_place() -> None:
    entries = tuple(at(one.line - 48, one) for one in ENTRIES)
    found = register(document("a.md", *entries, at(30, replace(BOOK, item="Fair"))))
    assert (len(found.actions[0].mentions), found.actions[0].item, found.actions[0].line) == (2, "Fair", 2)


def test_twins_need_owners_that_can_be_the_same() -> None:
    assert len(register(document("a.md", replace(BOOK, owners=("Zoe",)), *ENTRIES)).actions) == 4
    assert len(register(document("a.md", replace(BOOK, owners=()), *ENTRIES)).actions) == 3


def test_the_same_few_words_at_two_places_that_are_no_list_are_two_actions() -> None:
    first, second = mention("revisit next week", item="One", line=5), mention("revisit next week", item="Two", line=40)
    assert len(register(document("a.md", first, second)).actions) == 2


def test_a_label_makes_twins_of_different_words_and_different_labels_of_equal_words_do_not() -> None:
    first, second = mention("do it", label="[A 1]"), mention("write the report", label="a-1", line=60, item="List")
    assert links(document("a.md", first, second)) == [[("raised", "a.md", 10), ("id", "a.md", 60)]]
    twins = [replace(BOOK, label="A1"), at(60, replace(BOOK, label="A2", form="list"))]
    assert len(register(document("a.md", *twins)).actions) == 2


def test_each_statement_has_one_twin_at_most_in_another_list() -> None:
    inline = [replace(BOOK, item="One"), at(20, replace(BOOK, item="Two"))]
    found = register(document("a.md", *inline, *ENTRIES, at(53, ENTRIES[0])))
    assert [len(one.mentions) for one in found.actions if "hall" in one.text] == [2, 2]


def test_done_in_one_place_of_a_file_beats_open_in_another() -> None:
    entries = [replace(one, status=DONE) for one in ENTRIES]
    assert register(document("a.md", replace(BOOK, status=OPEN), *entries)).actions[0].status == DONE
    assert register(document("a.md", replace(BOOK, status=DONE), *ENTRIES)).actions[0].status == DONE


def test_owners_and_deadline_come_from_whichever_place_of_a_file_states_them() -> None:
    stated = at(5, replace(BOOK, owners=()))
    entries = (replace(ENTRIES[0], due=OCTOBER, due_text="6 October"), *ENTRIES[1:])
    action = register(document("a.md", stated, *entries)).actions[0]
    assert (action.owners, action.due, action.due_text) == (("Ann Lee",), OCTOBER, "6 October")


def test_a_file_of_thousands_of_actions_is_folded_in_seconds() -> None:
    words = "write report number {} for the harbour board"
    many = [mention(words.format(n), "Ann", line=n, item=str(n // 5)) for n in range(5000)]
    assert len(register(document("a.md", *many)).actions) == 5000


# What later meetings say


def test_a_later_meeting_joins_by_label_and_closes_on_its_day() -> None:
    found = only(
        register(
            sat("b.md", OCTOBER, mention("hall", label="A7", status=DONE, note="paid", carried=True)),
            sat("a.md", SEPTEMBER, replace(BOOK, label="A7")),
        )
    )
    assert (found.status, found.closed, found.note, found.id) == (DONE, OCTOBER, "paid", "A7")
    assert [(told.link, told.mention.path) for told in found.mentions] == [("raised", "a.md"), ("id", "b.md")]
    assert (found.raised, found.meeting, found.file, found.line) == (SEPTEMBER, "2011-09-01-board", "a.md", 10)


def test_the_same_label_with_other_words_that_nothing_carries_is_another_action() -> None:
    second = mention("paint the fence", "Bob", label="A7")
    assert len(register(sat("a.md", SEPTEMBER, replace(BOOK, label="A7")), sat("b.md", OCTOBER, second)).actions) == 2


@pytest.mark.parametrize(
    ("label", "later"),
    [
        ("ACTION-123", mention("venue settled with the council after all", "Bob")),
        ("A7", mention("venue settled with the council after all", status=DONE)),
        ("ACTION-12", mention("no longer needed, they have moved on")),
        ("A7", mention("book the hall, perhaps", "Ann")),
    ],
)
def test_a_label_is_the_same_action_where_it_is_a_trackers_a_report_or_of_the_same_words(
    label: str, later: Mention
) -> None:
    files = [sat("a.md", SEPTEMBER, replace(BOOK, label=label)), sat("b.md", OCTOBER, replace(later, label=label))]
    assert len(only(register(*files)).mentions) == 2


def test_a_label_is_the_same_with_and_without_the_word_action() -> None:
    label = replace(BOOK, label="Action A7")
    later = replace(label, label="A7")
    assert len(only(register(sat("a.md", SEPTEMBER, label), sat("b.md", OCTOBER, later))).mentions) == 2
    assert len(register(sat("a.md", SEPTEMBER, replace(BOOK, label="7"), mention("x", "Zoe", label="A7"))).actions) == 2


def test_labels_are_looked_up_in_the_same_body_only() -> None:
    later = mention("hall", label="A7", status=DONE, carried=True)
    found = register(sat("a.md", SEPTEMBER, replace(BOOK, label="A7")), sat("b.md", OCTOBER, later, body="Trust"))
    assert [one.status for one in found.actions] == [OPEN, DONE]


def test_an_id_written_into_later_minutes_is_found_backwards_in_time_by_eight_characters() -> None:
    stamp = id_of(BOOK)[:8].upper()
    later = mention("hall for the fair", label=stamp, status=DONE)
    found = only(register(sat("a.md", SEPTEMBER, BOOK), sat("b.md", OCTOBER, later)))
    assert (id_of(BOOK), DONE, None) == (found.id, found.status, found.label)
    assert len(register(sat("a.md", NOVEMBER, BOOK), sat("b.md", OCTOBER, later)).actions) == 2


def test_a_stamp_beside_its_own_action_changes_nothing_and_keeps_the_id_over_a_rewording() -> None:
    stamp = id_of(BOOK)[:8]
    same = only(register(document("a.md", replace(BOOK, label=stamp))))
    reworded = only(register(document("a.md", replace(BOOK, label=stamp, text="find a venue"))))
    assert (id_of(BOOK), None) == (same.id, same.label)
    assert (stamp, stamp) == (reworded.id, reworded.label)


def test_the_latest_meeting_that_says_something_has_the_last_word() -> None:
    says = [replace(BOOK, label="A-100", status=status) for status in (OPEN, DONE, None, OPEN)]
    days = [SEPTEMBER, OCTOBER, NOVEMBER, Day(2011, 12, 1)]
    sittings = [sat(f"{n}.md", day, one) for n, (day, one) in enumerate(zip(days, says, strict=True))]
    assert ((found := only(register(*sittings[:3]))).status, found.closed) == (DONE, OCTOBER)
    assert ((found := only(register(*sittings))).status, found.closed) == (OPEN, None)


def test_closed_is_the_written_day_before_the_day_of_the_first_report_and_none_when_closed_where_raised() -> None:
    label = replace(BOOK, label="A-100")
    reports = [replace(label, status=DONE), replace(label, status=DONE, closed=Day(2011, 9, 20))]
    assert Day(2011, 9, 20) == only(register(sat("a.md", SEPTEMBER, label), sat("b.md", OCTOBER, reports[1]))).closed
    twice = register(sat("a.md", SEPTEMBER, label), sat("b.md", OCTOBER, reports[0]), sat("c.md", NOVEMBER, reports[0]))
    assert only(twice).closed == OCTOBER
    assert only(register(sat("a.md", SEPTEMBER, reports[0]))).closed is None


def test_owners_and_deadline_are_the_latest_stated_and_tags_are_all() -> None:
    first = replace(BOOK, label="A-100", due=OCTOBER, due_text="6 October", tags=("fair",))
    second = mention(
        "the hall", "Bob", label="A-100", due_text="soon", tags=("money",), status=OPEN, progress="ongoing"
    )
    third = mention("the hall", label="A-100")
    found = only(register(sat("a.md", SEPTEMBER, first), sat("b.md", OCTOBER, second), sat("c.md", NOVEMBER, third)))
    assert (found.owners, found.due, found.due_text, found.tags) == (("Bob",), None, "soon", ("fair", "money"))
    assert (BOOK.text, "ongoing", True, 2) == (found.text, found.progress, found.carried, found.times_carried)


def test_meetings_of_one_file_are_taken_in_the_order_of_their_days() -> None:
    newest_first = [
        (meeting("log.md", OCTOBER, line=1), [at(3, replace(BOOK, label="A-100", status=DROPPED))]),
        (meeting("log.md", SEPTEMBER, line=20), [at(23, replace(BOOK, label="A-100"))]),
    ]
    found = only(register(documents_of("log.md", newest_first)))
    assert (found.status, found.closed, found.line) == (DROPPED, OCTOBER, 23)


def test_undated_minutes_come_last() -> None:
    label = replace(BOOK, label="A-100")
    undated = document("a.md", replace(label, status=DONE), of=meeting("a.md", None))
    assert [
        (told.link, told.mention.path) for told in only(register(undated, sat("b.md", SEPTEMBER, label))).mentions
    ] == [("raised", "b.md"), ("id", "a.md")]


def test_two_files_on_one_meeting_tell_of_the_same_action() -> None:
    found = only(register(sat("draft.md", SEPTEMBER, BOOK), sat("final.md", SEPTEMBER, replace(BOOK, status=DONE))))
    assert (found.status, found.closed, found.times_carried) == (DONE, None, 0)


def test_a_private_place_makes_the_action_private() -> None:
    assert register(document("a.md", replace(BOOK, private=True), *ENTRIES)).actions[0].private


# Bodies, people and the rest


def test_a_body_has_one_name_after_aliases_and_slips_of_the_pen() -> None:
    config = Config(bodies=(BodyName("Harbour Board", aliases=("HB",)),))
    bodies = ["HB", "The Harbor Board", "Harbour Board"]
    days = [SEPTEMBER, OCTOBER, NOVEMBER]
    one = replace(BOOK, label="A-100")
    files = [sat(f"{body}.md", day, one, body=body) for day, body in zip(days, bodies, strict=True)]
    found = register(*files, config=config)
    assert ({"Harbour Board"}, 3) == ({one.body for one in found.meetings}, len(only(found).mentions))


def test_a_file_without_a_body_takes_that_of_its_folder_where_the_others_agree() -> None:
    files = [
        sat("x/a.md", SEPTEMBER, BOOK),
        sat("x/b.md", OCTOBER, mention("paint the fence"), body=None),
        sat("y/c.md", OCTOBER, BOOK, body=None),
    ]
    assert [one.body for one in register(*files).actions] == ["Board", "Board", None]
    assert [
        one.body for one in register(*files, sat("x/d.md", NOVEMBER, body="Trust")).actions if one.file == "x/b.md"
    ] == [None]


def test_people_are_resolved_for_the_body_and_day_of_raising() -> None:
    config = Config(people=(Person("Ann Lee", roles=(Role("Chair", until=Day(2011, 9, 30)),)),))
    files = [sat("a.md", SEPTEMBER, mention("open", "Chair", "Bob")), sat("b.md", OCTOBER, mention("shut", "Chair"))]
    assert [one.people for one in register(*files, config=config).actions] == [("Ann Lee", "Bob"), ("Chair",)]


def test_actions_meetings_and_decisions_come_by_day_then_path_then_line_with_undated_ones_last() -> None:
    agreed = Decision("a.md", Span(0, 1), 5, 5, "agreed", None, None, meeting("a.md", None), False)
    files = [
        document("a.md", mention("one"), of=meeting("a.md", None), decisions=[agreed]),
        sat("c.md", SEPTEMBER, mention("three", line=30), mention("two", line=20)),
        sat("b.md", SEPTEMBER, mention("four")),
    ]
    found = register(*files)
    assert [one.text for one in found.actions] == ["four", "two", "three", "one"]
    assert [one.path for one in found.meetings] == ["b.md", "c.md", "a.md"]
    assert ([one.text for one in found.decisions], found.files) == (["agreed"], 3)


def test_diagnostics_of_documents_and_of_files_that_were_not_read_are_kept_in_order() -> None:
    faults = [Diagnostic("M001", "unreadable-file", Severity.ERROR, "no", path, 1, 1) for path in ("z.md", "b.md")]
    told = replace(document("c.md"), diagnostics=(replace(faults[0], path="c.md"),))
    assert [one.path for one in build([told], Config(), faults).diagnostics] == ["b.md", "c.md", "z.md"]


def test_no_documents_make_an_empty_register() -> None:
    assert (register().actions, register().files) == ((), 0)
