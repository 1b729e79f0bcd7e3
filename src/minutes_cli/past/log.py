"""What each commit did to the actions: all of them commit by commit, or one of them through its whole life.

A commit is held against its parents; a merge tells only what none of its parents had. For one action
only the files that speak of it are read, under all the names they ever had, and no further back than
the commit that raised it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day

from minutes_cli.folder import Folder
from minutes_cli.model import Action, MinutesError, Register
from minutes_cli.past.then import EMPTY, Past
from minutes_cli.register.build import build
from minutes_cli.register.compare import Difference, Kind, changes, compare, pair
from minutes_cli.register.ids import label_key
from minutes_cli.store.find import Place
from minutes_cli.store.history import Commit, blobs_at, changed, commits, names_over_time, replaced
from minutes_cli.store.tree import read_blobs

SETTINGS = ("minutes.toml", "pyproject.toml")
_AT_ONCE = 50
"""Commits whose texts are asked for together: few enough for the memory, enough to keep git busy."""


@dataclass(frozen=True, slots=True)
class Event:
    """What one commit did to one action."""

    commit: Commit | None
    """None for what is not committed yet."""
    difference: Difference


@dataclass(frozen=True, slots=True)
class Log:
    """What happened, oldest first."""

    events: tuple[Event, ...]
    notes: tuple[str, ...]
    """A sentence on each thing that could not be told."""


def log_of_all(past: Past, tip: Commit, folder: Folder, limit: int | None, since: Day | None) -> Log:
    """What the last commits that touched minutes or settings did; `limit` counts those commits.

    Of the folder as it is now only one thing is asked: which files speak of the same actions. A commit
    is told from what it changed and from those; one that changed the settings, from the whole folder.
    """
    related = _related(folder)
    events: list[list[Event]] = []
    notes: list[str] = []
    for commit in _touching(past, tip, limit, since):
        if commit.hash in past.history.shallow:
            continue
        try:
            events.append([Event(commit, one) for one in _done_by(past, commit, folder.place, related)])
        except MinutesError as fault:
            notes.append(f"what {commit.short} changed is not told: {fault}")
    return Log(tuple(event for together in reversed(events) for event in together), tuple(notes))


def log_of_action(past: Past, tip: Commit | None, folder: Folder, action: Action) -> Log:
    """The life of an action of the folder as it is on the disk now, what is not committed yet included."""
    mine = [str(past.inner(told.mention.path, folder.place)) for told in action.mentions]
    thread = _Thread.of(past, tip, folder.place, mine)
    documents = [folder.by_path[path] for path in folder.paths if past.inner(path, folder.place) in thread.names]
    now = build(documents, folder.config)
    same = next(one for one in now.actions if (one.file, one.line) == (action.file, action.line))
    if not thread.chain:
        return Log((Event(None, Difference(Kind.RAISED, None, same)),), ())
    newest = thread.chain[0]
    before = pair(thread.register(newest.hash), now).before(same)
    news = _news(before, same)
    events = thread.follow({newest.hash: before.id} if before else {})
    return Log((*events, *(Event(None, one) for one in news)), ())


def log_of_lost(past: Past, tip: Commit, place: Place, wanted: str) -> Log:
    """The life of an action that there was once, by its whole id, its beginning or its label; empty where never."""
    asked, label = wanted.strip().casefold(), label_key(wanted)
    for commit, path, lost in _lost(past, tip, place):
        for action in lost.actions:
            if action.id.casefold().startswith(asked) or (action.label and label_key(action.label) == label):
                thread = _Thread.of(past, past.commit(commit.parents[0]), place, [path])
                events = thread.follow({thread.chain[0].hash: action.id})
                end = _last_of(past, commit, place, path, action)
                return Log((*events, *(Event(commit, one) for one in end)), ())
    return Log((), ())


@dataclass(frozen=True, slots=True)
class _Thread:
    """The commits that touched some files, and the registers of those files alone."""

    past: Past
    place: Place
    """The folder as it is now: one action is followed by the settings of now."""
    names: tuple[str, ...]
    """All names that the files ever had, from the top of the repository."""
    chain: tuple[Commit, ...]
    """Children before parents."""
    blobs: Mapping[tuple[str, str], str]
    _registers: dict[str, Register]
    _texts: dict[str, bytes]

    @classmethod
    def of(cls, past: Past, tip: Commit | None, place: Place, files: Iterable[str]) -> _Thread:
        if tip is None:
            return cls(past, place, tuple(files), (), {}, {}, {})
        names = names_over_time(past.history, tip.hash, files)
        chain = commits(past.history, tip.hash, names)
        blobs = blobs_at(past.history, ((one.hash, name) for one in chain for name in names))
        return cls(past, place, names, chain, blobs, {}, {})

    def register(self, commit: str) -> Register:
        """What the files alone say at a commit."""
        if commit not in self._registers:
            blobs = {name: self.blobs[commit, name] for name in self.names if (commit, name) in self.blobs}
            if not set(blobs.values()) <= self._texts.keys():
                self._load(commit)
            shown = {self.past.shown(name, self.place): blob for name, blob in blobs.items()}
            self._registers[commit] = build(self.past.documents(shown, self.place, self._texts), self.place.config)
        return self._registers[commit]

    def _load(self, commit: str) -> None:
        """Reads the texts of a commit and of those before it, so that git is not asked for each alone."""
        at = next(number for number, one in enumerate(self.chain) if one.hash == commit)
        near = {one.hash for one in self.chain[at : at + _AT_ONCE]}
        wanted = {blob for (name, _), blob in self.blobs.items() if name in near} - self._texts.keys()
        self._texts.update(read_blobs(self.past.history.git, wanted))

    def follow(self, wanted: dict[str, str]) -> tuple[Event, ...]:
        """What happened to the actions that commits are said to have, by id, and to what they were before."""
        events: list[list[Event]] = []
        for commit in (one for one in self.chain if one.hash in wanted):
            after = self.register(commit.hash)
            action = next(one for one in after.actions if one.id == wanted[commit.hash])
            old = [pair(self.register(parent), after).before(action) for parent in commit.parents]
            told = [_news(one, action) for one in old or [None]]
            wanted |= {
                parent: one.id
                for parent, one in zip(commit.parents, old, strict=True)
                if one is not None and parent not in wanted
            }
            if commit.hash not in self.past.history.shallow:
                events.append([Event(commit, one) for one in _in_all(told)])
        return tuple(event for together in reversed(events) for event in together)


def _related(folder: Folder) -> Mapping[str, frozenset[str]]:
    """For each file, as it is shown, those that speak of the same actions, itself among them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for action in folder.register.actions:
        files = {told.mention.path for told in action.mentions}
        for one in files:
            found[one] |= files
    return {one: frozenset(files) for one, files in found.items()}


