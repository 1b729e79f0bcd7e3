"""What an index says of a folder, as the rest of the house knows it: actions, meetings, documents with their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from itertools import chain
from typing import Protocol, TypeVar

from minutes_cli.indexed.pieces import (
    BROKEN,
    Placed,
    get_actions,
    get_bodies,
    get_met,
    get_rows,
    get_said,
    get_unit,
    meetings_of,
    met_from,
    unit_of,
    words_of,
)
from minutes_cli.indexed.refresh import Opened, sum_of_text
from minutes_cli.model import Action, Decision, Diagnostic, Document, Meeting, Register
from minutes_cli.register.meetings import Meetings
from minutes_cli.store.files import Refused, read
from minutes_cli.store.find import Place, absolute
from minutes_cli.store.index import Doubt
from minutes_cli.text import Source

_T = TypeVar("_T")


class Known:
    """A folder that need not be read."""

    def __init__(self, opened: Opened, place: Place) -> None:
        self.index, self.head, self.trail = opened
        self.place = place
        self._met: dict[tuple[str, ...], tuple[Meeting, ...]] = {}
        """By the bodies that a file is of, the meetings of all files of these."""

    def actions(self, *, only_open: bool = False) -> tuple[Action, ...]:
        """The actions in the order of the register."""
        kinds = (b"o",) if only_open else (b"o", b"c")
        found = [
            one for part in self.head.parts for kind in kinds for one in get_actions(self.index, self.head, part, kind)
        ]
        found.sort(key=lambda one: one[0])
        return tuple([action for _, action in found])

    def size(self) -> tuple[int, int]:
        """How many files were read, and how many actions there are."""
        return len(self.trail.files) - len(self.head.faults), sum(one[0] + one[1] for one in self.head.parts.values())

    def look_alikes(self) -> tuple[int, str]:
        """How many lines look like actions and are none, and the first file that has one."""
        having = [(one[3], one[0]) for one in self.trail.files if one[3]]
        return sum(count for count, _ in having), min((path for _, path in having), default="")

    def unread(self) -> tuple[Diagnostic, ...]:
        """What stands in the way of whole files, or of their YAML."""
        paths = sorted({*self.head.broken, *(one[2] for one in self.head.faults)})
        said = (get_said(self.index, path)[1] for path in paths)
        found = ([one] if isinstance(one, Diagnostic) else one.diagnostics for one in said)
        codes = {BROKEN, *(one[0] for one in self.head.faults)}
        return tuple(one for some in found for one in some if one.code in codes)

    def field(self, name: str) -> object:
        """A field of the register by its name."""
        found: Mapping[str, Callable[[], object]] = {
            "actions": self.actions,
            "meetings": self.meetings,
            "decisions": self.decisions,
            "diagnostics": self.diagnostics,
            "files": lambda: self.size()[0],
        }
        return found[name]()

    def meetings(self) -> tuple[Meeting, ...]:
        """As the register has them."""
        from minutes_cli.register.build import with_approval

        mets = {words_of(raw): met_from(data) for raw, data in self.index.each(b"m")}
        if len(mets) != len(self.trail.files):
            raise Doubt("a file's meetings are missing")
        light = [met.light(path) for path, met in sorted(mets.items())]
        return with_approval(Meetings.of(light, self.place.config), light, self.place.config)

    def meetings_in(self, path: str) -> tuple[Meeting, ...]:
        """Those that a file tells of, as the register has them: only what their bodies say is looked at."""
        met = get_met(self.index, path)
        units = () if met is None else met.units
        if units not in self._met:
            self._met[units] = self._meetings_of(units)
        return tuple(one for one in self._met[units] if one.path == path)

    def _meetings_of(self, units: tuple[str, ...]) -> tuple[Meeting, ...]:
        from minutes_cli.register.build import with_approval

        paths = sorted({one for unit in units for one in get_unit(self.index, self.head, unit).paths})
        mets = {one: found for one in paths if (found := get_met(self.index, one)) is not None}
        bodies = get_bodies(self.index, self.head)
        light = [one.light(name) for name, one in mets.items()]
        return with_approval(meetings_of(mets.values(), bodies, units), light, self.place.config)

    def actions_called(
        self, fits: Callable[[str, str | None], bool], only: tuple[str, str] | None = None
    ) -> tuple[Action, ...]:
        """As Register has it; only the parts that have some are decoded."""
        found: list[Placed] = []
        units = self._units_called(*only) if only else None
        for part in self.head.parts:
            if units is not None and unit_of(part) not in units:
                continue
            if any(fits(row[4], row[1]) for row in get_rows(self.index, self.head, part)):
                for kind in (b"o", b"c"):
                    found += get_actions(self.index, self.head, part, kind)
        found.sort(key=lambda one: one[0])
        return tuple([one for _, one in found if fits(one.id, one.label)])

    def _units_called(self, start: str, label: str) -> set[str] | None:
        """The bodies with ids that begin so; None where all have to be looked at, as for a label that some have."""
        from minutes_cli.indexed.buckets import Buckets

        buckets = Buckets(self.index, self.head)
        return None if self.head.buckets and buckets.labels(label) else buckets.units(start)

    def decisions(self) -> tuple[Decision, ...]:
        """As the register has them."""
        from minutes_cli.register.build import decisions_of

        documents = [one for one in self._said() if isinstance(one, Document)]
        return decisions_of(documents, Meetings.of(documents, self.place.config))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """As the register has them."""
        from minutes_cli.register.build import in_order

        told = chain.from_iterable(one.diagnostics if isinstance(one, Document) else [one] for one in self._said())
        return in_order(told)

    def _said(self) -> Iterator[Document | Diagnostic]:
        for path, _, total, _ in self.trail.files:
            found = get_said(self.index, path)
            if found[0] != total:
                raise Doubt("a piece is older than the rest")
            yield found[1]

    def paths(self) -> Iterator[str]:
        """Of all minutes files, sorted; also of those that cannot be read."""
        return iter(self.trail.files.paths)

    def document(self, path: str) -> Document | None:
        """What a file says, with its text; None for one that cannot be read, Doubt for one that has just changed."""
        loaded = read(absolute(path, self.place.root), self.place.config.encodings)
        total, said = get_said(self.index, path)
        if sum_of_text(loaded) != total:
            raise Doubt("the file has changed")
        if isinstance(said, Diagnostic) or isinstance(loaded, Refused):
            return None
        return replace(said, source=Source(path, loaded.text))


class Ask(Protocol):
    """Asks the index, or, where that is no good, what was read without it."""

    def __call__(self, ask: Callable[[Known], _T], otherwise: Callable[[], _T]) -> _T:
        """One of the two answers."""


class Documents(Mapping[str, Document]):
    """The documents of a folder by path, each read when it is asked for."""

    def __init__(self, known: Known) -> None:
        self._known = known
        faults = {one[2] for one in known.head.faults}
        self._read: dict[str, Document | None] = {path: None for path in known.paths() if path not in faults}

    def __getitem__(self, path: str) -> Document:
        found = self._read[path]
        if found is None:
            found = self._read[path] = self._known.document(path)
        if found is None:
            raise Doubt("the file cannot be read any more")
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


class LazyRegister(Register):
    """A register of which nothing is decoded before it is asked for."""

    __slots__ = ("_ask", "_known", "_register")

    def __init__(self, ask: Ask, register: Callable[[], Register]) -> None:
        object.__setattr__(self, "_ask", ask)
        object.__setattr__(self, "_register", register)
        object.__setattr__(self, "_known", {})

    def __getattribute__(self, name: str) -> object:
        if name not in _FIELDS:
            return super().__getattribute__(name)
        known: dict[str, object] = super().__getattribute__("_known")
        if name not in known:
            ask, whole = super().__getattribute__("_ask"), super().__getattribute__("_register")
            known[name] = ask(lambda one: one.field(name), lambda: getattr(whole(), name))
        return known[name]

    def meetings_in(self, path: str) -> tuple[Meeting, ...]:
        """As Register has it."""
        ask, whole = super().__getattribute__("_ask"), super().__getattribute__("_register")
        found: tuple[Meeting, ...] = ask(lambda one: one.meetings_in(path), lambda: whole().meetings_in(path))
        return found

    def actions_called(
        self, fits: Callable[[str, str | None], bool], only: tuple[str, str] | None = None
    ) -> tuple[Action, ...]:
        """As Register has it."""
        ask, whole = super().__getattribute__("_ask"), super().__getattribute__("_register")
        found: tuple[Action, ...] = ask(
            lambda one: one.actions_called(fits, only), lambda: whole().actions_called(fits, only)
        )
        return found


_FIELDS = frozenset(one.name for one in fields(Register))
