"""What a check found: a diagnostic with its weight, its extent and a fingerprint that does not move with lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from minutes_cli.model import Diagnostic, Severity
from minutes_cli.register.rules.scene import Fault, Lines, Rule
from minutes_cli.text import Source

_WEIGHTS = (Severity.INFO, Severity.WARNING, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault under one rule, as every format prints it."""

    diagnostic: Diagnostic
    end_line: int
    end_column: int
    """The line of the last character, and the column behind it."""
    fingerprint: str
    """32 hexadecimal digits, unique in the folder; the same when lines move or the file is renamed."""
    body: str | None = None
    action: str | None = None
    """Id of the action it is about."""
    places: tuple[Lines, ...] = ()
    """All lines that tell of what it is about, its own first."""


@dataclass(frozen=True, slots=True)
class Checked:
    """All that a check has to say."""

    findings: tuple[Finding, ...]
    """By path, line, column and code."""
    files: tuple[str, ...]
    """What was looked at, by path."""
    sources: Mapping[str, Source]
    """The text of the files, for excerpts."""
    rules: tuple[Rule, ...]
    """Those that looked, by code."""
    suppressed: int = 0
    baselined: int = 0
    snoozed: int = 0
    version: str = "0"
    """Of the program that looked."""
    is_complete: bool = True
    """False where the check could not be made; what stood in its way is the one finding."""

    def count(self, severity: Severity) -> int:
        """How many findings weigh exactly that much."""
        return sum(one.diagnostic.severity is severity for one in self.findings)

    def has(self, severity: Severity) -> bool:
        """Whether a finding weighs that much or more."""
        wanted = _WEIGHTS.index(severity)
        return any(_WEIGHTS.index(one.diagnostic.severity) >= wanted for one in self.findings)

    def line_of(self, finding: Finding) -> str | None:
        """The line of the text in which a finding begins; None where there is no such line."""
        source = self.sources.get(finding.diagnostic.path)
        line = finding.diagnostic.line
        return source.line_span(line).of(source.text) if source is not None and line <= len(source.starts) else None


def findings_of(found: Iterable[tuple[Rule, Fault]], severities: Mapping[int, Severity]) -> Iterator[Finding]:
    """The findings of faults; `severities` has the weight of each by its place in `found`.

    Of faults with one rule and one subject the second, third and so on are numbered, in the order of
    their places.
    """
    seen: Counter[tuple[str, str]] = Counter()
    numbered = sorted(enumerate(found), key=lambda one: (one[1][1].path, one[1][1].line, one[1][1].column, one[0]))
    for at, (rule, fault) in numbered:
        seen[rule.code, fault.subject] += 1
        yield finding_of(rule, fault, severities[at], seen[rule.code, fault.subject])


def finding_of(rule: Rule, fault: Fault, severity: Severity, occurrence: int = 1) -> Finding:
    """One fault as a finding; `occurrence` counts from 1."""
    parts = "\0".join((rule.code, fault.subject, str(occurrence)))
    return Finding(
        diagnostic=Diagnostic(
            rule.code, rule.name, severity, fault.message, fault.path, fault.line, fault.column, fault.hint, fault.fix
        ),
        end_line=fault.end_line,
        end_column=fault.end_column,
        fingerprint=blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest(),
        body=fault.body,
        action=fault.action,
        places=((fault.path, fault.line, fault.end_line), *fault.places),
    )
