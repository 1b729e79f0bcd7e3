"""docs/forms.md against the program: the forms in their order, and every example read by its form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from minutes_cli.config import Config
from minutes_cli.reading.forms import FORMS
from minutes_cli.reading.parse import parse
from minutes_cli.text import Source

PAGE = (Path(__file__).parents[1] / "docs" / "forms.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([a-z]+) \| .+ \| `(.+)` \|$", PAGE.partition("\n## ")[0], re.MULTILINE)
SUBFORMS = ("scribe",)
"""Read by the function of the form before it, and told apart in what is read."""


def test_the_page_has_the_forms_in_the_order_of_asking() -> None:
    assert [name for name, _, _ in FORMS] == [name for name, _ in ROWS if name not in SUBFORMS]


@pytest.mark.parametrize(("form", "example"), ROWS, ids=[form for form, _ in ROWS])
def test_an_example_is_read_by_its_form(form: str, example: str) -> None:
    text = example.replace("⏎", "\n").replace("\\|", "|")
    told = [one.form for one in parse(Source("2026-03-03.md", f"# Board\n\n{text}\n"), Config()).mentions]
    as_marked = ("behind", "handed", "acts", "sign", "margin", "inside", "counted", "bold", "weak", "arrow")
    assert set(told) == {dict.fromkeys(as_marked, "keyword").get(form, form)}
