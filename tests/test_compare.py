"""Two registers held against each other, and two texts merged: without git, from texts alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_cli.config import Config
from minutes_cli.model import Register
from minutes_cli.reading.parse import parse
from minutes_cli.register.build import build
from minutes_cli.register.compare import Kind, compare, pair
from minutes_cli.register.merge import is_union, merge_lines
from minutes_cli.text import Source

HEAD = "# Harbour Board, 7 January 2025\n\n"
LIST = ("- [ ] Ann: get three quotes for the roof\n", "- [ ] Bo: measure the roof\n", "- [ ] Cy: ring the insurer\n")


def read(*texts: str, names: tuple[str, ...] = ("minutes/a.md", "minutes/b.md")) -> Register:
    return build([parse(Source(name, text), Config()) for name, text in zip(names, texts, strict=False)], Config())


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(one.kind.value, one.action.text) for one in compare(read(HEAD + before), read(HEAD + after))]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("- [ ] Ann: sweep the hall\n", "- [ ] Ann: sweep the hall\n", []),
        ("", "- [ ] Ann: sweep the hall\n", [("raised", "sweep the hall")]),
        ("- [ ] Ann: sweep the hall\n", "", [("vanished", "sweep the hall")]),
        ("- [ ] Ann: sweep the hall\n", "- [x] Ann: sweep the hall\n", [("closed", "sweep the hall")]),
        ("- [x] Ann: sweep the hall\n", "- [ ] Ann: sweep the hall\n", [("reopened", "sweep the hall")]),
        ("- [ ] Ann: sweep the hall\n", "- [ ] Bo: sweep the hall\n", [("reassigned", "sweep the hall")]),
        (
            "- [ ] Ann: sweep the hall by 2025-02-01\n",
            "- [ ] Ann: sweep the hall by 2025-03-01\n",
            [("due moved", "sweep the hall")],
        ),
        (
            "- [ ] Ann: sweep the hall\n",
            "- [ ] Ann: sweep the whole hall\n",
            [("reworded", "sweep the whole hall")],
        ),
        (
            "- [ ] Ann: sweep the hall\n",
            "- [x] Bo: sweep the whole hall\n",
            [(kind, "sweep the whole hall") for kind in ("reworded", "reassigned", "closed")],
        ),
        (
            "- [ ] Ann: sweep the hall\n",
            "- [ ] Ann: write to the council\n",
            [("raised", "write to the council"), ("vanished", "sweep the hall")],
        ),
        ("- [ ] Ann: sweep the hall\n", "\n\n- [ ] Ann:  **Sweep** the hall.\n", []),
    ],
)  # fmt: skip
def test_each_kind_of_difference(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(told(before, after)) == sorted(expected)


def test_a_list_reworded_throughout_is_paired_line_by_line() -> None:
    after = [line.replace("the ", "the old ") for line in LIST]
    found = pair(read(HEAD + "".join(LIST)), read(HEAD + "".join(after)))
    assert not found.gone
    assert not found.new
    assert all(old.line == now.line for old, now in found.pairs)


def test_a_label_that_another_action_gets_too_is_no_new_action() -> None:
    one = "# Board, 7 January 2025\n\nACTION A7: Ann to sweep the hall\n"
    other = "# Crew, 9 January 2025\n\nACTION A7: Bo to oil the boat\n"
    assert [one.kind for one in compare(read(one), read(one, other))] == [Kind.RAISED]


def test_a_file_with_another_name_is_no_change() -> None:
    text = HEAD + "".join(LIST)
    assert not compare(read(text), read(text, names=("minutes/z.md",)))


def test_another_day_moves_the_action() -> None:
    before, after = read(HEAD + LIST[0]), read(HEAD.replace("7 January", "8 January") + LIST[0])
    assert [one.kind for one in compare(before, after)] == [Kind.MOVED]


def test_the_same_words_twice_are_paired_in_their_order() -> None:
    twice = LIST[1] + LIST[1]
    assert told(twice, LIST[1].replace("[ ]", "[x]") + LIST[1]) == [("closed", "measure the roof")]


LINES = st.lists(st.sampled_from([*LIST, *(one.replace("[ ]", "[x]") for one in LIST), "Text.\n", "\n"]), max_size=8)


@given(LINES, LINES)
def test_every_action_is_told_of_once(before: list[str], after: list[str]) -> None:
    old, new = read(HEAD + "".join(before)), read(HEAD + "".join(after))
    found = pair(old, new)
    assert sorted(one.id for one in old.actions) == sorted([a.id for a, _ in found.pairs] + [a.id for a in found.gone])
    assert sorted(one.id for one in new.actions) == sorted([b.id for _, b in found.pairs] + [b.id for b in found.new])
    assert not compare(new, new)


@given(LINES, LINES, LINES)
def test_a_merge_that_is_made_is_the_union(base: list[str], ours: list[str], theirs: list[str]) -> None:
    texts = [HEAD + "".join(one) for one in (base, ours, theirs)]
    merged = merge_lines(*texts)
    assert merge_lines(texts[0], texts[2], texts[1]) == merged
    if merged is None:
        return
    old, mine, yours, both = (read(one) for one in (*texts, merged))
    if is_union(old, mine, yours, both):
        states = [{one.id: one.status for one in register.actions} for register in (old, mine, yours, both)]
        for key in set().union(*states):
            was, here, there, found = (one.get(key) for one in states)
            assert found == (there if here == was else here)


@given(LINES, LINES)
def test_a_side_that_changed_nothing_yields(base: list[str], theirs: list[str]) -> None:
    old, new = "".join(base), "".join(theirs)
    assert merge_lines(old, old, new) == merge_lines(old, new, old) == merge_lines(old, new, new) == new


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("A\nb\nc\n", "a\nB\nc\n", "A\nB\nc\n"),
        ("A\nB\nc\n", "a\nb\nC\n", "A\nB\nC\n"),
        ("A\nb\nc\n", "b\nc\n", None),
        ("A\nb\nc\n", "AA\nb\nc\n", None),
        ("a\nx\nb\nc\n", "a\ny\nb\nc\n", None),
        ("a\nx\nb\nc\n", "a\nx\nb\nC\n", "a\nx\nb\nC\n"),
        ("a\nx\nb\nc\n", "a\nB\nc\n", "a\nx\nB\nc\n"),
        ("A\nb\nc", "a\nb\nC", "A\nb\nC"),
    ],
)
def test_lines_are_merged_where_only_one_side_changed_them(ours: str, theirs: str, expected: str | None) -> None:
    base = "a\nb\nc" + ("\n" if ours.endswith("\n") else "")
    assert merge_lines(base, ours, theirs) == expected


def test_what_says_more_or_less_than_both_is_no_union() -> None:
    base = "".join(LIST)
    ours, theirs = base.replace("[ ] Ann", "[x] Ann"), base.replace("[ ] Bo", "[x] Bo")
    both = ours.replace("[ ] Bo", "[x] Bo")
    old, mine, yours = (read(HEAD + one) for one in (base, ours, theirs))
    assert is_union(old, mine, yours, read(HEAD + both))
    more = (both.replace("[ ] Cy", "[x] Cy"), both + "- [ ] Di: mop\n", both + "\nAgreed: to stop.\n")
    for wrong in (base, ours, theirs, *more):
        assert not is_union(old, mine, yours, read(HEAD + wrong)), wrong
