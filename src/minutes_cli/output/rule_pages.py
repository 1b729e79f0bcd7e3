"""The manual of the rules, from their docstrings: a page each for `minutes rule CODE`, all of them for the docs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from inspect import cleandoc
from textwrap import fill

from minutes_cli.output.table import Column, Table
from minutes_cli.register.rules.scene import PARTS, Rule, Setting

_PART = re.compile(rf"^({'|'.join(PARTS)}): *\n?", re.MULTILINE)
_HEAD = """\
# Rules of `minutes check`

Made by `minutes rule --format markdown` from the rules themselves. The set `default` is on, `strict` takes in
all but what has to be named: `minutes check --select strict`. `minutes rule CODE` shows one page.
"""
_WIDTH = 80
"""Columns of the narrowest terminal that is thought of."""
_COLUMNS = (
    Column("code", "Code"),
    Column("name", "Rule"),
    Column("severity", "Severity"),
    Column("sets", "Sets", "names"),
    Column("fix", "Fix", "flag"),
    Column("finds", "Finds", wraps=True),
)


def rules_table(rules: Iterable[Rule]) -> Table:
    """A row a rule."""
    rows = tuple((one.code, one.name, one.severity.value, one.sets, one.has_fix, one.summary) for one in rules)
    return Table(_COLUMNS, rows)


def parts_of(rule: Rule) -> tuple[tuple[str, str], ...]:
    """The parts of a rule's page, each a heading and its text; the first has no heading and is one sentence."""
    pieces = _PART.split(cleandoc(rule.find.__doc__ or ""))
    named = zip(pieces[1::2], pieces[2::2], strict=True)
    return (("", pieces[0].strip()), *((name, cleandoc("\n" + text).strip("\n")) for name, text in named))


def page(rule: Rule) -> str:
    """The page of a rule for a terminal."""
    sets = f"in {' and '.join(rule.sets)}" if rule.sets else "only by name"
    blocks = [f"{rule.code} {rule.name} ({rule.severity.value}, {sets}{', can be fixed' if rule.has_fix else ''})"]
    for heading, text in parts_of(rule):
        told = _indented(text) if heading == "Example" else _filled(text, "    " if heading else "")
        blocks.append(f"{heading}\n{told}" if heading else told)
    if rule.settings:
        words = "\n".join(f"{one.name} = {_value(one)}    # {one.meaning}{_choices(one)}" for one in rule.settings)
        blocks.append(f"Settings\n{_indented(f'[check.rules.{rule.name}]{chr(10)}{words}')}")
    return "\n\n".join(blocks) + "\n"


def markdown_page(rule: Rule, level: int = 2) -> str:
    """The page of a rule in Markdown, under a heading of that level."""
    sets = f"in {' and '.join(f'`{one}`' for one in rule.sets)}" if rule.sets else "only by name"
    fixed = ", can be fixed" if rule.has_fix else ""
    blocks = [f"{'#' * level} {rule.code} {rule.name}", f"*{rule.severity.value}, {sets}{fixed}*"]
    for heading, text in parts_of(rule):
        if heading == "Example":
            blocks.append(f"**Example**\n\n```text\n{text}\n```")
        else:
            blocks.append(f"**{heading}:** {text}" if heading else text)
    if rule.settings:
        words = "\n".join(f"{one.name} = {_value(one)}  # {one.meaning}{_choices(one)}" for one in rule.settings)
        blocks.append(f"**Settings**\n\n```toml\n[check.rules.{rule.name}]\n{words}\n```")
    return "\n\n".join(blocks) + "\n"


def manual(rules: Iterable[Rule]) -> str:
    """docs/rules.md: a table of all rules, and the page of each."""
    known = tuple(rules)
    rows = "".join(
        f"| [{one.code}](#{one.code.lower()}-{one.name}) | {one.name} | {one.severity.value} "
        f"| {', '.join(one.sets)} | {one.summary} |\n"
        for one in known
    )
    table = f"| Code | Rule | Severity | Sets | Finds |\n| --- | --- | --- | --- | --- |\n{rows}"
    return "\n".join([_HEAD, table, *map(markdown_page, known)])


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))


def _filled(text: str, indent: str) -> str:
    return fill(text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _value(setting: Setting) -> str:
    return str(setting.initial) if isinstance(setting.initial, int) else f'"{setting.initial}"'


def _choices(setting: Setting) -> str:
    return f": {setting.default.replace('|', ', ')}" if isinstance(setting.default, str) else ""
