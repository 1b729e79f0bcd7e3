"""The formats of a table, each on one small enough to be read; text of strangers is made harmless in all."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pytest
import yaml
from jsonschema import Draft202012Validator

from minutes_cli.config import FIELDS as SETTINGS
from minutes_cli.config.parse import parse_config
from minutes_cli.model import Meeting, MinutesError, Register
from minutes_cli.output.clean import clean
from minutes_cli.output.schema import schema
from minutes_cli.output.settings import settings_text
from minutes_cli.output.table import FORMATS, Column, Table, flat, parts, render

COLUMNS = (
    Column("id", "Id"),
    Column("text", "Action", wraps=True),
    Column("owners", "Owner", "names"),
    Column("due", "Due", "date"),
    Column("age", "Age", "number", right=True),
    Column("carried", "Carried", "flag"),
)
TABLE = Table(
    COLUMNS,
    (
        ("7kx2", "book the *big* room | and pay", ("Ann", "Bo"), date(2026, 3, 6), 12, True),
        ("m3pd", "say „ja“", (), None, None, False),
    ),
)
HOSTILE = "a\x1b[31mred\x07\tb\r\nc\x9b2J\x7f\u202edlo\u2066\u200b\ufeff"


def test_plain_is_a_line_a_row() -> None:
    assert render("plain", TABLE) == (
        "7kx2\tbook the *big* room | and pay\tAnn; Bo\t2026-03-06\t12\ttrue\nm3pd\tsay „ja“\t\t\t\tfalse\n"
    )


def test_plain_has_the_title_of_the_group_first() -> None:
    table = Table((Column("id", "Id"),), (("a",), ("b",), ("c",)), groups=(("Ann", 2), ("Bo", 1)))
    assert render("plain", table) == "Ann\ta\nAnn\tb\nBo\tc\n"


def test_json_is_one_array_with_an_object_a_line() -> None:
    assert render("json", TABLE) == (
        "[\n"
        '  {"id": "7kx2", "text": "book the *big* room | and pay", "owners": ["Ann", "Bo"], "due": "2026-03-06", '
        '"age": 12, "carried": true},\n'
        '  {"id": "m3pd", "text": "say „ja“", "owners": [], "due": null, "age": null, "carried": false}\n'
        "]\n"
    )


def test_jsonl_is_an_object_a_line() -> None:
    assert [json.loads(line)["id"] for line in render("jsonl", TABLE).splitlines()] == ["7kx2", "m3pd"]


def test_csv_has_a_heading_and_crlf() -> None:
    assert render("csv", TABLE) == (
        "id,text,owners,due,age,carried\r\n"
        "7kx2,book the *big* room | and pay,Ann; Bo,2026-03-06,12,true\r\n"
        "m3pd,say „ja“,,,,false\r\n"
    )


def test_markdown_escapes_what_is_markup() -> None:
    assert render("markdown", TABLE) == (
        "| Id | Action | Owner | Due | Age | Carried |\n"
        "| --- | --- | --- | --- | ---: | --- |\n"
        "| 7kx2 | book the \\*big\\* room \\| and pay | Ann; Bo | 2026-03-06 | 12 | true |\n"
        "| m3pd | say „ja“ |  |  |  | false |\n"
    )


def test_markdown_has_a_heading_for_each_group() -> None:
    table = Table((Column("id", "Id"),), (("a",), ("b",)), groups=(("Ann_B", 1), ("Bo", 1)))
    assert render("markdown", table) == ("## Ann\\_B\n\n| Id |\n| --- |\n| a |\n\n## Bo\n\n| Id |\n| --- |\n| b |\n")


def test_yaml_is_a_list_of_mappings() -> None:
    assert render("yaml", TABLE) == (
        "- id: 7kx2\n"
        "  text: book the *big* room | and pay\n"
        "  owners:\n"
        "  - Ann\n"
        "  - Bo\n"
        "  due: 2026-03-06\n"
        "  age: 12\n"
        "  carried: true\n"
        "- id: m3pd\n"
        "  text: say „ja“\n"
        "  owners: []\n"
        "  due: null\n"
        "  age: null\n"
        "  carried: false\n"
    )


@pytest.mark.parametrize("name", ["json", "yaml"])
def test_what_a_program_reads_back_is_what_was_written(name: str) -> None:
    texts = [HOSTILE, "yes", "2026-03-06", "- [ ] x", "'", '"', "a: b", "=1", "\ud800", "😀", " "]
    table = Table((Column("text", "Text"),), tuple((text,) for text in texts))
    shown = render(name, table)
    assert [row["text"] for row in (json.loads if name == "json" else yaml.safe_load)(shown)] == texts


@pytest.mark.parametrize("name", [one.name for one in FORMATS if not one.of_actions])
def test_no_format_lets_a_control_character_through(name: str) -> None:
    columns = (Column("text", "Text"), Column("names", "Names", "names"), Column("all", "All", "records"))
    shown = render(name, Table(columns, ((HOSTILE, (HOSTILE,), ({"text": HOSTILE},)),)))
    # Of csv the line ends are its own, and of what is tab separated the tabs.
    bare = shown.replace("\r\n", "\n").replace("\t", "") if name in {"csv", "plain"} else shown
    assert not [
        letter for letter in bare if letter != "\n" and not letter.isprintable() and letter not in "\u200b\ufeff"
    ]


@pytest.mark.parametrize("name", [one.name for one in FORMATS if not one.of_actions])
def test_an_empty_table_is_printed(name: str) -> None:
    shown = render(name, Table(COLUMNS, ()))
    assert shown == "" or shown.endswith("\n")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_csv_holds_no_formula(start: str) -> None:
    shown = render("csv", Table((Column("text", "Text"),), ((f"{start}cmd|' /C calc'!A0",),)))
    (_, (cell,)) = csv.reader(io.StringIO(shown))
    assert cell.startswith("'")


def test_csv_holds_no_formula_behind_what_is_left_out_or_cut() -> None:
    cells = ["\u200b=1+1", "a;=1+1", "a;'@SUM(A1)", "a;-2+3", "well ;-)", "a; =b"]
    shown = render("csv", Table((Column("text", "Text"),), tuple((one,) for one in cells)))
    assert shown.splitlines()[1:] == ["'=1+1", "a;'=1+1", "a;''@SUM(A1)", "a;'-2+3", "well ;-)", "a; =b"]


def test_csv_leaves_a_negative_number_alone() -> None:
    assert render("csv", Table((Column("age", "Age", "number"),), ((-3,),))) == "age\r\n-3\r\n"


def test_csv_keeps_records_as_json() -> None:
    shown = render(
        "csv", Table((Column("mentions", "History", "records"),), ((({"line": 3, "due": date(2026, 3, 6)},),),))
    )
    (_, (cell,)) = csv.reader(io.StringIO(shown))
    assert json.loads(cell) == [{"line": 3, "due": "2026-03-06"}]


def test_there_is_no_other_format() -> None:
    with pytest.raises(MinutesError, match="no format 'xml'"):
        render("xml", TABLE)


def test_clean_shows_controls_and_leaves_out_what_is_invisible() -> None:
    assert clean(HOSTILE) == "a\\x1b[31mred\\x07 b  c\\x9b2J\\x7f\\u202edlo\\u2066"


@pytest.mark.parametrize("text", ["Zoë, 東京 and 👩\u200d🔧", "نمی\u200cخواهم", ""])
def test_clean_leaves_text_alone(text: str) -> None:
    assert clean(text) == text


def test_flat_is_one_line_for_a_program() -> None:
    records = ({"file": "a.md", "status": None}, {"file": "b.md", "status": "done"})
    assert flat(records) == "file: a.md; file: b.md, status: done"


def test_parts_are_the_groups() -> None:
    table = Table((Column("id", "Id"),), (("a",), ("b",)), groups=(("one", 1), ("two", 1)))
    assert [(title, part.rows) for title, part in parts(table)] == [("one", (("a",),)), ("two", (("b",),))]


def a_meeting(body: str) -> Meeting:
    return Meeting("a.md", 1, None, body, None, None, (), (), None, None, "a")


def test_the_first_settings_can_be_read_and_name_every_key() -> None:
    register = Register((), (a_meeting('The "Big" Board'), a_meeting("Board\x1b")), (), (), 2)
    text = settings_text(register, ("minutes",))
    assert parse_config(text, "minutes.toml").paths == ("minutes",)
    assert all(f"{one.key} = " in text for one in SETTINGS)
    suggestions = re.findall(r"^# (\[.*|[\w-]+ = .*)$", text, re.MULTILINE)
    bodies = parse_config("\n".join(suggestions), "minutes.toml").bodies
    assert {one.name for one in bodies} == {'The "Big" Board', "Board\\x1b"}


MINUTES = """
title: Board
date: 2026-03-06
chair: Ann Lee
attendees: [Ann Lee, Bo]
status: draft
items:
  - title: Roof
    notes: leaks
    actions:
      - {text: mend it, owner: Bo, due: by the next meeting, tags: [roof]}
      - sweep up
    decisions: [{text: to mend the roof, topic: Roof}]
