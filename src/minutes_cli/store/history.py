"""The commits of a repository: which one is meant, which ones touched a file, who wrote a line.

Everything is read from git's objects; the work tree and the index are not looked at. Days are those of
the commit's own clock, so that an answer is the same wherever it is asked for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime, timedelta, timezone
from difflib import SequenceMatcher

from minutes_cli.model import MinutesError
from minutes_cli.store.files import Refused
from minutes_cli.store.find import git_top
from minutes_cli.store.git import Git, GitFault, git_at
from minutes_cli.store.tree import loaded, read_blobs
from minutes_cli.text import Source

_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_FIELDS = ("%H", "%P", "%aN", "%aE", "%as", "%cs", "%s")
_FORMAT = "--format=" + "%x00".join(_FIELDS)
_SHORT = 9
"""Characters of a commit's name that people see."""
_ZONE = re.compile(r"([+-])(\d\d)(\d\d)")


class NothingYet(MinutesError):
    """The repository has no commit."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit."""

    hash: str
    parents: tuple[str, ...]
    """Their whole names; where commits of some files alone were asked for, the nearest that touched those."""
    author: str
    email: str
    authored: Day
    """When it was written, as `git log` shows it."""
    committed: Day
    """When it came into this history."""
    subject: str
    """First line of its message."""

    @property
    def short(self) -> str:
        """Its name as people see it."""
        return self.hash[:_SHORT]


@dataclass(frozen=True, slots=True)
class Line:
    """Who wrote a line of a file."""

    hash: str
    author: str
    authored: Day
    subject: str

    @property
    def short(self) -> str:
        """The commit's name as people see it."""
        return self.hash[:_SHORT]


@dataclass(frozen=True, slots=True)
class History:
    """The commits of one repository."""

    git: Git
    top: str
    """Its folder, absolute."""
    shallow: frozenset[str]
    """Commits whose parents this clone does not have; none in a whole clone."""

    def inner(self, path: str) -> str | None:
        """An absolute path as git calls it, relative to the top; None for one that is not below it."""
        for base in (self.top, os.path.realpath(self.top)):
            relative = os.path.relpath(path, base).replace(os.sep, "/")
            if relative != ".." and not relative.startswith("../"):
                return relative
        return None


def history_of(folder: str) -> History:
    """The repository that `folder` lies in; MinutesError where it lies in none, or git cannot read it."""
    top = git_top(folder) or git_top(os.path.realpath(folder))
    if top is None:
        raise MinutesError(
            f"{folder} is not in a git repository, and only git knows what was written there before",
            hint="git init and git commit begin such a history",
        )
    git = git_at(top)
    return History(git, top, _shallow(git))


def find_commit(history: History, written: str) -> Commit:
    """The commit that somebody means: a name of git's, or the last one of HEAD's own line on or before a day.

    `2025-12` is the last day of that month. A branch that is called like a day is `heads/2025-12-31`.
    Raises MinutesError for what there is not, and says where a shallow clone may be the reason.
    """
    if _DAY.fullmatch(written):
        return _commit_of_day(history, written, _last_day(written))
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{written}^{{commit}}")
    try:
        name = history.git.text(*words)
    except GitFault as fault:
        raise _unknown(history, written) from fault
    return commits(history, name, limit=1)[0]


def asked_day(written: str) -> Day | None:
    """The day that somebody means; None where it is no day but a name of git's."""
    return _last_day(written) if _DAY.fullmatch(written) else None


def first_day(written: str) -> Day:
    """The first day of a day or month; MinutesError for what is neither."""
    if not _DAY.fullmatch(written):
        raise MinutesError(f"{written!r} is no day", hint="a day is written as 2025-12-31, a month as 2025-12")
    return _last_day(written).replace(day=1) if len(written) == len("2025-12") else _last_day(written)


def commits(
    history: History,
    tip: str,
    files: Sequence[str] = (),
    limit: int | None = None,
    since: Day | None = None,
) -> tuple[Commit, ...]:
    """The commits from `tip` backwards that touched any of `files` (or folders), children before parents.

    Files are relative to the top; without any, all commits. What stands on a branch whose changes did
    not come through is left out, as `git log` does.
    """
    words = ["log", "-z", "--topo-order", "--no-renames", "--encoding=UTF-8", _FORMAT]
    words += ["--parents"] if files else []
    words += [f"--max-count={limit}"] if limit is not None and since is None else []
    answer = history.git.log(*words, "--end-of-options", tip, "--", *files)
    found = _commits(answer)
    kept = found if since is None else tuple(one for one in found if one.committed >= since)
    return kept[:limit]


