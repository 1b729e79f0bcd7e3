"""Words in the text of minutes that silence a rule: `<!-- minutes: ignore M103 -->`, `# minutes: ignore overdue`.

Beside something they are for that line, on a line of their own for the line that follows too, and as
`ignore-file` for the whole file. What stands behind a colon is a reason and is not read. Without a rule
all rules are silenced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from minutes_cli.model import Severity
from minutes_cli.register.finding import Finding, finding_of
from minutes_cli.register.rules.scene import Fault, Rule
from minutes_cli.text import Edit, Source, Span

_COMMENT = re.compile(
    r"[ \t]*(?:<!--|#|//|\.\.)[ \t]*minutes:[ \t]*ignore(?P<file>-file)?\b:?(?P<rules>[^\n]*?)[ \t\r]*(?:-->|$)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Suppression:
    """One such comment."""

    path: str
    line: int
    first: int
    last: int
    """The lines it is for, from 1, both inclusive."""
    rules: tuple[str, ...]
    """Codes or names as written; none for all rules."""
    span: Span
    """The comment, and the white space before it; its whole line where it has one to itself."""

    def silences(self, finding: Finding) -> bool:
        """Whether the finding is to be passed over because of it."""
        named = not self.rules or {finding.diagnostic.code, finding.diagnostic.name} & set(self.rules)
        return bool(named) and any(
            path == self.path and first <= self.last and self.first <= last for path, first, last in finding.places
        )


def suppressions(source: Source) -> Iterator[Suppression]:
    """Those of one file, in the order of the text."""
    if "minutes:" not in source.text:
        return
    for found in _COMMENT.finditer(source.text):
        at = found.start() + len(found.group()) - len(found.group().lstrip())
        line = source.line(at)
        span = source.line_span(line)
        alone = span.of(source.text).strip() == found.group().strip()
        rules = tuple(re.split(r"[\s,]+", found["rules"].partition(":")[0].strip())) if found["rules"].strip() else ()
        first, last = (1, len(source.starts)) if found["file"] else (line, _next_line(source, line) if alone else line)
        whole = Span(span.start, source.starts[line] if line < len(source.starts) else len(source.text))
        yield Suppression(source.path, line, first, last, rules, whole if alone else Span(found.start(), found.end()))


def _next_line(source: Source, line: int) -> int:
    """The next line that is not blank, or the line itself at the end of the file."""
    for after in range(line + 1, len(source.starts) + 1):
        if source.line_span(after).of(source.text).strip():
            return after
    return line


def unused(rule: Rule, source: Source, one: Suppression, why: str) -> Finding:
    """The finding of a suppression that silences nothing, with its removal."""
    text = one.span.of(source.text)
    start = one.span.start + len(text) - len(text.lstrip())
    fault = Fault(
        message=f"this comment silences {', '.join(one.rules) or 'all rules'}, and {why}",
        path=one.path,
        line=one.line,
        column=source.column(start),
        end_line=one.line,
        end_column=source.column(start) + len(text.strip()),
        subject=" ".join(text.split()),
        hint="take it out",
        fix=(Edit(one.path, one.span, text, ""),),
    )
    return finding_of(rule, fault, Severity.WARNING)
