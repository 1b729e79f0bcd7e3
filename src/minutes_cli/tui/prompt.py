"""What stands over the register for a moment: a question in a line above the foot of the screen, and the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static


class Prompt(ModalScreen[str | None]):
    """Asks for some words; None where they are not given."""

    CSS = """
    Prompt { align: center bottom; background: $background 30%; }
    Prompt > Vertical { height: auto; background: $panel; padding: 0 1; }
    Prompt Input { border: none; height: 1; padding: 0; margin: 0; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Cancel")]

    def __init__(self, question: str, known: Sequence[str] = ()) -> None:
        """`known` are offered while typing."""
        super().__init__()
        self.question = question
        self.known = known

    def compose(self) -> ComposeResult:
        """The question and the line to answer in."""
        suggester = SuggestFromList(self.known, case_sensitive=False) if self.known else None
        with Vertical():
            yield Static(f"{self.question}  (Enter: do it, Esc: leave it)", markup=False)
            yield Input(id="answer", suggester=suggester, compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        event.stop()
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        """Escape."""
        self.dismiss(None)


class Keys(ModalScreen[None]):
    """What each key does, until a key is pressed."""

    CSS = """
    Keys { align: center middle; background: $background 30%; }
    Keys > VerticalScroll { width: auto; max-width: 100%; height: auto; max-height: 100%; background: $panel; }
    Keys Static { width: auto; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, "leave", "Back") for key in ("escape", "question_mark", "q", "enter", "space")
    ]

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        """Each key, and what it does."""
        super().__init__()
        self.keys = keys

    def compose(self) -> ComposeResult:
        """A line a key."""
        width = max(len(key) for key, _ in self.keys)
        with VerticalScroll():
            yield Static("\n".join(f"{key:{width}}  {does}" for key, does in self.keys), id="keys", markup=False)

    def action_leave(self) -> None:
        """Back to the register."""
        self.dismiss(None)