def names_over_time(history: History, tip: str, files: Iterable[str]) -> tuple[str, ...]:
    """The files, and what they were called before they were renamed or moved; each once, POSIX, from the top."""
    names = dict.fromkeys(files)
    waiting = tuple(names)
    while waiting:
        added = history.git.log(
            "log", "--no-renames", "--diff-filter=A", "--format=%H", "--end-of-options", tip, "--", *waiting
        )
        moves = dict(_renames(history.git, added))
        waiting = tuple(moves[name] for name in waiting if name in moves and moves[name] not in names)
        names |= dict.fromkeys(waiting)
    return tuple(names)


def blobs_at(history: History, places: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    """For each commit and file the name of its content there; what is no file in that commit is left out."""
    # A name with a newline cannot be asked for in this way; no minutes have one.
    asked = [(commit, path) for commit, path in dict.fromkeys(places) if "\n" not in path]
    given = b"".join(os.fsencode(f"{commit}:{path}") + b"\n" for commit, path in asked)
    answers = history.git.run("cat-file", "--batch-check", given=given).split(b"\n") if asked else []
    found = {}
    for place, answer in zip(asked, answers, strict=False):
        words = answer.split(b" ")
        if len(words) == 3 and words[1] == b"blob" and words[2].isdigit():
            found[place] = words[0].decode("ascii")
    return found


def blame(history: History, tip: str, path: str, text: str, lines: Iterable[int]) -> Mapping[int, Line]:
    """For lines of a file, counted from 1 in `text`, who wrote them; those that `tip` does not have are left out.

    `text` may be newer than the commit: its lines are found again in what the commit has.
    """
    blob = blobs_at(history, [(tip, path)]).get((tip, path))
    then = loaded(None if blob is None else read_blobs(history.git, [blob]).get(blob))
    if blob is None or isinstance(then, Refused):
        return {}
    places = _same_lines(text, then.text)
    wanted = {places[line]: line for line in lines if line in places}
    if not wanted:
        return {}
    ranges = [word for line in sorted(wanted) for word in ("-L", f"{line},{line}")]
    words = (
        "blame",
        "--porcelain",
        "--no-textconv",
        "--no-ignore-revs-file",
        "--encoding=UTF-8",
        *ranges,
        tip,
        "--",
        path,
    )
    return {wanted[line]: one for line, one in _blamed(history.git.run(*words)) if line in wanted}


def replaced(history: History, commit: Commit, files: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The files that a commit changed or removed against its first parent, each with the name of its old content."""
    words = (
        "diff-tree",
        "-r",
        "-z",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        commit.parents[0],
        commit.hash,
        "--",
        *files,
    )
    parts = history.git.log(*words).split(b"\0")
    heads = zip(parts[::2], parts[1::2], strict=False)
    found = ((os.fsdecode(path), head.split(b" ")[2].decode("ascii")) for head, path in heads)
    return tuple((path, blob) for path, blob in found if set(blob) != {"0"})


def changed(history: History, before: str, after: str, files: Iterable[str]) -> frozenset[str]:
    """The files that are not the same in two commits, as git calls them; renamed ones under both names."""
    words = ("diff-tree", "-r", "-z", "--name-only", "--no-renames", before, after, "--", *files)
    return frozenset(os.fsdecode(path) for path in history.git.log(*words).split(b"\0") if path)


def name_length(history: History) -> int:
    """How many characters the names of this repository's objects have."""
    return len(history.git.text("hash-object", "-t", "tree", os.devnull))


def _shallow(git: Git) -> frozenset[str]:
    if git.text("rev-parse", "--is-shallow-repository") != "true":
        return frozenset()
    path = os.path.join(git.folder, git.text("rev-parse", "--git-path", "shallow"))
    try:
        with open(path, encoding="ascii") as file:
            return frozenset(file.read().split())
    except OSError as fault:
        raise GitFault(f"{path} cannot be read: {(fault.strerror or str(fault)).lower()}") from fault


def _last_day(written: str) -> Day:
    """The day, or the last one of the month; MinutesError for one that the calendar has not."""
    try:
        if len(written) > len("2025-12"):
            return Day.fromisoformat(written)
        first = Day.fromisoformat(f"{written}-01")
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    except (ValueError, OverflowError) as fault:
        raise MinutesError(f"there is no day {written}", hint="a day is written as 2025-12-31") from fault


def _commit_of_day(history: History, written: str, day: Day) -> Commit:
    answer = history.git.log("log", "--first-parent", "--format=%H %cs", "--end-of-options", _head(history))
    first = ""
    for line in answer.decode("ascii").splitlines():
        name, _, when = line.partition(" ")
        if _day(when) <= day:
            return commits(history, name, limit=1)[0]
        first = line
    name, _, when = first.partition(" ")
    missing = _missing(history)
    raise MinutesError(
        f"there is no commit of {written} or before: {'this clone' if missing else 'the history'} begins on {when}",
        hint=missing,
    )


def _head(history: History) -> str:
    try:
        return history.git.text("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except GitFault as fault:
        raise NothingYet(f"nothing was committed yet in {history.top}", hint="git commit begins a history") from fault


def _unknown(history: History, written: str) -> MinutesError:
    if _head(history) and not history.shallow:
        return MinutesError(
            f"git knows no commit {written!r} in {history.top}",
            hint="name a commit, a branch, a tag or a day, such as HEAD~5 or 2025-12-31",
        )
    return MinutesError(f"git knows no commit {written!r} in {history.top}", hint=_missing(history))


def _missing(history: History) -> str:
    """What a shallow clone lacks, and how to get it; nothing to say of a whole one."""
    if not history.shallow:
        return ""
    oldest = min((one for name in history.shallow for one in commits(history, name, limit=1)), key=_when)
    return (
        f"this is a shallow clone that begins with {oldest.short} of {oldest.committed}; git fetch --unshallow "
        "brings the rest (in CI: fetch-depth: 0)"
    )


def shallow_note(history: History) -> str:
    """A sentence on what a shallow clone lacks; empty for a whole one."""
    return _missing(history)


def _when(one: Commit) -> tuple[Day, str]:
    return one.committed, one.hash


def _commits(answer: bytes) -> tuple[Commit, ...]:
    fields = answer.decode("utf-8", "replace").split("\0")
    rows = zip(*(fields[at :: len(_FIELDS)] for at in range(len(_FIELDS))), strict=False)
    return tuple(
        Commit(name, tuple(parents.split()), author, email, _day(day), _day(came), subject)
        for name, parents, author, email, day, came, subject in rows
    )


def _day(written: str) -> Day:
    """A day as git writes it; clocks that run in no year of ours count as the first of days."""
    try:
        return Day.fromisoformat(written)
    except ValueError:
        return Day.min


def _renames(git: Git, commits_as_lines: bytes) -> Iterator[tuple[str, str]]:
    """New and old name of every file that was renamed in these commits."""
    if not commits_as_lines:
        return
    words = ("diff-tree", "--stdin", "-r", "-M", "-z", "--raw", "--no-commit-id")
    parts = iter(git.log(*words, given=commits_as_lines).split(b"\0"))
    for head in parts:
        if not head.startswith(b":"):
            continue
        status, first = head.rsplit(b" ", 1)[-1], next(parts, b"")
        if status.startswith((b"R", b"C")):
            second = next(parts, b"")
            if status.startswith(b"R"):
                yield os.fsdecode(second), os.fsdecode(first)


def _same_lines(now: str, then: str) -> Mapping[int, int]:
    """For each line of `now`, from 1, the same line of `then`."""
    if now == then:
        return {line: line for line in range(1, len(Source("", now).starts) + 1)}
    new, old = now.split("\n"), then.split("\n")
    blocks = SequenceMatcher(None, new, old, autojunk=False).get_matching_blocks()
    return {one.a + at + 1: one.b + at + 1 for one in blocks for at in range(one.size)}


def _blamed(answer: bytes) -> Iterator[tuple[int, Line]]:
    """Each line of the commit with who wrote it."""
    known: dict[str, dict[str, str]] = {}
    name, line = "", 0
    for row in answer.decode("utf-8", "replace").split("\n"):
        key, _, value = row.partition(" ")
        if row.startswith("\t"):
            yield line, _line(name, known[name])
        elif re.fullmatch(r"[0-9a-f]{40,64}", key):
            name, line = key, int(value.split()[1])
            known.setdefault(name, {})
        elif name:
            known[name][key] = value


def _line(name: str, facts: Mapping[str, str]) -> Line:
    sign = _ZONE.fullmatch(facts["author-tz"])
    minutes = (int(sign[2]) * 60 + int(sign[3])) * (-1 if sign[1] == "-" else 1) if sign else 0
    try:
        day = datetime.fromtimestamp(int(facts["author-time"]), timezone(timedelta(minutes=minutes))).date()
    except (ValueError, OverflowError, OSError):
        day = Day.min
    return Line(name, facts["author"], day, facts.get("summary", ""))
