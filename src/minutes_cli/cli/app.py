"""The commands, and the options that hold for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

import typer

from minutes_cli.cli import (
    adding,
    browsing,
    changing,
    checking,
    counting,
    deciding,
    examining,
    exporting,
    history,
    importing,
    linking,
    meetings,
    merging,
    parsing,
    querying,
    reading,
    reminding,
    reporting,
    setup,
    showing,
    undoing,
    upcoming,
)
from minutes_cli.cli.clock import read_today
from minutes_cli.cli.options import Color, examples
from minutes_cli.cli.session import Session, World
from minutes_cli.version import __version__

app = typer.Typer(
    name="minutes",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"minutes {__version__}")
        raise typer.Exit


@app.callback(
    epilog=examples(
        "minutes                                   open actions of the folder",
        'minutes actions --owner "OCS officials"   as written, by alias, in a group, or as a joint owner',
        "minutes actions --overdue --group-by owner",
        "minutes show 7kx2                         one action: history, context, where it was reported on",
    )
)
def root(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Option("-C", "--dir", metavar="PATH", help="The minutes folder, or the project around it."),
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="The day to call today (else $MINUTES_TODAY).")
    ] = None,
    color: Annotated[Color, typer.Option("--color", help="When to write colours.")] = Color.AUTO,
    strict_read: Annotated[
        bool, typer.Option("--strict-read", help="Exit with 1 when a file could not be read.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read every file, as if there were no index (also $MINUTES_NO_CACHE).")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the program a fault arose.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", "-V", help="Say the version.", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    """Who does what by when, read from the plain-text minutes in your folder.

    Without a command: the open actions. These options may stand before or after any command.
    """
    world = cast(World, context.obj)
    context.obj = Session(
        world=world,
        start=str(folder) if folder else None,
        today=read_today(today, world.environ),
        color=color.value,
        debug=debug,
        strict_read=strict_read,
        cached=not no_cache,
        told_today=bool(today or world.environ.get("MINUTES_TODAY")),
    )


app.command(epilog=reading.EXAMPLES)(reading.actions)
app.command(epilog=showing.EXAMPLES)(showing.show)
app.command(epilog=meetings.MEETINGS_EXAMPLES)(meetings.meetings)
app.command(epilog=meetings.DECISIONS_EXAMPLES)(meetings.decisions)
app.command(epilog=meetings.OWNERS_EXAMPLES)(meetings.owners)
app.command(epilog=counting.EXAMPLES)(counting.stats)
app.command(epilog=reporting.REPORT_EXAMPLES)(reporting.report)
app.command(epilog=reporting.SERVE_EXAMPLES)(reporting.serve)
app.command(epilog=history.DIFF_EXAMPLES)(history.diff)
app.command(epilog=history.LOG_EXAMPLES)(history.log)
app.command("merge-driver", epilog=merging.EXAMPLES)(merging.merge_driver)
app.command(epilog=checking.CHECK_EXAMPLES)(checking.check)
app.command(epilog=checking.RULE_EXAMPLES)(checking.rule)
app.command(epilog=upcoming.NEW_EXAMPLES)(upcoming.new)
app.command(epilog=upcoming.AGENDA_EXAMPLES)(upcoming.agenda)
app.command(epilog=linking.LINK_EXAMPLES)(linking.link)
app.command(epilog=linking.STAMP_EXAMPLES)(linking.stamp)
app.command(epilog=deciding.UNLINK_EXAMPLES)(deciding.unlink)
app.command(epilog=deciding.DEFER_EXAMPLES)(deciding.defer)
app.command(epilog=examining.DOCTOR_EXAMPLES)(examining.doctor)
app.command(epilog=exporting.EXAMPLES)(exporting.export)
app.command("import", epilog=importing.EXAMPLES)(importing.import_)
app.command(epilog=reminding.EXAMPLES)(reminding.remind)
app.command(epilog=browsing.EXAMPLES)(browsing.browse)
app.command(epilog=parsing.PARSE_EXAMPLES)(parsing.parse)
app.command(epilog=querying.EXAMPLES)(querying.query)
app.command(epilog=parsing.SCHEMA_EXAMPLES)(parsing.schema)
app.command(epilog=setup.INIT_EXAMPLES)(setup.init)
app.command(epilog=setup.EDIT_EXAMPLES)(setup.edit)
app.command(epilog=changing.CLOSE_EXAMPLES)(changing.close)
app.command(epilog=changing.DROP_EXAMPLES)(changing.drop)
app.command(epilog=changing.REOPEN_EXAMPLES)(changing.reopen)
app.command(epilog=changing.ASSIGN_EXAMPLES)(changing.assign)
app.command(epilog=changing.DUE_EXAMPLES)(changing.due)
app.command(epilog=adding.ADD_EXAMPLES)(adding.add)
app.command(epilog=undoing.UNDO_EXAMPLES)(undoing.undo)
