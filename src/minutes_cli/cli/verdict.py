"""Runs a check: reads the folder, asks the rules, prints one document, mends, keeps the baseline, exits."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import typer

from minutes_cli.cli.listing import TABLE, print_table
from minutes_cli.cli.session import Session
from minutes_cli.folder import Folder, read_folder
from minutes_cli.model import MinutesError, Severity
from minutes_cli.output.findings import find_format, render
from minutes_cli.output.findings.shared import counted, summary
from minutes_cli.output.json import write
from minutes_cli.output.rule_pages import manual, page, parts_of, rules_table
from minutes_cli.output.table import Column, Table
from minutes_cli.register.baseline import NAME, Known, known_of, read_baseline, write_baseline
from minutes_cli.register.check import RULES, Question, check, find_rule, not_checked
from minutes_cli.register.finding import Checked
from minutes_cli.register.mend import Mended, mend
from minutes_cli.register.rules.scene import Rule
from minutes_cli.register.selection import Options, select
from minutes_cli.store.amend import append, read_if_there, write_over
from minutes_cli.store.changed import changed_files
from minutes_cli.store.find import absolute, shown
from minutes_cli.version import __version__

_COUNTS = (Column("count", "Count", "number", right=True), Column("code", "Code"), Column("name", "Rule"))
_SUMMARY = "GITHUB_STEP_SUMMARY"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command line asks of a check."""

    options: Options
    format_name: str | None
    paths: tuple[str, ...]
    since: str | None
    changed_only: bool
    baseline: str | None
    no_baseline: bool
    fail_on: str | None


@dataclass(frozen=True, slots=True)
class _Looked:
    """A check that was made, and what it was made of."""

    folder: Folder
    checked: Checked
    baseline_path: str
    """Absolute."""
    baseline: tuple[Known, ...]
    fail_on: str


def run_check(session: Session, asked: Asked, doing: tuple[str, ...]) -> None:
    """The whole command; `doing` holds `fix`, `diff`, `statistics` and `add-baseline` where they were given."""
    format_name = _format(session, asked.format_name)
    try:
        looked = _look(session, asked)
        if "diff" in doing:
            _show_diff(session, looked)
            return
        if "fix" in doing:
            _mend(session, looked)
            looked = _look(session, asked)
        if "add-baseline" in doing:
            _add_baseline(session, looked)
            looked = _look(session, asked)
    except MinutesError as fault:
        if not find_format(format_name).for_people:
            session.write(render(format_name, not_checked(str(fault), fault.hint, "minutes.toml")))
        raise
    if "statistics" in doing:
        _show_statistics(session, looked.checked, format_name)
    else:
        session.write(render(format_name, looked.checked, color=session.terminal().color))
    _conclude(session, looked)


def show_rules(session: Session, name: str | None, format_name: str | None) -> None:
    """One rule's page, or the table of all; in Markdown the whole manual."""
    if format_name not in (None, "text", "json", "markdown"):
        raise MinutesError(f"rule has no format {format_name!r}", hint="known are text, json and markdown")
    rules = RULES if name is None else (find_rule(name),)
    if format_name == "markdown":
        session.write(manual(rules))
    elif format_name == "json":
        session.write("[" + ",".join(f"\n  {write(_record(one))}" for one in rules) + "\n]\n")
    elif name is not None:
        session.write(page(rules[0]))
    else:
        print_table(session, TABLE if session.on_terminal() else "plain", rules_table(rules))


def _record(rule: Rule) -> dict[str, str | bool | list[str] | list[dict[str, str | int]] | dict[str, str]]:
    settings: list[dict[str, str | int]] = [
        {"name": one.name, "default": one.initial, "meaning": one.meaning} for one in rule.settings
    ]
    parts = {heading or "summary": text for heading, text in parts_of(rule)}
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "sets": list(rule.sets),
        "fixable": rule.has_fix,
        "settings": settings,
        "page": parts,
    }


def _format(session: Session, asked: str | None) -> str:
    if asked is None:
        return "full" if session.on_terminal() else "concise"
    return find_format(asked).name


