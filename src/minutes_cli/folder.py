"""The hall of the house: a folder of minutes → its documents and their register.

>>> folder = read_folder("minutes")  # doctest: +SKIP
>>> [action.text for action in folder.register.actions]  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from minutes_cli.config import Config
from minutes_cli.indexed.known import Documents, Known, LazyRegister
from minutes_cli.indexed.refresh import Asked, Opened, bring_up_to_date, find_watching, reopened
from minutes_cli.model import Action, Diagnostic, Document, Register, Severity, Status
from minutes_cli.register.people import People
from minutes_cli.store.files import Loaded, Refused, read
from minutes_cli.store.find import Place, absolute, find, shown, surroundings
from minutes_cli.store.hot import Hot, lines_in
from minutes_cli.store.index import Doubt
from minutes_cli.store.listing import list_files
from minutes_cli.store.workers import spread
from minutes_cli.text import Source

Text = tuple[str, Loaded | Refused]
"""What a file is called, and its text."""
Told = Callable[[int, int], None]
"""Hears how many files of how many are read."""
_T = TypeVar("_T")
_UNREAD = ("M001", "M002", "M011")
_LOOK_ALIKE = "M010"
_NOTHING = Register((), (), (), (), 0)


class Folder:
    """A minutes folder and all that it says.

    What comes from the index is decoded when it is asked for. Where the index turns out to be no good, the
    files are read after all: the answers are the same.
    """

    def __init__(
        self,
        place: Place,
        documents: Sequence[Document] = (),
        register: Register | None = None,
        *,
        known: Known | None = None,
        anew: Callable[[], Folder] | None = None,
    ) -> None:
        self.place = place
        self.config: Config = place.config
        self.people = People.of(place.config)
        self._documents = tuple(documents)
        self._register = register
        self._known = known
        self._anew = anew

    @property
    def documents(self) -> tuple[Document, ...]:
        """One for each file that could be read, by path."""
        return tuple(self.by_path.values())

    @property
    def at_hand(self) -> tuple[Document, ...]:
        """Those that are read already: all, or, where an index knows what they say, none."""
        return self._documents if self._known is None else ()

    @property
    def by_path(self) -> Mapping[str, Document]:
        """The documents by path; those of the index are read when they are asked for."""
        return self._asked(
            lambda known: _Guarded(Documents(known), self),
            lambda: MappingProxyType({one.source.path: one for one in self._documents}),
        )

    @property
    def paths(self) -> tuple[str, ...]:
        """Of the files that could be read, sorted."""
        return tuple(self.by_path)

    @property
    def register(self) -> Register:
        """Its diagnostics include those on files that could not be read (M001, M002)."""
        return self._whole() if self._known is None else LazyRegister(self._asked, self._whole)

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions, in the order of the register."""
        return self._asked(Known.actions, lambda: self._whole().actions)

    @property
    def open_actions(self) -> tuple[Action, ...]:
        """Those that are open; of a large folder that has an index a small part of all."""
        return self._asked(
            lambda known: known.actions(only_open=True),
            lambda: tuple(one for one in self._whole().actions if one.status is Status.OPEN),
        )

    @property
    def size(self) -> tuple[int, int]:
        """How many files were read, and how many actions there are."""
        return self._asked(Known.size, lambda: (self._whole().files, len(self._whole().actions)))

    @property
    def look_alikes(self) -> tuple[int, str]:
        """How many lines look like actions and were not read as such, and the first file that has one."""
        return self._asked(Known.look_alikes, self._look_alikes)

    @property
    def unread(self) -> tuple[Diagnostic, ...]:
        """What stands in the way of whole files or folders, or of all YAML in a file."""
        return self._asked(Known.unread, self._unread)

    def without_index(self) -> None:
        """Read the files after all."""
        if self._anew is not None and self._known is not None:
            other = self._anew()
            self._known = None
            self._documents, self._register = other.documents, other.register

    def _asked(self, ask: Callable[[Known], _T], otherwise: Callable[[], _T]) -> _T:
        if self._known is not None:
            try:
                return ask(self._known)
            except Doubt:
                self.without_index()
        return otherwise()

    def _whole(self) -> Register:
        return self._register or _NOTHING

    def _look_alikes(self) -> tuple[int, str]:
        missed = [one.path for one in self._whole().diagnostics if one.code == _LOOK_ALIKE]
        return len(missed), min(missed, default="")

    def _unread(self) -> tuple[Diagnostic, ...]:
        found = self._whole().diagnostics
        return tuple(one for one in found if one.severity is Severity.ERROR and one.code in _UNREAD)


class _Guarded(Mapping[str, Document]):
    """Documents of the index; of the files themselves where it turns out to be no good."""

    def __init__(self, documents: Documents, folder: Folder) -> None:
        self._documents: Mapping[str, Document] = documents
        self._folder = folder

    def __getitem__(self, path: str) -> Document:
        try:
            return self._documents[path]
        except Doubt:
            self._folder.without_index()
            self._documents = self._folder.by_path
            return self._documents[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)


def read_folder(
    start: str | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    cwd: str | None = None,
    files: Iterable[str] = (),
    strict: bool = False,
    indexed: bool = False,
    jobs: int = 1,
    told: Told | None = None,
) -> Folder:
    """The minutes that `start` (a path, as `-C`), $MINUTES_DIR or the working directory lead to, and their register.

    `files` are read too, whatever they are called; they are relative to `cwd`. `strict` links meetings by ids
    alone, and guesses nothing from words. `indexed` keeps an index in the user's cache folder and reads only what
    has changed since; the answers are the same. `jobs` is the most processes that may read where there is much to
    be read; `told` hears from time to time how many files of how many are read.

    Raises MinutesError where no folder is found or its settings are wrong; what is wrong with single files becomes
    diagnostics.
    """
    environment, here = surroundings()
    asked = Asked(start, environment if environ is None else environ, here if cwd is None else cwd)
    named = tuple(files)
    if indexed and not named and not strict:
        try:
            return _through_index(asked, jobs, told)
        except Doubt:
            pass  # without it the answer is the same, and only slower
    return _read(asked, find(*asked), named, strict=strict, jobs=jobs, told=told)


