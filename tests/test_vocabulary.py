"""The languages: each file is whole, and its own words are found again."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from minutes_cli.reading.lexicon import codes, detect
from minutes_cli.reading.sections import NEVER
from minutes_cli.reading.vocabulary import KINDS, load, normal_title

LANGUAGES = codes()
FOLDER = files("minutes_cli.reading").joinpath("languages")
NEEDED = (
    ("language", "common"),
    ("language", "telling"),
    ("labels", "actions"),
    ("labels", "attendees"),
    ("labels", "apologies"),
    ("labels", "agenda"),
    ("labels", "decisions"),
    ("labels", "next_meeting"),
    ("marks", "action"),
    ("marks", "none"),
    ("status", "done"),
    ("status", "dropped"),
    ("status", "open"),
    ("columns", "action"),
    ("columns", "owner"),
    ("columns", "due"),
    ("meeting", "words"),
)


def words(code: str, table: str, key: str) -> list[str]:
    tables = tomllib.loads(FOLDER.joinpath(f"{code}.toml").read_text("utf-8"))
    found = tables.get(table, {}).get(key, [])
    assert isinstance(found, list)
    return [str(one) for one in found]


def test_the_nine_languages_are_there() -> None:
    assert {"de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt"} <= set(LANGUAGES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_has_the_words_that_reading_needs(code: str) -> None:
    by_script = {("language", "common"), ("language", "telling")} if code == "ja" else set[tuple[str, str]]()
    assert [] == [
        f"{table}.{key}" for table, key in NEEDED if (table, key) not in by_script and not words(code, table, key)
    ]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_has_no_keys_that_english_has_not(code: str) -> None:
    """A key that only one file has is a slip of the pen: nothing would ask for it. (Dates have ways of their own.)"""
    by_a_word = [f"labels.{kind}_words" for kind in KINDS]
    here = tomllib.loads(FOLDER.joinpath(f"{code}.toml").read_text("utf-8"))
    english = tomllib.loads(FOLDER.joinpath("en.toml").read_text("utf-8"))
    strange = [f"{table}.{key}" for table, keys in here.items() for key in keys if key not in english.get(table, {})]
    assert [] == [one for one in strange if one not in by_a_word and not one.startswith(("calendar.", "due."))]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_labels_of_actions_are_found(code: str) -> None:
    vocabulary = load((code, "en"))
    kinds = {label: vocabulary.label(label) for label in words(code, "labels", "actions")}
    assert [] == [label for label, found in kinds.items() if found is None or found.kind != "actions"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_labels_of_people_hold_no_actions(code: str) -> None:
    vocabulary = load((code, "en"))
    labels = [*words(code, "labels", "attendees"), *words(code, "labels", "apologies")]
    kinds = [(label, vocabulary.label(label)) for label in labels]
    assert [] == [label for label, found in kinds if found is None or found.kind not in NEVER]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_marks_of_actions_are_found(code: str) -> None:
    mark = load((code, "en")).mark
    assert [] == [one for one in words(code, "marks", "action") if not mark.fullmatch(one)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_text_of_its_common_words_is_in_the_language(code: str) -> None:
    text = " ".join(words(code, "language", "common") * 3) if code != "ja" else "次回までに議事録を配布する。" * 20
    assert code == detect(text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_months_and_weekdays_are_known(code: str) -> None:
    tables = tomllib.loads(FOLDER.joinpath(f"{code}.toml").read_text("utf-8"))["calendar"]
    assert code == "ja" or (len(tables["months"]), len(tables["weekdays"])) == (12, 7)


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("4.2 **Action Items (AIs):**", "action items"),
        ("ACTIONS", "actions"),
        ("iv) Next steps", "next steps"),
        ("★ Aufgaben ★", "aufgaben"),
    ],
)
def test_titles_are_compared_without_their_dress(title: str, plain: str) -> None:
    assert plain == normal_title(title)
