"""What a check found, in the formats that people and CI servers read.

A format is a module with `render`, from `Checked` to one whole document, named in FORMATS and imported
when it is asked for. Each gives a document whatever happened: with no findings, and with the check not made.

>>> [one.name for one in FORMATS if one.for_people]
['full', 'concise', 'grouped']
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from minutes_cli.model import MinutesError
from minutes_cli.register.finding import Checked


@dataclass(frozen=True, slots=True)
class Format:
    """One way to print findings; its module has its name."""

    name: str
    meaning: str
    module: str
    for_people: bool = False
    """Read on a terminal: it may have colours."""


FORMATS: tuple[Format, ...] = (
    Format("full", "each with the line of the text and a mark under the words", "full", for_people=True),
    Format("concise", "a line each: place, severity, rule, message", "concise", for_people=True),
    Format("grouped", "a line each, under its file", "grouped", for_people=True),
    Format("json", "one array of objects, every key", "json"),
    Format("jsonl", "one object a line, every key", "jsonl"),
    Format("github", "annotations of GitHub Actions", "github"),
    Format("gitlab", "a Code Quality report of GitLab", "gitlab"),
    Format("junit", "JUnit XML, a test case a finding", "junit"),
    Format("sarif", "SARIF 2.1.0, for code scanning", "sarif"),
    Format("markdown", "for a job summary or a comment", "markdown"),
)


class _Renderer(Protocol):
    def __call__(self, checked: Checked, *, color: bool) -> str: ...


def find_format(name: str) -> Format:
    """The row of FORMATS with this name; MinutesError for a name that none has."""
    for one in FORMATS:
        if one.name == name:
            return one
    raise MinutesError(f"check has no format {name!r}", hint=f"known are {', '.join(one.name for one in FORMATS)}")


def render(name: str, checked: Checked, *, color: bool = False) -> str:
    """The findings in the named format; colours only where the format is for people."""
    found = find_format(name)
    module = import_module(f"minutes_cli.output.findings.{found.module}")
    return cast(_Renderer, module.render)(checked, color=color and found.for_people)
