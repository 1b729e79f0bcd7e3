"""What is fuzzed: functions of bytes that do nothing when all is well, and raise when a law is broken.

They know no fuzzer, so that what one has found is kept as a file in `tests/cases/fuzz/TARGET/` and tried by
every run of the tests. `python fuzz/run.py TARGET SECONDS` drives them with atheris.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from types import MappingProxyType

from minutes_cli.config import Config
from minutes_cli.config.parse import parse_config
from minutes_cli.dates import find_dates, read_date, read_due, read_name_date
from minutes_cli.model import Action, Document, MinutesError, Register, Status
from minutes_cli.reading.parse import explain
from minutes_cli.reading.parse import parse as parse_text
from minutes_cli.reading.vocabulary import load
from minutes_cli.register.book import Book
from minutes_cli.register.build import build
from minutes_cli.register.change import CannotChange, Closing, assign, close, due, reopen
from minutes_cli.register.people import People
from minutes_cli.register.query import Context, parse_query
from minutes_cli.store.files import Loaded, decode
from minutes_cli.text import Source

TODAY = date(2026, 3, 20)
NAMES = ("2026-03-03.md", "2026-03-03-board.txt", "x.adoc", "x.rst", "x.org", "x.html", "notes/2026/03.md")
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "pt", "ja")
SAMPLE = Source(
    "2026-03-03.md",
    "# Board, 3 March 2026\n\nPresent: Ann Lee, Bo Berg\n\n"
    "- [ ] Ann Lee: ring the port 📅 2026-03-10\n- [x] Bo: paint\n",
)


def text_of(data: bytes) -> str | None:
    """The text of a file with these bytes, None where it is none."""
    loaded = decode(data)
    return loaded.text if isinstance(loaded, Loaded) else None


def first(data: bytes) -> int:
    """The first byte, which chooses; 0 where there is none."""
    return data[0] if data else 0


def parse(data: bytes) -> None:
    """Reading never raises, keeps to its file and explains every line; the first byte chooses the file's name."""
    text = text_of(data[1:])
    if text is not None:
        whole(Source(NAMES[first(data) % len(NAMES)], text))


def yaml(data: bytes) -> None:
    """The same of YAML minutes, and of front matter."""
    text = text_of(data)
    if text is not None:
        whole(Source("2026-03-03.yaml", text))
        whole(Source("2026-03-03.md", f"---\n{text}\n---\n- [ ] Ann to ring\n"))


def whole(source: Source) -> Document:
    """Reads and explains a source, and holds the places to the text."""
    document = parse_text(source, Config())
    assert document.meetings
    size, last = len(source.text), max(1, len(source.starts))
    for one in (*document.mentions, *document.decisions):
        assert 0 <= one.span.start <= one.span.end <= size, one
        assert 1 <= one.line <= one.end_line <= last, one
    for mention in document.mentions:
        assert mention.slot is None or 0 <= mention.slot.span.start <= mention.slot.span.end <= size, mention
    for fault in document.diagnostics:
        assert 1 <= fault.line <= last, fault
        assert fault.column >= 1, fault
    assert all(1 <= one.line <= last for one in explain(source, Config()))
    return document


def query(data: bytes) -> None:
    """A query is refused with a message, or answers."""
    with suppress(MinutesError):
        asked = parse_query(data.decode("utf-8", "replace"))
        asked.filter(sample().actions, Context(TODAY, People.of(Config()), "Ann Lee"))


@cache
def sample() -> Register:
    """A register to ask."""
    return build([parse_text(SAMPLE, Config())], Config())


def dates(data: bytes) -> None:
    """A day is found within the words, or not at all."""
    words = data[1:].decode("utf-8", "replace")
    calendar = load((LANGUAGES[first(data) % len(LANGUAGES)], "en")).calendar
    for order in ("dmy", "mdy", "ymd"):
        for one in find_dates(words, calendar, anchor=TODAY, order=order):
            assert 0 <= one.start < one.end <= len(words), one
        read_date(words, calendar, anchor=None, order=order)
        read_due(words, calendar, anchor=TODAY, next_meeting=None, order=order)
        read_name_date(words, order)


def config(data: bytes) -> None:
    """Settings are refused with a message, or are settings."""
    with suppress(MinutesError):
        parse_config(data.decode("utf-8", "replace"), "minutes.toml")


def change(data: bytes) -> None:
    """Every action can be closed, opened again, given away and dated, or the change is refused; nothing else moves."""
    text = text_of(data[1:])
    if text is None or len(text) > 4000:
        return
    name = "2026-03-03.yaml" if first(data) % 4 == 0 else NAMES[first(data) % len(NAMES)]
    book = book_of(Source(name, text))
    for action in book.register.actions[:3]:
        with suppress(CannotChange):
            if action.status is Status.OPEN:
                (done,) = close(book, [action], Closing(Status.DONE, TODAY, "paper sent", None, True))
                after = book_of(Source(name, done.after)).register.actions
                assert states(after) == states(book.register.actions) | {action.id: Status.DONE}
            else:
                reopen(book, [action])
            assign(book, [action], ["Ann Lee"])
            due(book, [action], TODAY)


def states(actions: Iterable[Action]) -> dict[str, Status]:
    """The status of every action by its id."""
    return {one.id: one.status for one in actions}


def book_of(source: Source) -> Book:
    """The book of one file."""
    documents = [parse_text(source, Config())]
    return Book.of(build(documents, Config()), documents, Config())


TARGETS: Mapping[str, Callable[[bytes], None]] = MappingProxyType(
    {one.__name__: one for one in (parse, query, dates, yaml, config, change)}
)
