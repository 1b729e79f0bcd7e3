"""Which files of a place are minutes: endings, patterns, git's own rules, symbolic links once.

README files, hidden files, templates and what git ignores are not minutes. Only names are looked at;
no file is opened. Git is asked with everything switched off that a stranger's repository could run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Hashable
from typing import NamedTuple

from minutes_cli.config import Config
from minutes_cli.model import MinutesError
from minutes_cli.store.find import Place, git_top
from minutes_cli.store.git import GitFault, GitSlow, git_at
from minutes_cli.store.shelf import DISK, Disk, Shelf

ENDINGS = (".md", ".markdown", ".txt", ".yaml", ".yml", ".adoc", ".rst", ".org")
"""Of the files that are taken as minutes unless settings say more."""
_ENDING = re.compile(r"\.[\w.-]+")
# "2026-03-01-email-template.md" is a meeting about templates: a name that begins with a day is no template.
_TEMPLATE = re.compile(r"_?template|(?!\d).*[-_ ]template", re.IGNORECASE)
_MOST_DEEP = 4
"""Times ** in one pattern: each can stand for any folders, and the ways to share them out are multiplied."""
_STAR = re.compile(r"\[\^/\]\*")
_PLAIN = re.compile(r"(?:[^][(){}|/\\]|\\.|(?:\(\?!/\))?\[\^?\]?(?:[^]\\]|\\.)*\])+")
"""Within one name, and neither a group nor a choice."""
_NEGATED = re.compile(r"\[\^(?!/\])")
"""A class that says what it is not; a slash is never in it, as git has it."""
Matches = Callable[[str], bool]


class Listing(NamedTuple):
    """The minutes files of a place. Paths are POSIX and relative to its root."""

    files: tuple[str, ...]
    """Sorted, each once."""
    faults: tuple[tuple[str, str], ...]
    """Folders of which not all that was asked is known: what is wrong, in a sentence."""


class _Rules(NamedTuple):
    """What counts as minutes below one folder; paths given to the patterns are relative to `base`."""

    folder: str
    base: str
    endings: tuple[str, ...]
    include: Matches
    exclude: Matches
    ignored: frozenset[str]

    def takes_file(self, path: str) -> bool:
        name = os.path.basename(path)
        if self._never(path, name, ""):
            return False
        if self.include(_relative(path, self.base)):
            return True
        lower = name.lower()
        return lower.endswith(self.endings) and not lower.startswith("readme") and not _TEMPLATE.match(name)

    def enters(self, path: str) -> bool:
        name = os.path.basename(path)
        return not self._never(path, name, "/") and not _TEMPLATE.match(name)

    def _never(self, path: str, name: str, mark: str) -> bool:
        return (
            name.startswith(".")
            or _relative(path, self.folder) + mark in self.ignored
            or self.exclude(_relative(path, self.base) + mark)
        )


def list_files(place: Place, config: Config, shelf: Shelf = DISK) -> Listing:
    """The minutes files of the place on a shelf, and the folders in it that could not be searched.

    A file that the settings name is always among them. A folder that symbolic links lead to several
    times is searched once, and a link to a file that is listed already is passed over.
    """
    files: set[str] = set()
    faults: list[tuple[str, str]] = []
    for path in place.paths:
        if shelf.is_folder(path):
            ignored = frozenset[str]()
            try:
                ignored = _ignored_by_git(path) if isinstance(shelf, Disk) else ignored
            except GitSlow as fault:
                faults.append((path, f"git does not say what it ignores, so that counts as minutes: {fault}"))
            _search(_rules(path, place, config, ignored), shelf, files, faults)
        else:
            files.add(path)
    shown = sorted({_relative(path, place.root) for path in files})
    return Listing(tuple(shown), tuple((_relative(path, place.root), reason) for path, reason in sorted(faults)))


def _relative(path: str, base: str) -> str:
    if path.startswith(base + os.sep):  # relpath costs 10 µs, and this is asked for every file
        return path[len(base) + 1 :].replace(os.sep, "/")
    try:
        return os.path.relpath(path, base).replace(os.sep, "/")
    except ValueError:  # another drive
        return path.replace(os.sep, "/")


def _rules(folder: str, place: Place, config: Config, ignored: frozenset[str]) -> _Rules:
    base = os.path.dirname(place.config_path) if place.config_path else folder
    if os.path.commonpath([base, folder]) != base:
        base = folder
    further = tuple(one.lower() for one in config.include if _ENDING.fullmatch(one))
    patterns = tuple(one for one in config.include if not _ENDING.fullmatch(one))
    return _Rules(
        folder=folder,
        base=base,
        endings=ENDINGS + further,
        include=_matcher(patterns, "include", config),
        exclude=_matcher(config.exclude, "exclude", config),
        ignored=ignored,
    )


def _matcher(patterns: tuple[str, ...], key: str, config: Config) -> Matches:
    if not patterns:
        return _matches_nothing
    from pathspec import GitIgnoreSpec

    for one in patterns:
        if one.count("**") > _MOST_DEEP:
            raise MinutesError(f"{config.origin}: {key} has a pattern with more than {_MOST_DEEP} times **: {one[:60]}")
    try:
        found = GitIgnoreSpec.from_lines(patterns).patterns
    except ValueError as fault:
        raise MinutesError(f"{config.origin}: {key} has a pattern that cannot be read: {fault}") from fault
    quick = (
        one if one.regex is None else type(one)(re.compile(without_return(one.regex.pattern)), one.include)
        for one in found
    )
    return GitIgnoreSpec(quick).match_file


def without_return(regex: str) -> str:
    """A pattern's expression, in which the first place that fits behind a star is final while another star follows.

    The last star of a name can make good whatever an earlier one took too little; without this, a name of 60 times
    "a" is asked for `*a*a*a*a*b` in so many ways that the asking never ends.
    """
    first, *parts = _STAR.split(_NEGATED.sub("(?!/)[^", regex))
    *earlier, last = parts or [None]
    if last is None:
        return regex
    tried = (f"(?>[^/]*?{one})" if _PLAIN.fullmatch(one) else f"[^/]*{one}" for one in earlier)
    return f"{first}{''.join(tried)}[^/]*{last}"


def _matches_nothing(_path: str) -> bool:
    return False


def _search(rules: _Rules, shelf: Shelf, files: set[str], faults: list[tuple[str, str]]) -> None:
    """Adds the minutes below `rules.folder`: all real folders first, then what links lead to."""
    seen: set[Hashable] = set()
    waiting, links, linked_files = [rules.folder], list[str](), list[str]()
    while waiting or links:
        folder = waiting.pop() if waiting else links.pop(0)
        try:
            identity = shelf.identity(folder)
            if identity in seen:
                continue
            seen.add(identity)
            for entry, kind in shelf.entries(folder):
                if kind == "folder" and rules.enters(entry):
                    waiting.append(entry)
                elif kind == "link to folder" and rules.enters(entry):
                    links.append(entry)
                elif kind == "file" and rules.takes_file(entry):
                    files.add(entry)
                elif kind == "link to file" and rules.takes_file(entry):
                    linked_files.append(entry)
        except OSError as fault:
            why = fault.strerror.lower() if fault.strerror else str(fault)
            faults.append((folder, f"the folder cannot be searched: {why}"))
        links.sort()
    _add_linked(linked_files, shelf, files)


def _add_linked(linked: list[str], shelf: Shelf, files: set[str]) -> None:
    real = {shelf.real(path) for path in files} if linked else set[str]()
    for path in sorted(linked):
        target = shelf.real(path)
        if target not in real:
            real.add(target)
            files.add(path)


def _ignored_by_git(folder: str) -> frozenset[str]:
    """What git ignores below `folder`, relative to it, folders with a slash at the end.

    Empty outside a git work tree, without git, and where git has an objection: then nothing is
    ignored. So too where `folder` itself is ignored, for then somebody has named it on purpose.
    Raises GitSlow where git does not come to an end.
    """
    if git_top(folder) is None:
        return frozenset()
    listing = ("ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z")
    try:
        answer = git_at(folder).ask(*listing)
    except GitFault:
        return frozenset()
    return frozenset(os.fsdecode(one) for one in answer.split(b"\0") if one not in {b"", b"./"})
