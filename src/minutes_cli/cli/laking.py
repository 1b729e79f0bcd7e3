"""`minutes export --format parquet`: the whole register of one folder or several as a lake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from minutes_cli.cli.listing import number_of
from minutes_cli.model import MinutesError, lacking

if TYPE_CHECKING:
    from minutes_cli.cli.session import Session
    from minutes_cli.store.find import Place

PARQUET = "parquet"
CHOOSING = (
    *("owner", "status", "body", "meeting", "item", "tag", "due", "raised", "overdue", "only_open", "carried"),
    *("times_carried", "limit", "at"),
)
"""Options of `minutes export` that choose some actions."""


def is_lake(format_name: str | None, output: str | None) -> bool:
    """Whether the format, or else the ending of the output, asks for one."""
    return format_name == PARQUET if format_name else (output or "").rstrip("/").endswith(f".{PARQUET}")


def export_lake(
    session: Session, paths: Sequence[str], output: str | None, *, chosen: bool, private: bool, strict: bool
) -> None:
    """Writes the registers of the folders, that of the working directory where none is named, to `output`.

    `chosen` says that options ask for some actions only, which a lake does not do.
    """
    if output is None:
        raise MinutesError("parquet is a folder of files", hint="say where it goes: -o register.parquet")
    if chosen:
        raise MinutesError("parquet takes the whole register", hint="leave out what chooses actions, and choose in SQL")
    try:
        from minutes_cli.cluster.export import Export, Written, export
        from minutes_cli.store.find import absolute

        written: Written | None = None
        target = output if "://" in output else absolute(output, str(session.world.cwd))
        for source, place in _sources(session, paths):
            what = Export(source, target, session.today, private=private, strict=strict, place=place)
            written = export(what, after=written)
    except ModuleNotFoundError as fault:
        if fault.name is None or fault.name.startswith("minutes_cli"):
            raise
        raise lacking("parquet", fault.name, "lake") from fault
    if written is not None:
        said = ", ".join(number_of(count, name.removesuffix("s")) for name, count in written.rows.items())
        session.say(f"wrote {output}: {said}")


def _sources(session: Session, paths: Sequence[str]) -> list[tuple[str, Place | None]]:
    """The folders that are named, as addresses; the one found as always where none is."""
    from minutes_cli.store.find import absolute, find

    here = str(session.world.cwd)
    if paths:
        return [(one if "://" in one else absolute(one, here), None) for one in paths]
    place = find(session.start, session.world.environ, here)
    return [(place.root, place)]
