"""What imported minutes are called, and what is written over them where the document does not say it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date as Day

_DAY = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
_LONGEST = 60


def path_of(name: str, day: Day | None) -> str:
    """`2026-05-12-rowing-club.md` for the document `Rowing Club.docx` of that day; without a day, `rowing-club.md`.

    A day in the document's own name counts where no other is known.
    """
    stem = name.replace("\\", "/").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    found = _day_in(stem)
    known = day or found
    if found is not None:
        stem = _DAY.sub(" ", stem, count=1)
    words = re.findall(r"\w+", unicodedata.normalize("NFC", stem).casefold().replace("_", " "))
    slug = "-".join(words)[:_LONGEST].strip("-") or "minutes"
    return f"{known.isoformat()}-{slug}.md" if known else f"{slug}.md"


def headed(text: str, day: Day | None, body: str | None) -> str:
    """The text below a front matter that says day and body, as far as they are given."""
    said = ([f"date: {day.isoformat()}"] if day else []) + ([f"body: {_quoted(body)}"] if body else [])
    return "\n".join(["---", *said, "---", "", text]) if said else text


def _quoted(words: str) -> str:
    """A text in YAML's single quotes, on one line."""
    return "'" + " ".join(words.split()).replace("'", "''") + "'"


def _day_in(stem: str) -> Day | None:
    found = _DAY.search(stem)
    try:
        return Day(*map(int, found.groups())) if found else None
    except ValueError:
        return None