def _look(session: Session, asked: Asked) -> _Looked:
    """Reads and checks; MinutesError where the folder, settings, selection, commit or baseline is of no use."""
    cwd = str(session.world.cwd)
    missing = next((one for one in asked.paths if not os.path.lexists(absolute(one, cwd))), None)
    if missing is not None:
        raise MinutesError(f"there is no file or folder {missing!r}")
    files = [one for one in asked.paths if not os.path.isdir(absolute(one, cwd))]
    folder = read_folder(session.start, environ=session.world.environ, cwd=cwd, files=files)
    selection = select(RULES, folder.config.check, asked.options)
    path = absolute(asked.baseline, cwd) if asked.baseline else _baseline_path(folder)
    text = None if asked.no_baseline else read_if_there(path)
    known = read_baseline(text, shown(path, cwd)) if text is not None else ()
    question = Question(session.today, selection, known, shown(path, folder.place.root), _only(folder, asked, cwd))
    checked = check(folder.register, folder.documents, folder.config, question)
    fail_on = asked.fail_on or folder.config.check.fail_on or "warning"
    return _Looked(folder, replace(checked, version=__version__), path, known, fail_on)


def _baseline_path(folder: Folder) -> str:
    settings = folder.place.config_path
    return os.path.join(os.path.dirname(settings) if settings else folder.place.folder, NAME)


def _only(folder: Folder, asked: Asked, cwd: str) -> frozenset[str] | None:
    """The paths to be told of; None for all."""
    root = folder.place.root
    only: frozenset[str] | None = None
    if asked.paths:
        wanted = [shown(absolute(one, cwd), root) for one in asked.paths]
        only = frozenset(one for one in _known_paths(folder) if any(_is_within(one, path) for path in wanted))
    if asked.since is not None or asked.changed_only:
        changed = changed_files(root, asked.since)
        only = changed if only is None else only & changed
    return only


def _known_paths(folder: Folder) -> Iterable[str]:
    yield from (one.source.path for one in folder.documents)
    yield from (one.path for one in folder.register.diagnostics)


def _is_within(path: str, wanted: str) -> bool:
    return wanted in {".", path} or path.startswith(f"{wanted}/")


def _approved(folder: Folder) -> frozenset[str]:
    return frozenset(one.path for one in folder.register.meetings if one.approval == "approved")


def _mended(session: Session, looked: _Looked) -> tuple[Mended, ...]:
    mended, records = mend(looked.checked, _approved(looked.folder))
    for path in records:
        session.say(f"minutes: {path}: approved minutes are a record and are not mended")
    return mended


def _mend(session: Session, looked: _Looked) -> None:
    """Writes the fixes; undo knows them."""
    from minutes_cli.cli.carrying import Way, lock
    from minutes_cli.cli.carrying import write as write_down

    mended = _mended(session, looked)
    if not mended:
        return
    number = counted(sum(one.count for one in mended), "finding")
    changes = [one.change for one in mended]
    with lock(session):
        write_down(session, looked.folder, changes, f"check --fix: {number}\n", Way("check --fix", "mended"))
    session.say(f"mended {number} in {counted(len(mended), 'file')}")


def _show_diff(session: Session, looked: _Looked) -> None:
    """The fixes as one patch; exits with 1 where there are any."""
    from minutes_cli.cli.carrying import show_diffs

    mended = _mended(session, looked)
    show_diffs(session, [one.change for one in mended])
    if mended and looked.fail_on != "never":
        raise typer.Exit(1)


def _add_baseline(session: Session, looked: _Looked) -> None:
    new = known_of(looked.checked.findings)
    write_over(looked.baseline_path, write_baseline((*looked.baseline, *new)))
    place = shown(looked.baseline_path, str(session.world.cwd))
    session.say(f"{counted(len(new), 'finding')} added to {place}")


def _show_statistics(session: Session, checked: Checked, format_name: str) -> None:
    counts = Counter((one.diagnostic.code, one.diagnostic.name) for one in checked.findings)
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    table = Table(_COUNTS, tuple((number, code, name) for (code, name), number in ordered))
    names = {"json": "json", "jsonl": "jsonl", "markdown": "markdown"}
    print_table(session, names.get(format_name, TABLE if session.on_terminal() else "plain"), table)


def _conclude(session: Session, looked: _Looked) -> None:
    """The job summary, the sentence at the end, the exit code."""
    summary_file = session.world.environ.get(_SUMMARY)
    if summary_file:
        append(summary_file, render("markdown", looked.checked) + "\n")
    session.say(summary(looked.checked))
    if looked.fail_on != "never" and looked.checked.has(Severity(looked.fail_on)):
        raise typer.Exit(1)
