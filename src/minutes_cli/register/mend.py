"""The fixes that findings bring along, put together a file at a time. Nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from minutes_cli.register.finding import Checked
from minutes_cli.text import Edit, apply


@dataclass(frozen=True, slots=True)
class Mended:
    """One file before and after its fixes."""

    path: str
    before: str
    after: str
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
        before = checked.sources[path].text
        mended.append(Mended(path, before, apply(before, fixes[path]), counts[path]))
    return tuple(mended), tuple(sorted(set(fixes) & set(records)))
