"""Figures as tables; pure, and the same for every format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from minutes_cli.output.table import Column, Table, Value
from minutes_cli.register.figures import Age, Figures, Month, Tally

BY = ("owner", "body", "month")

_COUNTS = (
    Column("actions", "Actions", "number", right=True),
    Column("open", "Open", "number", right=True),
    Column("overdue", "Overdue", "number", right=True),
    Column("done", "Done", "number", right=True),
    Column("dropped", "Dropped", "number", right=True),
    Column("median_days", "Days to close", "number", right=True),
)
_MONTH = (
    Column("month", "Month"),
    Column("raised", "Raised", "number", right=True),
    Column("closed", "Closed", "number", right=True),
    Column("open", "Open", "number", right=True),
    Column("median_days", "Days to close", "number", right=True),
)


def figures_by(figures: Figures, by: str) -> Table:
    """One row an owner, body or month."""
    if by == "month":
        return Table(_MONTH, tuple(map(_month_row, figures.months)))
    tallies = figures.owners if by == "owner" else figures.bodies
    return Table(
        (Column(by, by.capitalize(), wraps=True), *_COUNTS), tuple((one.name, *_counts(one)) for one in tallies)
    )


def summary(figures: Figures) -> Table:
    """The figures of all, a row each: what it is and how much."""
    rows: Mapping[str, Value] = {
        **_tally(figures.all),
        "due_within_7_days": figures.due_soon,
        "closed_in_30_days": figures.closed_lately,
        "without_owner": figures.ownerless,
        "without_day": figures.undated,
        "nine_in_ten_days": figures.slow_days,
        "done_in_time": figures.done_in_time,
        "done_with_day": figures.done_with_day,
        **{f"open_{one.name.replace(' ', '_')}": one.open for one in figures.ages},
    }
    return Table((Column("figure", "Figure"), Column("value", "Value", "number", right=True)), tuple(rows.items()))


def whole(figures: Figures) -> Mapping[str, Value]:
    """All of the figures as one record."""
    return {
        "today": figures.today,
        "all": {
            **_tally(figures.all),
            "due_within_7_days": figures.due_soon,
            "closed_in_30_days": figures.closed_lately,
            "without_owner": figures.ownerless,
            "without_day": figures.undated,
            "nine_in_ten_days": figures.slow_days,
            "done_in_time": figures.done_in_time,
            "done_with_day": figures.done_with_day,
        },
        "ages": _records(figures.ages),
        "months": [dict(zip((one.key for one in _MONTH), _month_row(one), strict=True)) for one in figures.months],
        "owners": [{"owner": one.name, **_tally(one)} for one in figures.owners],
        "bodies": [{"body": one.name, **_tally(one)} for one in figures.bodies],
    }


def _records(ages: Iterable[Age]) -> list[Value]:
    return [{"age": one.name, "open": one.open, "overdue": one.overdue} for one in ages]


def _tally(one: Tally) -> dict[str, Value]:
    return dict(zip((column.key for column in _COUNTS), _counts(one), strict=True))


def _counts(one: Tally) -> tuple[Value, ...]:
    return one.actions, one.open, one.overdue, one.done, one.dropped, one.median_days


def _month_row(one: Month) -> tuple[Value, ...]:
    return one.name, one.raised, one.closed, one.open, one.median_days
