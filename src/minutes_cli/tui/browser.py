"""The full-screen register: actions to look through, the minutes beside them, a key for every change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import DataTable, Footer, Input, Static

from minutes_cli.model import Action, MinutesError
from minutes_cli.output.actions import status_words
from minutes_cli.output.clean import clean
from minutes_cli.register.fields import is_closed, is_overdue
from minutes_cli.tui.desk import Desk, Line
from minutes_cli.tui.prompt import Keys, Prompt

_MOST = 500
"""Rows drawn at once; a filter finds the others."""
_WIDTHS = (("Id", 9), ("Due", 10), ("Owner", 16))
"""Columns and their cells; the action has the rest."""
_ABOVE = 2
"""Lines of the minutes that are shown above the action."""


class Browser(App[None]):
    """The register of a desk."""

    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-narrow"),
        (110, "-wide"),
    ]
    CSS = """
    #filter { border: none; height: 1; padding: 0 1; background: $panel; }
    #both { height: 1fr; layout: vertical; }
    .-wide #both { layout: horizontal; }
    DataTable { height: 3fr; overflow-x: hidden; }
    .-wide DataTable { height: 1fr; width: 3fr; }
    #minutes { height: 2fr; border-top: solid $primary; padding: 0 1; }
    .-wide #minutes { height: 1fr; width: 2fr; border-top: none; border-left: solid $primary; }
    #told { height: 1; padding: 0 1; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "keys", "Keys", key_display="?"),
        Binding("q", "quit", "Quit"),
        Binding("slash", "look", "Find", key_display="/"),
        Binding("c", "close", "Done"),
        Binding("n", "close_with_note", "Note"),
        Binding("x", "drop", "Drop"),
        Binding("a", "assign", "Who"),
        Binding("d", "due", "Due"),
        Binding("o", "reopen", "Open"),
        Binding("u", "undo", "Undo"),
        Binding("t", "toggle_all", "All"),
        Binding("space", "page(1)", "Page", show=False),
        Binding("r", "reload", "Read"),
        Binding("j", "step(1)", "Down", show=False),
        Binding("k", "step(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Minutes down", show=False),
        Binding("pageup,b", "page(-1)", "Minutes up", show=False),
        Binding("escape", "leave_filter", "Back", show=False),
    ]
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("/", "filter while you type; Enter: to the list, Escape: filter away"),
        ("arrows, j, k", "go through the list"),
        ("Space, b", "scroll the minutes (Page Down, Page Up)"),
        ("c, n", "close; close and note what became of it"),
        ("x", "drop, for a reason"),
        ("a", "assign to somebody else"),
        ("d", "set the deadline: 2026-03-31, end of March, none"),
        ("o", "open again"),
        ("u", "undo the last change"),
        ("t", "closed actions too, or open ones alone"),
        ("r", "read the folder again"),
        ("q", "quit"),
    )

    def __init__(self, desk: Desk, words: str = "") -> None:
        """`words` are the query to begin with."""
        super().__init__()
        self.desk = desk
        self.words = words
        self.everything = False
        self.shown: tuple[Action, ...] = ()
        self.busy = False

    def compose(self) -> ComposeResult:
        """The filter, the table, the minutes, what was done, the keys."""
        yield Input(self.words, placeholder="filter: words, owner:ann, is:overdue …", id="filter", compact=True)
        with Container(id="both"):
            yield DataTable[Text](cursor_type="row", zebra_stripes=True)
            with VerticalScroll(id="minutes", can_focus=False):
                yield Static(id="text", markup=False)
        yield Static(id="told", markup=False)
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """The table has the keys from the start; the filter gets them by `/`."""
        self.title = "minutes"
        self._set_columns()
        self.table.focus()
        self.fill()

    def on_resize(self) -> None:
        """The actions take what the other columns leave."""
        self.call_after_refresh(self._refit)

    def _refit(self) -> None:
        if not self.query(DataTable):  # the screen is being taken down
            return
        self._set_columns()
        self.fill(self.chosen.id if self.chosen else None)

    def _set_columns(self) -> None:
        room = self.table.size.width or self.size.width
        self.table.clear(columns=True)
        for title, width in _WIDTHS:
            self.table.add_column(title, width=width)
        left = room - sum(width for _, width in _WIDTHS) - 2 * (len(_WIDTHS) + 1) - 2
        self.table.add_column("Action", width=max(left, 20))

    @property
    def table(self) -> DataTable[Text]:
        """The list of actions."""
        return self.query_one(DataTable)

    @property
    def chosen(self) -> Action | None:
        """The action under the cursor; none in an empty list."""
        at = self.table.cursor_row
        return self.shown[at] if 0 <= at < len(self.shown) else None

    def tell(self, words: str, *, is_fault: bool = False) -> None:
        """A line above the keys."""
        self.query_one("#told", Static).update(Text(clean(words), style="bold red" if is_fault else ""))

    # The list

    def fill(self, keep: str | None = None) -> bool:
        """Draws the actions that the filter describes; the cursor stays with an action, or where it was.

        Whether the filter could be read; if not, the list stays as it is.
        """
        at = self.table.cursor_row
        try:
            found = self.desk.asked(self.query_one("#filter", Input).value, everything=self.everything)
        except MinutesError as fault:
            self.tell(str(fault).split("\n", 1)[0], is_fault=True)
            return False
        self.shown = found[:_MOST]
        self.table.clear()
        for one in self.shown:
            self.table.add_row(*self._cells(one), key=one.id)
        ids = [one.id for one in self.shown]
        row = ids.index(keep) if keep in ids else min(at, len(ids) - 1)
        self.table.move_cursor(row=max(row, 0))
        self._show_minutes()
        kind = "" if self.everything else "open "
        more = f", the first {_MOST} shown" if len(found) > _MOST else ""
        self.tell(f"{len(found)} {kind}action{'' if len(found) == 1 else 's'}{more}")
        return True

    def _cells(self, one: Action) -> Sequence[Text]:
        style = "red" if is_overdue(one, self.desk.session.today) else "dim" if is_closed(one) else ""
        due = one.due.isoformat() if one.due else ""
        text = clean(one.text) if not is_closed(one) else f"[{one.status}] {clean(one.text)}"
        owners = Text(clean(", ".join(one.owners)))
        owners.truncate(16, overflow="ellipsis")
        return Text(one.short_id), Text(due, style=style), owners, Text(text, style="dim" if is_closed(one) else "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filters while somebody types."""
        if event.input.id == "filter":
            self.fill(self.chosen.id if self.chosen else None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the filter goes to the list."""
        if event.input.id == "filter":
            self.table.focus()

    def on_data_table_row_highlighted(self, _event: DataTable.RowHighlighted) -> None:
        """The minutes follow the cursor."""
        if self.query(DataTable):  # not while the screen is being taken down
            self._show_minutes()

    # The minutes

    def _show_minutes(self) -> None:
        one, pane = self.chosen, self.query_one("#text", Static)
        if one is None:
            pane.update("")
            return
        path, lines = self.desk.lines(one)
        said = status_words(one, self.desk.session.today)
        pane.update(_drawn(lines))
        names = clean(", ".join(one.people) or "nobody")
        self.query_one("#minutes", VerticalScroll).border_title = Text(f"{clean(path)}  {clean(said)}  {names}")
        top = next((at for at, line in enumerate(lines) if line.is_told), 0)
        self.query_one("#minutes", VerticalScroll).scroll_to(y=max(top - _ABOVE, 0), animate=False)

    def action_page(self, way: int) -> None:
        """Scrolls the minutes."""
        pane = self.query_one("#minutes", VerticalScroll)
        pane.scroll_relative(y=way * max(pane.size.height - 1, 1), animate=False)

    # Keys

    def action_keys(self) -> None:
        """What each key does."""
        self.push_screen(Keys(self.KEYS))

    def action_look(self) -> None:
        """To the filter."""
        self.query_one("#filter", Input).focus()

    def action_leave_filter(self) -> None:
        """Back to the list; there, away with the filter."""
        if self.focused is self.table:
            self.query_one("#filter", Input).value = ""
        self.table.focus()

    def action_step(self, way: int) -> None:
        """One row on, or back."""
        self.table.move_cursor(row=self.table.cursor_row + way)

    def action_toggle_all(self) -> None:
        """Closed ones too, or open ones alone."""
        self.everything = not self.everything
        self.fill(self.chosen.id if self.chosen else None)

    def action_reload(self) -> None:
        """Reads the folder again."""
        self._carry_out(())

    def action_close(self) -> None:
        """Close the action under the cursor."""
        self._with(lambda one: self._carry_out(("close", one.id)))

    def action_close_with_note(self) -> None:
        """Close it, and say what became of it."""
        self._ask("Note on the closing of", (), lambda one, words: ("close", one.id, f"--note={words}"))

    def action_drop(self) -> None:
        """Drop it, for a reason."""
        self._ask("Reason for dropping", (), lambda one, words: ("drop", one.id, f"--reason={words}"))

    def action_assign(self) -> None:
        """Give it to somebody else."""
        self._ask("New owner of", self.desk.owners(), lambda one, words: ("assign", "--", one.id, words))

    def action_due(self) -> None:
        """Give it another deadline."""
        self._ask(
            "New deadline (2026-03-31, end of March, none) of", (), lambda one, words: ("due", "--", one.id, words)
        )

    def action_reopen(self) -> None:
        """Open it again."""
        self._with(lambda one: self._carry_out(("reopen", one.id)))

    def action_undo(self) -> None:
        """Take back the last change."""
        self._carry_out(("undo",))

    def _with(self, then: Callable[[Action], None]) -> None:
        if self.chosen is None:
            self.tell("there is no action to change", is_fault=True)
            return
        then(self.chosen)

    def _ask(self, question: str, known: Sequence[str], command: Callable[[Action, str], Sequence[str]]) -> None:
        def ask(one: Action) -> None:
            def answered(words: str | None) -> None:
                if words:
                    self._carry_out(command(one, words))

            self.push_screen(Prompt(f"{question} {one.short_id}:", known), answered)

        self._with(ask)

    def _carry_out(self, words: Sequence[str]) -> None:
        """Runs a command, none to read only, beside the screen; one at a time."""
        if self.busy:
            self.tell("the last change is still being written", is_fault=True)
            return
        self.busy = True
        self.tell("writing …" if words else "reading …")
        self._work(words, self.chosen.id if self.chosen else None)

    @work(thread=True)
    def _work(self, words: Sequence[str], keep: str | None) -> None:
        if tuple(words) == ("undo",):
            keep = next(iter(self.desk.last_changed()), keep)
        told, is_done = self.desk.changed(words) if words else ("read again", True)
        try:
            desk = self.desk.again()
        except MinutesError as fault:
            desk, told, is_done = self.desk, str(fault), False
        self.call_from_thread(self._finished, desk, keep, told, is_done)

    def _finished(self, desk: Desk, keep: str | None, told: str, is_done: bool) -> None:
        self.busy = False
        self.desk = desk
        self.fill(keep)
        self.tell(told, is_fault=not is_done)


def _drawn(lines: Sequence[Line]) -> Text:
    """The minutes, the lines of the action marked."""
    width = len(str(lines[-1].number)) if lines else 1
    parts: list[tuple[str, str]] = []
    for line in lines:
        parts += [(f"{line.number:>{width}} ", "dim"), (f"{line.text}\n", "reverse" if line.is_told else "none")]
    return Text.assemble(*parts)
