"""What the full-screen register works on: the folder as it was last read, questions to it, and changes.

A change is the command that a user would have typed, run in this process: the same proof, lock, journal and
messages, and nothing that could differ from them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from minutes_cli.cli.answer import context_of
from minutes_cli.cli.run import run
from minutes_cli.cli.session import Session
from minutes_cli.folder import Folder
from minutes_cli.model import Action, Document, MinutesError
from minutes_cli.output.clean import clean
from minutes_cli.register.fields import sort_actions
from minutes_cli.register.query import parse_query


@dataclass(frozen=True, slots=True)
class Line:
    """A line of minutes as it is shown."""

    number: int
    text: str
    is_told: bool
    """It belongs to the action."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A session and its folder; changes give a new desk."""

    session: Session
    folder: Folder
    private: bool = False
    _hidden: dict[str, frozenset[int]] = field(default_factory=dict)
    """By path the private lines, which take as long to find as the file takes to read."""

    @classmethod
    def laid(cls, session: Session, *, private: bool = False) -> Desk:
        """The folder read anew. Raises MinutesError as reading does."""
        return cls(session, session.read(), private)

    def again(self) -> Desk:
        """The same folder as it is now."""
        return replace(self, folder=self.session.read(), _hidden={})

    def asked(self, words: str, *, everything: bool) -> tuple[Action, ...]:
        """The actions that a query describes, the most urgent first; open ones unless it says more.

        Raises MinutesError for a query that cannot be read.
        """
        query = parse_query(words)
        meant = query if everything else query.or_open()
        found = meant.filter(self.folder.register.actions, context_of(self.session, self.folder, meant))
        shown = [one for one in found if self.private or not one.private]
        return sort_actions(shown, ("due", "raised"), self.session.today)

    def owners(self) -> tuple[str, ...]:
        """All whom actions name, as written and as the people file has them, sorted."""
        actions = self.folder.register.actions
        return tuple(sorted({name for one in actions for name in (*one.owners, *one.people)}, key=str.casefold))

    def lines(self, action: Action) -> tuple[str, tuple[Line, ...]]:
        """The path of the minutes that last tell of an action, and their lines without private sections."""
        mention = action.mentions[-1].mention
        document = self.folder.by_path.get(mention.path)
        if document is None:
            return mention.path, ()
        hidden = frozenset[int]() if self.private else self._hidden_in(document)
        texts = document.source.text.removeprefix("\ufeff").split("\n")
        shown = [
            Line(number, clean(text.rstrip("\r")), mention.line <= number <= mention.end_line)
            for number, text in enumerate(texts, 1)
            if number not in hidden or mention.line <= number <= mention.end_line
        ]
        return mention.path, tuple(shown)

    def _hidden_in(self, document: Document) -> frozenset[int]:
        from minutes_cli.reading.parse import private_lines

        path = document.source.path
        if path not in self._hidden:
            self._hidden[path] = private_lines(document.source, self.folder.config)
        return self._hidden[path]

    def last_changed(self) -> tuple[str, ...]:
        """Ids of the actions that the last change was of, which `undo` takes back; none where none is remembered."""
        from minutes_cli.store.journal import entries

        known = entries(self.folder.place.root, self.session.world.environ)
        return known[-1].actions if known else ()

    def changed(self, words: Sequence[str]) -> tuple[str, bool]:
        """What a command says, and whether it was carried out."""
        out, err = io.StringIO(), io.StringIO()
        start = ["-C", self.session.start] if self.session.start else []
        world = self.session.world._replace(out=out, err=err, answers=None)
        code = run([*start, "--today", self.session.today.isoformat(), *words], world)
        told = " ".join((err.getvalue() if code else out.getvalue() + err.getvalue()).split())
        return told.removeprefix("minutes: "), code == 0


def opened(session: Session, *, private: bool) -> Desk:
    """The desk of a session. Raises MinutesError where it looks at the past, which cannot be changed."""
    if session.then is not None:
        raise MinutesError("the past cannot be changed", hint="leave --at away")
    return Desk.laid(session, private=private)
