"""Other formats with Markdown's marks: nothing moves, and what is written back into them is their own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcases import FOLDER, cases
from minutes_cli.config import Config
from minutes_cli.reading.marks import CUT, translated
from minutes_cli.reading.parse import parse
from minutes_cli.text import Source

ENDINGS = ("adoc", "rst", "org", "html")
TEXTS = tuple(case.text for path in sorted(FOLDER.glob("*.md")) for case in cases(path))
PIECES = st.one_of(
    st.sampled_from(tuple(line for text in TEXTS for line in text.split("\n"))),
    st.sampled_from(
        (
            "****",
            "////",
            "|===",
            "+--+",
            "== ==",
            "..",
            ":a:",
            "#+begin_x",
            "<li",
            "<p a='>",
            "<!--",
            "&amp;",
            "\r",
            "é",
        )
    ),
    st.text(max_size=10),
)


@pytest.mark.parametrize("ending", ENDINGS)
@given(st.lists(PIECES, max_size=12).map("\n".join))
@settings(max_examples=150, deadline=None)
def test_a_translation_keeps_length_and_lines(ending: str, text: str) -> None:
    new = translated(f"a.{ending}", text)
    assert len(text) == len(new)
    assert [at for at, sign in enumerate(text) if sign == "\n"] == [at for at, sign in enumerate(new) if sign == "\n"]


_WIKI = re.compile(r"<tr|^==\w|^\|\||\{\||^\^|^h\d\.|\[\[|'''|^\|_\.|^=====", re.MULTILINE)


@pytest.mark.parametrize("text", [text for text in TEXTS[:40] if not _WIKI.search(text)])
def test_markdown_is_left_alone(text: str) -> None:
    assert text == translated("a.md", text)


@pytest.mark.parametrize(
    ("file", "text", "at"),
    [
        ("a.adoc", "== Actions\n\n* [ ] Ann to ring the port\n", " "),
        ("a.org", "* Actions\n- [ ] Ann to ring the port\n", " "),
        ("a.html", "<h2>Actions</h2><ul><li>Ann to ring the port</li></ul>\n", ""),
        ("a.rst", "Actions\n=======\n\n- Ann to ring the port\n", ""),
    ],
    ids=ENDINGS[:1] + ENDINGS[2:] + ENDINGS[1:2],
)
def test_the_place_of_the_status_is_a_place_in_the_file(file: str, text: str, at: str) -> None:
    (mention,) = parse(Source(file, text), Config()).mentions
    assert mention.slot is not None
    assert at == mention.slot.span.of(text)
    assert text[: mention.slot.span.start].endswith("port" if not at else "[")


def test_the_word_of_a_task_of_org_mode_is_the_place_of_its_status() -> None:
    text = "* TODO Ann to ring the port\n* NEXT [#A] Bo to row\n"
    slots = [one.slot for one in parse(Source("a.org", text), Config()).mentions]
    assert [one and (one.vocabulary, one.span.of(text)) for one in slots] == [("org", "TODO"), ("org", "NEXT")]


def test_a_block_of_html_is_cut_at_its_tag() -> None:
    assert f"{CUT} - one{CUT}    {CUT} - two" == translated("a.html", "<li>one</li><li>two")
