"""`minutes parse` and `minutes schema`: what one file says, and what a YAML one may say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli import completing
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.options import FilesArgument
from minutes_cli.cli.session import Session, session_of
from minutes_cli.model import MinutesError

if TYPE_CHECKING:
    from minutes_cli.config import Config
    from minutes_cli.model import Document
    from minutes_cli.text import Source

PARSE_EXAMPLES = examples(
    "minutes parse minutes/2011-09-01-mutuals-taskforce.txt",
    "minutes parse --format jsonl minutes/*.md | jq '.actions[].text'",
    "minutes parse --explain minutes/2011-09-01-mutuals-taskforce.txt:62",
)
SCHEMA_EXAMPLES = examples(
    "minutes schema > minutes.schema.json", "check-jsonschema --schemafile minutes.schema.json minutes/*.yaml"
)


def parse(
    context: typer.Context,
    files: FilesArgument,
    format_name: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="json, jsonl or yaml.", autocompletion=completing.parse_formats
        ),
    ] = "json",
    explain: Annotated[
        bool, typer.Option("--explain", help="Which form read each line, or why none did; FILE:LINE asks for one.")
    ] = False,
) -> None:
    """Show what each FILE says, without a look at any other."""
    session = session_of(context)
    if format_name not in ("json", "jsonl", "yaml"):
        raise MinutesError(f"parse has no format {format_name!r}", hint="known are json, jsonl and yaml")
    if explain:
        _explain(session, files)
        return
    documents = [session.document(name, config) for name, config in _with_settings(session, files)]
    if any(one is not None for one in documents):
        _show(session, format_name, tuple(one for one in documents if one is not None))
    _end(session, documents)


def _with_settings(session: Session, files: list[str]) -> Iterator[tuple[str, Config]]:
    """Each file with the settings of its own folder, which are looked for once a folder."""
    known: dict[str, Config] = {}
    for name in files:
        folder = name.rpartition("/")[0]
        if folder not in known:
            known[folder] = session.config_beside(name)
        yield name, known[folder]


def schema(context: typer.Context) -> None:
    """Print the JSON Schema of YAML minutes and of front matter."""
    from minutes_cli.output.schema import schema as text

    session_of(context).write(text())


def _show(session: Session, format_name: str, documents: tuple[Document, ...]) -> None:
    from minutes_cli.output.parsed import record
    from minutes_cli.output.table import render

    if format_name == "json":
        from minutes_cli.output.json import write

        session.write(write([record(one) for one in documents], indent=2) + "\n")
        return
    from minutes_cli.output.parsed import parsed_table

    session.write(render(format_name, parsed_table(documents)))


def _end(session: Session, documents: list[Document | None]) -> None:
    """Exit 2 where nothing could be read, 1 where something could not and --strict-read minds."""
    unread = sum(one is None for one in documents)
    if unread and unread == len(documents):
        raise typer.Exit(2)
    if unread and session.strict_read:
        raise typer.Exit(1)


def _explain(session: Session, files: list[str]) -> None:
    """For each line of minutes: its place, the form or a dash, the reason, and the line itself."""
    from minutes_cli.cli.listing import TABLE, print_table
    from minutes_cli.output.table import Column, Table

    documents: list[Document | None] = []
    rows: list[tuple[str, str, str, str]] = []
    is_short = session.on_terminal() and len(files) == 1  # whoever asks of one file knows its name
    for name in files:
        path, wanted = _place(session, name)
        config = session.config_beside(path)
        document = session.document(path, config)
        documents.append(document)
        if document is not None:
            _check_line(document.source, wanted)
            where = "" if is_short else f"{document.source.path}:"
            rows += ((f"{where}{one[0]}", *one[1:]) for one in _explained(document.source, config, wanted))
    columns = (
        *(Column("place", "Line" if is_short else "Place", wraps=not is_short), Column("form", "Form")),
        *(Column("reason", "Why", wraps=True), Column("words", "Words", wraps=True)),
    )
    print_table(session, TABLE if session.on_terminal() else "plain", Table(columns, tuple(rows)))
    _end(session, documents)


def _explained(source: Source, config: Config, wanted: int | None) -> Iterator[tuple[int, str, str, str]]:
    from minutes_cli.reading.parse import explain

    for one in explain(source, config):
        if wanted in (None, one.line):
            quoted = source.line_span(one.line).of(source.text).strip()
            yield one.line, one.form or "-", one.reason, quoted


def _place(session: Session, name: str) -> tuple[str, int | None]:
    """`FILE:LINE` in its parts; a file whose own name ends so is taken whole."""
    path, colon, line = name.rpartition(":")
    if colon and line.isdecimal() and len(line) < 10 and not os.path.exists(session.world.cwd / name):
        return path, int(line)
    return name, None


def _check_line(source: Source, line: int | None) -> None:
    if line is not None and not 1 <= line <= len(source.starts):
        raise MinutesError(f"{source.path} has {len(source.starts)} lines, and no line {line}")
