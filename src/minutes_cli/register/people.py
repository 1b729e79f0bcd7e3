"""Whom an owner's words mean: aliases, roles at a day, groups. Nothing is merged that settings do not merge.

>>> from minutes_cli.config import Config, Person, Role
>>> people = People.of(Config(people=(Person("Ann Lee", roles=(Role("Chair"),)),)))
>>> people.resolve("the Chair", None, None), people.resolve("@ann-lee", None, None), people.resolve("Bob", None, None)
('Ann Lee', 'Ann Lee', 'Bob')
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Day
from typing import NamedTuple

from minutes_cli.config import Alias, Config, Group, Role
from minutes_cli.register.names import Bodies, key, nearly_equal

_LIKELY = 60.0
_NEAR_WORD = 70.0
"""What a word of a name has to reach for the name to be suggested."""
"""Of 100: below it a suggestion is no help."""


class Match(NamedTuple):
    """How an owner's words came to be found."""

    how: str
    """`literal`, `alias`, `role`, `group` or `substring`."""
    words: str
    """The owner as written, such as "Officials"."""
    name: str
    """Whom these words mean; the words themselves where nobody knows them."""


class _Office(NamedTuple):
    role: Role
    body: str
    """Compared name; empty for every body."""
    holder: str


class _Meaning(NamedTuple):
    name: str
    how: str


class People(NamedTuple):
    """The people file, turned round: from words to the person or group they mean."""

    names: Mapping[str, str]
    """Compared name → the name of a person or group."""
    aliases: Mapping[tuple[str, str], str]
    """Compared alias and compared body, empty for every body → the name."""
    offices: Mapping[str, tuple[_Office, ...]]
    """Compared role → who held it when."""
    members: Mapping[str, frozenset[str]]
    """Compared group name → compared names and roles of all in it, through groups within groups."""
    bodies: Bodies

    @classmethod
    def of(cls, config: Config) -> People:
        """The people, groups and bodies of the settings."""
        bodies = Bodies.of(config.bodies)
        entries: list[tuple[str, tuple[Alias, ...]]] = [(one.name, one.aliases) for one in config.people]
        entries += [(one.name, one.aliases) for one in config.groups]
        names: dict[str, str] = {}
        aliases: dict[tuple[str, str], str] = {}
        for name, others in entries:
            names.setdefault(key(name), name)
            for alias in others:
                aliases.setdefault((key(alias.name), bodies.key(alias.body)), name)
        offices: defaultdict[str, list[_Office]] = defaultdict(list)
        for person in config.people:
            for role in person.roles:
                offices[key(role.role)].append(_Office(role, bodies.key(role.body), person.name))
        held = {role: tuple(rows) for role, rows in offices.items()}
        return cls(names, aliases, held, _members(config.groups, names, aliases), bodies)

    def resolve(self, owner: str, body: str | None, day: Day | None) -> str:
        """The name of the person or group that `owner` means in `body` on `day`; `owner` itself if unknown.

        A role that several hold at once, or that nobody holds on that day, means nobody. Without a
        day a role is resolved where only one person has ever held it.
        """
        found = self._meaning(key(owner), self.bodies.key(body), day)
        return owner if found is None else found.name

    def matches(self, query: str, owner: str, body: str | None, day: Day | None) -> Match | None:
        """Whether the words of a question mean the `owner` of an action of `body` raised on `day`, and how.

        By name, alias and role; a person also by the groups they are in, a group also by its members;
        else by words within words, of the name as written or of the one it stands for. What is somebody's
        whole name or alias is found as whole words only, so that asking for "Ann" does not give Annette
        where the people file knows Ann.
        """
        asked, written = key(query), key(owner)
        where = self.bodies.key(body)
        meant, asked_for = self._meaning(written, where, day), self._meaning(asked, where, day)
        name = owner if meant is None else meant.name
        if asked and asked == written:
            return Match("literal", owner, name)
        one, other = key(name), asked if asked_for is None else key(asked_for.name)
        if one == other and asked:
            ways = {found.how for found in (meant, asked_for) if found is not None}
            return Match("role" if "role" in ways else "alias", owner, name)
        if self._is_in(other, one, written) or self._is_in(one, other, asked):
            return Match("group", owner, name)
        if _within(asked, written, query, owner, asked_for):
            return Match("substring", owner, name)
        is_part = meant is not None and asked_for is None and bool(asked) and asked in one
        return Match("alias", owner, name) if is_part else None

    def knows(self, words: str) -> bool:
        """Whether the people file has these words as a part of a name, or as an alias, role or group, in any
        body at any time."""
        asked = key(words)
        return (
            any(asked in name for name in self.names)
            or asked in self.offices
            or any(asked == alias for alias, _ in self.aliases)
        )

    def all_names(self) -> tuple[str, ...]:
        """All names of people and groups, roles as written, sorted."""
        roles = {rows[0].role.role for rows in self.offices.values()}
        return tuple(sorted({*self.names.values(), *roles}))

    def _meaning(self, written: str, body: str, day: Day | None) -> _Meaning | None:
        if written in self.names:
            return _Meaning(self.names[written], "alias")
        alias = self.aliases.get((written, body)) or self.aliases.get((written, ""))
        if alias is not None:
            return _Meaning(alias, "alias")
        holder = self._holder(written, body, day)
        return None if holder is None else _Meaning(holder, "role")

    def _holder(self, role: str, body: str, day: Day | None) -> str | None:
        held = [one for one in self.offices.get(role, ()) if one.body in {"", body} and _holds(one.role, day)]
        own = [one for one in held if one.body] or held
        holders = {one.holder for one in own}
        return holders.pop() if len(holders) == 1 else None

    def _is_in(self, member: str, group: str, member_words: str) -> bool:
        inside = self.members.get(group, frozenset())
        return member in inside or (member_words != group and member_words in inside)