action_items:
  - {assignee: Ann, task: send the budget, due: 2026-03-20, status: open}
"""


def test_the_schema_takes_minutes_and_refuses_what_is_not() -> None:
    rules = json.loads(schema())
    Draft202012Validator.check_schema(rules)
    valid = Draft202012Validator(rules)
    assert valid.is_valid(yaml.load(MINUTES, Loader=yaml.BaseLoader))
    assert not valid.is_valid({"action_items": [{"owner": "Ann"}]})
    assert not valid.is_valid({"status": "maybe"})


def test_what_nobody_sees_is_an_escape_in_data_and_nothing_elsewhere() -> None:
    hidden = "\u180e\u200b\u200e\u061c\u206a\u206f\ufeff\ufff9\ufffb\U0001d173\U000e0041\U000e00ff"
    assert "ab" == clean(f"a{hidden}b")
    assert "a\\ufffe\\ufdd0b" == clean("a\ufffe\ufdd0b")
    assert '"\\u007f"' in render("json", Table((Column("text", "Text"),), (("\x7f",),)))
    table = Table((Column("text", "Text"),), ((f"a{hidden}\x7f\ufffeb",),))
    for name, read in (("json", json.loads), ("jsonl", lambda text: [json.loads(text)]), ("yaml", yaml.safe_load)):
        text = render(name, table)
        assert text.isascii()
        assert table.rows == ((read(text)[0]["text"],),)
    assert clean("葛\U000e0100 می\u200cخواهم 👩\u200d🚀") == "葛\U000e0100 می\u200cخواهم 👩\u200d🚀"


@pytest.mark.parametrize("lead", ["", " ", "  \t", "\u200d", "\u3000", "\xa0", "\ufeff ", "\U000e0041"])
@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_no_cell_of_csv_begins_with_a_formula_once_blanks_are_taken_away(lead: str, sign: str) -> None:
    (row,) = list(csv.reader(io.StringIO(render("csv", Table((Column("text", "Text"),), ((f"{lead}{sign}1+1",),))))))[
        1:
    ]
    assert row[0].startswith("'")