def _through_index(asked: Asked, jobs: int, told: Told | None) -> Folder:
    as_before = reopened(asked)
    place, opened = (find(*asked), as_before) if as_before is not None else _opened(asked, jobs, told)
    return Folder(place, known=Known(opened, place), anew=lambda: _read(asked, place, ()))


def _opened(asked: Asked, jobs: int, told: Told | None) -> tuple[Place, Opened]:
    place, watching, before = find_watching(asked)

    done = 0

    def reading_many(texts: Sequence[Text], later: int) -> Iterator[Document | Diagnostic]:
        nonlocal done
        before_these, total = done, done + len(texts) + later

        def telling(read_now: int, _: int) -> None:
            if told is not None:
                told(before_these + read_now, total)

        telling(0, 0)
        pays = min(_MANY_FILES, len(texts)) if total >= _MANY_FILES else _MANY_FILES
        yield from documents_of(texts, place.config, jobs, telling, many_files=pays)
        done += len(texts)

    return place, bring_up_to_date(asked, place, watching, before, reading_many)


def open_lines_anew(
    start: str | None, environ: Mapping[str, str], cwd: str, *, jobs: int = 1, told: Told | None = None
) -> Hot | None:
    """The open actions as lines, what has changed read before; None where there can be no index.

    Raises MinutesError as `read_folder`.
    """
    try:
        opened = _opened(Asked(start, environ, cwd), jobs, told)[1]
        try:
            return lines_in(opened.kept, opened.head.state)
        finally:
            opened.kept.close()
    except Doubt:
        return None


def _read(
    asked: Asked,
    place: Place,
    files: Sequence[str],
    *,
    strict: bool = False,
    jobs: int = 1,
    told: Told | None = None,
) -> Folder:
    from minutes_cli.register.build import build

    listing = list_files(place, place.config)
    paths = sorted({*listing.files, *(shown(absolute(name, asked.cwd), place.root) for name in files)})
    documents, faults = [], [unreadable(*one) for one in listing.faults]
    texts = [(path, read(absolute(path, place.root), place.config.encodings)) for path in paths]
    for found in documents_of(texts, place.config, jobs, told):
        if isinstance(found, Diagnostic):
            faults.append(found)
        else:
            documents.append(found)
    return Folder(place, documents, build(documents, place.config, faults, strict=strict))


def read_document(file: str, path: str, config: Config) -> Document | Diagnostic:
    """What the file at `file` says, called `path`; a diagnostic where it cannot be read at all."""
    return document_of(read(file, config.encodings), path, config)


_MANY_FILES, _MANY_CHARACTERS = 150, 1_000_000
"""From so many on other processes read with this one; below, starting them takes longer than they save."""
_AT_ONCE = 16
"""Files that are handed over together."""


def documents_of(
    texts: Sequence[Text],
    config: Config,
    jobs: int = 1,
    told: Told | None = None,
    *,
    many_files: int = _MANY_FILES,
) -> Iterator[Document | Diagnostic]:
    """What each of the loaded texts says, in their order, as `document_of`.

    By up to so many processes, where there are `many_files` or many characters.
    """
    size = sum(len(loaded.text) for _, loaded in texts if isinstance(loaded, Loaded))
    pays = len(texts) >= many_files or size >= _MANY_CHARACTERS
    pieces = [texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE)]
    done = 0
    for documents in spread(partial(_documents, config=config), pieces, jobs if pays else 1):
        done += len(documents)
        if told is not None:
            told(done, len(texts))
        yield from documents


def _documents(texts: Sequence[Text], config: Config) -> tuple[Document | Diagnostic, ...]:
    return tuple(document_of(loaded, path, config) for path, loaded in texts)


def document_of(loaded: Loaded | Refused, path: str, config: Config) -> Document | Diagnostic:
    """What a loaded text says, called `path`; a diagnostic where it could not be loaded."""
    if isinstance(loaded, Refused):
        return _refused(path, loaded)
    from minutes_cli.reading.parse import parse  # most questions are answered from the index, which holds what it says

    document = parse(Source(path, loaded.text), config)
    if loaded.note is None:
        return document
    note = Diagnostic(
        code="M003",
        name="not-utf-8",
        severity=Severity.INFO,
        message=loaded.note,
        path=path,
        line=1,
        column=1,
        hint="save it as UTF-8, or name its encoding in the settings: encodings",
    )
    return replace(document, diagnostics=(note, *document.diagnostics))


def _refused(path: str, refused: Refused) -> Diagnostic:
    if not refused.binary:
        return unreadable(path, f"the file cannot be read: {refused.reason}")
    return Diagnostic(
        code="M002",
        name="binary-file",
        severity=Severity.ERROR,
        message=f"this is not a text file: {refused.reason}",
        path=path,
        line=1,
        column=1,
        hint="move it elsewhere, or leave it out with the setting exclude",
    )


def unreadable(path: str, message: str) -> Diagnostic:
    """The fault of a file or folder that could not be read."""
    return Diagnostic("M001", "unreadable-file", Severity.ERROR, message, path, 1, 1)
