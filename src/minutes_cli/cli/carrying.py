"""Carries a change out: which actions, the question, the lock, the proof, the disk, the journal, the commit."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from difflib import unified_diff
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from minutes_cli.cli import completing
from minutes_cli.cli.listing import print_table
from minutes_cli.cli.session import Session
from minutes_cli.cli.showing import find_action
from minutes_cli.model import Action, Change, MinutesError
from minutes_cli.output.clean import clean
from minutes_cli.output.table import Column, Table, find_format

if TYPE_CHECKING:
    from minutes_cli.folder import Folder
    from minutes_cli.register.book import Book

WhereOption = Annotated[
    str | None, typer.Option("--where", "-w", metavar="QUERY", help="All actions that the query describes.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show the change as a diff, and write nothing.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")]
CommitOption = Annotated[bool, typer.Option("--commit", help="Commit these lines, and nothing else, with git.")]
FollowOption = Annotated[
    bool, typer.Option("--follow", help="Also change files outside the repository, through links.")
]
InOption = Annotated[
    str | None,
    typer.Option("--in", metavar="FILE|latest", help="Tell of it in these later minutes, and leave the others alone."),
]
ChangeFormatOption = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="FORMAT", help="What changed, as json or another format.",
                 autocompletion=completing.formats),
]  # fmt: skip
IdsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", help="Ids, or beginnings that are unique.", autocompletion=completing.ids),
]
Maker = Callable[["Book", Sequence[Action]], tuple[Change, ...]]


class Way(NamedTuple):
    """How a change is to be carried out, as the options say."""

    verb: str
    """`close`."""
    done: str
    """`closed`."""
    dry_run: bool = False
    yes: bool = False
    commit: bool = False
    follow: bool = False
    target: str | None = None
    format_name: str | None = None
    towards: str = ""
    """` to Ann Lee`, behind the id of what was done to it."""


class _Plan(NamedTuple):
    folder: Folder
    actions: tuple[Action, ...]
    changes: tuple[Change, ...]
    is_described: bool
    """Whether the ids or the query describe any action, be there something to change of it or not."""


def carry_out(session: Session, way: Way, ids: Sequence[str] | None, where: str | None, make: Maker) -> None:
    """Makes the changes for the actions that the ids or the query name; all of them or none."""
    if session.then is not None:
        raise MinutesError("the past cannot be changed", hint="leave --at away")
    if not ids and not where:
        raise MinutesError(
            f"{way.verb} needs the id of an action, or --where QUERY", hint="minutes actions shows the ids"
        )
    if way.format_name is not None and way.format_name != "table":
        find_format(way.format_name)
    from minutes_cli.register.prove import Outdated
    from minutes_cli.store.write import is_stale

    is_many = where is not None or len(ids or ()) > 1
    asks = is_many and not way.yes and not way.dry_run
    if asks and not session.can_ask():
        raise MinutesError(
            f"{way.verb} of several actions has to be confirmed", hint="add --yes, or --dry-run to look first"
        )
    # Planned without the lock, which is then held for moments only; planned anew where the files are others by then.
    try:
        plan = _plan(session, way, ids, where, make)
    except Outdated:  # another command wrote between the reading of the register and that of the file
        with lock(session):
            plan = _plan(session, way, ids, where, make)
    if not plan.actions:
        session.say("there is nothing to change" if plan.is_described else "no action is described by this")
        return
    if way.dry_run:
        show_diffs(session, plan.changes)
        return
    if asks:
        _confirm(session, way, plan)
    with lock(session):
        if not asks and is_stale(plan.folder.place.root, plan.changes, plan.folder.config.encodings):
            plan = _plan(session, way, ids, where, make)
        write(session, plan.folder, plan.changes, title_of(way.verb, plan.actions), way)
    report(session, way, plan.actions, plan.changes)


def _confirm(session: Session, way: Way, plan: _Plan) -> None:
    """Lists what will change, and asks. Raises MinutesError where the answer is no."""
    for one in plan.actions:
        session.say(f"  {one.short_id}  {one.text}  ({one.file}:{one.line})")
    if not session.ask(f"{way.verb} {_count(plan)}?"):
        raise MinutesError("nothing has been changed")


def _plan(session: Session, way: Way, ids: Sequence[str] | None, where: str | None, make: Maker) -> _Plan:
    from minutes_cli.register.book import Book

    folder = session.read()
    actions = chosen(session, folder, ids or (), where, way.verb)
    book = Book.of(folder.register, folder.by_path, folder.config, way.target)
    changes = make(book, actions) if actions else ()
    touched = {effect.action for one in changes for effect in one.effects}
    return _Plan(folder, tuple(one for one in actions if one.id in touched), changes, bool(actions))


def chosen(session: Session, folder: Folder, ids: Sequence[str], where: str | None, verb: str) -> tuple[Action, ...]:
    """The actions of the ids and of the query, each once, in the order of the register."""
    register = folder.register
    named = {one.id: one for one in (find_action(register, one) for one in ids)}
    if where is None and len(named) == 1:  # which need not be looked for in all of a large register
        return tuple(named.values())
    found = set(named)
    if where is not None:
        from minutes_cli.cli.answer import who_asks
        from minutes_cli.register.query import Context, all_of, parse_query, term

        query = parse_query(where)
        if verb == "reopen":
            query = query if query.names_status else all_of(term("is", "closed"), query)
        else:
            query = query.or_open()
        context = Context(session.today, folder.people, who_asks(session, folder, query))
        found |= {one.id for one in query.filter(folder.register.actions, context)}
    return tuple(one for one in folder.register.actions if one.id in found)


def write(
    session: Session, folder: Folder, changes: Sequence[Change], title: str, way: Way, *, undoes: int = 0
) -> None:
    """Writes proved changes, remembers them, and commits them where that is asked."""
    from minutes_cli.store.commit import plan_commit
    from minutes_cli.store.journal import append, forget, remember
    from minutes_cli.store.state import CannotWrite
    from minutes_cli.store.write import write_changes

    root, environ = folder.place.root, session.world.environ
    if is_elsewhere(session, root):
        session.say(f"these minutes are those of another repository: {root}")
    encodings = folder.config.encodings
    commit = plan_commit(root, changes, encodings) if way.commit else None
    if undoes:
        forget(root, environ, undoes)
    number = undoes or append(root, environ, title, changes, is_committed=way.commit)
    try:
        write_changes(root, changes, encodings, follow=way.follow)
    except CannotWrite:
        with contextlib.suppress(CannotWrite):
            (remember if undoes else forget)(root, environ, number)
        raise
    if commit is not None:
        session.say(f"committed {commit.make(title)}: {title.splitlines()[0]}")


def make(session: Session, root: str, title: str, name: str, text: str) -> None:
    """Writes a file that is not there yet, and remembers it; `name` is relative to `root`."""
    from minutes_cli.store.find import absolute
    from minutes_cli.store.journal import append, forget
    from minutes_cli.store.outward import write_new

    number = append(root, session.world.environ, title, (), made={name: text})
    try:
        write_new(absolute(name, root), text)
    except MinutesError:
        forget(root, session.world.environ, number)
        raise


def is_elsewhere(session: Session, root: str) -> bool:
    """Whether the way upward, and nobody's word, led into a repository in which the working directory is not."""
    from minutes_cli.store.find import git_top, is_within

    named = session.start is not None or session.world.environ.get("MINUTES_DIR")
    return not named and not is_within(str(session.world.cwd), root) and git_top(root) == root


