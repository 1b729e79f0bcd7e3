"""`minutes stats`: the figures of the register in the terminal, with bars and sparklines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import TABLE, chosen_format, finish, print_table
from minutes_cli.cli.options import (
    AllOption,
    AtOption,
    BodyOption,
    CarriedOption,
    DueOption,
    ItemOption,
    ListFormatOption,
    MeetingOption,
    OpenOption,
    OverdueOption,
    OwnerOption,
    QueryArgument,
    RaisedOption,
    StatusOption,
    StrictOption,
    TagOption,
    TimesCarriedOption,
)
from minutes_cli.cli.session import Session, session_at
from minutes_cli.model import MinutesError

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from minutes_cli.output.table import Value
    from minutes_cli.register.figures import Figures, Tally

EXAMPLES = examples(
    "minutes stats",
    "minutes stats --by owner",
    "minutes stats --by month body:board raised:2026",
    "minutes stats --by body --format csv",
    "minutes stats --format json",
)
_SPARKS = "▁▂▃▄▅▆▇█"
_MOST_ROWS = 10
_WHOLE = "json", "jsonl", "yaml"


def stats(
    context: typer.Context,
    query: QueryArgument = None,
    by: Annotated[str | None, typer.Option("--by", metavar="owner|body|month", help="A row for each of these.")] = None,
    owner: OwnerOption = None,
    status: StatusOption = None,
    body: BodyOption = None,
    meeting: MeetingOption = None,
    item: ItemOption = None,
    tag: TagOption = None,
    due: DueOption = None,
    raised: RaisedOption = None,
    overdue: OverdueOption = False,
    only_open: OpenOption = False,
    everything: AllOption = False,
    carried: CarriedOption = False,
    times_carried: TimesCarriedOption = None,
    strict: StrictOption = False,
    at: AtOption = None,
    format_name: ListFormatOption = None,
) -> None:
    """Count what is open, overdue and closed, by age, month, owner and body.

    All actions are counted, closed ones too, unless a query or an option says which. DAYS is how long closing took:
    half of what was closed took so many days or fewer, from the meeting that raised it. docs/report.md says how each
    figure is reckoned; the report shows the same ones.
    """
    from minutes_cli.cli.answer import context_of
    from minutes_cli.cli.reading import question
    from minutes_cli.output import figures as tables
    from minutes_cli.register.figures import figures

    if by is not None and by not in tables.BY:
        raise MinutesError(f"--by is {by!r}, and must be one of {', '.join(tables.BY)}")
    session = session_at(context, at)
    name = chosen_format(session, format_name)
    flags = {"owner": owner, "status": status, "body": body, "meeting": meeting, "item": item, "tag": tag}
    flags |= {"due": due, "raised": raised, "carried": times_carried}
    asked = question(query or [], flags, [*["overdue"] * overdue, *["open"] * only_open, *["carried"] * carried])
    folder = session.read(strict=strict)
    found = figures(asked.filter(folder.register.actions, context_of(session, folder, asked)), session.today)
    if name == TABLE:
        _draw(session, found, by)
    elif by is None and name in _WHOLE:
        session.write(_record(tables.whole(found), name))
    else:
        print_table(session, name, tables.figures_by(found, by) if by else tables.summary(found))
    finish(session, folder, name, found.all.actions, "no action is like that")


def _record(value: Mapping[str, Value], format_name: str) -> str:
    """All figures in one record."""
    from minutes_cli.output import json, yaml

    if format_name == "yaml":
        return yaml.write(value)
    return json.write(value, indent=None if format_name == "jsonl" else 2) + "\n"


def _draw(session: Session, found: Figures, by: str | None) -> None:
    """The figures on the screen, no wider than it."""
    from rich.console import Console, Group

    if not found.all.actions:
        return
    terminal = session.terminal()
    console = Console(
        file=session.world.out,
        width=min(terminal.width, 100),
        force_terminal=terminal.color,
        color_system="standard" if terminal.color else None,
        highlight=False,
        legacy_windows=False,
    )
    parts: list[RenderableType]
    if by == "month":
        parts = [_months(found)]
    elif by == "owner":
        parts = [_tallies("Owner", found.owners, None)]
    elif by == "body":
        parts = [_tallies("Body", found.bodies, None)]
    else:
        parts = [_summary(found), "", _ages(found), "", _flow(found), "", _top(found)]
    with console.capture() as drawn:
        console.print(Group(*parts))
    session.write("".join(f"{line.rstrip()}\n" for line in drawn.get().splitlines()))


def _summary(found: Figures) -> RenderableType:
    from rich.text import Text

    line = Text()
    counts = (
        (found.all.open, "open", "bold"),
        (found.all.overdue, "overdue", "bold red" if found.all.overdue else "bold"),
        (found.all.done, "done", "bold green"),
        (found.all.dropped, "dropped", "bold"),
    )
    for number, words, style in counts:
        line.append(f"{number} ", style).append(f"{words}   ")
    told = [
        f"{found.due_soon} due within 7 days",
        f"{found.ownerless} without an owner",
        f"{found.undated} without a day",
    ]
    lines = [line, Text(", ".join(told), "dim")]
    if found.all.median_days is not None and found.slow_days is not None:
        took = (
            f"half of what was closed took up to {found.all.median_days:g} days, nine in ten up to {found.slow_days:g}"
        )
        lines.append(Text(took, "dim"))
    if found.done_with_day:
        lines.append(Text(f"{found.done_in_time} of {found.done_with_day} that had a day were done in time", "dim"))
    return Text("\n").join(lines)


def _ages(found: Figures) -> RenderableType:
    from rich.text import Text

    shown = [one for one in found.ages if one.open or one.name != found.ages[-1].name]
    table = _grid("Age of what is open", ("Days", False), ("Open", True), ("", False))
    most = max(one.open for one in shown)
    for one in shown:
        table.add_row(Text(one.name), Text(str(one.open)), _bar(one.overdue, one.open, most))
    return table


def _flow(found: Figures) -> RenderableType:
    """Two years, or what there is of them, as sparklines."""
    from rich.text import Text

    from minutes_cli.register.figures import recent

    shown = recent(found.months)
    if not shown:
        return Text("no action has a day", "dim")
    table = _grid(
        f"{shown[0].name} to {shown[-1].name}", ("Per month", False), ("", False), ("Last", True), ("Most", True)
    )
    rows = (("open", [one.open for one in shown]), ("raised", [one.raised for one in shown]))
    for words, values in (*rows, ("closed", [one.closed for one in shown])):
        table.add_row(Text(words), Text(_spark(values), "blue"), Text(str(values[-1])), Text(str(max(values))))
    return table


def _top(found: Figures) -> RenderableType:
    busy = [one for one in found.owners if one.open][:_MOST_ROWS]
    return _tallies("Owner", busy, "Most open actions")


def _tallies(head: str, tallies: Sequence[Tally], title: str | None) -> RenderableType:
    from rich.text import Text

    from minutes_cli.output.clean import clean

    heads = (
        (head, False),
        ("Open", True),
        ("Overdue", True),
        ("Done", True),
        ("Dropped", True),
        ("Days", True),
        ("", False),
    )
    table = _grid(title, *heads)
    most = max((one.open for one in tallies), default=0)
    for one in tallies:
        late = Text(str(one.overdue), "red" if one.overdue else "")
        counts = (Text(str(one.open)), late, Text(str(one.done)), Text(str(one.dropped)))
        days = Text("" if one.median_days is None else f"{one.median_days:g}")
        table.add_row(Text(clean(one.name)), *counts, days, _bar(one.overdue, one.open, most))
    return table


def _months(found: Figures) -> RenderableType:
    """All months in which anything was raised or closed."""
    from rich.text import Text

    table = _grid(
        None, ("Month", False), ("Raised", True), ("Closed", True), ("Open", True), ("Days", True), ("", False)
    )
    shown = [one for one in found.months if one.raised or one.closed]
    most = max((one.open for one in shown), default=0)
    for one in shown:
        days = "" if one.median_days is None else f"{one.median_days:g}"
        cells = (one.name, str(one.raised), str(one.closed), str(one.open), days)
        table.add_row(*map(Text, cells), _bar(0, one.open, most))
    return table


def _grid(title: str | None, *heads: tuple[str, bool]) -> Table:
    """A table without lines; what is counted stands to the right."""
    from rich.table import Table

    table = Table(
        box=None, padding=(0, 2, 0, 0), title=title, title_style="bold", title_justify="left", header_style="dim"
    )
    for words, is_number in heads:
        table.add_column(words.upper(), justify="right" if is_number else "left", no_wrap=is_number or not words)
    return table


def _bar(overdue: int, all_of_them: int, most: int, longest: int = 20) -> Text:
    """A bar, its overdue part first and darker; whatever is not nothing can be seen."""
    from rich.text import Text

    cells = -(-longest * all_of_them // most) if most else 0
    late = min(cells, -(-cells * overdue // all_of_them)) if all_of_them else 0
    return Text.assemble(("█" * late, "red"), ("▒" * (cells - late), "blue"))


def _spark(values: Sequence[int]) -> str:
    """A line of blocks, the highest value as high as it gets; nothing is the lowest one."""
    most = max(values, default=0)
    return "".join(_SPARKS[-(-value * (len(_SPARKS) - 1) // most) if most else 0] for value in values)
