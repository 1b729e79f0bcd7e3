"""`minutes merge-driver`: called by git, once for each file of minutes that two branches changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli.epilog import examples
from minutes_cli.cli.session import Session, session_of

if TYPE_CHECKING:
    from minutes_cli.store.files import Loaded

EXAMPLES = examples(
    'git config merge.minutes.driver "minutes merge-driver %O %A %B %L %P"',
    'echo "minutes/** merge=minutes" >> .gitattributes',
)


def merge_driver(
    context: typer.Context,
    base: Annotated[str, typer.Argument(metavar="%O", help="The text that both came from.")],
    ours: Annotated[str, typer.Argument(metavar="%A", help="Ours; the result is written over it.")],
    theirs: Annotated[str, typer.Argument(metavar="%B", help="Theirs.")],
    marker_size: Annotated[int, typer.Argument(metavar="%L", help="Characters of a conflict mark.")] = 7,
    path: Annotated[str, typer.Argument(metavar="%P", help="What the file is called.")] = "minutes.md",
) -> None:
    """Merge two versions of a file of minutes, also where neighbouring lines were changed. Called by git.

    Lines are only merged where the result says of every action what the side that changed it says.
    Everything else stays the conflict that git makes of it, and the exit code is 1.
    """
    from minutes_cli.store.files import Loaded, read
    from minutes_cli.store.merging import merge_files, write_over

    session = session_of(context)
    texts = [read(one) for one in (base, ours, theirs)]
    # Git's own merge first: whatever goes wrong from here on, its marks are in the file.
    if merge_files(ours, base, theirs, marker_size):
        return
    known = [one for one in texts if isinstance(one, Loaded)]
    merged = _merged(session, path, known) if len(known) == len(texts) else None
    if merged is None:
        raise typer.Exit(1)
    write_over(ours, merged, known[1].encoding)


def _merged(session: Session, path: str, texts: list[Loaded]) -> str | None:
    """The text with the changes of both sides; None where that cannot be proved to be what they say."""
    from minutes_cli.reading.parse import parse
    from minutes_cli.register.build import build
    from minutes_cli.register.merge import is_union, merge_lines
    from minutes_cli.text import Source

    if len({one.encoding for one in texts}) > 1:
        return None
    merged = merge_lines(*(one.text for one in texts))
    if merged is None:
        return None
    config = session.config_beside(path)
    registers = [build([parse(Source(path, text), config)], config) for text in (*(one.text for one in texts), merged)]
    return merged if is_union(*registers) else None
