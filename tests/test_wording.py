"""Lists of phrases: one pattern finds what the alternatives would, and the words that tell never miss any of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes_cli.reading.lexicon import codes
from minutes_cli.reading.vocabulary import load
from minutes_cli.reading.wording import has_part, one_of, telling, word_set

PHRASES = st.lists(
    st.sampled_from(
        (
            "to do",
            "to-do",
            "to do list",
            "action",
            "Action Item",
            "n/a",
            "'ll",
            "İş",
            "kış",
            "決定",
            "große x",
            "a",
            "a b",
            "?",
        )
    ),
    min_size=1,
    unique=True,
)
WORDS = ("TO", "DO", "action", "ITEM", "n", "a", "ll", "İŞ", "kiş", "Kış", "決定", "GROSSE", "große", "list", "b", "x")
SIGNS = " \t:;.,()[]-–'’/_ſİıKß\u0301\n"
TEXTS = st.lists(st.sampled_from([*WORDS, *SIGNS]))


def plain(phrases: list[str]) -> str:
    """The alternatives one by one, the longest first."""
    longest = sorted({one.lower() for one in phrases}, key=len, reverse=True)
    return "|".join(r"\s+".join(re.escape(part) for part in one.split()) for one in longest)


@given(PHRASES, TEXTS)
@settings(max_examples=400)
def test_one_pattern_finds_what_the_alternatives_find(phrases: list[str], parts: list[str]) -> None:
    phrases = [one for one in phrases if len(one.lower()) == len(one)]
    text = "".join(parts)
    expected = [one.span() for one in re.finditer(plain(phrases) or "(?!)", text, re.IGNORECASE)]
    assert expected == [one.span() for one in re.finditer(one_of(phrases), text, re.IGNORECASE)]


@given(PHRASES, TEXTS, st.frozensets(st.sampled_from(["to", "a", "item"])))
@settings(max_examples=400)
def test_a_text_that_holds_a_phrase_has_a_word_that_tells(
    phrases: list[str], parts: list[str], common: frozenset[str]
) -> None:
    text = "".join(parts)
    if re.search(rf"(?<!\w)(?:{one_of(phrases)})(?!\w)", text, re.IGNORECASE):
        assert not telling(phrases, common).isdisjoint(word_set(text))


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("name", ["marks.any", "marks.weak", "status.any", "owners.modal", "owners.assigned"])
def test_every_phrase_of_a_language_is_told(code: str, name: str) -> None:
    vocabulary = load((code, "en"))
    for phrase in vocabulary.words(name):
        for text in (phrase, phrase.upper(), f"Ann: {phrase}: it", f"({phrase})"):
            assert vocabulary.may_hold(text, name), text


def test_a_line_without_a_word_of_the_list_is_told_apart() -> None:
    assert not load(("en",)).may_hold("The roof was mended in the spring", "marks.any", "status.any")


@pytest.mark.parametrize("code", codes())
@given(data=st.data())
@settings(max_examples=150)
def test_what_decides_has_one_of_the_stems(code: str, data: st.DataObject) -> None:
    """A phrase that is added to `[decisions]` needs its stem beside it; a language need not have any."""
    vocabulary = load((code,))
    patterns = [one for one in (vocabulary.decision_phrase, vocabulary.decision_sure) if one is not None]
    assert patterns or code != "en"
    for pattern in patterns:
        assert has_part(data.draw(st.from_regex(pattern)), vocabulary.decision_stems)
