"""The laws of the register, whatever the minutes say and whoever asks."""

from __future__ import annotations

from datetime import date as Day
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makers import DONE, DROPPED, OPEN, at, documents_of, meeting, mention
from minutes_cli.config import Config, Group, Person, Role
from minutes_cli.model import Document, Mention, MinutesError, Register, Status
from minutes_cli.register.build import build
from minutes_cli.register.fields import FIELDS, action_row, sort_actions
from minutes_cli.register.people import People
from minutes_cli.register.query import Context, Query, QueryError, all_of, any_of, negated, parse_query

CONFIG = Config(
    people=(Person("Ann Lee", roles=(Role("Chair", until=Day(2011, 9, 30)),)), Person("Bob Ray")),
    groups=(Group("Officials", members=("Bob Ray",)),),
)
CONTEXT = Context(Day(2011, 10, 1), People.of(CONFIG), me="Ann Lee")
WORDS = ["book the hall", "book the big hall for the fair", "paint the fence", "done", "報告", "?", "report 12 to us"]
TERMS = [
    "owner:ann",
    "owner:officials",
    "hall",
    "is:open",
    "is:overdue",
    "status:done",
    "due:none",
    "due:..today",
    "/b./",
]

PIECES = ["(", ")", "OR", "NOT", "-", '"', "/", "x:", "due:x", " "]


@st.composite
def statements(draw: st.DrawFn) -> Mention:
    return at(
        draw(st.integers(1, 60)),
        mention(
            draw(st.sampled_from(WORDS)),
            *draw(st.lists(st.sampled_from(["Ann Lee", "Chair", "Officials", "bob", "@"]), max_size=2, unique=True)),
            form=draw(st.sampled_from(["keyword", "list"])),
            item=draw(st.sampled_from([None, "One", "Two"])),
            label=draw(st.sampled_from([None, None, "A7", "ACTION-123", "23456789", "[a 7]"])),
            status=draw(st.sampled_from([None, OPEN, DONE, DROPPED])),
            due=draw(st.sampled_from([None, Day(2011, 9, 20), Day(2011, 10, 20)])),
            carried=draw(st.booleans()),
        ),
    )


@st.composite
def folders(draw: st.DrawFn) -> list[Document]:
    days = st.sampled_from([None, Day(2011, 9, 1), Day(2011, 10, 6)])
    found = []
    for path in draw(st.lists(st.sampled_from(["a.md", "b.md", "x/c.md", "x/d.md"]), unique=True)):
        sittings = [
            (meeting(path, draw(days), draw(st.sampled_from([None, "Board", "The Board", "Trust"])), line=line),
             draw(st.lists(statements(), max_size=5, unique_by=lambda one: one.line)))
            for line in draw(st.lists(st.sampled_from([1, 100]), unique=True, min_size=1))
        ]  # fmt: skip
        found.append(documents_of(path, sittings))
    return found


def registered(documents: list[Document]) -> Register:
    return build(documents, CONFIG)


@given(folders(), st.randoms(use_true_random=False))
def test_the_order_of_the_documents_changes_nothing(documents: list[Document], random: Random) -> None:
    shuffled = random.sample(documents, len(documents))
    assert registered(documents) == registered(shuffled)


@given(folders())
def test_every_statement_is_told_once_and_every_id_is_unique(documents: list[Document]) -> None:
    found = registered(documents)
    told = [
        (one.mention.path, one.mention.span, one.mention.text) for action in found.actions for one in action.mentions
    ]
    said = [(one.path, one.span, one.text) for document in documents for one in document.mentions]
    assert sorted(told) == sorted(said)
    assert len({one.id.casefold() for one in found.actions}) == len(found.actions)
    assert all(action.mentions[0].link == "raised" for action in found.actions)


@given(folders())
def test_a_short_id_means_one_action_only(documents: list[Document]) -> None:
    actions = registered(documents).actions
    for action in actions:
        meant = [one for one in actions if one.id.casefold().startswith(action.short_id.casefold())]
        assert action in meant
        assert len(meant) == 1 or action.label is not None


@given(folders())
def test_closed_actions_are_never_closed_before_they_are_raised_by_a_report(documents: list[Document]) -> None:
    for action in registered(documents).actions:
        assert action.closed is None or action.status is not Status.OPEN
        assert action.closed is None or action.raised is None or action.closed > action.raised


queries = st.recursive(
    st.sampled_from(TERMS).map(parse_query),
    lambda inner: st.one_of(
        inner.map(negated),
        st.lists(inner, min_size=1, max_size=3).map(lambda found: all_of(*found)),
        st.lists(inner, min_size=1, max_size=3).map(lambda found: any_of(*found)),
    ),
    max_leaves=6,
)


@given(folders(), queries)
def test_not_is_the_complement_and_the_text_of_a_query_means_the_query(documents: list[Document], query: Query) -> None:
    asked = parse_query(query.text)
    actions = registered(documents).actions
    meant = asked.filter(actions, CONTEXT)
    rest = negated(asked).filter(actions, CONTEXT)
    assert [one for one in actions if one in meant or one in rest] == list(actions)
    assert not {one.id for one in meant} & {one.id for one in rest}


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from([*TERMS, *PIECES])).map("".join)))
def test_a_query_that_cannot_be_read_raises_nothing_but_a_query_error(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError as fault:
        message = str(fault)
    else:
        message = "  ^"
        assert negated(negated(query)).filter((), CONTEXT) == ()
    assert message.endswith("^")


@given(st.lists(st.text(max_size=20), max_size=4))
def test_arguments_of_any_kind_raise_nothing_but_a_query_error(arguments: list[str]) -> None:
    try:
        parse_query(arguments).filter((), CONTEXT)
    except QueryError:
        return
    except MinutesError as fault:
        pytest.fail(str(fault))


@given(folders(), st.lists(st.sampled_from([one.name for one in FIELDS if one.sortable]), max_size=3))
def test_sorting_loses_nothing_and_every_field_can_be_shown(documents: list[Document], names: list[str]) -> None:
    actions = registered(documents).actions
    assert sorted(one.id for one in sort_actions(actions, names, CONTEXT.today)) == sorted(one.id for one in actions)
    assert all(len(action_row(one, CONTEXT.today)) == len([f for f in FIELDS if f.in_json]) for one in actions)
