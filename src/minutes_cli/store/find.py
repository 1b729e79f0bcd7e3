"""Where the minutes lie: `-C` or `$MINUTES_DIR`, else upward from the working directory.

CONTRACT "Finding the folder" is the specification. Finding reads settings and looks at names; which
files of the folder are minutes is said by `store.listing`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from minutes_cli.config import Config
from minutes_cli.model import MinutesError
from minutes_cli.store.files import Refused
from minutes_cli.store.shelf import DISK, Shelf

_SETTINGS = "minutes.toml"
_PROJECT = "pyproject.toml"
_FOLDER = "minutes"
_OUR_TABLE = re.compile(r"^\s*\[+\s*tool\s*\.\s*minutes\b", re.MULTILINE)


class NoFolder(MinutesError):
    """Nothing from the working directory upward says where the minutes are."""


class Place(NamedTuple):
    """A minutes folder as found. All paths are absolute."""

    root: str
    """Paths in output are relative to it: where the configuration or git was found, else the folder."""
    paths: tuple[str, ...]
    """Folders to be searched and files to be read, in the order of the settings; never empty."""
    config: Config
    config_path: str | None
    config_text: str | None
    """As on the disk; both None where the defaults hold."""

    @property
    def folder(self) -> str:
        """The first folder of the place, where new minutes go and patterns without settings start."""
        return next((one for one in self.paths if os.path.isdir(one)), os.path.dirname(self.paths[0]))


class _Settings(NamedTuple):
    path: str
    text: str
    config: Config


def find(start: str | None, environ: Mapping[str, str], cwd: str, shelf: Shelf = DISK) -> Place:
    """The minutes folder that `start` (from `-C`), `$MINUTES_DIR` or the working directory leads to on a shelf.

    Raises NoFolder that says what was looked for, or MinutesError that says what is wrong with the
    folder that was named or the settings found.
    """
    given, said = (start, "-C") if start else (environ.get("MINUTES_DIR"), "$MINUTES_DIR")
    if given:
        folder = _given_folder(given, said, cwd, shelf)
        return _place_at(folder, cwd, shelf) or Place(git_top(folder) or folder, (folder,), Config(), None, None)
    for folder in _upward(cwd):
        place = _place_at(folder, cwd, shelf)
        if place is not None:
            return place
    raise NoFolder(
        f"no minutes were found: neither {cwd} nor a folder above it has a {_SETTINGS}, "
        f"a {_PROJECT} with [tool.minutes], or a folder {_FOLDER}/",
        hint="name the folder with -C PATH or $MINUTES_DIR, or run minutes init in it",
    )


def surroundings() -> tuple[Mapping[str, str], str]:
    """The environment and the working directory of this process."""
    return os.environ, os.getcwd()


def git_top(folder: str) -> str | None:
    """The nearest folder from `folder` upward that holds a `.git`; git itself is not asked."""
    return next((one for one in _upward(folder) if os.path.exists(os.path.join(one, ".git"))), None)


def _upward(folder: str) -> Iterator[str]:
    current = os.path.abspath(folder)
    while True:
        yield current
        above = os.path.dirname(current)
        if above == current:
            return
        current = above


def _given_folder(given: str, said: str, cwd: str, shelf: Shelf) -> str:
    folder = os.path.normpath(os.path.join(cwd, given))
    if shelf.is_folder(folder):
        return folder
    fault = "is a file, not a folder" if shelf.exists(folder) else "does not exist"
    raise MinutesError(
        f"the minutes folder {given} (from {said}) {fault}",
        hint="name the folder that holds the minutes, or the project around it",
    )


def _place_at(folder: str, cwd: str, shelf: Shelf) -> Place | None:
    """What `folder` itself offers, without a look above it; None where it says nothing of minutes."""
    outer = _settings_in(folder, cwd, shelf)
    beside = os.path.join(folder, _FOLDER)
    has_beside = shelf.is_folder(beside)
    if outer is None and not has_beside:
        return None
    named = _named_paths(outer, folder, shelf) if outer is not None else ()
    paths = named or (beside if has_beside else folder,)
    home = paths[0]
    inner = _read_settings(os.path.join(home, _SETTINGS), cwd, shelf) if home != folder and len(paths) == 1 else None
    if inner is not None and inner.config.paths:
        paths = _named_paths(inner, folder, shelf)
    best = inner or outer
    root = folder if outer is not None and home != folder else git_top(home) or home
    if best is None:
        return Place(root, paths, Config(), None, None)
    return Place(root, paths, best.config, best.path, best.text)


def _settings_in(folder: str, cwd: str, shelf: Shelf) -> _Settings | None:
    """The settings of a folder: its `minutes.toml`, else the `[tool.minutes]` of its `pyproject.toml`."""
    found = _read_settings(os.path.join(folder, _SETTINGS), cwd, shelf)
    if found is not None:
        return found
    project = os.path.join(folder, _PROJECT)
    if not shelf.exists(project) or shelf.is_folder(project):
        return None
    loaded = shelf.read(project)
    if isinstance(loaded, Refused) or not _has_our_table(loaded.text):
        return None
    return _parsed(project, loaded.text, cwd)


def _read_settings(path: str, cwd: str, shelf: Shelf) -> _Settings | None:
    """None where there is no such file; raises MinutesError where there is one that cannot be used."""
    if not shelf.has_entry(path):
        return None
    loaded = shelf.read(path)
    if isinstance(loaded, Refused):
        raise MinutesError(
            f"{shown(path, cwd)}: the settings cannot be read: {loaded.reason}", hint="mend the file or remove it"
        )
    return _parsed(path, loaded.text, cwd)


def _parsed(path: str, text: str, cwd: str) -> _Settings:
    from minutes_cli.config.parse import parse_config  # many folders have no settings

    return _Settings(path, text, parse_config(text, shown(path, cwd)))


def _has_our_table(text: str) -> bool:
    """Whether a `pyproject.toml` speaks of us; one that is broken only counts where it names our table."""
    if "tool" not in text or "minutes" not in text:
        return False
    from minutes_cli import toml

    try:
        tool = toml.read(text).get("tool")
    except toml.BadToml:
        return _OUR_TABLE.search(text) is not None
    return isinstance(tool, dict) and "minutes" in tool


def is_within(path: str, folder: str) -> bool:
    """Whether a path is that of a folder or of something below it; both absolute, as they are written."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _named_paths(settings: _Settings, project: str, shelf: Shelf) -> tuple[str, ...]:
    """The `paths` of the settings, each once; raises MinutesError for one that does not exist or leads out.

    Settings may be a stranger's: they name what is in the repository, or in `project` where there is none.
    """
    base = os.path.dirname(settings.path)
    home = git_top(base) or project
    found = {name: os.path.normpath(os.path.join(base, name)) for name in settings.config.paths}
    for name, path in found.items():
        if not is_within(path, home):
            raise MinutesError(
                f"{settings.config.origin}: paths names {name}, which lies outside {shown(home, base)}",
                hint="settings name what lies in their own project; another folder is named by -C PATH",
            )
        if not shelf.exists(path):
            raise MinutesError(
                f"{settings.config.origin}: paths names {name}, and there is no such file or folder",
                hint="paths are relative to the file that names them",
            )
    return tuple(dict.fromkeys(found.values()))


def shown(path: str, base: str) -> str:
    """`path` as a person at `base` would type it: POSIX and relative below it, absolute elsewhere."""
    try:
        relative = os.path.relpath(path, base)
    except ValueError:  # another drive
        return path
    return path if relative.startswith("..") else relative.replace(os.sep, "/")


def absolute(path: str, base: str) -> str:
    """The absolute path of what is called `path` at `base`."""
    return os.path.normpath(os.path.join(base, path))
