"""`minutes actions`: the open actions, or those that are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import typer

from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import chosen_format
from minutes_cli.cli.options import (
    AllOption,
    AtOption,
    BodyOption,
    CarriedOption,
    ColumnsOption,
    DueOption,
    FormatOption,
    GroupOption,
    ItemOption,
    LimitOption,
    MeetingOption,
    OpenOption,
    OverdueOption,
    OwnerOption,
    QueryArgument,
    RaisedOption,
    SortOption,
    StatusOption,
    StrictOption,
    TagOption,
    TimesCarriedOption,
)
from minutes_cli.cli.session import session_at

if TYPE_CHECKING:
    from minutes_cli.register.query import Query

EXAMPLES = examples(
    "minutes actions",
    'minutes actions --owner "OCS officials"',
    "minutes actions --overdue --group-by owner",
    "minutes actions owner:officials raised:..2011-10 NOT paper",
    "minutes actions --times-carried 3.. --columns id,text,owners,meetings_open",
    "minutes actions --all --sort owner,-due --columns id,text,owner,place --format csv",
    "minutes actions --at HEAD~1       as of a commit, or a day: 2026-02-28",
)


def actions(
    context: typer.Context,
    query: QueryArgument = None,
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
    sort: SortOption = "due,raised",
    group_by: GroupOption = None,
    columns: ColumnsOption = None,
    limit: LimitOption = None,
    at: AtOption = None,
    format_name: FormatOption = None,
) -> None:
    """List actions: the open ones, or those that a query and the options describe.

    An option that is given several times means any of its values; different ones must all hold.
    """
    from minutes_cli.cli.answer import Asked, Form, answer

    session = session_at(context, at)
    flags = {"owner": owner, "status": status, "body": body, "meeting": meeting, "item": item, "tag": tag}
    flags |= {"due": due, "raised": raised, "carried": times_carried}
    asked = question(query or [], flags, [*["overdue"] * overdue, *["open"] * only_open, *["carried"] * carried])
    form = Form(chosen_format(session, format_name), tuple(sort.split(",")), group_by, columns, limit)
    form.check()
    answer(session, session.read(strict=strict), Asked(asked, asked if everything else asked.or_open()), form)


def question(words: Sequence[str], flags: Mapping[str, Sequence[str] | None], states: Sequence[str]) -> Query:
    """The query that the words and the options of a command ask; `states` are those of `is:`."""
    from minutes_cli.register.query import all_of, any_of, parse_query, term

    asked = [any_of(*(term(name, value) for value in values)) for name, values in flags.items() if values]
    return all_of(parse_query(words), *asked, *(term("is", state) for state in states))
