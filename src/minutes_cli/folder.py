"""The hall of the house: a folder of minutes → its documents and their register.

>>> folder = read_folder("minutes")  # doctest: +SKIP
>>> [action.text for action in folder.register.actions]  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from minutes_cli.config import Config
from minutes_cli.model import Diagnostic, Document, Register, Severity
from minutes_cli.reading.parse import parse
from minutes_cli.register.build import build
from minutes_cli.register.people import People
from minutes_cli.store.files import Loaded, Refused, read
from minutes_cli.store.find import Place, absolute, find, shown, surroundings
from minutes_cli.store.listing import list_files
from minutes_cli.text import Source


@dataclass(frozen=True, slots=True)
class Folder:
    """A minutes folder and all that it says."""

    place: Place
    config: Config
    people: People
    documents: tuple[Document, ...]
    """One for each file that could be read, by path."""
    register: Register
    """Its diagnostics include those on files that could not be read (M001, M002)."""

    @property
    def unread(self) -> tuple[Diagnostic, ...]:
        """What stands in the way of whole files or folders."""
        return tuple(one for one in self.register.diagnostics if one.severity is Severity.ERROR and one.code in _WHOLE)


_WHOLE = ("M001", "M002")


def read_folder(
    start: str | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    cwd: str | None = None,
    files: Iterable[str] = (),
    strict: bool = False,
) -> Folder:
    """The minutes that `start` (a path, as `-C`), $MINUTES_DIR or the working directory lead to, and their register.

    `files` are read too, whatever they are called; they are relative to `cwd`. `strict` links meetings by ids
    alone, and guesses nothing from words. Raises MinutesError where
    no folder is found or its settings are wrong; what is wrong with single files becomes diagnostics.
    """
    environment, here = surroundings()
    directory = here if cwd is None else cwd
    place = find(start, environment if environ is None else environ, directory)
    listing = list_files(place, place.config)
    paths = sorted({*listing.files, *(shown(absolute(name, directory), place.root) for name in files)})
    documents, faults = [], [unreadable(path, f"the folder cannot be searched: {why}") for path, why in listing.faults]
    for path in paths:
        found = read_document(absolute(path, place.root), path, place.config)
        if isinstance(found, Diagnostic):
            faults.append(found)
        else:
            documents.append(found)
    register = build(documents, place.config, faults, strict=strict)
    return Folder(place, place.config, People.of(place.config), tuple(documents), register)


def read_document(file: str, path: str, config: Config) -> Document | Diagnostic:
    """What the file at `file` says, called `path`; a diagnostic where it cannot be read at all."""
    return document_of(read(file, config.encodings), path, config)


def document_of(loaded: Loaded | Refused, path: str, config: Config) -> Document | Diagnostic:
    """What a loaded text says, called `path`; a diagnostic where it could not be loaded."""
    if isinstance(loaded, Refused):
        return _refused(path, loaded)
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
