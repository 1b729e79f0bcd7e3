"""Rules on files: what reading had to say, each diagnostic under its own code."""

from __future__ import annotations

from collections.abc import Iterator

from minutes_cli.model import Diagnostic
from minutes_cli.register.rules.scene import Fault, Scene


def unreadable_file(scene: Scene) -> Iterator[Fault]:
    """A file or folder cannot be read at all.

    What it finds: a file that the system does not let us read, a broken link, a file of more than 100 MB, a
    folder that cannot be searched.

    Why it matters: its actions are missing from the register, and nobody is told otherwise.

    Example:
        -rw------- root  minutes/2026-03-03.md

    What to do: mend its permissions, or leave it out with `exclude`.
    """
    return _told(scene, "M001")


def binary_file(scene: Scene) -> Iterator[Fault]:
    """A file that should be minutes is not text.

    What it finds: a file with an ending of minutes that holds zero bytes, as pictures and word processors'
    files do.

    Why it matters: nothing in it was read.

    Example:
        minutes/2026-03-03.txt, saved by a word processor in its own format

    What to do: save it as text, move it elsewhere, or leave it out with `exclude`.
    """
    return _told(scene, "M002")


def not_utf_8(scene: Scene) -> Iterator[Fault]:
    """A file is not UTF-8, and its encoding was guessed.

    What it finds: a file that was read as Windows-1252, UTF-16 or another encoding.

    Why it matters: a wrong guess turns names into other names, and owners are found by name.

    Example:
        Jürgen to order the paint, with an ü of one byte

    What to do: save it as UTF-8, or name its encoding in `encodings`.
    """
    return _told(scene, "M003")


def look_alike(scene: Scene) -> Iterator[Fault]:
    """A line looks like an action and was not read as one.

    What it finds: a mark such as ACTION in a place where none is expected, or an empty box in a section whose
    boxes are not tasks, such as an agenda; and every action below a code block or comment that is never closed.

    Why it matters: if it is an action, the register does not have it.

    Example:
        ## Agenda
        - [ ] Ann to book the room

    What to do: ask `minutes parse --explain FILE:LINE` why; move the action under a heading such as
    "Actions", or silence the line. Close the code block or comment whose beginning it names.
    """
    return _told(scene, "M010")


def broken_yaml(scene: Scene) -> Iterator[Fault]:
    """A YAML file or front matter cannot be read.

    What it finds: text between `---` lines, or a whole `.yaml` file, that is not YAML; entries under `actions` that
    are neither texts nor mappings with a text.

    Why it matters: date, body, people and actions in it are lost; the rest of the file is read without them.

    Example:
        ---
        title: Board: March
        ---

    What to do: put quotes around texts that hold `: ` or begin with a special character; write an action as an
    entry of a list, `- text: book the room`, with `owner: Ann` in the line below.
    """
    return _told(scene, "M011")


def ambiguous_date(scene: Scene) -> Iterator[Fault]:
    """The day of a meeting could be two days.

    What it finds: a date such as 3/4/2026 in a file that shows in no other way whether days or months come
    first, where the settings do not say it either.

    Why it matters: deadlines are counted from the day of the meeting.

    Example:
        Minutes of 3/4/2026

    What to do: set `date-order` in minutes.toml, or write 2026-04-03.
    """
    return _told(scene, "M012")


def unread_date(scene: Scene) -> Iterator[Fault]:
    """A deadline names a day that does not exist.

    What it finds: a due date that no calendar has.

    Why it matters: the action has no deadline as far as the register knows, and will never be overdue.

    Example:
        ACTION: Ann to send the budget by 31 June

    What to do: write a day that there is.
    """
    return _told(scene, "M013")


def unknown_key(scene: Scene) -> Iterator[Fault]:
    """A key in YAML is nearly one that is read, and is not.

    What it finds: a key in front matter or a YAML file that differs by a letter or two from one that `minutes`
    knows. Keys of other programs are left alone.

    Why it matters: what stands under it is not read.

    Example:
        ---
        atendees: [Ann, Bob]
        ---

    What to do: correct the key; `minutes check --fix` does.
    """
    return _told(scene, "M014")


def long_line(scene: Scene) -> Iterator[Fault]:
    """A line is too long to be read whole.

    What it finds: a line of more than 100,000 characters. Its first 100,000 are read.

    Why it matters: an action behind them is not in the register.

    Example:
        - Ann to send the budget … and a hundred pages more without a line end

    What to do: break the line where its statements end.
    """
    return _told(scene, "M015")


def _told(scene: Scene, code: str) -> Iterator[Fault]:
    """The diagnostics of reading that bear the code."""
    bodies = {one.path: one.body for one in reversed(scene.register.meetings)}
    return (_fault(scene, one, bodies.get(one.path)) for one in scene.register.diagnostics if one.code == code)


def _fault(scene: Scene, one: Diagnostic, body: str | None) -> Fault:
    source = scene.sources.get(one.path)
    has_line = source is not None and one.line <= len(source.starts)
    line = source.line_span(one.line).of(source.text) if source is not None and has_line else ""
    whole = one.code in {"M001", "M002", "M003"}
    start = one.column if whole or not line.strip() else max(one.column, len(line) - len(line.lstrip()) + 1)
    return Fault(
        message=one.message,
        path=one.path,
        line=one.line,
        column=start,
        end_line=one.line,
        end_column=start if whole else max(start, len(line.rstrip()) + 1),
        subject=one.path if whole or not line.strip() else " ".join(line.split()).casefold(),
        body=body,
        hint=one.hint,
        fix=one.fix,
    )
