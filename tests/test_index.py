"""The index may be lost, broken or stale in any way: the answer is that of the files, always."""

from __future__ import annotations

import marshal
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import minutes_cli.folder as hall
from gitrepo import Repo
from minutes_cli.cli.quick import answer_quickly
from minutes_cli.cli.showing import candidates
from minutes_cli.config import Config
from minutes_cli.folder import Folder, read_folder
from minutes_cli.model import Diagnostic, Document, Register
from minutes_cli.register.build import folded
from minutes_cli.register.meetings import Meetings
from minutes_cli.register.people import People
from minutes_cli.register.strand import Strand
from minutes_cli.store import cache, find, index
from minutes_cli.store.files import Loaded, Refused, read
from minutes_cli.store.index import Doubt, Index
from minutes_cli.store.listing import Listing, list_files
from minutes_cli.store.shelf import DISK, Shelf
from minutes_cli.store.sorting import Sorter
from minutes_cli.store.trail import Files

FEBRUARY = """# Harbour Board, 3 February 2026

## Roof

- [ ] Ann Lee: get three quotes (due 2026-03-01)
- [ ] Bo Berg: book the scaffold
- ACTION A7: Cy Dole to write to the council by the next meeting
"""
MARCH = """# Harbour Board, 3 March 2026

## Matters arising

- Ann Lee: get three quotes. Done.

## Crane

- [ ] Di Ek: ask for the manual
AGREED: to keep the crane
"""
QUAY = """# Quay Committee, 10 February 2026

- [ ] Ed Fox: count the bollards (due 2026-02-20)
- [ ] Ed Fox: paint the bollards
"""
YAML = "date: 2026-01-05\nbody: Quay Committee\nactions:\n  - owner: Ed Fox\n    action: buy paint\n    status: open\n"
FILES = {"harbour/02.md": FEBRUARY, "harbour/03.md": MARCH, "quay/02.txt": QUAY, "quay/01.yaml": YAML}


class Place:
    """A folder of minutes with a cache of its own."""

    def __init__(self, top: Path) -> None:
        self.minutes = top / "project" / "minutes"
        self.environ = {"XDG_CACHE_HOME": str(top / "cache"), "HOME": str(top / "home")}
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> Path:
        """A file of minutes, long enough ago for its times to tell."""
        path = self.minutes / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, *, indexed: bool = True) -> Folder:
        """The folder as it is now."""
        return read_folder(str(self.minutes), environ=self.environ, cwd=str(self.minutes), indexed=indexed)

    def databases(self) -> list[Path]:
        """The files of the index."""
        return sorted(Path(self.environ["XDG_CACHE_HOME"]).rglob("*.sqlite*"))

    def check(self) -> Folder:
        """Reads with and without the index, and compares all that there is to compare."""
        plain, quick = self.read(indexed=False), self.read()
        for one in fields(Register):
            assert getattr(quick.register, one.name) == getattr(plain.register, one.name), one.name
        assert quick.open_actions == plain.open_actions
        lazily = quick.register
        for path in plain.paths:
            assert lazily.meetings_in(path) == plain.register.meetings_in(path)
        assert lazily.actions_called(_is_called) == plain.register.actions_called(_is_called)
        for asked in [one.id for one in plain.register.actions[::5]] + ["a7", "ACTION 7", "zzzz", "a", ""]:
            for wanted in (asked, asked[:3], asked[:4], asked[:6]):
                assert candidates(lazily, wanted) == candidates(plain.register, wanted), wanted
        assert quick.size == plain.size
        assert quick.look_alikes == plain.look_alikes
        assert quick.unread == plain.unread
        assert quick.documents == plain.documents
        return quick


