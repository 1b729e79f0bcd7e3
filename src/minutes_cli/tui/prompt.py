"""One question in a line above the foot of the screen: Enter answers it, Escape takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
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
