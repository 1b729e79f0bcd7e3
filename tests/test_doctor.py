"""What the doctor proposes, and how settings are written into a file that has others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from minutes_cli.config import Config
from minutes_cli.config.parse import parse_config
from minutes_cli.reading.parse import examine, parse
from minutes_cli.register.doctor import Findings, diagnose, settings_of
from minutes_cli.register.settings import with_settings
from minutes_cli.text import Source


def findings(*texts: str, config: Config | None = None) -> Findings:
    settings = config or Config()
    files = (Source(f"2026-03-{at + 3:02}-board.md", text) for at, text in enumerate(texts))
    return diagnose([examine(one, settings) for one in files], settings)


def proposed(*texts: str, config: Config | None = None) -> Mapping[str, tuple[str, ...]]:
    return {one.key: one.values for one in findings(*texts, config=config).proposals}


WHO_DOES_WHAT = "# Board\n\nPresent: Ann Lee, Bo Berg\n\n## Hands on deck\n\n- Ann Lee to ring the port\n- Bo Berg to paint\n- Ann Lee to row\n"


def test_a_heading_over_lines_that_read_as_actions_is_proposed() -> None:
    assert {"action-headings": ("Hands on deck",)} == proposed(WHO_DOES_WHAT)


def test_what_is_proposed_is_read_once_it_is_set() -> None:
    config = Config(action_headings=proposed(WHO_DOES_WHAT)["action-headings"])
    document = parse(Source("a.md", WHO_DOES_WHAT), config)
    assert ["ring the port", "paint", "row"] == [one.text for one in document.mentions]
    assert {} == proposed(WHO_DOES_WHAT, config=config)


def test_one_line_is_no_habit() -> None:
    assert {} == proposed("# Board\n\nPresent: Ann Lee\n\n## Talk\n\n- Ann Lee to ring the port\n")


def test_a_mark_that_comes_again_and_again_is_proposed() -> None:
    text = "# Board\n\nOutcome: paint the door\n\nOutcome: mend the roof\n\nOutcome: row\n"
    assert ("Outcome",) == proposed(text)["action-marks"]


def test_the_same_words_in_file_after_file_are_a_template() -> None:
    text = "# Board\n\n## Next steps\n\n- send the minutes round\n"
    assert {"ignore-headings": ("Next steps",)} == proposed(text, text, text)


def test_the_order_of_dates_is_proposed_where_the_files_show_one() -> None:
    clear, unclear = "# Board\n\nDate: 23/1/2026\n", "# Board\n\nDate: 5/6/2026\n"
    assert ("dmy",) == proposed(clear, clear, unclear)["date-order"]


def test_languages_are_proposed_where_they_are_not_english_alone() -> None:
    german = "# Sitzung\n\nWir haben über die Brücke gesprochen und nicht über den Hafen, der auch eine Frage ist.\n"
    english = "# Board\n\nWe talked of the harbour and of the tide.\n"
    assert ("de", "en") == proposed(german, german, english)["languages"]


def test_look_alikes_are_grouped_by_cause_and_heading() -> None:
    (group,) = findings(WHO_DOES_WHAT).groups
    lines = tuple(line for _, line in group.places)
    assert ("named", "Hands on deck", (7, 8, 9)) == (group.cause, group.heading, lines)


SUMMER = """# Harbour Board, 3 March 2026

## Over the summer

- Paint the jetty before the regatta
- Order rope for the moorings
- Everybody was tired by then

## What we saw

- A heron came by at noon
- Order rope was the wish of many
- The tide was low

## Agenda

- Approve the minutes of February
- Review the budget for rope
"""


def test_a_list_of_verbs_is_pointed_out_whatever_stands_above_it() -> None:
    (group,) = findings(SUMMER).groups
    lines = tuple(line for _, line in group.places)
    assert ("listed", "Over the summer", (5, 6)) == (group.cause, group.heading, lines)


def test_a_heading_over_lists_of_verbs_is_proposed_where_several_files_have_it() -> None:
    assert "action-headings" not in proposed(SUMMER)
    assert ("Over the summer",) == proposed(SUMMER, SUMMER)["action-headings"]


NEW = {"action-headings": ("Hands on deck",), "date-order": "dmy"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'action-headings = ["Hands on deck"]\ndate-order = "dmy"\n'),
        ('me = "Ann"\n', 'me = "Ann"\n\naction-headings = ["Hands on deck"]\ndate-order = "dmy"\n'),
        (
            '# ours\nme = "Ann"\n\n[[people]]\nname = "Ann"\n',
            '# ours\nme = "Ann"\n\naction-headings = ["Hands on deck"]\ndate-order = "dmy"\n\n[[people]]\nname = "Ann"\n',
        ),
        (
            'date-order = "mdy"  # as in the States\naction-headings = [\n  "Arrows",\n]\nme = "Ann"\n',
            'date-order = "dmy"\naction-headings = ["Hands on deck"]\nme = "Ann"\n',
        ),
        (
            '[[people]]\nname = "Ann"\n',
            'action-headings = ["Hands on deck"]\ndate-order = "dmy"\n\n[[people]]\nname = "Ann"\n',
        ),
    ],
    ids=["no file", "only settings", "settings and tables", "settings that are there", "only tables"],
)
def test_settings_are_written_before_the_tables(before: str, after: str) -> None:
    assert after == with_settings(before, NEW, project=False)
    config = parse_config(after, "minutes.toml")
    assert (("Hands on deck",), "dmy") == (config.action_headings, config.date_order)


def test_settings_of_a_project_go_into_its_table() -> None:
    before = '[project]\nname = "x"\n\n[tool.minutes]\nme = "Ann"\n\n[tool.other]\ndate-order = "no"\n'
    after = with_settings(before, NEW, project=True)
    config = parse_config(after, "pyproject.toml")
    assert ("dmy", "Ann") == (config.date_order, config.me)
    assert after.startswith('[project]\nname = "x"\n\n[tool.minutes]\n')
    assert after.endswith('[tool.other]\ndate-order = "no"\n')


@pytest.mark.parametrize("value", ['say "so"', "back\\slash", "new\nline", "tab\there", "é ★"])
def test_any_heading_can_be_written(value: str) -> None:
    config = parse_config(with_settings("", {"action-headings": (value,)}, project=False), "minutes.toml")
    assert (value.replace("\n", " ").replace("\t", " "),) == config.action_headings


def test_what_is_set_already_stays() -> None:
    config = Config(action_headings=("Arrows",))
    assert {"action-headings": ("Arrows", "Hands on deck")} == settings_of(findings(WHO_DOES_WHAT).proposals, config)


HEADINGS = "# Board\n\n## Plan\n\n- [ ] Ann Lee: ring the port\n\n## Cellar\n\n- Bo Berg to paint\n"


@pytest.mark.parametrize(
    ("config", "texts"),
    [
        (Config(), ["ring the port"]),
        (Config(action_headings=("cellar",)), ["ring the port", "paint"]),
        (Config(ignore_headings=("Plan",)), []),
    ],
    ids=["without settings", "action-headings", "ignore-headings"],
)
def test_headings_of_the_settings_are_heeded(config: Config, texts: Sequence[str]) -> None:
    assert list(texts) == [one.text for one in parse(Source("a.md", HEADINGS), config).mentions]


def test_private_headings_of_the_settings_are_heeded() -> None:
    config = Config(private_headings=("Plan",))
    assert [True] == [one.private for one in parse(Source("a.md", HEADINGS), config).mentions]
