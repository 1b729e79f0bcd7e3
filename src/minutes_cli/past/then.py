"""A folder of minutes as it was at a commit, by the settings of that commit.

>>> read_folder_at("HEAD~5", "minutes").register.actions  # doctest: +SKIP

One `Past` serves one command: a text that several commits share is parsed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha1, sha256

from minutes_cli.folder import Folder, document_of, unreadable
from minutes_cli.model import Diagnostic, Document, MinutesError, Register
from minutes_cli.register.build import build
from minutes_cli.store.find import NoFolder, Place, absolute, find, shown, surroundings
from minutes_cli.store.history import (
    Commit,
    History,
    NothingYet,
    commits,
    find_commit,
    history_of,
    name_length,
    shallow_note,
)
from minutes_cli.store.listing import list_files
from minutes_cli.store.tree import Tree, loaded, read_blobs, tree_of

Key = tuple[str, str, str]
"""Path, content and settings: what a document depends on."""


class NothingThen(MinutesError):
    """The commit has no minutes folder, though there is one now or was one later."""


@dataclass(frozen=True, slots=True)
class Past:
    """The past of one folder, with what was parsed of it so far."""

    history: History
    start: str | None
    environ: Mapping[str, str]
    cwd: str
    _parsed: dict[Key, Document | Diagnostic] = field(default_factory=dict, repr=False, compare=False)

    def find(self, written: str) -> Commit:
        """The commit of a name or a day; MinutesError where there is none."""
        return find_commit(self.history, written)

    def commit(self, name: str) -> Commit:
        """The commit of a whole name, with its real parents."""
        return commits(self.history, name, limit=1)[0]

    def head(self) -> Commit | None:
        """What is checked out; None before the first commit."""
        try:
            return find_commit(self.history, "HEAD")
        except NothingYet:
            return None

    def inner(self, path: str, place: Place) -> str | None:
        """A path as output shows it → as git calls it; None where it is not in the repository."""
        return self.history.inner(absolute(path, place.root))

    def shown(self, path: str, place: Place) -> str:
        """A path as git calls it → as output shows it."""
        return shown(absolute(path, self.history.top), place.root)

    def paths(self, commit: Commit) -> tuple[str, ...] | None:
        """What git calls the folders and files of a commit's minutes, and their settings; None where it has none."""
        tree = tree_of(self.history.git, self.history.top, commit.hash)
        try:
            place = find(self.start, self.environ, self.cwd, tree)
        except MinutesError:
            return None
        found = (
            self.history.inner(path) for path in (*place.paths, *([place.config_path] if place.config_path else []))
        )
        return tuple(dict.fromkeys(path for path in found if path is not None))

    def lack(self) -> str:
        """A sentence on what a shallow clone lacks; empty for a whole one."""
        return shallow_note(self.history)

    def folder(self, commit: Commit, only: frozenset[str] | None = None, *, strict: bool = False) -> Folder:
        """The folder as the commit has it, or only some of its files, as they are shown.

        `strict` links meetings by ids alone.
        Raises MinutesError, with the commit in it, where it has no folder of minutes.
        """
        tree = tree_of(self.history.git, self.history.top, commit.hash)
        try:
            place = find(self.start, self.environ, self.cwd, tree)
        except MinutesError as fault:
            raise self._objection(fault, tree, commit) from fault
        listing = list_files(place, place.config, tree)
        faults = [unreadable(*one) for one in listing.faults]
        faults += [
            unreadable(path, "the folder is a submodule, and what it held then is in another repository")
            for path in submodules(tree, place)
        ]
        files = listing.files if only is None else [path for path in listing.files if path in only]
        found = self._documents(tree, place, files)
        documents = tuple(one for one in found if isinstance(one, Document))
        faults += [one for one in found if isinstance(one, Diagnostic)]
        return Folder(place, documents, build(documents, place.config, faults, strict=strict))

    def register(self, commit: Commit, only: frozenset[str] | None = None) -> Register:
        """The register at a commit, of all files or of some; an empty one where it has no minutes folder."""
        try:
            return self.folder(commit, only).register
        except NothingThen:
            return EMPTY

    def remember(self, folder: Folder) -> None:
        """Keep what was parsed of the work tree, for commits that have the same texts; nothing is read for it."""
        width = name_length(self.history)
        for one in folder.at_hand:
            raw = one.source.text.encode("utf-8", "surrogatepass")
            # As UTF-8 a text in another encoding has other bytes than its file, and so the name of no blob.
            self._parsed[one.source.path, blob_name(raw, width), _settings(folder.place)] = one

    def documents(self, blobs: Mapping[str, str], place: Place, texts: Mapping[str, bytes]) -> tuple[Document, ...]:
        """What files say, by the path they are shown with, under the settings of a place; `texts` has the contents."""
        found = self._parse(blobs, place, texts)
        return tuple(one for one in found if isinstance(one, Document))

    def _objection(self, fault: MinutesError, tree: Tree, commit: Commit) -> MinutesError:
        given = self.start or self.environ.get("MINUTES_DIR")
        absent = isinstance(fault, NoFolder) or (given and not tree.is_folder(absolute(given, self.cwd)))
        message = f"at {commit.short} of {commit.committed}: {fault}"
        return NothingThen(message) if absent else MinutesError(message, hint=fault.hint)

    def _documents(self, tree: Tree, place: Place, paths: Iterable[str]) -> list[Document | Diagnostic]:
        entries = {path: tree.entry(absolute(path, place.root)) for path in paths}
        found = self._parse({path: one.blob for path, one in entries.items() if one is not None}, place)
        lost = [path for path, one in entries.items() if one is None]
        return [
            *found,
            *(unreadable(path, "the file cannot be read: its link leads to nothing there") for path in lost),
        ]

    def _parse(
        self, blobs: Mapping[str, str], place: Place, known: Mapping[str, bytes] | None = None
    ) -> list[Document | Diagnostic]:
        """One for each path, in order; only what is not known yet is read."""
        settings = _settings(place)
        missing = {path: blob for path, blob in blobs.items() if (path, blob, settings) not in self._parsed}
        texts = read_blobs(self.history.git, missing.values()) if known is None else known
        for path, blob in missing.items():
            text = loaded(texts.get(blob), place.config.encodings)
            self._parsed[path, blob, settings] = document_of(text, path, place.config)
        return [self._parsed[path, blob, settings] for path, blob in blobs.items()]


