"""Every form of tests/cases/forms: minutes as somebody could have written them, and what they say."""

from __future__ import annotations

import pytest

from formcases import FOLDER, Case, cases, read

EVERY = [(path.stem, case) for path in sorted(FOLDER.glob("*.md")) for case in cases(path)]


@pytest.mark.parametrize("case", [case for _, case in EVERY], ids=[f"{form}: {case.title}" for form, case in EVERY])
def test_minutes_say(case: Case) -> None:
    assert "\n".join(map(str, case.rows)) == "\n".join(map(str, read(case.file, case.text)))


def test_titles_of_cases_are_unique() -> None:
    titles = [f"{form}: {case.title}" for form, case in EVERY]
    assert sorted(set(titles)) == sorted(titles)