def title_of(verb: str, actions: Sequence[Action]) -> str:
    """`close 7kx2: OCS officials`: what was done, to which actions, and whose they are; the tasks below it."""
    owners = list(dict.fromkeys(owner for one in actions for owner in one.owners))
    whose = f": {', '.join(owners)}" if owners else ""
    head = f"{verb} {', '.join(one.short_id for one in actions)}{whose}"
    tasks = "\n".join(f"{one.short_id}: {one.text}" for one in actions)
    return f"{head}\n\n{tasks}\n"


def report(session: Session, way: Way, actions: Sequence[Action], changes: Sequence[Change]) -> None:
    """A sentence for each action, or a table of what changed in the format that is asked for."""
    if way.format_name is None:
        for one in actions:
            where = ", ".join(f"{path}:{line}" for path, line in _places(one, changes))
            session.write(clean(f"{way.done} {one.short_id}{way.towards}: {one.text} ({where})") + "\n")
        return
    columns = (
        *(Column("id", "Id"), Column("change", "Change"), Column("text", "Action", wraps=True)),
        *(Column("file", "File"), Column("line", "Line", "number"), Column("old", "Before"), Column("new", "After")),
    )
    rows = tuple(
        (one.id, way.verb, one.text, path, line, old, new)
        for one in actions
        for path, line, old, new in _lines(one, changes)
    )
    print_table(session, way.format_name, Table(columns, rows))


