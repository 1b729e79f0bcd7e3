"""The cases of tests/cases/forms once more, told in full: where everything stands in the text, and why.

What is told of them lies in tests/cases/told. With ACCEPT_TOLD=1 what reading says now is written there, to be read in
the diff: a place that moved is a place at which a change would be made, or a finding be shown. A case that nobody has
looked at in this way yet is not told.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

from formcases import FOLDER, Case, cases
from minutes_cli.config import Config
from minutes_cli.text import Source
from telling import told

TOLD = FOLDER.parent / "told"
EVERY = {path.stem: list(cases(path)) for path in sorted(FOLDER.glob("*.md"))}


def telling(case: Case) -> str:
    return "\n".join(told(Source(case.file, case.text), Config())) + "\n"


@cache
def accepted(form: str) -> dict[str, str]:
    """What was told of each case of a form when somebody last looked."""
    path = TOLD / f"{form}.txt"
    parts = re.split(r"^## ", path.read_text(encoding="utf-8") if path.exists() else "", flags=re.MULTILINE)[1:]
    return {title: text.strip("\n") + "\n" for title, _, text in (one.partition("\n") for one in parts)}


LOOKED_AT = [(form, case) for form, every in EVERY.items() for case in every if case.title in accepted(form)]


@pytest.mark.parametrize(
    ("form", "case"),
    LOOKED_AT,
    ids=[f"{form}: {case.title}" for form, case in LOOKED_AT],
)
def test_minutes_told_in_full(form: str, case: Case) -> None:
    if os.environ.get("ACCEPT_TOLD"):
        pytest.skip("what is told is being written")
    assert telling(case) == accepted(form)[case.title]


def test_every_telling_has_its_case() -> None:
    if os.environ.get("ACCEPT_TOLD"):
        TOLD.mkdir(exist_ok=True)
        for form, every in EVERY.items():
            text = "\n".join(f"## {case.title}\n\n{telling(case)}" for case in every)
            Path(TOLD / f"{form}.txt").write_text(text, encoding="utf-8")
        pytest.skip("what is told was written")
    told_of = {(path.stem, title) for path in TOLD.glob("*.txt") for title in accepted(path.stem)}
    assert told_of == {(form, case.title) for form, case in LOOKED_AT}
