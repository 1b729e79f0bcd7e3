"""What a folder's settings say: Config and its tables. `config.parse` reads them.

FIELDS is the only list of settings: reading, `minutes init`, the docs and the complaint about an
unknown key come from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Alias(NamedTuple):
    """Another name for somebody, everywhere or in one body only."""

    name: str
    body: str | None = None


class Role(NamedTuple):
    """An office that somebody holds; the days are inclusive, None is open."""

    role: str
    body: str | None = None
    since: date | None = None
    until: date | None = None


class Person(NamedTuple):
    """Somebody by the name to be shown."""

    name: str
    aliases: tuple[Alias, ...] = ()
    roles: tuple[Role, ...] = ()
    email: str | None = None


class Group(NamedTuple):
    """Several people under one name; members are names of people, roles or other groups."""

    name: str
    aliases: tuple[Alias, ...] = ()
    members: tuple[str, ...] = ()


class BodyName(NamedTuple):
    """A committee and the other names it goes by."""

    name: str
    aliases: tuple[str, ...] = ()


class RuleSettings(NamedTuple):
    """What `[check.rules.NAME]` says of one rule."""

    rule: str
    """Its code or name, as written."""
    severity: str | None = None
    """`error`, `warning`, `info` or `off`."""
    values: tuple[tuple[str, int | str], ...] = ()
    """The rule's own settings."""


class CheckSettings(NamedTuple):
    """What `[check]` says, or a table of `[[check.overrides]]` for one body or some paths."""

    select: tuple[str, ...] = ()
    """Codes, names or sets of rules; none means the default set."""
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    rules: tuple[RuleSettings, ...] = ()
    body: str | None = None
    path: str | None = None
    """A pattern such as `minutes/2011-*`; body and path say where an override holds."""
    overrides: tuple[CheckSettings, ...] = ()


class Snooze(NamedTuple):
    """A finding that is not to be heard of until a day, that day included."""

    until: date
    reason: str
    action: str | None = None
    """Id of the action, or the beginning of one."""
    rule: str | None = None


class Pair(NamedTuple):
    """An action, and what a later meeting says that is of it, or is not."""

    action: str
    """Its id, or the beginning of it."""
    mention: str
    """The id that the later statement has, or would have, as an action of its own."""


class Deferral(NamedTuple):
    """An action that is left out of the next agenda until near a day."""

    action: str
    until: date


class Approved(NamedTuple):
    """Minutes that are a record because the settings say so: those of a body, those before a day, or both."""

    body: str | None = None
    before: date | None = None


class Template(NamedTuple):
    """A folder's own template for new minutes, of one body or of all."""

    path: str
    """Relative to the settings' file."""
    body: str | None = None
    name: str | None = None
    """What the new file is called, such as `minutes/{date}-board.md`."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a folder, each with its default."""

    paths: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    body: str | None = None
    languages: tuple[str, ...] = ()
    date_order: str | None = None
    """None: found from the dates of each file, day first where they leave it open."""
    encodings: tuple[str, ...] = ()
    action_marks: tuple[str, ...] = ()
    action_headings: tuple[str, ...] = ()
    ignore_headings: tuple[str, ...] = ()
    private_headings: tuple[str, ...] = ()
    approval: str = "text"
    approved: tuple[Approved, ...] = ()
    close_style: str = "words"
    """How a closing is written beside a box or behind the words: `words`, `emoji` or `todotxt`."""
    me: str | None = None
    people: tuple[Person, ...] = ()
    groups: tuple[Group, ...] = ()
    bodies: tuple[BodyName, ...] = ()
    check: CheckSettings = field(default_factory=CheckSettings)
    snoozes: tuple[Snooze, ...] = ()
    links: tuple[Pair, ...] = ()
    """Confirmed links between meetings."""
    unlinks: tuple[Pair, ...] = ()
    """Refused ones."""
    deferrals: tuple[Deferral, ...] = ()
    templates: tuple[Template, ...] = ()
    standing_items: tuple[str, ...] = ()
    origin: str | None = field(default=None, compare=False)
    """The file that the settings came from, for messages; None for the defaults."""


class Field(NamedTuple):
    """One documented key of `minutes.toml`."""

    key: str
    kind: str
    """`text`, `texts` or the choices joined by `|`."""
    meaning: str
    example: str


FIELDS: tuple[Field, ...] = (
    Field("paths", "texts", "folders or files, relative to this file, that hold minutes", '["minutes"]'),
    Field("include", "texts", "further endings or patterns that are minutes", '[".log"]'),
    Field("exclude", "texts", "patterns, as in .gitignore, that are not minutes", '["drafts/**"]'),
    Field("body", "text", "the committee, where a file does not say", '"Harbour Board"'),
    Field("languages", "texts", "languages of the minutes; found from each file where not given", '["en", "fr"]'),
    Field("date-order", "dmy|mdy|ymd", "how 1/9/2011 is to be read, where a file does not show it", '"dmy"'),
    Field("encodings", "texts", "tried, in order, for files that are not UTF-8", '["shift_jis"]'),
    Field("action-marks", "texts", "further words that mark an action, as ACTION does", '["Arrow"]'),
    Field("action-headings", "texts", "further headings under which every item is an action", '["Who does what"]'),
    Field("ignore-headings", "texts", "headings under which nothing is an action", '["Template"]'),
    Field("private-headings", "texts", "headings whose sections stay out of what is sent on", '["In camera"]'),
    Field(
        "approval",
        "text|marked|never",
        "what makes minutes approved: later text, a mark in the file, nothing",
        '"text"',
    ),
    Field(
        "close-style",
        "words|emoji|todotxt",
        "how a closing is written: (closed 2011-10-06), ✅ 2011-10-06 or done:2011-10-06",
        '"words"',
    ),
    Field("standing-items", "texts", "items of every meeting, for minutes new", '["Finance", "Any other business"]'),
    Field("me", "text", "who `owner:me` is", '"Ann Lee"'),
)
