"""The baseline: findings that were there when somebody drew a line, and are passed over since.

Text in, text out; `store` reads and writes the file. It lies beside the settings as `minutes-baseline.toml`
and knows a finding by its fingerprint, so it does not mind when lines move.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from minutes_cli import toml
from minutes_cli.model import MinutesError
from minutes_cli.register.finding import Finding

NAME = "minutes-baseline.toml"
_HEAD = """\
# Findings that `minutes check` passes over, because they were there before. `minutes check --add-baseline`
# adds to them; take out a table to hear of it again.
version = 1
"""


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """One finding of the baseline."""

    place: str
    """The file it stood in, for people."""
    rule: str
    fingerprint: str
    message: str
    """What it said, for people."""


def read_baseline(text: str, origin: str) -> tuple[Known, ...]:
    """The findings of a baseline file; raises MinutesError, naming `origin`, where it is none."""
    try:
        tables = toml.read(text)
        rows = tables.get("finding", [])
        if not isinstance(rows, list):
            raise TypeError("finding must be written as [[finding]] tables")
        known = tuple(
            Known(str(row.get("file", "")), str(row["rule"]), str(row["fingerprint"]), str(row.get("message", "")))
            for row in rows
        )
    except (toml.BadToml, KeyError, TypeError, AttributeError) as fault:
        raise MinutesError(f"{origin}: this is no baseline that can be read: {fault}") from fault
    if tables.get("version") != 1:
        raise MinutesError(f"{origin}: version is {tables.get('version')!r}, and must be 1")
    return known


def write_baseline(known: Iterable[Known]) -> str:
    """The text of a baseline file: a table a finding, sorted, so that two branches merge well."""
    return _HEAD + "".join(map(_table, sorted(set(known))))


def known_of(findings: Iterable[Finding]) -> tuple[Known, ...]:
    """Findings as a baseline keeps them."""
    return tuple(
        Known(one.diagnostic.path, one.diagnostic.code, one.fingerprint, one.diagnostic.message) for one in findings
    )


def _table(one: Known) -> str:
    rows = (("rule", one.rule), ("fingerprint", one.fingerprint), ("file", one.place), ("message", one.message))
    return "\n[[finding]]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in rows)


def _quoted(text: str) -> str:
    """A TOML basic string in which whatever cannot be printed is escaped."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in json.dumps(whole, ensure_ascii=False))
