"""`minutes check` and `minutes rule`: what is wrong in the folder, for people and for CI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli.epilog import examples
from minutes_cli.cli.session import session_of
from minutes_cli.model import MinutesError

if TYPE_CHECKING:
    from minutes_cli.config import RuleSettings

CHECK_EXAMPLES = examples(
    "minutes check                            exit 1 where a rule is broken",
    "minutes check --select strict --ignore missing-due",
    "minutes check --since origin/main --format github",
    "minutes check --max-open 40 --max-age 365 --per body",
    "minutes check --add-baseline             from now on, only what is new",
)
RULE_EXAMPLES = examples("minutes rule", "minutes rule overdue", "minutes rule M103 --format json")
_RULES = "CODE,..."


def _rules(incomplete: str) -> list[tuple[str, str]]:
    from minutes_cli.register.check import RULES

    before, comma, last = incomplete.rpartition(",")
    rows = [(name, one.summary) for one in RULES for name in (one.name, one.code)]
    rows += [("default", "what is on by itself"), ("strict", "all but what has to be named"), ("all", "all")]
    return [(f"{before}{comma}{name}", what) for name, what in rows if name.startswith(last)]


def _formats(incomplete: str) -> list[tuple[str, str]]:
    from minutes_cli.output.findings import FORMATS

    return [(one.name, one.meaning) for one in FORMATS if one.name.startswith(incomplete)]


PathsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[PATH]...", help="Tell only of these files and folders.")
]
SelectOption = Annotated[
    list[str] | None,
    typer.Option("--select", metavar=_RULES, help="These rules, in place of the settings'.", autocompletion=_rules),
]
ExtendOption = Annotated[
    list[str] | None,
    typer.Option("--extend-select", metavar=_RULES, help="These rules as well.", autocompletion=_rules),
]
IgnoreOption = Annotated[
    list[str] | None, typer.Option("--ignore", metavar=_RULES, help="Not these rules.", autocompletion=_rules)
]
CheckFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="full, concise, grouped, json, jsonl, github, gitlab, junit, sarif or markdown;"
        " full on a terminal and concise in a pipe where not given.",
        autocompletion=_formats,
    ),
]


FailOnOption = Annotated[
    str | None,
    typer.Option("--fail-on", metavar="SEVERITY", help="Exit with 1 from error, warning (as set), or never."),
]
ExitZeroOption = Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="REV", help="Only of files changed since a commit.")
]
ChangedOption = Annotated[bool, typer.Option("--changed-only", help="Only of files changed since the last commit.")]
FixOption = Annotated[
    bool, typer.Option("--fix", help="Mend what can be mended without a question; undo takes it back.")
]
DiffOption = Annotated[bool, typer.Option("--diff", help="Show what --fix would do, and write nothing.")]
StatisticsOption = Annotated[bool, typer.Option("--statistics", help="Only how often each rule finds.")]
AddBaselineOption = Annotated[
    bool, typer.Option("--add-baseline", help="Add what is found to the baseline, to be passed over from now on.")
]
BaselineOption = Annotated[
    str | None, typer.Option("--baseline", metavar="FILE", help="Not the minutes-baseline.toml of the folder.")
]
NoBaselineOption = Annotated[bool, typer.Option("--no-baseline", help="Tell of what is in the baseline too.")]
MaxOpenOption = Annotated[
    int | None, typer.Option("--max-open", metavar="N", min=0, help="At most N open actions (M301).")
]
MaxAgeOption = Annotated[
    int | None, typer.Option("--max-age", metavar="DAYS", min=0, help="None open for longer (M302).")
]
NoOverdueOption = Annotated[bool, typer.Option("--no-overdue", help="None overdue: one finding for all (M303).")]
PerOption = Annotated[
    str | None, typer.Option("--per", metavar="folder|body|owner", help="What these three count by itself.")
]


def check(
    context: typer.Context,
    paths: PathsArgument = None,
    select: SelectOption = None,
    extend_select: ExtendOption = None,
    ignore: IgnoreOption = None,
    format_name: CheckFormat = None,
    fail_on: FailOnOption = None,
    exit_zero: ExitZeroOption = False,
    since: SinceOption = None,
    changed_only: ChangedOption = False,
    fix: FixOption = False,
    diff: DiffOption = False,
    statistics: StatisticsOption = False,
    add_baseline: AddBaselineOption = False,
    baseline: BaselineOption = None,
    no_baseline: NoBaselineOption = False,
    max_open: MaxOpenOption = None,
    max_age: MaxAgeOption = None,
    no_overdue: NoOverdueOption = False,
    per: PerOption = None,
) -> None:
    """Look for what is wrong: overdue, ownerless and forgotten actions, files that could not be read well.

    Exits with 1 when something at or above --fail-on is found. `minutes rule` lists what is looked for.
    """
    from minutes_cli.cli.verdict import Asked, run_check
    from minutes_cli.register.selection import Options

    policies = _policies(max_open, max_age, per, is_strict=no_overdue)
    options = Options(_names(select), _names(extend_select), _names(ignore), policies)
    fail = "never" if exit_zero else _fail_on(fail_on)
    asked = Asked(options, format_name, tuple(paths or ()), since, changed_only, baseline, no_baseline, fail)
    doing = {"fix": fix, "diff": diff, "statistics": statistics, "add-baseline": add_baseline}
    run_check(session_of(context), asked, tuple(name for name, is_on in doing.items() if is_on))


def rule(
    context: typer.Context,
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="A rule by its code or name.", autocompletion=_rules)
    ] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", "-f", metavar="FORMAT", help="text, json or markdown.")
    ] = None,
) -> None:
    """Explain a rule of `minutes check`, or list them all."""
    from minutes_cli.cli.verdict import show_rules

    show_rules(session_of(context), code, format_name)


def _fail_on(said: str | None) -> str | None:
    if said not in (None, "error", "warning", "never"):
        raise MinutesError(f"--fail-on is {said!r}, and must be error, warning or never")
    return said


def _names(values: list[str] | None) -> tuple[str, ...]:
    return tuple(name.strip() for value in values or [] for name in value.split(",") if name.strip())


def _policies(
    max_open: int | None, max_age: int | None, per: str | None, *, is_strict: bool
) -> tuple[RuleSettings, ...]:
    """The rules that have options of their own, with what these say."""
    from minutes_cli.config import RuleSettings

    counted = (("per", per),) if per else ()
    asked: tuple[tuple[str, str, int | None], ...] = (("max-open", "most", max_open), ("max-age", "days", max_age))
    rows = [RuleSettings(name, values=((key, value), *counted)) for name, key, value in asked if value is not None]
    if is_strict:
        rows.append(RuleSettings("no-overdue", values=counted))
    if per and not rows:
        raise MinutesError("--per needs --max-open, --max-age or --no-overdue")
    return tuple(rows)
