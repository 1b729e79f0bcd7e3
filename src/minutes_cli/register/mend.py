"""The fixes that findings bring along, put together a file at a time. Nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from minutes_cli.model import Change
from minutes_cli.register.finding import Checked
from minutes_cli.text import Edit, apply


@dataclass(frozen=True, slots=True)
class Mended:
    """The fixes of one file as a change."""

    change: Change
    count: int
    """How many findings are mended."""


def mend(checked: Checked, records: Collection[str]) -> tuple[tuple[Mended, ...], tuple[str, ...]]:
    """The files that fixes change, and those that have fixes but are approved minutes (`records`), by path.

    A fix that would overlap an earlier one waits for the next run.
    """
    fixes: defaultdict[str, list[Edit]] = defaultdict(list)
    counts: defaultdict[str, int] = defaultdict(int)
    for finding in checked.findings:
        for edit in finding.diagnostic.fix:
            if all(edit.span.end <= one.span.start or one.span.end <= edit.span.start for one in fixes[edit.path]):
                fixes[edit.path].append(edit)
                counts[edit.path] += 1
    mended = []
    for path in sorted(path for path in fixes if path not in records):
        before, edits = checked.sources[path].text, tuple(sorted(fixes[path], key=lambda one: one.span.start))
        change = Change(path, before, apply(before, edits), edits, ())
        mended.append(Mended(change, counts[path]))
    return tuple(mended), tuple(sorted(set(fixes) & set(records)))
