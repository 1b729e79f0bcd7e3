"""Options that more than one command takes, and the ones that may stand before or after any command."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from minutes_cli.cli import completing, words
from minutes_cli.cli.words import Word
from minutes_cli.output.table import FORMATS


def told(word: Word, meaning: str = "") -> Any:
    """A row of `words` as Typer has it."""
    return typer.Option(
        *word.spellings,
        metavar=word.metavar or None,
        help=meaning or word.meaning,
        autocompletion=getattr(completing, word.offers) if word.offers else None,
        min=0 if word.kind == "number" else None,
    )


_FORMAT_NAMES = ", ".join(one.name for one in FORMATS)

FormatOption = Annotated[
    str | None, told(words.FORMAT, f"table, {_FORMAT_NAMES}; table on a terminal and plain in a pipe where not given.")
]
_LIST_FORMAT_NAMES = ", ".join(one.name for one in FORMATS if not one.of_actions)

ListFormatOption = Annotated[
    str | None,
    told(words.LIST_FORMAT, f"table, {_LIST_FORMAT_NAMES}; table on a terminal and plain in a pipe where not given."),
]
QueryArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY]...", help="Terms such as owner:ann, due:..2026-03, NOT paper; all must hold."),
]
OwnerOption = Annotated[list[str] | None, told(words.OWNER)]
StatusOption = Annotated[list[str] | None, told(words.STATUS)]
BodyOption = Annotated[list[str] | None, told(words.BODY)]
MeetingOption = Annotated[list[str] | None, told(words.MEETING)]
ItemOption = Annotated[list[str] | None, told(words.ITEM)]
TagOption = Annotated[list[str] | None, told(words.TAG)]
DueOption = Annotated[list[str] | None, told(words.DUE)]
RaisedOption = Annotated[list[str] | None, told(words.RAISED)]
OverdueOption = Annotated[bool, told(words.OVERDUE)]
OpenOption = Annotated[bool, told(words.OPEN)]
AllOption = Annotated[bool, told(words.ALL)]
CarriedOption = Annotated[bool, told(words.CARRIED)]
TimesCarriedOption = Annotated[list[str] | None, told(words.TIMES)]
StrictOption = Annotated[bool, told(words.STRICT)]
SortOption = Annotated[str, told(words.SORT)]
GroupOption = Annotated[str | None, told(words.GROUP)]
ColumnsOption = Annotated[str | None, told(words.COLUMNS)]
LimitOption = Annotated[int | None, told(words.LIMIT)]
AtOption = Annotated[str | None, told(words.AT)]
PrivateOption = Annotated[
    bool, typer.Option("--private", help="Also what stands under headings such as In camera, which is left out.")
]
FilesArgument = Annotated[list[str], typer.Argument(metavar="FILE...", help="Files of minutes, of any ending.")]
