"""Which day is today: the clock is asked here, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Day


def read_today(written: str | None, environ: Mapping[str, str]) -> Day:
    """Today, or the day that `--today` or $MINUTES_TODAY calls so."""
    text = written or environ.get("MINUTES_TODAY")
    if not text:
        return Day.today()
    try:
        return Day.fromisoformat(text)
    except ValueError as fault:
        from minutes_cli.model import MinutesError

        name = "--today" if written else "MINUTES_TODAY"
        raise MinutesError(f"{name} is {text!r}, and must be a day such as 2011-09-01") from fault
