"""The words of the trade as values: what a file says, and what the register says of it.

Nothing here reads, writes or decides; CONTRACT words are defined once, here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from minutes_cli.text import Edit, Source, Span


class Status(StrEnum):
    """What became of an action. Closed means done or dropped."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Severity(StrEnum):
    """How much a diagnostic weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class MinutesError(Exception):
    """Something a user can mend: place, fault and cure in one sentence, shown without a traceback."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


_PACKAGES = MappingProxyType({"bs4": "beautifulsoup4", "docx": "python-docx", "odf": "odfpy"})
"""Modules whose package is called something else."""


def lacking(what: str, module: str, extra: str) -> MinutesError:
    """That something needs a library, by its module, which an extra of this package brings."""
    package = _PACKAGES.get(module.partition(".")[0], module.partition(".")[0])
    return MinutesError(
        f"{what} needs {package}, which is not installed", hint=f'pip install "minutes-register[{extra}]"'
    )


@dataclass(frozen=True, slots=True)
class Slot:
    """The one place where an action's status is, or would be, written."""

    span: Span
    """The characters that say it now; empty where there is only room for it."""
    vocabulary: str
    """Name of the words to write there: `box`, `org`, `words`, `cell`, `tag`, `yaml`."""
    before: str = ""
    """What has to precede the word where nothing stands yet, such as a YAML key on a line of its own."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting, as one file tells of it."""

    path: str
    line: int
    """First line, from 1, of its heading or title block."""
    date: Day | None
    body: str | None
    """The committee or group, as written."""
    title: str | None
    chair: str | None
    attendees: tuple[str, ...]
    apologies: tuple[str, ...]
    next_meeting: Day | None
    approval: str | None
    """`draft`, `approved`, or None where the file does not say."""
    name: str
    """`2011-09-01-mutuals-taskforce`: date and body, or what is known of them, or the file's stem."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One statement of an action in one place of one file."""

    path: str
    span: Span
    """From the first character of the action's words to the last of its continuation."""
    line: int
    end_line: int
    """First and last line, from 1, inclusive."""
    form: str
    """Name of the form that read it."""
    text: str
    """The task, without owner, due date, tags, status and closing note."""
    owners: tuple[str, ...]
    owners_span: Span | None
    """Where the owners are written, None where they are inherited or not there."""
    due: Day | None
    due_text: str | None
    """The words that state the deadline, also where no day follows from them."""
    due_span: Span | None
    tags: tuple[str, ...]
    label: str | None
    """The file's own number for it, as written."""
    status: Status | None
    """None where nothing is said."""
    progress: str | None
    """The file's own finer word, such as "ongoing"."""
    closed: Day | None
    """The day that is written as the day of closing."""
    note: str | None
    """What is written about the closing."""
    item: str | None
    """The agenda item: the nearest heading that is no label."""
    meeting: Meeting | None
    carried: bool
    """The file itself presents it as coming from an earlier meeting."""
    private: bool
    """It stands under a heading such as "In camera"."""
    slot: Slot | None
    said: Span | None = None
    """Where the words themselves say the status; None where they do not."""
    references: tuple[str, ...] = ()
    """Numbers of the issues and pull requests that its lines name, such as `647`."""
    awaits: int | None = None
    """The deadline is a meeting whose day the file does not give: 0 the next one, 1 to 12 that of the month."""
    same: str | None = None
    """The id of another statement that it says is of the same action."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting resolved or agreed."""

    path: str
    span: Span
    line: int
    end_line: int
    text: str
    label: str | None
    item: str | None
    meeting: Meeting | None
    private: bool
    supersedes: tuple[str, ...] = ()
    """Labels, and days as ISO text, of earlier decisions that it takes the place of."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A sentence by which a meeting approves the minutes of an earlier one."""

    line: int
    """From 1."""
    of: Day | None
    """The day of those minutes; None for those of the last meeting."""
    meeting: Meeting | None
    """The meeting that approves them."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something that could not be read, or that looks wrong."""

    code: str
    """`M` and three digits."""
    name: str
    """The fault in words, such as `missing-owner`."""
    severity: Severity
    message: str
    path: str
    line: int
    column: int
    """From 1; 1 and 1 where the whole file is meant."""
    hint: str | None = None
    fix: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says, without a look at any other."""

    source: Source
    meetings: tuple[Meeting, ...]
    mentions: tuple[Mention, ...]
    decisions: tuple[Decision, ...]
    diagnostics: tuple[Diagnostic, ...]
    approvals: tuple[Approval, ...] = ()
    """Which earlier minutes it approves."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One difference that a change means to make."""

    action: str
    """Id of the action; empty for one that is added."""
    index: int
    """Which of the file's mentions it is, from 0 and in the order of the text; of a new one, where it will stand."""
    field: str
    """`status`, `owners`, `due`, `label`, or `new` for a mention that was not there."""
    value: Status | tuple[str, ...] | Day | str | None
    """What the field says afterwards; None for no deadline, and of a new mention."""
    note: str | None = None
    """What is to be read as the note of a closing."""


@dataclass(frozen=True, slots=True)
class Change:
    """An edit to one file, with all that is needed to show it, to prove it and to notice a race."""

    path: str
    before: str
    after: str
    """Whole texts."""
    edits: tuple[Edit, ...]
    """In the order of the text; places are those of `before`."""
    effects: tuple[Effect, ...]
    """All that may differ when the file is read again."""


@dataclass(frozen=True, slots=True)
class Told:
    """A mention in an action's history, and why it is held to be the same action."""

    mention: Mention
    link: str
    """`raised`, `id`, `words` or `confirmed`."""
    likeness: float | None
    """0 to 1 where words linked it."""


@dataclass(frozen=True, slots=True)
class Action:
    """What the register says of one action. Its mentions tell its history, oldest first, never none."""

    id: str
    short_id: str
    """The shortest prefix, of at least 4 characters, that is unique in the folder."""
    text: str
    owners: tuple[str, ...]
    """As written."""
    people: tuple[str, ...]
    """Whom the owners resolve to by the people file; the words themselves where it does not know them."""
    due: Day | None
    due_text: str | None
    status: Status
    progress: str | None
    tags: tuple[str, ...]
    raised: Day | None
    body: str | None
    meeting: str | None
    item: str | None
    closed: Day | None
    note: str | None
    carried: bool
    times_carried: int
    label: str | None
    private: bool
    file: str
    line: int
    end_line: int
    """Where it was raised."""
    mentions: tuple[Told, ...]
    meetings_open: int = 0
    """At how many meetings of its body after the one that raised it it was still open."""


@dataclass(frozen=True, slots=True)
class Register:
    """All that a folder says, derived from its files and nothing else."""

    actions: tuple[Action, ...]
    """In the order of their meetings, then path, then line."""
    meetings: tuple[Meeting, ...]
    """By date; undated ones last."""
    decisions: tuple[Decision, ...]
    diagnostics: tuple[Diagnostic, ...]
    files: int
    """How many minutes files were read."""

    def meetings_in(self, path: str) -> tuple[Meeting, ...]:
        """Those that a file tells of."""
        return tuple(one for one in self.meetings if one.path == path)

    def actions_called(
        self, fits: Callable[[str, str | None], bool], only: tuple[str, str] | None = None
    ) -> tuple[Action, ...]:
        """Those whose id and label fit.

        `only` says that nothing fits but ids that begin with the first, as compared, and labels that are compared as
        the second, so that others need not be looked at.
        """
        return tuple(one for one in self.actions if fits(one.id, one.label))
