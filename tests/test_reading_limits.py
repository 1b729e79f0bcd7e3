"""What keeps reading within bounds: orders of words, languages of a folder, lists in YAML that open and close."""

from __future__ import annotations

import pytest

from minutes_cli.config import Config
from minutes_cli.reading.blocks import LONGEST_LINE
from minutes_cli.reading.parse import parse
from minutes_cli.reading.vocabulary import vocabulary_for
from minutes_cli.reading.wording import longest_first
from minutes_cli.text import Source

GERMAN = "# Protokoll der Sitzung\n\nDer Vorstand hat über das Tor gesprochen und wird es nicht reparieren.\n"


def test_the_longer_phrase_is_tried_first_and_equal_ones_by_letters() -> None:
    assert longest_first(["do", "to do", "to do list", "at", "to be"]) == ["to do list", "to be", "to do", "at", "do"]


@pytest.mark.parametrize(
    ("text", "languages", "expected"),
    [
        (GERMAN, ("fr", "de"), ("de", "fr", "en")),
        (GERMAN, ("fr", "es"), ("fr", "es", "en")),
        (GERMAN, ("fr",), ("fr", "en")),
        (GERMAN, ("xx",), ("de", "en")),
        (GERMAN, (), ("de", "en")),
    ],
)
def test_of_the_languages_of_a_folder_that_of_the_file_comes_first(
    text: str, languages: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert vocabulary_for(text, languages, Config(languages=languages)).languages == expected


@pytest.mark.parametrize("record", ["{task: mend gate %d, tags: [gate]}", "task: mend gate %d\n    tags: [gate]"])
def test_a_hundred_short_lists_one_below_the_other_are_not_deep(record: str) -> None:
    text = "actions:\n" + "".join(f"  - {record % at}\n" for at in range(100))
    document = parse(Source("2026-03-03.yaml", text), Config())
    assert ([], 100) == ([one.message for one in document.diagnostics], len(document.mentions))
    assert {("gate",)} == {one.tags for one in document.mentions}


def test_what_nests_too_deep_is_told_with_its_place() -> None:
    deep = "".join(f"{'  ' * at}a{at}:\n" for at in range(70))
    (fault,) = parse(Source("2026-03-03.yaml", f"date: 2026-03-03\n{deep}"), Config()).diagnostics
    assert ("broken-yaml", 62, 1) == (fault.name, fault.line, fault.column)
    (fault,) = parse(Source("2026-03-03.yaml", "a: " + "[" * 70), Config()).diagnostics
    assert ("broken-yaml", 1, 1) == (fault.name, fault.line, fault.column)


def test_a_long_line_is_a_finding_in_text_and_none_in_yaml() -> None:
    line = f"note: {'long ' * LONGEST_LINE}"
    assert [] == [one.name for one in parse(Source("2026-03-03.yaml", line), Config()).diagnostics]
    assert ["long-line"] == [one.name for one in parse(Source("2026-03-03.md", line), Config()).diagnostics]
