"""The meetings of a folder: which body met, what meeting came next, which minutes have been approved.

A meeting without a body has that of its file, else that of the folder, where all that name one agree.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date as Day
from itertools import chain
from pathlib import PurePosixPath
from typing import NamedTuple

from minutes_cli.config import Approved, Config
from minutes_cli.model import Document, Meeting, Mention
from minutes_cli.register.names import Bodies, body_words

Place = tuple[str, int]
"""Path and line of a meeting."""
_MONTHS = 12


class Meetings(NamedTuple):
    """All meetings of a folder, each with its body under the one name that is shown."""

    by_place: Mapping[Place, Meeting]
    bodies: Bodies
    days: Mapping[str, tuple[Day, ...]]
    """Key of a body → the days on which it met, in order, each once."""

    @classmethod
    def of(cls, documents: Iterable[Document], config: Config) -> Meetings:
        """The meetings of the documents, their bodies by the settings' names and the folder's spellings."""
        by_file = [document.meetings for document in documents]
        names = BodyNames.of(Counter(chain.from_iterable(map(written_in, by_file))), config)
        found: dict[Place, Meeting] = {}
        days: defaultdict[str, set[Day]] = defaultdict(set)
        for met in by_file:
            for one, body in zip(met, names.of_file(met), strict=True):
                found[one.path, one.line] = one if body == one.body else replace(one, body=body)
                if one.date:
                    days[body_key_of(names.bodies, body, one.path)].add(one.date)
        return cls(found, names.bodies, {key: tuple(sorted(on)) for key, on in days.items()})

    def known(self, meeting: Meeting | None) -> Meeting | None:
        """The same meeting with its body."""
        return meeting and self.by_place.get((meeting.path, meeting.line), meeting)

    def body_key(self, meeting: Meeting | None, path: str) -> str:
        """Equal for meetings of one body; where nobody says which it is, only the same folder can be meant."""
        known = self.known(meeting)
        return body_key_of(self.bodies, known.body if known else None, path)

    def held_by(self, mention: Mention) -> tuple[Day, ...]:
        """The days on which the body of a mention met, in order."""
        return self.days.get(self.body_key(mention.meeting, mention.path), ())

    def day_before(self, meeting: Meeting) -> Day | None:
        """The day of the body's last meeting before this one, where the folder has one."""
        days = self.days.get(self.body_key(meeting, meeting.path), ())
        at = bisect_left(days, meeting.date) if meeting.date else 0
        return days[at - 1] if at else None

    def day_after(self, meeting: Meeting, month: int = 0) -> Day | None:
        """The day of the body's next meeting, or of the next in a month (1 to 12), within a year of this one."""
        days = self.days.get(self.body_key(meeting, meeting.path), ())
        later = days[bisect_right(days, meeting.date) :] if meeting.date else ()
        if not month:
            return later[0] if later else None
        soon = (one for one in later if meeting.date and _months_between(meeting.date, one) < _MONTHS)
        return next((one for one in soon if one.month == month), None)

    def with_deadline(self, mention: Mention) -> Mention:
        """The mention, "by the next meeting" as a day where the next minutes of the body give it."""
        if mention.awaits is None or mention.due is not None or mention.meeting is None:
            return mention
        day = self.day_after(mention.meeting, mention.awaits)
        return mention if day is None else replace(mention, due=day)

    def in_order(self) -> tuple[Meeting, ...]:
        """All of them by date, undated ones last."""
        return tuple(sorted(self.by_place.values(), key=_order))


def folder_of(path: str) -> str:
    """The folder that a file lies in."""
    return str(PurePosixPath(path).parent)


def approved_places(meetings: Meetings, documents: Sequence[Document], config: Config) -> frozenset[Place]:
    """The meetings whose minutes are approved, as `approval` in the settings has it.

    `marked`: those whose file says so. `text`: also those that a later meeting of the body approves, by their
    day or as the last minutes before it. `never`: none. What the table `approved` names is approved whatever
    `approval` is; minutes that call themselves a draft are not.
    """
    named = {
        place
        for place, one in meetings.by_place.items()
        if one.approval != "draft" and any(_is_named(meetings, one, by) for by in config.approved)
    }
    if config.approval == "never":
        return frozenset(named)
    marked = named | {place for place, one in meetings.by_place.items() if one.approval == "approved"}
    if config.approval == "marked":
        return frozenset(marked)
    on: set[tuple[str, Day]] = set()
    for one in (approval for document in documents for approval in document.approvals):
        if one.meeting is None:
            continue
        day = one.of or meetings.day_before(one.meeting)
        if day is not None:
            on.add((meetings.body_key(one.meeting, one.meeting.path), day))
    told = {
        place
        for place, one in meetings.by_place.items()
        if one.date and (meetings.body_key(one, one.path), one.date) in on
    }
    return frozenset(marked | told)


def _is_named(meetings: Meetings, one: Meeting, by: Approved) -> bool:
    """Whether the settings call the minutes of a meeting approved; undated ones are before no day."""
    is_before = by.before is None or (one.date is not None and one.date < by.before)
    return is_before and (
        by.body is None or (bool(one.body) and meetings.bodies.key(one.body or "") == meetings.bodies.key(by.body))
    )


