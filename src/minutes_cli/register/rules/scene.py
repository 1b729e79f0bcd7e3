"""What a rule is given and what it gives back.

A rule is a function from a `Scene` to faults. It knows nothing of severities, baselines, formats or the
command line; its docstring is its page in the manual, in the parts that PARTS names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Day
from fnmatch import fnmatchcase

from minutes_cli.config import CheckSettings, Config, RuleSettings
from minutes_cli.model import Action, Document, Meeting, Mention, MinutesError, Register, Severity
from minutes_cli.register.fields import is_closed
from minutes_cli.register.ids import derived_id, task_words
from minutes_cli.register.people import People
from minutes_cli.text import Edit, Source, Span

PARTS = ("What it finds", "Why it matters", "Example", "What to do")
"""The parts of a rule's docstring, in this order; its settings come from the table."""

_LONGEST = 80

Lines = tuple[str, int, int]
"""A path, and a first and last line of it, from 1, both inclusive."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found, before anybody asked how much it weighs."""

    message: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    """The last character's line, and the column behind it; equal to the beginning where no words are meant."""
    subject: str
    """What it is about, in words that do not change when lines move."""
    body: str | None = None
    places: tuple[Lines, ...] = ()
    """Where a word in the text can silence it, besides its own lines."""
    action: str | None = None
    """Id of the action it is about."""
    hint: str | None = None
    fix: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """One documented setting of a rule, in `[check.rules.NAME]`."""

    name: str
    default: int | str
    """A text is the first of its choices, joined by `|`."""
    meaning: str

    @property
    def initial(self) -> int | str:
        """The value where nothing is set."""
        return self.default.partition("|")[0] if isinstance(self.default, str) else self.default


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of RULES."""

    code: str
    name: str
    """The fault in words."""
    severity: Severity
    sets: tuple[str, ...]
    """Which of `default` and `strict` it is in; the others have to be named."""
    find: Callable[[Scene], Iterator[Fault]]
    settings: tuple[Setting, ...] = ()
    has_fix: bool = False

    @property
    def summary(self) -> str:
        """The first line of its page."""
        return (self.find.__doc__ or "").strip().partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Scene:
    """All that rules may look at, and the settings of the one that is looking."""

    register: Register
    documents: tuple[Document, ...]
    config: Config
    people: People
    today: Day
    sources: Mapping[str, Source]
    """By path."""
    settings: CheckSettings = field(default_factory=CheckSettings)
    """Those that hold everywhere; the overrides are in it."""
    rule: Rule | None = None

    @property
    def open_actions(self) -> tuple[Action, ...]:
        """Those that are neither done nor dropped."""
        return tuple(one for one in self.register.actions if not is_closed(one))

    def number(self, name: str, body: str | None, path: str) -> int:
        """A setting of the rule at hand, as it holds for a body and a file."""
        value = self._value(name, body, path)
        if isinstance(value, int):
            return value
        raise MinutesError(f"{self._where(name)} is {value!r}, and must be a whole number")

    def choice(self, name: str) -> str:
        """A setting of the rule at hand that is one of several words."""
        known = next(str(one.default).split("|") for one in self._rule.settings if one.name == name)
        value = self._value(name, None, "")
        if value in known:
            return str(value)
        raise MinutesError(f"{self._where(name)} is {value!r}, and must be one of {', '.join(known)}")

    @property
    def _rule(self) -> Rule:
        if self.rule is None:
            raise LookupError("no rule is looking")
        return self.rule

    def _where(self, name: str) -> str:
        return f"{self.config.origin or 'minutes.toml'}: check.rules.{self._rule.name}.{name}"

    def _value(self, name: str, body: str | None, path: str) -> int | str:
        for row in rows_for(self.settings, self._rule, self.people, body, path):
            for key, value in row.values:
                if key == name:
                    return value
        return next(one.initial for one in self._rule.settings if one.name == name)


def rows_for(
    settings: CheckSettings, rule: Rule, people: People, body: str | None, path: str
) -> Iterator[RuleSettings]:
    """What the settings say of a rule for a body and a file, the most particular first."""
    for one in (*reversed([one for one in settings.overrides if holds(one, people, body, path)]), settings):
        yield from (row for row in one.rules if row.rule in {rule.code, rule.name})


def holds(override: CheckSettings, people: People, body: str | None, path: str) -> bool:
    """Whether an override is for this body and file."""
    if override.body is not None and people.bodies.key(override.body) != people.bodies.key(body):
        return False
    return override.path is None or matches(override.path, path)


def matches(pattern: str, path: str) -> bool:
    """Whether a path fits a pattern of `*` and `?`, which cross folders; a folder stands for all in it."""
    return fnmatchcase(path, pattern) or path.startswith(pattern.removesuffix("/") + "/")


def at_action(
    scene: Scene, action: Action, message: str, hint: str | None = None, at: tuple[Mention, Span] | None = None
) -> Fault:
    """A fault of an action, shown where it was raised, or in one of its mentions at a span of that file."""
    first = action.mentions[0].mention
    mention, span = at or (first, first.span)
    source = scene.sources[mention.path]
    end = max(span.start, span.end - 1)
    return Fault(
        message=message,
        path=mention.path,
        line=source.line(span.start),
        column=source.column(span.start),
        end_line=source.line(end),
        end_column=source.column(end) + 1,
        subject=derived_id(first, task_words(first), 1),
        body=action.body,
        places=tuple((one.mention.path, one.mention.line, one.mention.end_line) for one in action.mentions),
        action=action.id,
        hint=hint,
    )


def at_meeting(scene: Scene, meeting: Meeting, message: str, hint: str | None = None) -> Fault:
    """A fault of a meeting, shown in the line that begins it."""
    source = scene.sources[meeting.path]
    end = source.line_span(meeting.line) if source.starts else Span(0, 0)
    width = end.end - end.start
    return Fault(
        message=message,
        path=meeting.path,
        line=meeting.line,
        column=1,
        end_line=meeting.line,
        end_column=width + 1,
        subject=meeting.name,
        body=meeting.body,
        hint=hint,
    )


def quoted(text: str) -> str:
    """The words of an action in a message, in double quotes and not for ever."""
    words = " ".join(text.split())
    return f'"{words}"' if len(words) <= _LONGEST else f'"{words[: _LONGEST - 1].rstrip()}…"'


def days(number: int) -> str:
    """A number of days in words."""
    return f"{number} day" if number == 1 else f"{number} days"