EMPTY = Register((), (), (), (), 0)


def read_folder_at(
    written: str, start: str | None = None, *, environ: Mapping[str, str] | None = None, cwd: str | None = None
) -> Folder:
    """The folder that `folder.read_folder` would have read, had the commit been checked out.

    `written` is what `git rev-parse` takes, or a day: then the last commit of that day or before it.
    """
    past = past_of(start, environ=environ, cwd=cwd)
    return past.folder(past.find(written))


def past_of(start: str | None = None, *, environ: Mapping[str, str] | None = None, cwd: str | None = None) -> Past:
    """The past of the folder that these lead to now; MinutesError where no git repository knows it."""
    around, here = surroundings()
    environment, directory = (around if environ is None else environ), (here if cwd is None else cwd)
    try:
        folder = find(start, environment, directory).folder
    except MinutesError:  # no minutes, or wrong settings, now; there may have been better ones then
        folder = absolute(start or environment.get("MINUTES_DIR") or ".", directory)
    return Past(history_of(folder), start, environment, directory)


def without_submodules(past: Past, commit: Commit, now: Folder) -> Register:
    """The register of the work tree as a commit could have it: what lies in other repositories left out."""
    tree = tree_of(past.history.git, past.history.top, commit.hash)
    others = tuple(f"{path}/" for path in submodules(tree, now.place))
    if not others:
        return now.register
    return build((one for one in now.documents if not one.source.path.startswith(others)), now.config)


def submodules(tree: Tree, place: Place) -> tuple[str, ...]:
    """The submodules below the folders of a place, as its paths are shown."""
    found = [absolute(path, tree.top) for path in tree.submodules]
    folders = [f"{shown(path, tree.top)}/" for path in place.paths]
    return tuple(
        shown(path, place.root)
        for path in found
        if any(folder == "./" or f"{shown(path, tree.top)}/".startswith(folder) for folder in folders)
    )


def blob_name(raw: bytes, width: int) -> str:
    """The name that git gives a content; `width` is how many characters its names have."""
    hashing = sha256 if width == 64 else sha1
    return hashing(b"blob %d\0%s" % (len(raw), raw)).hexdigest()


def _settings(place: Place) -> str:
    return f"{place.config_path}\n{place.config_text}" if place.config_text is not None else ""