Written = tuple[str, str]
"""A folder, and a body as a meeting in it has it."""


def written_in(meetings: Iterable[Meeting]) -> Iterator[Written]:
    """How the meetings call their bodies, each as often as it is said."""
    return ((folder_of(one.path), one.body) for one in meetings if one.body)


class BodyNames(NamedTuple):
    """What the names of bodies in a folder mean, each with all others in view."""

    bodies: Bodies
    longer: Mapping[tuple[str, str], str]
    """Folder and short name of a body → its whole name."""
    in_folder: Mapping[str, frozenset[str]]
    """Folder → whatever bodies meet there."""

    @classmethod
    def of(cls, written: Mapping[Written, int], config: Config) -> BodyNames:
        """By the settings' names and how often each folder has each spelling."""
        spellings: Counter[str] = Counter()
        for (_, name), count in written.items():
            spellings[name] += count
        bodies = Bodies.of(config.bodies, spellings)
        longer = _longer_names(written, bodies)
        in_folder: defaultdict[str, set[str]] = defaultdict(set)
        for folder, name in written:
            shown = bodies.name(name)
            in_folder[folder].add(longer.get((folder, shown), shown))
        return cls(bodies, longer, {folder: frozenset(some) for folder, some in in_folder.items()})

    def of_file(self, meetings: Sequence[Meeting]) -> list[str | None]:
        """The bodies of all meetings of a file."""
        if not meetings:
            return []
        folder = folder_of(meetings[0].path)
        named = [one.body and self._whole(folder, self.bodies.name(one.body)) for one in meetings]
        choices = {one for one in named if one} or self.in_folder.get(folder, frozenset())
        rest = self._whole(folder, next(iter(choices))) if len(choices) == 1 else None
        return [one or rest for one in named]

    def by_folder(self, written: Iterable[Written]) -> dict[str, frozenset[tuple[str, str, str]]]:
        """All that the bodies of a folder's meetings hang on: how each is written, what that means, and its key."""
        found: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
        for folder, name in written:
            whole = self._whole(folder, self.bodies.name(name))
            found[folder].add((name, whole, self.bodies.key(whole)))
        return {folder: frozenset(some) for folder, some in found.items()}

    def _whole(self, folder: str, name: str) -> str:
        return self.longer.get((folder, name), name)


def _longer_names(written: Mapping[Written, int], bodies: Bodies) -> dict[tuple[str, str], str]:
    """Folder and short name of a body → its whole name, where just one other name there has all its words.

    "Steering Committee" beside "Example Foundation Steering Committee" is that one; a name of one word is left
    alone, and so is one that the settings know. A rare meeting of a body, such as "Harbour Board away day", is
    that body's.
    """
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (folder, name), count in written.items():
        names[folder][bodies.name(name)] += count
    found: dict[tuple[str, str], str] = {}
    for folder, here in names.items():
        for name in here:
            words = set(body_words(name).split())
            longer = [other for other in here if words < set(body_words(other).split())]
            if bodies.is_set(name):
                continue
            whole = longer[0] if len(words) > 1 and len(longer) == 1 else ""
            if whole and not _is_part(whole, name) and not _is_special(whole, name, here):
                found[folder, name] = whole
            usual = [other for other in here if _is_special(name, other, here)]
            if usual:
                found[folder, name] = max(usual, key=lambda other: (here[other], other))
    return found


_FEW = 2
"""How many times as often a body meets as it holds special meetings of one name, at least."""
_BODY_NOUNS = frozenset(
    """board bureau chapter commission committee council department group office panel section sig staff subcommittee
    subgroup taskforce trustees wg working ausschuss arbeitsgruppe ag beirat gremium rat vorstand comité comite
    commissie conseil groupe consejo comisión junta grupo comitato consiglio gruppo comissão conselho bestuur raad
    werkgroep komitet komisja rada zarząd""".split()  # noqa: SIM905
)


def _is_special(name: str, usual: str, met: Mapping[str, int]) -> bool:
    """Whether a name is that of a rare meeting of the body `usual`: its name first, then what was special about it.

    "Harbour Board away day" is, beside a "Harbour Board" that meets often.
    """
    words, base = body_words(name).split(), body_words(usual).split()
    begins = 0 < len(base) < len(words) and words[: len(base)] == base
    return begins and not _is_part(name, usual) and met[usual] >= _FEW * met[name]


def _is_part(name: str, whole: str) -> bool:
    """Whether a name is that of another body's part: "Harbour Board finance committee" beside "Harbour Board"."""
    words, base = body_words(name).split(), body_words(whole).split()
    return words[: len(base)] == base and bool(_BODY_NOUNS.intersection(words[len(base) :]))


def body_key_of(bodies: Bodies, body: str | None, path: str) -> str:
    """Equal for what is of one body; where nobody says which it is, only the same folder can be meant."""
    return bodies.key(body) if body else f"/{folder_of(path)}"


def _order(one: Meeting) -> tuple[bool, Day, str, int]:
    return one.date is None, one.date or Day.min, one.path, one.line


def _months_between(one: Day, other: Day) -> int:
    return (other.year - one.year) * _MONTHS + other.month - one.month