@pytest.fixture(autouse=True)
def _old_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a test are always young; what makes of that is tried by itself."""
    monkeypatch.setattr(cache, "_TICK", -(10**12))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def _is_called(name: str, label: str | None) -> bool:
    return name[0] in "abcdefghjkm" or label == "A7"


def read_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which files are parsed for a question to the folder."""
    seen: list[str] = []
    real = hall.document_of

    def noting(loaded: Loaded | Refused, path: str, config: Config) -> Document | Diagnostic:
        seen.append(path)
        return real(loaded, path, config)

    monkeypatch.setattr(hall, "document_of", noting)
    assert place.read().register.actions
    monkeypatch.setattr(hall, "document_of", real)
    return seen


def test_nothing_is_read_when_nothing_has_changed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.check()
    assert read_again(place, monkeypatch) == []


def test_only_what_has_changed_is_read(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.check()
    place.write("quay/02.txt", QUAY.replace("paint", "varnish"))
    assert read_again(place, monkeypatch) == ["quay/02.txt"]
    place.check()


def test_a_file_that_is_touched_and_says_the_same_is_not_parsed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.check()
    os.utime(place.minutes / "quay/02.txt")
    assert read_again(place, monkeypatch) == []


@pytest.fixture
def linked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The bodies that are linked, as the index has it done."""
    seen: list[str] = []

    def noting(
        documents: Sequence[Document], meetings: Meetings, people: People, config: Config, *, body: str
    ) -> tuple[Strand, ...]:
        seen.append(body)
        return folded(documents, meetings, people, config, body=body)

    monkeypatch.setattr("minutes_cli.indexed.ledger.folded", noting)
    return seen


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("quay/02.txt", QUAY + "\nIt was noted that the tide was high.\n"),
        ("quay/02.txt", QUAY.replace("- [ ]", "The tide was high.\n\n- [ ]", 1)),
        ("quay/02.txt", QUAY.replace("[ ] Ed Fox: paint", "[x] Ed Fox: paint")),
        ("quay/02.txt", QUAY.replace("2026-02-20", "2026-04-01")),
        ("quay/01.yaml", YAML.replace("open", "done")),
        ("harbour/03.md", MARCH.replace("to keep", "not to keep")),
        ("harbour/03.md", MARCH.replace("[ ] Di", "[x] Di")),
        ("harbour/02.md", FEBRUARY.replace("[ ] Bo", "[x] Bo")),
    ],
)
def test_nothing_is_linked_again_where_nothing_can_be_joined_otherwise(
    name: str, text: str, place: Place, linked: list[str]
) -> None:
    place.check()
    linked.clear()
    place.write(name, text)
    place.check()
    assert linked == []
    place.check()


@pytest.mark.parametrize(
    "change",
    [
        ("paint the bollards", "varnish the bollards"),
        ("[ ] Ed Fox: paint", "[ ] Ed Fix: paint"),
        ("[ ] Ed Fox: paint", "[ ] A7 Ed Fox: paint"),
        ("- [ ] Ed Fox: paint", "\n\n\n\n\n\n\n\n- [ ] Ed Fox: paint"),
        ("10 February", "11 February"),
    ],
)
def test_a_body_is_linked_again_where_it_may_matter(change: tuple[str, str], place: Place, linked: list[str]) -> None:
    place.check()
    linked.clear()
    place.write("quay/02.txt", QUAY.replace(*change))
    place.check()
    assert linked == ["quay committee"]


APRIL = """# Harbour Board, 7 April 2026

## Matters arising

- [ ] Bo Berg: book the scaffold for the northern gate
"""


def test_a_closing_on_which_a_later_meeting_hangs(place: Place, linked: list[str]) -> None:
    place.write("harbour/04.md", APRIL)
    (scaffold,) = [one for one in place.check().open_actions if "scaffold" in one.text]
    assert len(scaffold.mentions) == 2
    linked.clear()
    place.write("harbour/02.md", FEBRUARY.replace("[ ] Bo", "[x] Bo"))
    apart = [one for one in place.check().register.actions if "scaffold" in one.text]
    assert [len(one.mentions) for one in apart] == [1, 1]
    assert linked == ["harbour board"]
    place.write("harbour/02.md", FEBRUARY)
    assert scaffold in place.check().open_actions


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("harbour/04.md", "# Harbour Board, 7 April 2026\n\n- A7: letter to the council. Done.\n"),
        ("harbour/01.md", "# Harbour Board, 6 January 2026\n\n- [ ] Ann Lee: get three quotes\n"),
        ("quay/03.md", "# Quay Comittee, 1 March 2026\n\n- [x] Ed Fox: count the bollards\n"),
        ("quay/a.md", "- [ ] Ed Fox: count the gulls\n- ACTION A7: Ed Fox to feed the gulls\n"),
        ("quay/02.txt", QUAY.replace("Quay Committee", "Harbour Board")),
        ("quay/02.txt", "- [ ] Ed Fox: count the bollards\n"),
        ("quay/02.txt", ""),
        ("quay/b.md", "\0"),
        ("quay/b.md", MARCH + "\nThe minutes of 3 February 2026 were approved.\n"),
        ("minutes.toml", 'exclude = ["quay/**"]\n'),
        ("minutes.toml", '[[people]]\nname = "Edward Fox"\naliases = ["Ed Fox"]\n'),
    ],
)
def test_a_change_is_seen(place: Place, name: str, text: str) -> None:
    place.check()
    place.write(name, text)
    place.check()
    place.check()


def test_files_that_go_or_move(place: Place) -> None:
    place.check()
    (place.minutes / "harbour/02.md").unlink()
    place.check()
    (place.minutes / "harbour/03.md").rename(place.minutes / "quay/zz.md")
    place.check()
    shutil.rmtree(place.minutes / "quay")
    place.check()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_the_answer_is_that_of_the_files_whatever_is_edited(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    place = Place(tmp_path / f"{seed}-{draw.random()}")
    lines = [line for text in FILES.values() for line in text.split("\n")]
    place.check()
    for _ in range(4):
        name = draw.choice([*FILES, "harbour/x.md", "quay/y.txt", "z.md"])
        path = place.minutes / name
        match draw.randrange(4):
            case 0 if path.exists():
                path.unlink()
            case 1 if path.exists():
                kept = path.read_text().split("\n")
                kept.insert(draw.randrange(len(kept) + 1), draw.choice(lines))
                place.write(name, "\n".join(kept))
            case _:
                place.write(name, "\n".join(draw.choices(lines, k=draw.randrange(12))))
        place.check()


TASKS = ("get three quotes for the roof", "book the scaffold for the roof", "write to the council", "paint the crane")
STATES = ("", " Done.", " Ongoing.", " Dropped.", " Nothing was heard.")


def told(draw: random.Random, month: int) -> str:
    """The minutes of a month, which tell of some of the same few actions again and again."""
    carried = [
        f"- {draw.choice(('', '[ ] '))}{draw.choice(('Ann Lee', 'Bo Berg'))}: {draw.choice(TASKS)}.{draw.choice(STATES)}"
        for _ in range(3)
    ]
    raised = [
        f"- [{draw.choice(' x')}] {draw.choice(('Ann Lee', 'Bo Berg', 'A7'))}: {draw.choice(TASKS)}"
        for _ in range(draw.randrange(4))
    ]
    return "\n".join(
        [f"# Harbour Board, 3 {month:02} 2026", "", "## Matters arising", "", *carried, "", "## Roof", "", *raised, ""]
    ).replace(f"3 {month:02} 2026", f"2026-{month:02}-03")


def edited(draw: random.Random, text: str) -> str:
    """The same minutes with one line as somebody might change it."""
    lines = text.split("\n")
    at = draw.choice([at for at, one in enumerate(lines) if one.startswith("- ")] or [0])
    match draw.randrange(7):
        case 0:
            lines[at] = lines[at].replace("[ ]", "[x]") if "[ ]" in lines[at] else lines[at].replace("[x]", "[ ]")
        case 1:
            lines[at] = lines[at].partition(".")[0] + draw.choice((".", "")) + draw.choice(STATES)
        case 2:
            lines[at] += draw.choice((" (due 2026-06-01)", " by the next meeting", " (closed 2026-05-01: paid)"))
        case 3:
            lines.insert(at, draw.choice(("It was noted that the tide was high.", "", "## Crane", lines[at])))
        case 4:
            lines[at] = lines[at].replace("the roof", draw.choice(("the northern roof", "the wall")))
        case 5:
            lines[0] = lines[0].replace("Harbour Board", draw.choice(("Harbour Board", "Quay Committee")))
        case _:
            lines[0] = lines[0][:-2] + f"{draw.randrange(1, 28):02}"
    return "\n".join(lines)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_the_answer_is_that_of_the_files_in_the_midst_of_a_history(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    place = Place(tmp_path / f"{seed}-{draw.random()}")
    names = [f"harbour/2026-{month:02}.md" for month in range(1, 8)]
    for month, name in enumerate(names, 1):
        place.write(name, told(draw, month))
    place.check()
    for _ in range(6):
        for name in draw.sample(names, draw.choice((1, 1, 1, 2))):
            place.write(name, edited(draw, (place.minutes / name).read_text()))
        place.check()


LABELS = ("", "", "", "A1: ", "A2: ", "[ACT-101] ", "[ACT-102] ")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_ids_are_those_of_the_files_whatever_comes_and_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Labels that several bodies use, texts that are said twice, and derived ids that begin alike."""
    draw = random.Random(seed)
    monkeypatch.setattr("minutes_cli.register.ids.ALPHABET", "ab")
    place = Place(tmp_path / f"{seed}-{draw.random()}")

    def task() -> str:
        return (
            f"- [ ] {draw.choice(LABELS)}Ann Lee to {draw.choice(('paint', 'sell', 'lend'))} boat {draw.randrange(15)}"
        )

    tasks = {f"{body}/2026-0{month}.md": [task()] * 4 for body in ("harbour", "quay", "crane") for month in (1, 2)}
    for _ in range(6):
        for name in draw.sample(sorted(tasks), draw.choice((1, 1, 2))):
            some = tasks[name]
            some[draw.randrange(len(some))] = draw.choice((task(), task(), draw.choice(some)))
            some[draw.randrange(len(some)) :] = [task() for _ in range(draw.randrange(1, 4))]
            body, _, month = name.removesuffix(".md").partition("/")
            place.write(name, "\n".join([f"# {body.title()} Board, {month}-03", "", "## Actions", "", *some, ""]))
        place.check()


def test_the_first_of_three_with_one_label_goes(place: Place) -> None:
    """The other two have numbers behind their names, and the next one is the first now."""
    three = "".join(f"- [ ] A7: Ed Fox: {what}\n" for what in ("buy rope", "sell the boat", "paint the shed"))
    place.write("quay/02.txt", QUAY + three)
    place.check()
    place.write("quay/02.txt", QUAY + three.partition("\n")[2])
    place.check()
    place.write("quay/02.txt", QUAY + three.partition("\n")[2] + "- [ ] A7: Ed Fox: count the oars\n")
    place.check()
    place.write("quay/02.txt", QUAY + three.rpartition("- [ ] A7: Ed Fox: p")[0] + "- [ ] A7: Ed Fox: count the oars\n")
    place.check()


def test_an_action_more_does_not_name_the_others_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.check()
    monkeypatch.setattr("minutes_cli.indexed.ledger.name_all", lambda *_: pytest.fail("all were named"))
    place.write("quay/02.txt", QUAY + "- [ ] Ed Fox: rope\n")
    place.check()


def test_ids_of_more_actions_than_are_sorted_at_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minutes_cli.indexed.naming_all.Sorter", partial(Sorter, held=4))
    tasks = [f"- [ ] {label}: Ed Fox: job {at}" for at in range(40) for label in ("A7", "A7.2", f"B{at}")]
    few = [f"- [ ] ACTION-{at}: Ed Fox: task {at}" for at in range(40)]
    place.write("quay/03.md", "\n".join(["# Quay Committee, 3 March 2026", "", *tasks, ""]))
    place.write("quay/04.md", "\n".join(["# Quay Committee, 3 April 2026", "", *few, "- [ ] Ed Fox: sing", ""]))
    ids = {one.id for one in place.check().register.actions}
    assert {f"2026-03-03-quay-committee/{one}" for one in ("A7", "A7.2", "A7.2.2", "A7.3")} <= ids
    assert [*place.databases()] == [*place.databases()[0].parent.glob("*.sqlite*")]


def test_a_spelling_that_most_files_have_from_now_on(place: Place) -> None:
    """Files that nobody touched are called otherwise, too, and their actions with them."""
    place.write("old/01.md", "# Pier Authority, 5 May 2025\n\n- [ ] Ann: oil the crane\n")
    place.write("old/02.md", "No heading here.\n\n- [ ] Ann: oil the winch\n")
    place.write("new/01.md", "# Pier Autority, 6 June 2025\n\n- [ ] Ann: oil the door\n")
    place.check()
    for month in ("July", "August"):
        place.write(f"new/{month}.md", f"# Pier Autority, 7 {month} 2025\n\n- [ ] Bo: call in {month}\n")
        bodies = {one.body for one in place.check().register.actions if one.body and one.body.startswith("Pier")}
        assert len(bodies) == 1
    assert bodies == {"Pier Autority"}
    (place.minutes / "new/July.md").unlink()
    (place.minutes / "new/01.md").unlink()
    place.check()


def test_a_folder_that_cannot_be_searched_is_listed_once_for_the_index(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each listing may take as long as git is waited for."""
    place.check()
    place.write("quay/07.txt", QUAY)
    listed: list[str] = []

    def listing(where: find.Place, config: Config, shelf: Shelf = DISK) -> Listing:
        listed.append(where.root)
        return list_files(where, config, shelf)._replace(faults=((".", "git is slow"),))

    monkeypatch.setattr("minutes_cli.indexed.refresh.list_files", listing)
    before = [one.read_bytes() for one in place.databases()]
    place.check()
    assert len(listed) == 1
    assert before == [one.read_bytes() for one in place.databases()]


def test_a_folder_where_two_bodies_meet_from_now_on(place: Place) -> None:
    """Minutes without a body were those of the only one there was."""
    place.write("old/01.md", "# Pier Authority, 5 May 2025\n\n- [ ] Ann: oil the crane\n")
    place.write("old/02.md", "Notes of 6 June 2025\n\n- [ ] Ann: oil the winch\n")
    assert {"Pier Authority"} == {one.body for one in place.check().register.actions if "oil" in one.text}
    place.write("old/03.md", "# Lighthouse Trust, 7 July 2025\n\n- [ ] Ann: paint it\n")
    assert {"Pier Authority", None} == {one.body for one in place.check().register.actions if "oil" in one.text}
    (place.minutes / "old/03.md").unlink()
    assert {"Pier Authority"} == {one.body for one in place.check().register.actions if "oil" in one.text}


# What may have become of the index


def mangled(path: Path, how: str) -> None:
    raw = bytearray(path.read_bytes())
    draw = random.Random(how)
    match how.split(maxsplit=1)[0]:
        case "truncated":
            raw = raw[: len(raw) * int(how.split()[1]) // 10]
        case "torn":
            raw[len(raw) // 2 :] = bytes(len(raw) - len(raw) // 2)
        case "overwritten":
            for _ in range(40):
                raw[draw.randrange(len(raw))] ^= 1 << draw.randrange(8)
        case "foreign":
            raw = bytearray(b"This is a letter to the editor.\n" * 50)
    path.write_bytes(raw)


@pytest.mark.parametrize(
    "how", ["truncated 0", "truncated 5", "truncated 9", "torn", "foreign", *(f"overwritten {n}" for n in range(12))]
)
def test_a_broken_index(place: Place, how: str) -> None:
    place.check()
    (database,) = place.databases()
    mangled(database, how)
    place.check()
    place.check()


def damage(whole: bytes, draw: random.Random) -> bytes:
    """An index cut short, torn, overwritten or with pages that changed places."""
    at, length = draw.randrange(len(whole)), draw.choice((1, 8, 100, 4096))
    page = 4096
    kind = draw.randrange(5)
    if kind == 0:
        return whole[:at]
    if kind == 1:
        return whole[:at] + bytes(len(whole) - at)
    if kind == 2:
        return whole[:at] + draw.randbytes(length) + whole[at + length :]
    if kind == 3:
        return whole[:at] + bytes([whole[at] ^ 1 << draw.randrange(8)]) + whole[at + 1 :]
    one, other = (draw.randrange(len(whole) // page) * page for _ in range(2))
    pages = {one: whole[other : other + page], other: whole[one : one + page]}
    return b"".join(pages.get(start, whole[start : start + page]) for start in range(0, len(whole), page))


def damaged_often(place: Place, count: int, seed: int) -> int:
    """Damages the index time and again, and asks by both doors; how often the quick one answered."""
    draw = random.Random(seed)
    place.check()
    place.check()
    (database,) = (one for one in place.databases() if one.suffix == ".sqlite")
    whole, cwd = database.read_bytes(), str(place.minutes)
    right = answer_quickly(["-C", cwd, "actions"], place.environ, cwd, in_pipe=True)
    assert right
    quick = 0
    for _ in range(count):
        database.write_bytes(damage(whole, draw))
        if draw.random() < 0.3:
            Path(f"{database}-journal").write_bytes(draw.randbytes(600))
        told = answer_quickly(["-C", cwd, "actions"], place.environ, cwd, in_pipe=True)
        quick += told is not None
        assert told in {None, right}
        place.check()
        Path(f"{database}-journal").unlink(missing_ok=True)
    return quick


def test_an_index_damaged_in_random_places(place: Place) -> None:
    damaged_often(place, 20, 1)


@pytest.mark.slow
def test_an_index_damaged_a_thousand_times(place: Place) -> None:
    seed = int(os.environ.get("MINUTES_SEED", "2"))
    print(f"the quick door answered {damaged_often(place, 1000, seed)} of 1,000 times")  # noqa: T201


def test_an_index_whose_own_table_has_a_name_that_is_no_text(place: Place) -> None:
    place.check()
    (database,) = (one for one in place.databases() if one.suffix == ".sqlite")
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET name = CAST(x'b8ff' AS TEXT), sql = 'CREATE nothing'")
    answer_quickly(["-C", str(place.minutes), "actions"], place.environ, str(place.minutes), in_pipe=True)
    place.check()


def test_every_piece_is_missed_and_every_sum_is_checked(place: Place) -> None:
    place.check()
    (database,) = place.databases()
    whole = database.read_bytes()
    with sqlite3.connect(database) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM kept")]
    for name in names:
        for change in ("DELETE FROM kept WHERE name = ?", "UPDATE kept SET data = zeroblob(9) WHERE name = ?"):
            database.write_bytes(whole)
            with sqlite3.connect(database) as connection:
                connection.execute(change, (name,))
            place.check()


def test_an_index_of_something_else(place: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other")
    (other.minutes / "harbour/02.md").unlink()
    other.check()
    place.check()
    shutil.copy(other.databases()[0], place.databases()[0])
    place.check()


def test_another_version(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.check()
    monkeypatch.setattr("minutes_cli.store.trail.reader", lambda: "another")
    assert len(read_again(place, monkeypatch)) == len(FILES)


def test_a_piece_of_an_older_state(place: Place) -> None:
    place.check()
    (database,) = place.databases()
    with sqlite3.connect(database) as connection:
        old = connection.execute(
            "SELECT * FROM kept WHERE name NOT IN (CAST('HEAD' AS BLOB), CAST('TRAIL' AS BLOB))"
        ).fetchall()
    place.write("quay/02.txt", QUAY + "- [ ] Ed Fox: rope\n")
    place.check()
    with sqlite3.connect(database) as connection:
        connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", old)
    place.check()


# What may have become of the disk


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_what_a_killed_process_had_begun_to_write(place: Place) -> None:
    """It is gone after a day; what a process may still be writing stays, and so does all that is whole."""
    place.check()
    (database,) = place.databases()
    old, older, young = (database.with_name(f"{database.name}-{end}") for end in ("123", "77-journal", "456"))
    patterns = database.with_name("patterns-1234567890123456")
    for one in (old, older, young, patterns):
        one.write_bytes(b"begun")
    for one in (old, older, patterns):
        os.utime(one, (1, 1))
    database.write_bytes(b"no index any more")
    place.check()
    assert [False, False, True, True] == [one.exists() for one in (old, older, young, patterns)]


def test_a_home_that_cannot_be_written(place: Place) -> None:
    home = Path(place.environ["XDG_CACHE_HOME"])
    home.mkdir()
    home.chmod(stat.S_IRUSR | stat.S_IXUSR)
    place.check()


def test_a_cache_that_is_a_file(place: Place) -> None:
    Path(place.environ["XDG_CACHE_HOME"]).write_text("no folder")
    place.check()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk at hand")
def test_a_full_disk(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_index: Index, _name: bytes, _data: bytes) -> int:
        with sqlite3.connect("/dev/full") as connection:
            connection.execute("CREATE TABLE a (b)")
        raise AssertionError

    place.check()
    place.write("quay/02.txt", QUAY + "- [ ] Ed Fox: rope\n")
    monkeypatch.setattr("minutes_cli.store.index.Index._run", lambda *_: full(*_[:3]) if len(_) > 2 else None)
    with pytest.raises(sqlite3.Error):
        place.read()
    monkeypatch.undo()
    place.check()


def test_a_file_that_keeps_its_size_and_time(place: Place) -> None:
    path = place.minutes / "quay/02.txt"
    place.check()
    before = path.stat()
    place.write("quay/02.txt", QUAY.replace("count", "shunt"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    found = place.check()
    assert "shunt the bollards" in [one.text for one in found.register.actions]


def test_a_file_written_in_the_same_tick_is_read_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_TICK", 10**15)
    place.check()
    seen: list[str] = []

    def noting(path: str, encodings: Sequence[str]) -> Loaded | Refused:
        seen.append(path)
        return read(path, encodings)

    monkeypatch.setattr("minutes_cli.indexed.refresh.read", noting)
    place.read()
    assert len(seen) == len(FILES)


def test_a_clock_that_steps_back(place: Place) -> None:
    path = place.minutes / "quay/02.txt"
    os.utime(path, (4e9, 4e9))
    place.check()
    place.write("quay/02.txt", QUAY + "- [ ] Ed Fox: rope\n")
    os.utime(path, (1e9, 1e9))
    place.check()


def test_what_git_ignores(tmp_path: Path) -> None:
    place = Place(tmp_path)
    repo = Repo.make(tmp_path / "project")
    place.check()
    ignoring = tmp_path / "project" / ".gitignore"
    ignoring.write_text("minutes/quay/\n")
    assert place.check().size[0] == 2
    ignoring.write_text("*.txt\n")
    assert place.check().size[0] == 3
    (place.minutes / "harbour" / ".gitignore").write_text("02.md\n")
    assert place.check().size[0] == 2
    repo.git("add", "--force", "minutes/quay/02.txt")
    assert place.check().size[0] == 3
    ignoring.unlink()
    place.write("harbour/new.md", FEBRUARY)
    place.check()


def test_a_symbolic_link(place: Place, tmp_path: Path) -> None:
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text(f"# Harbour Board, 5 May 2026\n\n- [ ] Ann Lee: {name}\n")
    link = place.minutes / "linked.md"
    link.symlink_to(tmp_path / "one.md")
    place.check()
    link.unlink()
    link.symlink_to(tmp_path / "two.md")
    place.check()


def test_two_processes(place: Place) -> None:
    code = (
        "import sys; from minutes_cli.folder import read_folder\n"
        "for _ in range(6): print(len(read_folder(sys.argv[1], indexed=True).register.actions))"
    )
    command = [sys.executable, "-c", code, str(place.minutes)]
    environ: Mapping[str, str] = {**os.environ, **place.environ}
    both = [subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for count in range(5):
        place.write("quay/02.txt", QUAY + f"- [ ] Ed Fox: rope number {count}\n")
        place.check()
    for one in both:
        out, _ = one.communicate(timeout=60)
        assert one.returncode == 0
        assert len(out.split()) == 6
    place.check()


# What is too much to be sorted at once


@pytest.mark.parametrize("count", [0, 1, 7, 8, 1_000])
def test_sorting_with_little_room(tmp_path: Path, count: int) -> None:
    """A thousand are more files of three than are open at once."""
    values = [(f"{at * 7919 % 1_009:04d}", at, None) for at in range(count)]
    sorter: Sorter[tuple[str, int, None]] = Sorter(str(tmp_path), held=3)
    for one in values:
        sorter.put(one)
    assert list(sorter) == sorted(values)
    assert list(tmp_path.iterdir()) == []


def test_sorting_on_a_disk_that_is_gone(tmp_path: Path) -> None:
    sorter: Sorter[tuple[int]] = Sorter(str(tmp_path / "nowhere"), held=2)
    sorter.put((2,))
    with pytest.raises(Doubt, match="cannot be written"):
        sorter.put((1,))


def test_sorting_on_a_disk_that_is_full(tmp_path: Path) -> None:
    """What could not be written is tried once more when the file is closed, which is no other fault."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    sorter: Sorter[tuple[str]] = Sorter(str(tmp_path), held=2)
    sorter.put(("x" * 1_000,))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        with pytest.raises(Doubt, match="cannot be written"):
            sorter.put(("x" * 1_000,))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


# How files were seen


def test_files_as_they_were_seen_are_kept_as_plain_values() -> None:
    files = Files(["a.md", "b\udcff.md", "c.md"])
    files.note(0, (5, 1, 2, 2**64 - 1), 2**64 - 1, 3)
    files.note(1, (), 7, 0)
    files.note(2, (5, 1, 2, 2**64), 8, 0)  # its number is too long to be kept: it is read again
    again = Files.of(files.packed())
    assert list(again) == [("a.md", (5, 1, 2, 2**64 - 1), 2**64 - 1, 3), ("b\udcff.md", (), 7, 0), ("c.md", (), 8, 0)]
    assert list(Files.of(Files([]).packed())) == []


def test_files_whose_lists_do_not_fit_together() -> None:
    words, looks, sums, alike = Files(["a.md", "b.md"]).packed()
    for broken in ((words + "\0c.md", looks, sums, alike), (words, looks[:-1], sums, alike), (words, looks, b"", b"")):
        with pytest.raises(ValueError, match="length"):
            Files.of(broken)


def test_a_piece_with_a_length_beyond_all_memory_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    def loads(_: bytes) -> object:
        raise MemoryError

    monkeypatch.setattr(marshal, "loads", loads)
    with pytest.raises(Doubt):
        index.unpacked(b"(\xff\xff\xff\x7f")
