"""Closes and opens every action of every file below a folder, one at a time, and prints a table by form.

    python tests/every_form.py PATH

Each file is copied to a folder of its own; nothing below PATH is touched. For each action that is open:
the change touches lines of that action alone, every other byte is as it was, the register differs in
that action's state alone, and opening it again gives the bytes back, with what the journal remembers or,
where the place held nothing or the word for open, without. Ends with 1 where one of these fails.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Day
from pathlib import Path

from minutes_cli.config import Config
from minutes_cli.folder import read_document
from minutes_cli.model import Action, Change, Diagnostic, Document, Register, Status
from minutes_cli.register.book import Book
from minutes_cli.register.build import build
from minutes_cli.register.change import CannotChange, Closing, close, reopen
from minutes_cli.store.files import Loaded, read
from minutes_cli.store.write import write_changes
from minutes_cli.text import apply, hunks, turned

COLUMNS = ("actions", "open", "closed here", "refused", "reopened", "by the text alone", "faults")
DAY = Day(2031, 10, 6)


def main(paths: list[str]) -> int:
    """Tries every file; the exit code."""
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    notes: list[str] = []
    for path in sorted(one for name in paths for one in Path(name).rglob("*") if one.is_file()):
        with tempfile.TemporaryDirectory() as folder:
            for form, what, note in tried(path, Path(folder)):
                table[form][what] += 1
                notes += [f"{what}: {path.name}: {note}"] if note else []
    print_table(table)
    print("\n".join(notes), file=sys.stderr)
    return 1 if any(row["faults"] for row in table.values()) else 0


def print_table(table: dict[str, Counter[str]]) -> None:
    """The rows by form, and all of them together."""
    print(f"| form | {' | '.join(COLUMNS)} |")
    print(f"| --- |{' ---: |' * len(COLUMNS)}")
    whole: Counter[str] = Counter()
    for form, row in sorted(table.items()):
        whole += row
        print(f"| {form} | {' | '.join(str(row[one]) for one in COLUMNS)} |")
    print(f"| all | {' | '.join(str(whole[one]) for one in COLUMNS)} |")


def tried(path: Path, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Form, column and a note for everything that is found in one file."""
    copy = folder / path.name
    copy.write_bytes(path.read_bytes())
    document = said(copy)
    if document is None:
        return
    register = build([document], Config())
    for action in register.actions:
        form = form_of(action)
        yield form, "actions", ""
        if action.status is not Status.OPEN:
            continue
        yield form, "open", ""
        try:
            (change,) = close(book(register, document), [action], Closing(Status.DONE, DAY, note="paper circulated"))
        except CannotChange as fault:
            yield form, "refused", f"{action.line}: {fault}"
            continue
        yield form, "closed here", ""
        for wrong in faults(copy, document, register, action, change):
            yield form, "faults", f"{action.line}: {wrong}"
        yield from ((form, what, note) for what, note in opened_again(copy, path, action, change))
        copy.write_bytes(path.read_bytes())


def form_of(action: Action) -> str:
    """The form, and the kind of place, of an action's last mention."""
    last = action.mentions[-1].mention
    return f"{last.form}, {last.slot.vocabulary}" if last.slot is not None else f"{last.form}, no place"


def said(path: Path) -> Document | None:
    found = read_document(str(path), path.name, Config())
    return None if isinstance(found, Diagnostic) else found


def book(register: Register, document: Document) -> Book:
    return Book.of(register, [document], Config())


def faults(copy: Path, document: Document, register: Register, action: Action, change: Change) -> Iterator[str]:
    """What the closing does that it should not."""
    loaded = read(str(copy))
    assert isinstance(loaded, Loaded)
    write_changes(str(copy.parent), [change])
    after = copy.read_bytes()
    if after != apply(loaded.text, change.edits).encode(loaded.encoding):
        yield "other bytes were written"
    own = {line for one in action.mentions for line in range(one.mention.line, one.mention.end_line + 1)}
    for hunk in hunks(change.before, change.edits):
        touched = set(range(hunk.line, hunk.line + max(1, hunk.old.count("\n"))))
        if not touched <= own:
            yield f"line {sorted(touched - own)} is not of the action, which has {sorted(own)}"
    again = said(copy)
    if again is None:
        yield "the file cannot be read any more"
        return
    yield from differences(register, build([again], Config()), action)


def differences(before: Register, after: Register, action: Action) -> Iterator[str]:
    if [one.id for one in before.actions] != [one.id for one in after.actions]:
        yield "the ids differ"
        return
    for old, new in zip(before.actions, after.actions, strict=True):
        if old.id == action.id:
            if new.status is not Status.DONE:
                yield f"it is read as {new.status}"
            # How often it was carried over without being closed follows from its states.
            new = replace(
                new,
                status=old.status,
                closed=old.closed,
                note=old.note,
                progress=old.progress,
                times_carried=old.times_carried,
                carried=old.carried,
            )
        if placeless(old) != placeless(new):
            yield f"{old.id} is read differently"


def placeless(action: Action) -> Action:
    return replace(action, mentions=(), line=0, end_line=0)


def opened_again(copy: Path, path: Path, action: Action, change: Change) -> Iterator[tuple[str, str]]:
    """Whether opening it gives the bytes back, from the text alone and with what the journal remembers."""
    closed = said(copy)
    assert closed is not None
    register = build([closed], Config())
    own = next((one for one in register.actions if one.id == action.id), None)
    if own is None or own.status is Status.OPEN:
        return
    back = turned(hunks(change.before, change.edits))
    for what, remembered in (("by the text alone", {}), ("reopened", {change.path: back})):
        try:
            (opened,) = reopen(book(register, closed), [own], remembered)
        except CannotChange as fault:
            yield "faults" if remembered else "kept", f"{action.line}: {what}: {fault}"
            continue
        if opened.after == change.before:
            yield what, ""
        elif remembered:
            yield "faults", f"{action.line}: opening it gives other text"
        if remembered:
            write_changes(str(copy.parent), [opened])
    if copy.read_bytes() != path.read_bytes():
        yield "faults", f"{action.line}: the bytes are not those of before"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
