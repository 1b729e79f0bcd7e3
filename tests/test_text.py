"""Places in a text, and edits to it, where a line more or less or a missing line end makes a difference."""

from __future__ import annotations

import pytest

from minutes_cli.dates.tokens import fold, without_addresses
from minutes_cli.text import Edit, EditRefused, Hunk, Source, Span, apply, between, hunks, line_starts, replay, turned


def edit(before: str, old: str, new: str, at: int | None = None) -> Edit:
    start = before.index(old) if at is None else at
    return Edit("a.md", Span(start, start + len(old)), old, new)


@pytest.mark.parametrize(
    ("text", "offset", "line", "column"),
    [("", 0, 1, 1), ("", 3, 1, 4), ("ab\ncd\n", 0, 1, 1), ("ab\ncd\n", 2, 1, 3), ("ab\ncd\n", 4, 2, 2), ("\n\nx", 2, 3, 1)],
)  # fmt: skip
def test_a_place_has_a_line_and_a_column(text: str, offset: int, line: int, column: int) -> None:
    source = Source("a.md", text)
    assert (line, column) == (source.line(offset), source.column(offset))


@pytest.mark.parametrize(
    ("text", "line", "span"),
    [
        ("ab\ncd\n", 1, (0, 2)),
        ("ab\ncd\n", 2, (3, 5)),
        ("ab\r\ncd", 1, (0, 2)),
        ("ab\r\ncd", 2, (4, 6)),
        ("ab\r", 1, (0, 2)),
        ("\nab\r", 1, (0, 0)),
        ("\n\r\nx\n", 1, (0, 0)),
        ("\n\r\nx\n", 2, (1, 1)),
        ("\n\r\nx\n", 3, (3, 4)),
    ],
)
def test_a_line_is_given_without_its_end(text: str, line: int, span: tuple[int, int]) -> None:
    assert Span(*span) == Source("a.md", text).line_span(line)


@pytest.mark.parametrize(
    ("text", "offset", "newline"),
    [
        ("", 0, "\n"),
        ("a", 0, "\n"),
        ("a\r\nb", 3, "\r\n"),
        ("a\r\nb\nc", 5, "\n"),
        ("a\nb\r\nc", 5, "\r\n"),
        ("a\r\nb\n", 0, "\r\n"),
        ("a\nb\r\n", 0, "\n"),
        ("a\nb\r\n", 2, "\r\n"),
    ],
)
def test_the_line_end_in_use_is_that_of_the_line_or_of_the_one_before(text: str, offset: int, newline: str) -> None:
    assert newline == Source("a.md", text).newline_at(offset)


def test_lines_begin_after_newlines_alone() -> None:
    assert (0, 3, 4) == line_starts("ab\n\nc\x0bd\x85e\u2028f")
    assert () == line_starts("")
    assert (0,) == line_starts("a\n")


def test_edits_are_made_in_the_order_of_their_places() -> None:
    text = "one two three"
    made = apply(
        text, [edit(text, "three", "3"), edit(text, "one", "1"), edit(text, "", "!", 3), edit(text, "", "?", 3)]
    )
    assert "1!? two 3" == made
    with pytest.raises(EditRefused, match=r"^a\.md: two edits overlap at character 2$"):
        apply(text, [edit(text, "one", "1"), edit(text, "e t", "")])
    with pytest.raises(EditRefused, match=r"^a\.md: 'four' is no longer at character 4$"):
        apply(text, [Edit("a.md", Span(4, 8), "four", "")])


@pytest.mark.parametrize(
    ("before", "after", "start", "old", "new"),
    [
        ("abc", "abc", 3, "", ""),
        ("abc", "axc", 1, "b", "x"),
        ("abc", "abcd", 3, "", "d"),
        ("abc", "xabc", 0, "", "x"),
        ("abab", "ab", 2, "ab", ""),
        ("aa", "aaa", 2, "", "a"),
        ("", "a", 0, "", "a"),
        ("abc", "xyz", 0, "abc", "xyz"),
    ],
)
def test_two_texts_differ_by_one_edit(before: str, after: str, start: int, old: str, new: str) -> None:
    made = between("a.md", before, after)
    assert Edit("a.md", Span(start, start + len(old)), old, new) == made
    assert after == apply(before, [made])


