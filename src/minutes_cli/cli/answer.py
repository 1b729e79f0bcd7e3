"""The answer of `minutes actions`: found, sorted, grouped, cut and printed, with what is to be said beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from minutes_cli.cli.listing import TABLE, cell_of, finish, head_of, link, number_of, takes_all_keys
from minutes_cli.cli.screen import Cell, Sheet, draw
from minutes_cli.cli.session import Session
from minutes_cli.folder import Folder
from minutes_cli.model import Action, MinutesError, Status
from minutes_cli.output.actions import grouped, shown_fields, shown_table, status_words, whole_table
from minutes_cli.output.table import Table, render
from minutes_cli.register.fields import find_field, is_overdue, sort_actions
from minutes_cli.register.query import Context, Query, owner_matches, require_owner

_WIDE = 100
"""Cells of a terminal that need not break "overdue 12 days"."""
_STYLES = (("overdue", "red"), (Status.DONE, "green"), (Status.DROPPED, "dim"))
_FEWEST_OWNER_CELLS = 13


class Form(NamedTuple):
    """How the answer is to look."""

    format_name: str
    sort: tuple[str, ...]
    """Fields, `-` in front of one that is turned."""
    group_by: str | None
    columns: str | None
    """Comma separated; None for those that FIELDS shows."""
    limit: int | None

    def check(self) -> None:
        """Raises MinutesError for a field that there is not, before any file is read."""
        shown_fields(self.columns)
        for name in (*self.sort, *([self.group_by] if self.group_by else [])):
            if not find_field(name.removeprefix("-")).sortable:
                raise MinutesError(f"actions cannot be put in order by {name}")


class Asked(NamedTuple):
    """A question to the folder."""

    typed: Query
    meant: Query
    """With `is:open` where nothing was said of the status."""


def answer(session: Session, folder: Folder, asked: Asked, form: Form) -> None:
    """Print the actions of the folder that are asked for."""
    query, context = asked.meant, context_of(session, folder, asked.meant)
    among = folder.actions if asked.typed is asked.meant else folder.open_actions
    found = sort_actions(query.filter(among, context), form.sort, session.today)
    shown = found[: form.limit]
    print_actions(session, folder, shown, form)
    if len(shown) < len(found):
        session.say(f"{len(shown)} of {number_of(len(found), 'action')}")
    for note in other_names(query, shown, context):
        session.say(note)
    finish(session, folder, form.format_name, len(found), "" if found else _why_empty(folder, asked, context))


def context_of(session: Session, folder: Folder, query: Query) -> Context:
    """What a query is asked in; MinutesError where it names an owner whom nobody knows."""
    for words in query.owner_words:
        if words.casefold() != "me":
            require_owner(words, folder.register, folder.people, folder.open_actions)
    return Context(session.today, folder.people, who_asks(session, folder, query))


def who_asks(session: Session, folder: Folder, query: Query) -> str | None:
    """Who `me` is: by $MINUTES_ME, the settings, else git; git is asked only where the query says `me`."""
    me = session.world.environ.get("MINUTES_ME") or folder.config.me
    if me or all(words.casefold() != "me" for words in query.owner_words):
        return me
    from minutes_cli.store.outward import git_user

    return git_user(folder.place.root)


def other_names(query: Query, found: Sequence[Action], context: Context) -> list[str]:
    """A sentence on the actions that do not have the words of the query in their owners."""
    if not query.owner_words:
        return []
    names: Counter[str] = Counter()
    for action in found:
        ways = owner_matches(query, action, context)
        if all(way.how not in ("literal", "substring") for way in ways):
            names.update({way.words for way in ways})
    if not names:
        return []
    parts = [f"{number} as “{name}”" for name, number in sorted(names.items(), key=lambda one: (-one[1], one[0]))]
    first, rest = parts[0].split(" ", 1)
    verb = "names" if first == "1" else "name"
    return ["; ".join([f"{first} of these {verb} them {rest}", *parts[1:]])]


def _why_empty(folder: Folder, asked: Asked, context: Context) -> str:
    files, actions = folder.size
    if not files:
        return f"there are no minutes in {folder.place.folder}"
    if not actions:
        return f"no action was found in {number_of(files, 'file')}"
    closed = asked.typed.filter(folder.actions, context) if asked.typed is not asked.meant else ()
    fault = f"no open action is like that: {asked.typed.text}" if asked.typed.text else "nothing is open"
    if closed:
        return f"{fault}; with --all there {'is' if len(closed) == 1 else 'are'} {number_of(len(closed), 'closed one')}"
    if asked.typed is not asked.meant:
        return fault
    return f"no action is like that: {asked.meant.text}"


def print_actions(session: Session, folder: Folder, found: Sequence[Action], form: Form) -> None:
    """The actions in the format and the groups that are asked for."""
    table = table_of(session, found, form, whole=takes_all_keys(form.format_name))
    if form.format_name != TABLE:
        session.write(render(form.format_name, table))
    elif table.rows:
        session.write(draw(_sheet(session, folder, _rows(session, found, form), table, form), session.terminal()))


def table_of(session: Session, found: Sequence[Action], form: Form, *, whole: bool) -> Table:
    """The actions as a table: every key of each where it is to be whole, else the columns and groups of the form."""
    groups = grouped(found, form.group_by, session.today) if form.group_by else ()
    if not whole:
        sizes = tuple((title, len(group)) for title, group in groups)
        fields = shown_fields(form.columns)
        return shown_table(_rows(session, found, form), fields, session.today)._replace(groups=sizes)
    rows = _each_once(groups) if groups else tuple(found)
    if form.format_name == "csv" and form.columns is not None:
        return shown_table(rows, shown_fields(form.columns), session.today)
    return whole_table(rows, session.today)


def _rows(session: Session, found: Sequence[Action], form: Form) -> tuple[Action, ...]:
    """The actions as they stand below each other; one with several owners in the group of each."""
    groups = grouped(found, form.group_by, session.today) if form.group_by else ()
    return tuple(action for _, group in groups for action in group) if groups else tuple(found)


def _each_once(groups: Sequence[tuple[str, Sequence[Action]]]) -> tuple[Action, ...]:
    """The actions in the order of their groups; one with several owners where it comes first."""
    return tuple({action.id: action for _, group in groups for action in group}.values())


def _sheet(session: Session, folder: Folder, rows: Sequence[Action], table: Table, form: Form) -> Sheet:
    """The table for the screen: what is overdue says so, in words and in red; columns that were chosen all stay."""
    width = session.terminal().width
    widest = {"owners": max(_FEWEST_OWNER_CELLS, width // 6), "status": 16 if width >= _WIDE else 8}
    heads = tuple(head_of(column, widest.get(column.key, 0)) for column in table.columns)
    heads = tuple(
        head._replace(wraps=head.wraps or head.widest > 0, optional=head.optional and form.columns is None)
        for head in heads
    )
    cells = []
    for action, values in zip(rows, table.rows, strict=True):
        place = link(session, folder, action.file, action.line)
        drawn = [cell_of(value, column, place) for value, column in zip(values, table.columns, strict=True)]
        keys = [column.key for column in table.columns]
        cells.append(tuple(_with_status(cell, key, action, session) for cell, key in zip(drawn, keys, strict=True)))
    groups = tuple((f"{title} ({count})", count) for title, count in table.groups)
    return Sheet(heads, tuple(cells), groups)


def _with_status(cell: Cell, key: str, action: Action, session: Session) -> Cell:
    if key not in ("status", "due"):
        return cell
    state = "overdue" if is_overdue(action, session.today) else action.status
    style = next((style for name, style in _STYLES if name == state), "")
    if key == "due":
        return cell._replace(style="red") if state == "overdue" else cell
    return cell._replace(text=status_words(action, session.today), style=style)
