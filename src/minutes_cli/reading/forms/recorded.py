"""What later minutes tell of an action by its id: `7kx2m9qd closed: paper sent (Ann, from 1 September 2011)`.

`minutes` writes these lines under the matters arising where the minutes that raised the action are approved
(register/record.py); the words are those of the table `write` in the languages. In YAML they are the texts of a list
under a key that says so, `matters_arising`.
"""

from __future__ import annotations

import re
from datetime import date as Day
from functools import cache

from minutes_cli.model import Status
from minutes_cli.reading.blocks import HEADING, ROW
from minutes_cli.reading.forms.found import Found, Page
from minutes_cli.reading.lexicon import written
from minutes_cli.reading.names import People, owners_in
from minutes_cli.reading.status import Said
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.text import Span

_STATES = (
    ("closed", Status.DONE),
    ("dropped", Status.DROPPED),
    ("reopened", Status.OPEN),
    ("open", Status.OPEN),
)
_LONGEST = 1_500
_ID = r"[2-9a-hjkmnp-tv-z]{8,12}|[\w./-]{0,24}?\d[\w./-]{0,24}"


@cache
def _line(vocabulary: Vocabulary) -> re.Pattern[str]:
    def words(key: str) -> str:
        return "|".join(re.escape(one) for one in dict.fromkeys(written(code)[key] for code in vocabulary.languages))

    states = "|".join(f"(?P<{key}>{words(key)})" for key, _ in _STATES)
    return re.compile(
        rf"\s*[\[(]?(?P<id>{_ID})[\])]?\s+"
        rf"(?:(?:{states})|(?:{words('assigned')})\s+(?P<names>[^():]{{1,120}}?)|(?:{words('due')})\s+(?P<due>\d{{4}}-\d\d-\d\d)"
        rf"|(?P<undated>{words('undated')})|(?:{words('same')})\s+(?P<same>{_ID}))"
        rf"(?:\s+(?P<day>\d{{4}}-\d\d-\d\d))?(?:\s+(?:{words('by')})\s+(?P<who>[^():]{{1,80}}?))?"
        r"\s*(?:[:：]\s*(?P<note>\S.*?))?\s*(?:\((?P<origin>[^()]*)\))?\s*$",
        re.IGNORECASE,
    )


def recorded(page: Page, index: int) -> tuple[Found, ...]:
    """A line on an earlier action by its id, under the matters arising."""
    block = page.outline.blocks[index]
    scope = page.outline.inside(index)
    if scope is None or scope.kind not in {"matters", "actions"} or block.kind in {HEADING, ROW} or block.box:
        return ()
    found = recorded_text(page.words(block.start, block.end), page.vocabulary, page.people)
    if found is None:
        return ()
    at = block.start
    return (
        found._replace(
            first=index,
            last=index,
            start=at + found.start,
            end=at + found.end,
            owners_span=_moved(found.owners_span, at),
            due=_moved(found.due, at),
        ),
    )


def _moved(span: Span | None, offset: int) -> Span | None:
    return Span(span.start + offset, span.end + offset) if span is not None else None


def recorded_text(words: str, vocabulary: Vocabulary, people: People) -> Found | None:
    """The same in words that are no block; places count from their beginning."""
    line = _line(vocabulary).match(words) if len(words) < _LONGEST else None
    if line is None:
        return None
    start, end = line.span("note") if line["note"] else (line.end("id"), len(words.rstrip()))
    names = owners_in(line["names"], vocabulary, people, sure=True) if line["names"] else ()
    return Found(
        "recorded",
        0,
        0,
        start,
        end,
        owners=names,
        owners_span=Span(*line.span("names")) if names else None,
        label=line["id"],
        earlier=True,
        due=next((Span(*line.span(key)) for key in ("due", "undated") if line[key]), None),
        told=_told(line, start),
        by_id=True,
        same=line["same"],
    )


def _told(line: re.Match[str], start: int) -> Said | None:
    """What the line says of the status; places count from where its words start."""
    for key, status in _STATES:
        if line[key]:
            note = " ".join(line["note"].split()) if line["note"] and status is not Status.OPEN else None
            return Said(status, None, line.start(key) - start, line.end(key) - start, _day(line["day"]), note)
    return None


def _day(words: str | None) -> Day | None:
    try:
        return Day.fromisoformat(words) if words else None
    except ValueError:
        return None