def _lines(action: Action, changes: Sequence[Change]) -> list[tuple[str, int, str, str]]:
    """Path, line and the lines before and after, of every place that a change of an action touches."""
    from minutes_cli.text import hunks

    own = {
        (one.mention.path, line)
        for one in action.mentions
        for line in range(one.mention.line, one.mention.end_line + 1)
    }
    found: list[tuple[str, int, str, str]] = []
    for change in changes:
        if not {action.id, ""} & {effect.action for effect in change.effects}:
            continue
        for one in hunks(change.before, change.edits):
            old, new = one.old.rstrip("\r\n"), one.new.rstrip("\r\n")
            pairs = list(zip(old.split("\n"), new.split("\n"), strict=False))
            is_apart = old.count("\n") == new.count("\n") and len(pairs) > 1
            rows = [(change.path, one.line + at, *pair) for at, pair in enumerate(pairs)] if is_apart else []
            # Several actions in neighbouring lines are one piece of the diff; each tells of its own lines.
            found += [row for row in rows if row[:2] in own and row[2] != row[3]] or [(change.path, one.line, old, new)]
    return found


def _places(action: Action, changes: Sequence[Change]) -> list[tuple[str, int]]:
    """Where an action is changed: the file, and the line it stands in there, else the first with words of the
    change, as the file is afterwards."""
    own = {one.mention.path: one.mention.line for one in reversed(action.mentions)}
    touched = [one for one in changes if {action.id, ""} & {effect.action for effect in one.effects}]
    return [(one.path, own.get(one.path) or _first_line(one, action)) for one in touched]


def _first_line(change: Change, action: Action) -> int:
    """The line of the text after the change that speaks of the action, in what was inserted."""
    at = change.edits[0].span.start
    spoken = change.after.find(action.id[:8], at)
    return change.after.count("\n", 0, spoken if spoken >= 0 else at) + 1


def show_diffs(session: Session, changes: Sequence[Change]) -> None:
    """The changes as diffs: to a program to the letter, on a terminal without what would upset it."""
    text = "".join(diff(one) for one in changes)
    session.write("".join(f"{clean(line)}\n" for line in text.split("\n")[:-1]) if session.on_terminal() else text)


def diff(change: Change) -> str:
    """The change as a unified diff that `git apply` and `patch` take."""
    before, after = (_cut(text) for text in (change.before, change.after))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in unified_diff(before, after, f"a/{change.path}", f"b/{change.path}")
    )


def _cut(text: str) -> list[str]:
    """Lines with their ends, cut at newlines alone."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def lock(session: Session) -> AbstractContextManager[None]:
    """The folder's lock, held while changes are made; raises MinutesError where another holds it too long."""
    from minutes_cli.store.find import find
    from minutes_cli.store.state import locked

    environ = session.world.environ
    return locked(find(session.start, environ, str(session.world.cwd)).root, environ)


def _count(plan: _Plan) -> str:
    files = len(plan.changes)
    return f"{len(plan.actions)} action{'s' * (len(plan.actions) != 1)} in {files} file{'s' * (files != 1)}"