def suggest(words: str, known: Iterable[str]) -> list[str]:
    """Up to three of `known` that are near `words`, the nearest first."""
    choices = sorted(set(known))
    from rapidfuzz import fuzz, process

    asked = key(words).split()
    # A piece in the midst of a word, as "ann" is nearly one of "Halloran", makes no name likely.
    near = [
        one
        for one in choices
        if any(fuzz.ratio(word, other) >= _NEAR_WORD for word in asked for other in key(one).split())
        or fuzz.ratio(key(words), key(one)) >= _NEAR_WORD
    ]
    found = process.extract(words, near, scorer=fuzz.WRatio, processor=key, limit=3, score_cutoff=_LIKELY)
    return [choice for choice, _, _ in found]


def likely_aliases(owners: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of owners that may be the same person, the shorter first; sorted. A hint, never a merger.

    Initials ("JLG", Julian Le Grand), part of a name ("Peter", Peter Marsh) where it fits one name
    only, handles ("pmarsh") and slips of the pen.
    """
    names = sorted({key(one): one for one in sorted(owners, reverse=True) if key(one)}.items())
    by_letter: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for folded, name in names:
        for letter in sorted({word[0] for word in folded.split()}):
            by_letter[letter].append((folded, name))
    pairs: set[tuple[str, str]] = set()
    for folded, name in names:
        longer = [other for other in by_letter[folded[0]] if _may_be(folded, other[0])]
        if len(longer) == 1:
            pairs.add((name, longer[0][1]))
    return tuple(sorted(pairs))


def _members(
    groups: Sequence[Group], names: Mapping[str, str], aliases: Mapping[tuple[str, str], str]
) -> Mapping[str, frozenset[str]]:
    direct: dict[str, set[str]] = {}
    for group in groups:
        inside = {key(one) for one in group.members}
        inside |= {key(aliases[one, ""]) for one in inside if one not in names and (one, "") in aliases}
        direct.setdefault(key(group.name), set()).update(inside)
    return {group: frozenset(_closure(group, direct)) for group in direct}


def _closure(group: str, direct: Mapping[str, set[str]]) -> set[str]:
    """All in `group`, through groups that may contain each other in a circle."""
    found: set[str] = set()
    waiting = [group]
    while waiting:
        new = direct.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found - {group}


def _holds(role: Role, day: Day | None) -> bool:
    if day is None:
        return True
    return (role.since is None or role.since <= day) and (role.until is None or day <= role.until)


def _within(asked: str, written: str, query: str, owner: str, known: _Meaning | None) -> bool:
    if not asked:
        return bool(query.strip()) and query.casefold() in owner.casefold()
    if known is not None:
        return re.search(rf"\b{re.escape(asked)}\b", written) is not None
    return asked in written


def _may_be(short: str, long: str) -> bool:
    """Whether the compared name `short` may stand for `long`."""
    if short == long or len(short) > len(long):
        return False
    words, others = short.split(), long.split()
    if len(words) == 1 and len(others) > 1:
        initials = "".join(word[0] for word in others)
        handles = {others[0][0] + others[-1], others[0] + others[-1][0], "".join(others)}
        return short in others[:1] or short == others[-1] or short in handles or (len(short) > 1 and short == initials)
    if len(words) < len(others):
        return words == others[: len(words)] or (words[0] == others[0] and words[-1] == others[-1])
    return nearly_equal(short, long)
