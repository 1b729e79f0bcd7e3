"""Options that more than one command takes, and the ones that may stand before or after any command."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from minutes_cli.cli import completing
from minutes_cli.model import MinutesError
from minutes_cli.output.table import FORMATS

GLOBAL_VALUES = ("-C", "--dir", "--today", "--color")
"""Global options that take a value; a test holds them equal to what the root command declares."""
GLOBAL_FLAGS = ("--debug", "--strict-read", "--no-cache")
DEFAULT_COMMAND = "actions"
_ROOT_ALONE = ("-h", "--help", "-V", "--version", "--install-completion", "--show-completion")

EPILOG = "Everywhere: -C/--dir PATH, --today DATE, --color auto|always|never, --strict-read, --no-cache, --debug."


class Color(StrEnum):
    """When to write colours."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def examples(*lines: str) -> str:
    """The end of a command's help: its examples, then the options that it shares with all others."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines) + f"\n\n{EPILOG}"


def arrange(argv: Sequence[str]) -> list[str]:
    """The command line with its global options first, and `actions` where no command is named.

    Nothing behind `--` is touched. Raises MinutesError for a global option without its value.
    """
    front: list[str] = []
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in GLOBAL_VALUES:
            value = next(words, None)
            if value is None:
                raise MinutesError(f"{word} needs a value")
            front += [word, value]
        elif word in GLOBAL_FLAGS or word.startswith(tuple(f"{one}=" for one in GLOBAL_VALUES[1:])):
            front.append(word)
        elif word.startswith("-C"):
            front += ["-C", word[2:]]
        else:
            rest.append(word)
    if not rest or (rest[0].startswith("-") and rest[0].partition("=")[0] not in _ROOT_ALONE):
        rest.insert(0, DEFAULT_COMMAND)
    return front + rest


_FORMAT_NAMES = ", ".join(one.name for one in FORMATS)

FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help=f"table, {_FORMAT_NAMES}; table on a terminal and plain in a pipe where not given.",
        autocompletion=completing.formats,
    ),
]
QueryArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY]...", help="Terms such as owner:ann, due:..2026-03, NOT paper; all must hold."),
]
OwnerOption = Annotated[
    list[str] | None,
    typer.Option("--owner", "-o", metavar="NAME", help="Whom it falls to.", autocompletion=completing.owners),
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option("--status", "-s", metavar="STATUS", help="open, done, dropped, closed, all, or the file's word."),
]
BodyOption = Annotated[
    list[str] | None,
    typer.Option("--body", "-b", metavar="NAME", help="Of this body.", autocompletion=completing.bodies),
]
MeetingOption = Annotated[
    list[str] | None, typer.Option("--meeting", "-m", metavar="NAME", help="Of the meeting whose name has this.")
]
ItemOption = Annotated[
    list[str] | None, typer.Option("--item", metavar="WORDS", help="Under the agenda item that has these words.")
]
TagOption = Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="With this tag.")]
DueOption = Annotated[
    list[str] | None, typer.Option("--due", metavar="DATES", help="2026-03, 2026-03-01..today, ..+2w, or none.")
]
RaisedOption = Annotated[
    list[str] | None, typer.Option("--raised", metavar="DATES", help="At a meeting on one of these days.")
]
OverdueOption = Annotated[bool, typer.Option("--overdue", help="Open, and due before today.")]
OpenOption = Annotated[bool, typer.Option("--open", help="Open ones, whatever else is asked.")]
AllOption = Annotated[bool, typer.Option("--all", "-a", help="Closed ones too.")]
CarriedOption = Annotated[bool, typer.Option("--carried", help="Only those that come from an earlier meeting.")]
TimesCarriedOption = Annotated[
    list[str] | None, typer.Option("--times-carried", metavar="N..M", help="Taken up and not closed so often: 3..")
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Follow actions from meeting to meeting by their ids alone, never by words.")
]
SortOption = Annotated[
    str,
    typer.Option("--sort", metavar="FIELD[,-FIELD]", help="By these; - turns one.", autocompletion=completing.fields),
]
GroupOption = Annotated[
    str | None, typer.Option("--group-by", "-g", metavar="FIELD", help="By this.", autocompletion=completing.fields)
]
ColumnsOption = Annotated[
    str | None,
    typer.Option("--columns", "-c", metavar="FIELD,...", help="Only these.", autocompletion=completing.fields),
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", "-n", metavar="N", min=0, help="At most so many, the first ones.")
]
AtOption = Annotated[
    str | None,
    typer.Option("--at", metavar="REV|DATE", help="As it was at a commit, or on a day; needs git."),
]
PrivateOption = Annotated[
    bool, typer.Option("--private", help="Also what stands under headings such as In camera, which is left out.")
]
FilesArgument = Annotated[list[str], typer.Argument(metavar="FILE", help="Files of minutes, of any ending.")]
