"""The laws of reading, tried on minutes that nobody would write.

Texts are put together from lines of real minutes, marks without their words, tables, YAML, control characters
and lone carriage returns.
"""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from formcases import FOLDER, cases
from minutes_cli.config import Config
from minutes_cli.model import Decision, Document, Mention
from minutes_cli.reading.parse import explain, parse
from minutes_cli.store.files import Loaded, decode
from minutes_cli.text import Source

LINES = tuple(
    dict.fromkeys(
        line for path in sorted(FOLDER.glob("*.md")) for case in cases(path) for line in case.text.split("\n")
    )
)
MARKS = (
    *(
        "- [ ]",
        "- [x] ",
        "ACTION:",
        "**ACTION**",
        "[ACTION:",
        "TODO",
        "#action",
        "| a | b |",
        "|---|---|",
        "---",
        "...",
        "***",
    ),
    *(
        "```",
        "~~~",
        "<!--",
        "-->",
        "> ",
        "<tr>",
        "<td>Action",
        "</table>",
        "<details>",
        "# ",
        "## Actions",
        "===",
        "****",
        "__",
    ),
    *(
        "- ",
        "  - ",
        "\t* ",
        "1. ",
        "a) ",
        "actions:",
        "  - text: x",
        "  - {task: y, owner: [",
        "date: 2026-02-30",
        "@",
        "[](",
        "](",
    ),
    *(
        "(closed 2026-13-45: x)",
        "due 31 June",
        "by 1/9/2011",
        "0000-00-00",
        "32.13.2026",
        "9999-12-31",
        "¹²³",
        "٣/٤/٢٠٢٦",
        "①",
    ),
    *(
        "\x00",
        "\x0b",
        "\x0c",
        "\x1b[31m",
        "\x85",
        "\u2028",
        "\u202e",
        "\ufeff",
        "\u3000",
        "\xa0",
        "\r",
        "é",
        "★",
        "【",
        "：",
        "㊙",
    ),
)
PIECES = st.one_of(st.sampled_from(LINES), st.sampled_from(MARKS), st.text(max_size=12))
JOINTS = st.sampled_from(("\n", "\n", "\n\n", "\r\n", "\r", "", " ", ": ", "; "))
FILES = st.sampled_from(
    ("2026-03-03.md", "notes.txt", "2026-03-03-board.yaml", "a/2026/03/x.adoc", "x.rst", "x.org", "x.html", "x")
)
SETTINGS = st.sampled_from(
    (Config(), Config(languages=("de",)), Config(date_order="mdy", action_marks=("Arrow", "a+(")), Config(body="Board"))
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(PIECES, JOINTS), max_size=25))
    start = draw(st.sampled_from(("", "", "\ufeff", "---\n", "date: 2026-03-03\n")))
    return start + "".join(words + joint for words, joint in parts)


def lies_in_its_file(document: Document) -> list[str]:
    """What of a document lies outside its text, or in another line than it says."""
    source, wrong = document.source, []
    size, last = len(source.text), max(1, len(source.starts))
    stated: tuple[Mention | Decision, ...] = (*document.mentions, *document.decisions)
    for one in stated:
        if not 0 <= one.span.start <= one.span.end <= size:
            wrong.append(f"{one.span} is not in a text of {size}")
        if not 1 <= one.line <= one.end_line <= last:
            wrong.append(f"lines {one.line} to {one.end_line} of {last}")
        if not one.line <= source.line(one.span.start) <= one.end_line:
            wrong.append(f"{one.span} does not begin in lines {one.line} to {one.end_line}")
    for mention in document.mentions:
        spans = [span for span in (mention.owners_span, mention.due_span) if span is not None]
        spans += [mention.slot.span] if mention.slot is not None else []
        wrong += [f"{span} is not in a text of {size}" for span in spans if not 0 <= span.start <= span.end <= size]
    wrong += [f"{fault.code} in line {fault.line}" for fault in document.diagnostics if not 1 <= fault.line <= last]
    wrong += [f"a meeting in line {one.line}" for one in document.meetings if not 1 <= one.line <= last]
    return wrong


@given(texts(), FILES, SETTINGS)
@settings(max_examples=300, deadline=None)
def test_reading_never_fails_and_keeps_to_the_file(text: str, file: str, config: Config) -> None:
    document = parse(Source(file, text), config)
    assert document.meetings, "a file tells of one meeting at least"
    assert [] == lies_in_its_file(document)


@given(texts(), FILES)
@settings(max_examples=100, deadline=None)
def test_reading_twice_says_the_same(text: str, file: str) -> None:
    assert parse(Source(file, text), Config()) == parse(Source(file, text), Config())


@given(texts(), FILES)
@settings(max_examples=100, deadline=None)
def test_every_line_can_be_explained(text: str, file: str) -> None:
    source = Source(file, text)
    assert all(1 <= one.line <= len(source.starts) for one in explain(source, Config()))


def told(document: Document) -> list[tuple[object, ...]]:
    """What a document says, without its places."""
    return [
        (one.line, one.end_line, one.text, one.owners, one.due, one.status, one.label, one.carried, one.item)
        for one in document.mentions
    ]


@given(texts().filter(lambda text: "\r" not in text), FILES)
@example(":date: 2026-03-03\n- 名札を準備する（担当：鈴木）\n- ...\n", "2026-03-03.md")
@settings(max_examples=200, deadline=None)
def test_line_ends_of_windows_change_nothing(text: str, file: str) -> None:
    assert told(parse(Source(file, text), Config())) == told(parse(Source(file, text.replace("\n", "\r\n")), Config()))


@given(texts().filter(lambda text: not text.startswith("\ufeff")), FILES)
@example("Present: Ann Lee (AL), Bo Berg (BB), Ada Birch (Clerk)\n__\n", "2026-03-03.md")
@example("----\n- [ ] Ann: ring the port\n", "x.adoc")
@settings(max_examples=200, deadline=None)
def test_a_byte_order_mark_changes_nothing(text: str, file: str) -> None:
    assert told(parse(Source(file, text), Config())) == told(parse(Source(file, "\ufeff" + text), Config()))


@given(st.one_of(st.binary(max_size=200), texts().map(lambda text: text.encode("utf-8", "surrogatepass"))))
@settings(max_examples=300, deadline=None)
def test_bytes_come_back_as_they_were(raw: bytes) -> None:
    loaded = decode(raw)
    if isinstance(loaded, Loaded):
        assert raw == Source("a.md", loaded.text).text.encode(loaded.encoding)


@given(texts())
@settings(max_examples=200, deadline=None)
def test_lines_cover_the_text(text: str) -> None:
    source = Source("a.md", text)
    assert [at + 1 for at, one in enumerate(text[:-1]) if one == "\n"] == list(source.starts[1:])
    assert all(source.line(source.line_span(line).start) == line for line in range(1, len(source.starts) + 1))
