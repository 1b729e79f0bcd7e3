"""Changes: the case files of tests/cases/changes, the laws, and what is refused.

A case is a heading after `====`, files between `~~~ NAME` lines, commands, and the files as they are afterwards; a file
without a name is the last one that was laid out. `????????` stands for eight characters of an id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Day
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes_cli.config import Config
from minutes_cli.model import Change, Status
from minutes_cli.reading.parse import parse
from minutes_cli.register.adding import New, add
from minutes_cli.register.book import Book
from minutes_cli.register.build import build
from minutes_cli.register.change import CannotChange, Closing, assign, close, due, prove, reopen
from minutes_cli.register.prove import make
from minutes_cli.text import Edit, Source, Span, apply, hunks, replay, turned
from transcripts import Step, _with, differences, lay_out, play

FOLDER = Path(__file__).parent / "cases" / "changes"
DAY = Day(2026, 3, 20)


@dataclass
class Case:
    title: str
    before: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    after: dict[str, str] = field(default_factory=dict)


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.md")):
        for part in re.split(r"^==== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            yield read_case(f"{path.stem}: {part.splitlines()[0]}", part.splitlines()[1:])


def read_case(title: str, lines: list[str]) -> Case:
    case, name, is_open = Case(title), "", False
    for number, line in enumerate(lines, 1):
        side = case.after if case.steps else case.before
        if line.startswith("~~~"):
            is_open = line != "~~~" or not is_open
            if is_open:
                name = line.removeprefix("~~~").strip() or list(case.before)[-1]
                side[name] = ""
        elif is_open:
            side[name] += f"{line}\n"
        elif line.startswith("$ "):
            case.steps.append(Step(number, line.removeprefix("$ "), (), (), 0))
        elif case.steps and line.strip():
            case.steps[-1] = _with(case.steps[-1], line)
    return case


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.title)
def test_a_change_leaves_the_text_that_a_careful_hand_would(case: Case, tmp_path: Path) -> None:
    lay_out({"minutes.toml": "", **case.before}, tmp_path)
    for step in case.steps:
        ran = play(step, tmp_path)
        if step.err or step.code:
            assert differences(step, ran) == []
        else:
            assert (ran.err, ran.code) == ("", 0), ran.err
    for name, text in {**case.before, **case.after}.items():
        found = (tmp_path / name).read_text(encoding="utf-8")
        pattern = re.escape(text).replace(re.escape("????????"), r"\w{8}")
        assert re.fullmatch(pattern, found), found


TASKS = st.sampled_from(
    [
        "Ann to book the room",
        "Ann: order tea by 3 April 2026",
        "[ ] Bo: mend the fence",
        "[x] Bo: paint it",
        "Cy to write – ongoing",
        "Dee and Ann to call the mayor (soon)",
        "Ann to go; Bo to stay",
        "TODO Eve: look into #roof @home",
        "Ann to send it (done)",
    ]
)
MARKS = st.sampled_from(["- ", "* ", "1. ", "ACTION: ", "- ACTION: ", "  - "])
NEWLINES = st.sampled_from(["\n", "\r\n"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.tuples(MARKS, TASKS), min_size=1, max_size=6, unique=True))
    newline = draw(NEWLINES)
    body = newline.join(mark + task for mark, task in lines)
    return f"# Board 2026-03-03{newline}{newline}## Actions{newline}{newline}{body}" + draw(
        st.sampled_from(["", newline])
    )


def book(text: str, path: str = "2026-03-03.md") -> Book:
    document = parse(Source(path, text), Config())
    return Book.of(build([document], Config()), [document], Config())


def done(note: str | None = None) -> Closing:
    return Closing(Status.DONE, DAY, note)


@given(text=texts(), note=st.sampled_from([None, "sent", "sent (twice): by Bo, on 3 May; see #12 [1]"]))
@settings(max_examples=60, deadline=None)
def test_closing_one_changes_no_other_and_opening_it_gives_the_text_back(text: str, note: str | None) -> None:
    found = book(text)
    for action in found.register.actions:
        if action.status is not Status.OPEN:
            continue
        try:
            (change,) = close(found, [action], done(note))
        except CannotChange:
            continue
        again = book(change.after)
        others = [one for one in again.register.actions if one.id != action.id]
        statuses = {one.id: one.status for one in found.register.actions}
        assert {one.id: one.status for one in others} == {key: statuses[key] for key in statuses if key != action.id}
        own = next(one for one in again.register.actions if one.id == action.id)
        assert own.status is Status.DONE
        (back,) = reopen(again, [own], {change.path: turned(hunks(change.before, change.edits))})
        assert text == back.after


@given(text=texts(), picks=st.sets(st.integers(0, 5), min_size=1))
@settings(max_examples=40, deadline=None)
def test_several_are_closed_together_or_not_at_all(text: str, picks: set[int]) -> None:
    found = book(text)
    wanted = [one for at, one in enumerate(found.register.actions) if at in picks and one.status is Status.OPEN]
    try:
        changes = close(found, wanted, done())
    except CannotChange:
        return
    after = book(changes[0].after) if changes else found
    assert {one.id for one in wanted} <= {one.id for one in after.register.actions if one.status is Status.DONE}


@given(text=st.text(alphabet="ab\n\r", max_size=30), data=st.data())
@settings(deadline=None)
def test_hunks_replay_an_edit_and_turned_take_it_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edit = Edit("a", Span(start, end), text[start:end], data.draw(st.text(alphabet="cd\n", max_size=5)))
    after = apply(text, [edit])
    made = hunks(text, [edit])
    assert after == apply(text, replay("a", text, made) or ()) or not any(one.old for one in made)
    if all(one.new for one in made):
        assert text == apply(after, replay("a", after, turned(made)) or ())


def test_hunks_are_found_where_their_lines_went() -> None:
    made = hunks("a\nb\n", [Edit("a", Span(2, 3), "b", "c")])
    assert "new\na\nb\n" == apply("new\na\nc\n", replay("a", "new\na\nc\n", turned(made)) or ())


def test_hunks_are_not_found_where_somebody_changed_the_line() -> None:
    made = hunks("a\nb\n", [Edit("a", Span(2, 3), "b", "c")])
    assert replay("a", "a\nc too\n", turned(made)) is None


def test_a_change_that_says_more_than_it_declares_is_not_proved() -> None:
    found = book("- [ ] Ann: book the room\n- [ ] Bo: order the tea\n")
    (change,) = close(found, [found.register.actions[0]], done())
    second = change.before.index("[ ] Bo") + 1
    more = make(
        found.documents[change.path],
        (*change.edits, Edit(change.path, Span(second, second + 1), " ", "x")),
        change.effects,
    )
    assert more is not None
    assert prove(more, Config()) == "status of the action in line 2 would be read differently"


def test_a_change_that_does_not_do_what_it_declares_is_not_proved() -> None:
    found = book("- [ ] Ann: book the room\n")
    (change,) = close(found, [found.register.actions[0]], done())
    idle = Change(change.path, change.before, change.before, (), change.effects)
    assert prove(idle, Config()) == "the action in line 1 would not be read as done"


def test_a_closed_action_is_not_closed_again() -> None:
    found = book("- [x] Ann: book the room\n")
    with pytest.raises(CannotChange, match="done already"):
        close(found, found.register.actions, done())


def test_an_owner_who_could_not_be_read_back_is_refused() -> None:
    found = book("ACTION: Ann to book the room\n")
    with pytest.raises(CannotChange, match="cannot be changed here"):
        assign(found, found.register.actions, [": - :"])


def test_a_file_that_was_written_while_the_folder_was_read_is_left_alone() -> None:
    then, now = (book(f"# Board 2026-03-03\n\n{line}- [ ] Ann: book the room\n") for line in ("", "Hello.\n\n"))
    with pytest.raises(CannotChange, match=r"^2026-03-03\.md was changed while it was read$") as refused:
        close(now._replace(register=then.register), then.register.actions, done())
    assert "run the command again" == refused.value.hint


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    found = book("\ufeff- [ ] Ann: book the room\r\n- [ ] Bo: order the tea\r\n")
    (change,) = close(found, found.register.actions[:1], done())
    assert "\ufeff- [x] Ann: book the room (closed 2026-03-20)\r\n- [ ] Bo: order the tea\r\n" == change.after


def test_yaml_with_carriage_returns_and_a_mark_keeps_them() -> None:
    found = book("\ufeffactions:\r\n  - text: get quotes\r\n    owner: Ann\r\n", "a.yaml")
    (change,) = close(found, found.register.actions, done())
    assert change.after.endswith("owner: Ann\r\n    closed: 2026-03-20\r\n    status: done\r\n")


def test_a_deadline_is_read_back_as_the_day_that_was_given() -> None:
    found = book("ACTION: Ann to book the room\n")
    (change,) = due(found, found.register.actions, Day(2026, 4, 1))
    assert [Day(2026, 4, 1)] == [one.due for one in book(change.after).register.actions]


def test_what_would_not_be_read_as_an_action_is_not_added() -> None:
    found = book("| Topic | Words |\n| --- | --- |\n| a | b |\n")
    with pytest.raises(CannotChange):
        add(found, "2026-03-03.md", New("none"))


@pytest.mark.parametrize(
    ("code", "task", "words"),
    [
        ("de", "Anna soll den Raum buchen", "erledigt 2026-03-20: x"),
        ("fr", "Anne doit réserver la salle", "clos 2026-03-20: x"),
        ("es", "Ana debe reservar la sala", "cerrado 2026-03-20: x"),
        ("it", "Anna deve prenotare la sala", "chiuso 2026-03-20: x"),
        ("nl", "Anna zal de zaal boeken", "afgerond 2026-03-20: x"),
        ("pl", "Anna ma zarezerwować salę", "zamknięte 2026-03-20: x"),
        ("pt", "Ana deve reservar a sala", "concluído 2026-03-20: x"),
        ("ja", "花子 部屋を予約する", "完了 2026-03-20: x"),
    ],
)
def test_every_language_reads_what_is_written_in_it(code: str, task: str, words: str) -> None:
    config = Config(languages=(code,))
    document = parse(Source("a.md", f"- [ ] {task}\n"), config)
    found = Book.of(build([document], config), [document], config)
    (change,) = close(found, found.register.actions, done("x"))
    assert f"- [x] {task} ({words})\n" == change.after


@pytest.mark.parametrize(
    ("task", "owners", "told"),
    [
        ("Ann to book the room", ("Ann or Bo",), "the owners of the action in line 5 would be read as Ann, Bo"),
        ("Ann to book the room", ("to go and see",), "the owners of the action in line 5 would be read as nobody"),
        ("Ann to go; Bo to stay", (), "another number of actions would be read in the file"),
    ],
)
def test_owners_that_would_be_read_as_others_are_refused_with_place_and_cause(
    task: str, owners: tuple[str, ...], told: str
) -> None:
    found = book(f"# Board 2026-03-03\n\n## Actions\n\n- {task}\n")
    with pytest.raises(CannotChange) as refused:
        assign(found, [found.register.actions[0]], owners)
    assert f"2026-03-03.md:5: this cannot be changed here: {told}" == str(refused.value)
    assert "edit the line by hand; minutes edit opens it" == refused.value.hint


def test_a_deadline_that_is_not_there_cannot_be_taken_away() -> None:
    found = book("# Board 2026-03-03\n\n## Actions\n\n- Ann to book the room\n")
    with pytest.raises(CannotChange) as refused:
        due(found, found.register.actions, None)
    assert "2026-03-03.md:5: this cannot be changed here: it has no place in the text" == str(refused.value)


def test_what_is_done_or_open_already_is_named_with_its_place() -> None:
    found = book("# Board 2026-03-03\n\n- [ ] Ann: book the room\n- [x] Bo: order the tea\n")
    open_one, done_one = found.register.actions
    with pytest.raises(CannotChange) as refused:
        close(found, [done_one], done())
    assert f"{done_one.short_id} is done already (2026-03-03.md:4)" == str(refused.value)
    assert f"minutes reopen {done_one.short_id} opens it again" == refused.value.hint
    with pytest.raises(CannotChange, match=rf"^{open_one.short_id} is open \(2026-03-03\.md:3\)$"):
        reopen(found, [open_one])
