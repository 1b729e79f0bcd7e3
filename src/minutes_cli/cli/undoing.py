"""`minutes undo`: takes back the last changes that minutes made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli.carrying import DryRunOption, FollowOption, Way, lock, show_diffs, write
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import number_of
from minutes_cli.cli.session import Session, session_of
from minutes_cli.model import Change, Document, MinutesError
from minutes_cli.output.clean import clean
from minutes_cli.text import apply, replay, turned

if TYPE_CHECKING:
    from minutes_cli.folder import Folder
    from minutes_cli.store.journal import Entry

_MOST_TASKS = 3
"""Of one command's tasks, so many are named."""
UNDO_EXAMPLES = examples("minutes undo", "minutes undo 3", "minutes undo --dry-run")


def undo(
    context: typer.Context,
    count: Annotated[int, typer.Argument(metavar="[N]", min=1, help="How many of the last changes.")] = 1,
    dry_run: DryRunOption = False,
    follow: FollowOption = False,
) -> None:
    """Take back the last changes that minutes made here; what it committed is taken back by a commit.

    What it changed is remembered on this machine, in the state folder, and not in git.
    Refused where somebody has changed the lines since.
    """
    from minutes_cli.store.journal import entries

    session = session_of(context)
    with lock(session):
        folder = session.read()
        known = entries(folder.place.root, session.world.environ)
        if not known:
            raise MinutesError(
                "no change is remembered here that could be taken back",
                hint="it remembers its own, on this machine; a commit from elsewhere is taken back by git revert",
            )
        last = known[: -count - 1 : -1]
        for entry in last[: 1 if dry_run else None]:  # an earlier one would be shown against a text not there yet
            _take_back(session, session.read(), entry, dry_run=dry_run, follow=follow)
    for entry in last[1:] if dry_run else ():
        session.say(f"before that: {_words(entry)}")
    if len(last) < count:
        tense = "are" if dry_run else "were"
        session.say(f"no more than {number_of(len(last), 'change')} {tense} remembered here")


def _take_back(session: Session, folder: Folder, entry: Entry, *, dry_run: bool, follow: bool) -> None:
    documents = folder.by_path
    if entry.made:
        _remove(session, folder.place.root, entry, dry_run=dry_run)
        return
    changes = _changes(entry, folder, documents)
    if dry_run:
        show_diffs(session, changes)
        return
    way = Way("undo", "undone", commit=entry.is_committed, follow=follow)
    write(session, folder, changes, f"undo {_head(entry)}\n", way, undoes=entry.number)
    session.write(f"undone: {_words(entry)} ({', '.join(clean(one.path) for one in changes)})\n")


def _head(entry: Entry) -> str:
    """`close A7: Cy`, as a commit is called."""
    return clean(entry.title.split("\n", 1)[0])


def _words(entry: Entry) -> str:
    """`close A7: mend the fence`: what was done, and the first of the tasks to which it was."""
    head, _, below = entry.title.partition("\n\n")
    tasks = [one for one in below.split("\n") if one.strip()]
    if not tasks:
        return _head(entry)
    more = f" and {len(tasks) - _MOST_TASKS} more" if len(tasks) > _MOST_TASKS else ""
    return clean(f"{head.split(' ', 1)[0]} {'; '.join(tasks[:_MOST_TASKS])}{more}")


def _remove(session: Session, root: str, entry: Entry, *, dry_run: bool) -> None:
    """Takes away the files that a command made, where nobody has written in them since."""
    from minutes_cli.store.amend import read_if_there
    from minutes_cli.store.find import absolute
    from minutes_cli.store.journal import forget, print_of
    from minutes_cli.store.outward import remove

    for name, known in entry.made:
        text = read_if_there(absolute(name, root))
        if text is None or print_of(text) != known:
            fault = f"{name}: the file that {_head(entry)!r} made was changed since, or is not there"
            raise CannotUndo(fault, hint="remove it by hand")
    names = clean(", ".join(name for name, _ in entry.made))
    if dry_run:
        session.write(f"would remove {names}\n")
        return
    for name, _ in entry.made:
        remove(absolute(name, root))
    forget(root, session.world.environ, entry.number)
    session.write(f"undone: {_head(entry)} ({names} is removed)\n")


def _text(path: str, folder: Folder, documents: Mapping[str, Document]) -> str | None:
    """The text of one of the minutes, of the settings, or of a file elsewhere that was named; None for none."""
    from minutes_cli.store.amend import read_if_there
    from minutes_cli.store.find import absolute

    if path in documents:
        return documents[path].source.text
    return read_if_there(absolute(path, folder.place.root), folder.config.encodings)


def _changes(entry: Entry, folder: Folder, documents: Mapping[str, Document]) -> Sequence[Change]:
    changes = []
    for path, made in entry.files:
        text = _text(path, folder, documents)
        edits = replay(path, text, turned(made)) if text is not None else None
        if text is None or edits is None:
            raise CannotUndo(
                f"{path}: the lines of {_head(entry)!r} were changed since, or are not there",
                hint="take it back by hand; git diff may help",
            )
        changes.append(Change(path, text, apply(text, edits), edits, ()))
    return changes


class CannotUndo(MinutesError):
    """Lines that are not as the change left them."""

    exit_code = 1
