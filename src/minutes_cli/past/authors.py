"""Who wrote the lines that tell of an action, by `git blame` of the commit that is looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from minutes_cli.folder import Folder
from minutes_cli.model import Action
from minutes_cli.past.then import Past
from minutes_cli.store.history import Commit, Line, blame

Lines = Mapping[tuple[str, int], Line]
"""By path, as shown, and line from 1; what is not committed is not in it."""


def authors(past: Past, tip: Commit | None, folder: Folder, actions: Iterable[Action]) -> Lines:
    """Who wrote the first line of each mention; lines that are newer than `tip` are left out."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for told in (told for action in actions for told in action.mentions):
        wanted[told.mention.path].add(told.mention.line)
    texts = {path: folder.by_path[path].source.text for path in folder.paths if path in wanted}
    found: dict[tuple[str, int], Line] = {}
    for path, text in texts.items():
        inner = past.inner(path, folder.place)
        if tip is not None and inner is not None:
            written = blame(past.history, tip.hash, inner, text, wanted[path])
            found |= {(path, line): one for line, one in written.items()}
    return found