def _done_by(past: Past, commit: Commit, place: Place, related: Mapping[str, frozenset[str]]) -> list[Difference]:
    """What a commit did, against each of its parents."""
    if not commit.parents:
        return list(compare(EMPTY, past.register(commit)))
    told = []
    for parent in (past.commit(one) for one in commit.parents):
        where = {*(past.paths(parent) or ()), *(past.paths(commit) or ())}
        files = {past.shown(one, place) for one in changed(past.history, parent.hash, commit.hash, where)}
        some = frozenset(files.union(*(related.get(one, ()) for one in files)))
        only = None if any(one.endswith(SETTINGS) for one in files) else some
        told.append(compare(past.register(parent, only), past.register(commit, only)))
    return _in_all(told)


def _news(before: Action | None, after: Action) -> tuple[Difference, ...]:
    return changes(before, after) if before else (Difference(Kind.RAISED, None, after),)


def _in_all(told: Sequence[Sequence[Difference]]) -> list[Difference]:
    """What is new against every parent: a merge does nothing that one of its parents had done."""
    keys = [{(one.kind, one.action.id) for one in differences} for differences in told]
    return [one for one in told[0] if all((one.kind, one.action.id) in known for known in keys)]


def _touching(past: Past, tip: Commit, limit: int | None, since: Day | None) -> Iterator[Commit]:
    """The commits that touched minutes or settings, newest first; followed where the folder moved."""
    waiting, seen, left = [tip.hash], set[str](), limit
    while waiting and left != 0:
        start = waiting.pop(0)
        files = past.paths(past.commit(start))
        if files is None:
            continue
        for one in commits(past.history, start, files, left, since):
            whole = one if one.parents or one.hash in past.history.shallow else past.commit(one.hash)
            if one.hash not in seen:
                seen.add(one.hash)
                yield whole
                left = None if left is None else left - 1
            waiting += [parent for parent in whole.parents if not one.parents]


def _lost(past: Past, tip: Commit, place: Place) -> Iterator[tuple[Commit, str, Register]]:
    """For each commit that changed or removed a file of minutes what the file alone said before, newest first."""
    files = past.paths(tip) or ()
    changed = [one for one in commits(past.history, tip.hash, files) if one.parents]
    for at in range(0, len(changed), _AT_ONCE):
        some = changed[at : at + _AT_ONCE]
        old = [(one, path, blob) for one in some for path, blob in replaced(past.history, one, files)]
        texts = read_blobs(past.history.git, (blob for _, _, blob in old))
        for commit, path, blob in old:
            documents = past.documents({past.shown(path, place): blob}, place, texts)
            yield commit, path, build(documents, place.config)


def _last_of(past: Past, commit: Commit, place: Place, path: str, action: Action) -> tuple[Difference, ...]:
    """How an action ended that is not there any more: reworded, or vanished."""
    thread = _Thread.of(past, commit, place, [path])
    before, after = thread.register(thread.chain[0].parents[0]), thread.register(commit.hash)
    found = next(((old, now) for old, now in pair(before, after).pairs if old.id == action.id), None)
    return changes(*found) if found else (Difference(Kind.VANISHED, action, None),)