@pytest.mark.parametrize(
    ("before", "old", "new", "hunk"),
    [
        ("a\nb\nc\n", "b", "x", Hunk(2, "b\n", "x\n")),
        ("a\nb\nc\n", "b\n", "", Hunk(2, "b\n", "")),
        ("a\nb\nc\n", "b\n", "x\n", Hunk(2, "b\n", "x\n")),
        ("a\nb\nc\n", "b\n", "x", Hunk(2, "b\nc\n", "xc\n")),
        ("ab\nc\n", "b\n", "", Hunk(1, "ab\nc\n", "ac\n")),
        ("ab\nc\nd\n", "b\n", "x\n", Hunk(1, "ab\n", "ax\n")),
        ("a\nb", "b", "x", Hunk(2, "b", "x")),
        ("a\nb\nc\n", "b\nc", "x", Hunk(2, "b\nc\n", "x\n")),
        ("a\nb\n", "a", "x\ny", Hunk(1, "a\n", "x\ny\n")),
        ("\na\n", "a", "x", Hunk(2, "a\n", "x\n")),
        ("\na\n", "", "x", Hunk(1, "\n", "x\n")),
    ],
)
def test_a_hunk_is_whole_lines(before: str, old: str, new: str, hunk: Hunk) -> None:
    assert (hunk,) == hunks(before, [edit(before, old, new)])


def test_lines_are_inserted_without_touching_their_neighbours() -> None:
    assert (Hunk(2, "b\n", "x\nb\n"),) == hunks("a\nb\n", [edit("a\nb\n", "", "x\n", 2)])


def test_neighbouring_lines_are_one_hunk_and_others_are_not() -> None:
    text = "a\nb\nc\nd\n"
    assert (Hunk(1, "a\nb\n", "x\ny\n"),) == hunks(text, [edit(text, "b", "y"), edit(text, "a", "x")])
    apart = hunks(text, [edit(text, "a", "x\nx"), edit(text, "c", "y"), edit(text, "", "z", 5)])
    assert (Hunk(1, "a\n", "x\nx\n"), Hunk(3, "c\n", "yz\n")) == apart
    assert (Hunk(1, "x\nx\n", "a\n"), Hunk(4, "yz\n", "c\n")) == turned(apart)
    three = hunks(text, [edit(text, "a", "x\nx"), edit(text, "c", "y\ny"), edit(text, "d\n", "")])
    assert (Hunk(1, "a\n", "x\nx\n"), Hunk(3, "c\nd\n", "y\ny\n")) == three
    wider = "a\nb\nc\nd\ne\n"
    moved = turned(hunks(wider, [edit(wider, one, f"{one}\n{one}") for one in "ace"]))
    assert [1, 4, 7] == [one.line for one in moved]
    twice = [edit(text, "", "z", 5), edit(text, "", "y", 5)]
    assert (Hunk(3, "c\n", "czy\n"),) == hunks(text, twice)
    wide = hunks(text, [edit(text, "a\nb\nc", "x"), edit(text, "d", "y")])
    assert (Hunk(1, text, "x\ny\n"),) == wide


def test_hunks_are_made_where_the_lines_stand_nearest() -> None:
    text = "x\na\nx\nb\nx\n"
    for line, at in ((1, 0), (2, 0), (3, 4), (4, 4), (5, 8), (9, 8)):
        assert (Edit("a.md", Span(at, at + 2), "x\n", "y\n"),) == replay("a.md", text, [Hunk(line, "x\n", "y\n")]), line
    assert (Edit("a.md", Span(2, 2), "", "y\n"),) == replay("a.md", text, [Hunk(2, "", "y\n")])
    assert (Edit("a.md", Span(10, 10), "", "y\n"),) == replay("a.md", text, [Hunk(9, "", "y\n")])
    assert (Edit("a.md", Span(0, 0), "", "y\n"),) == replay("a.md", "a", [Hunk(1, "", "y\n")])
    assert replay("a.md", text, [Hunk(1, "x\n", "y\n"), Hunk(2, "q\n", "y\n")]) is None
    assert replay("a.md", "xa\nx", [Hunk(1, "x\n", "y\n")]) is None
    assert (Edit("a.md", Span(3, 4), "x", "y"),) == replay("a.md", "xa\nx", [Hunk(2, "x", "y")])


def test_folded_words_keep_every_character_in_its_place() -> None:
    assert "it's" == fold("It’s")
    assert "İt's a" == fold("İT’S A")


def test_addresses_are_spaces_and_all_else_stands_where_it_stood() -> None:
    text = "see (https://a.example/3-4) by 3-5, 'x://y' <z>"
    blank = f"see ({' ' * 21}) by 3-5, '{' ' * 5}' <z>"
    assert blank == without_addresses(text)
    assert "3-5 - 4" == without_addresses("3-5 - 4")
