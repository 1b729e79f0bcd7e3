"""What the words of an action say of its status.

Rests on: a word of status stands at the head ("DONE: …", "[DONE]"), at the end after a dash, in brackets
or alone as a sentence, in a field ("Status: closed") or as a struck-out text; a word in the middle of the
task ("get this done") says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date as Day
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from minutes_cli.dates import read_date
from minutes_cli.model import Status
from minutes_cli.reading.lexicon import written
from minutes_cli.reading.spaces import back, squeezed
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import longest_first, one_of, word_set


class Said(NamedTuple):
    """A status in words, and where in them it stands."""

    status: Status
    progress: str | None
    """The word, where it is finer than the status."""
    start: int
    end: int
    closed: Day | None = None
    note: str | None = None


DONE_BOXES = frozenset("xX✓✔☑✅")
DROPPED_BOXES = frozenset("-❌✗✘☒")
_CJK = re.compile(r"[\u3040-\u9fff]")
# Without one of these characters, or a word of status, nothing is said of it.
_SIGNS = re.compile(r"[✅✔☑✓❌✗✘☒\u3040-\u9fff]")
_SIGN_WORDS = frozenset({"done", "dropped", "cancelled", "white_check_mark", "heavy_check_mark"})
_NO_WORDS = re.compile(r"[^\w\s'/-]+")
_TICKS = re.compile(r"[✅✔☑✓]\ufe0f?|:white_check_mark:|:heavy_check_mark:|\u2611")
_ALL_OF_IT = re.compile(r"100 ?%")
_CROSSES = re.compile(r"[❌✗✘☒]\ufe0f?")
# What `minutes close` writes: "(closed 2011-10-06 by Ann Lee: paper circulated)"; a note may hold brackets of its own.
_CLOSE_NOTE = re.compile(
    r"(?<![ \t])[ \t]*[\[(](?P<word>[^\W\d_][\w' -]{1,24}?)[ \t]+(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[ \t]+[^\W\d_]{2,5}[ \t]+(?P<who>[^()\[\]:,–-][^()\[\]:–]{0,80}?))?"
    r"(?:[ \t]*[:,–-][ \t]*(?P<note>(?:[^()\[\]]|\([^()\[\]]{0,200}\)|\[[^()\[\]]{0,200}\]){0,400}))?[\])]"
)
_DAY_BEHIND = re.compile(
    r"(?<![ \t])[ \t]*[❌✗✘][ \t]*(?P<day>\d{4}-\d{2}-\d{2})|"
    r"(?<!\S)(?P<key>done|dropped|cancelled):(?P<on>\d{4}-\d{2}-\d{2})(?!\S)"
)


def of_box(box: str | None) -> Status | None:
    """The status that a box says; an empty or half-filled one is open."""
    if box is None:
        return None
    if box in DONE_BOXES:
        return Status.DONE
    return Status.DROPPED if box in DROPPED_BOXES else Status.OPEN


def word_of(words: str, vocabulary: Vocabulary) -> tuple[Status, str | None] | None:
    """The status that a short text consisting of nothing else says, as in a status cell."""
    plain = _NO_WORDS.sub(" ", words.casefold().replace("’", "'"))
    plain = " ".join(plain.split()).strip(" -")
    if _TICKS.search(words):
        return Status.DONE, None
    if _CROSSES.search(words):
        return Status.DROPPED, None
    if _ALL_OF_IT.fullmatch(words.strip()):
        return Status.DONE, None
    for before in _before(vocabulary):
        if plain.startswith(before + " "):
            plain = plain[len(before) + 1 :]
            break
    for status, key in ((Status.DONE, "status.done"), (Status.DROPPED, "status.dropped"), (Status.OPEN, "status.open")):
        if plain in vocabulary.words(key):
            finer = plain if status is Status.OPEN and plain != "open" else None
            return status, finer
    return None


@cache
def _before(vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(longest_first(vocabulary.words("status.before")))


def _may_say(words: str, vocabulary: Vocabulary) -> bool:
    """Whether words may say a status; soon asked, and False of most."""
    if vocabulary.may_hold(words, "status.any") or not _SIGN_WORDS.isdisjoint(word_set(words)):
        return True
    return not words.isascii() and _SIGNS.search(words) is not None


_GOES_ON = r"(?=[.;,(]|\s+(?:[–—-]|by|on|in|at|as|now|since|last|this)\s|\s+\d{{1,4}}[ ./-])"
_END = r"[\s.!)\]]*$"
# "Complete" and "close" may tell what is to be done, before a day.
_WHEN = r"(?<!complete)(?<!close)\s+(?:(?:on|in|am|vom|le|el|il|op|em)\s+(?=\S{{0,3}}\s?\d)|(?=\d))"
_REMARK = rf"(?:\s*[,;:–—-]\s|{_WHEN}|\s+(?:see|siehe|voir|ver|vedi|zie)\s)"
_PATTERNS = (
    (":：=", r"(?P<all>[\[(]?\s*(?:{label})\s*[:：=]+\s*(?P<word>(?:{every}))\b\s*[\])]?)"),
    ("]):：–-】", r"^\s*(?P<all>[\[(【]?\s*(?P<word>{every})\s*(?:[\])】]\s*[:：–-]?|[:：]|\s[–-](?=\s)))(?=\s)"),
    (".,;", r"^\s*(?P<all>(?:(?:{before})\s+)?(?P<word>{closing})\s*[.,;])(?=\s|$)"),
    ("[(（【", r"(?P<all>[\[(（【]\s*(?:(?:{before})\s+)?(?P<word>{closing})\s*!?\s*[\])）】])"),
    ("[(（【", r"(?P<all>[\[(（【]\s*(?P<word>{every})\s*[\])）】])" + _END),
    (
        "[(（【",
        r"(?P<all>[\[(（【]\s*(?:(?:{before})\s+)?(?P<word>{closing})"
        + _REMARK
        + r"[^\[\]()（）]{{0,80}}[\])）】])"
        + _END,
    ),
    (".;", r"(?<=\w)[.;]\s+(?P<all>(?:(?:{before})\s+)?(?P<word>{closing})" + _WHEN + r"[^.;()]{{0,30}})" + _END),
    ("–—-", r"(?P<all>\s[–—-]+\s*(?:(?:{before})\s+)?(?P<word>{every}))" + _END),
    ("(（", r"(?P<all>[(（][^（）()]{{0,80}}?(?P<word>{cjk})\s*[)）])"),
    (":：,", r"[:：,]\s*(?P<all>(?:(?:{before})\s+)?(?P<word>{closing}))\s*[!.]?\s*$"),
    (":：", r"(?<=\w)[:：]\s+(?P<all>(?:(?:{before})\s+)?(?P<word>{every}))\s*[!.]?\s*$"),
    (
        ":：,–—-",
        r"(?:[:：,]|\s[–—-])\s+(?P<all>(?:(?:{before})\s+)?(?P<word>{every}))" + _GOES_ON,
    ),
    (".!;>→", r"(?:[.!;]|\s[-–—=]*>|→)\s*(?P<all>(?:(?:{before})\s+)?(?P<word>{closing}))" + _END),
)
"""Where a word of status stands, with a sign of which one is there in any case: `word` is the word, `all` what
belongs to it."""


@cache
def _words(vocabulary: Vocabulary) -> Mapping[str, str]:
    """The words of status as alternatives, by what they are called in _PATTERNS."""
    closed = vocabulary.words("status.done") | vocabulary.words("status.dropped")
    return MappingProxyType(
        {
            "closing": one_of(closed),
            "every": one_of(closed | vocabulary.words("status.open")),
            "label": one_of(vocabulary.words("status.label")),
            "before": one_of(vocabulary.words("status.before")),
            "cjk": one_of(word for word in closed if _CJK.match(word)),
        }
    )


@cache
def _pattern(vocabulary: Vocabulary, shape: str) -> re.Pattern[str]:
    return re.compile(shape.format_map(_words(vocabulary)), re.IGNORECASE)


def read_status(words: str, vocabulary: Vocabulary, *, raw: str = "") -> Said | None:
    """What the words of one action say of its status; None where they say nothing.

    `raw` is the text with its markup, of the same length, for struck-out words.
    """
    may_say = _may_say(words, vocabulary) or (("**" in raw or "__" in raw) and _may_say(raw, vocabulary))
    written = _written_close(words, vocabulary) or _day_behind(words) if may_say else None
    if written is not None:
        return written
    struck = raw.strip()
    if (struck[:2] == "~~" and struck.rstrip(".").endswith("~~")) or _STRUCK.fullmatch(struck):
        return Said(Status.DONE, None, 0, 0)
    if struck[:2] == "~~" and (behind := _STRUCK_HEAD.match(struck)) and _is_remark(behind["behind"]):
        return Said(Status.DONE, None, 0, 0)
    if not may_say:
        return None
    shouted = _line_of_its_own(raw, vocabulary) or _shouted(words, raw, vocabulary)
    if shouted is not None:
        return shouted
    ticked = _ticked(words, vocabulary)
    if ticked is not None:
        return ticked
    short, places = squeezed(words)
    there = set(short)
    for signs, shape in _PATTERNS:
        found = None if there.isdisjoint(signs) else _pattern(vocabulary, shape).search(short)
        said = word_of(found["word"], vocabulary) if found else None
        if found and said is not None:
            start, end = back(places, *found.span("all"))
            return Said(said[0], said[1], start, end)
    return None


def _line_of_its_own(raw: str, vocabulary: Vocabulary) -> Said | None:
    """What the last line of several says that is nothing but a word of status with a capital: "Done"."""
    at = raw.rstrip().rfind("\n") + 1
    line = raw[at:].strip()
    said = word_of(line, vocabulary) if at and line[:1].isupper() and len(line) < _SHORT_LINE else None
    start = raw.index(line, at) if said is not None else 0
    return Said(said[0], said[1], start, start + len(line)) if said is not None else None


_SHORT_LINE = 30


def _written_close(words: str, vocabulary: Vocabulary) -> Said | None:
    """ "(closed 2011-10-06: paper circulated)", as `minutes close` writes it."""
    written = _CLOSE_NOTE.search(words)
    said = word_of(written["word"], vocabulary) if written else None
    if written is None or said is None or said[0] is Status.OPEN:
        return None
    day = read_date(written["day"], vocabulary.calendar)
    note = " ".join((written["note"] or "").split()) or None
    return Said(said[0], None, written.start(), written.end(), day.day if day else None, note)


CLOSING = re.compile(
    r"(?<![ \t])[ \t]*\([^\W\d_][\w' -]{1,24}?[ \t]+\d{4}-\d{2}-\d{2}(?:[^()\n]|\([^()\n]*\)){0,500}\)"
    r"|(?<![ \t])[ \t]*[✅❌][ \t]*\d{4}-\d{2}-\d{2}|(?<![ \t])[ \t]*(?<!\S)(?:done|dropped):\d{4}-\d{2}-\d{2}(?!\S)"
)
"""A closing as `minutes` writes it in words, as Obsidian's emoji or for todo.txt, with the space before it."""


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DEADLINE = re.compile(r"\(([^\W\d_][\w' -]{1,24}) \d{4}-\d{2}-\d{2}\)")


def closing_behind(words: str, vocabulary: Vocabulary) -> Said | None:
    """The closing that the words end with, as `minutes close` writes it."""
    for found in CLOSING.finditer(words) if _ISO.search(words) else ():
        if not words[found.end() :].strip(" .\t\r\n*_"):
            said = _written_close(found[0], vocabulary) or _day_behind(found[0]) or _ticked(found[0], vocabulary)
            return said._replace(start=found.start(), end=found.end()) if said is not None else None
    return None


def without_closings(text: str, vocabulary: Vocabulary) -> str:
    """The text with spaces where closings and deadlines are written as `minutes` writes them, so that their days
    are nobody else's."""
    parts: list[str] = []
    at = 0
    for day in _ISO.finditer(text):  # neither is without such a day, or goes over the end of a line
        if day.start() >= at:
            start = max(at, text.rfind("\n", at, day.start()) + 1)
            end = text.find("\n", day.end())
            end = end if end >= 0 else len(text)
            parts += [text[at:start], _without_closings(text[start:end], vocabulary)]
            at = end
    return "".join(parts) + text[at:] if parts else text


def _without_closings(line: str, vocabulary: Vocabulary) -> str:
    deadlines = {written(code)["due"].casefold() for code in vocabulary.languages}

    def blank(found: re.Match[str]) -> str:
        said = _written_close(found[0], vocabulary) or _day_behind(found[0]) or _ticked(found[0], vocabulary)
        return " " * len(found[0]) if said is not None else found[0]

    blanked = CLOSING.sub(blank, line)
    return _DEADLINE.sub(lambda found: " " * len(found[0]) if found[1].casefold() in deadlines else found[0], blanked)


def closing_at(words: str, at: int, vocabulary: Vocabulary) -> Said | None:
    """The closing that is written right behind an offset of `words`; its places count from the beginning of `words`."""
    found = _CLOSE_NOTE.match(words, at)
    said = _written_close(found[0], vocabulary) if found else None
    return said._replace(start=at, end=at + said.end) if said is not None else None


def _day_behind(words: str) -> Said | None:
    """ "❌ 2011-10-06" as Obsidian's tasks have it, "done:2011-10-06" as todo.txt has it."""
    found = _DAY_BEHIND.search(words)
    if found is None:
        return None
    status = Status.DONE if found["key"] == "done" else Status.DROPPED
    try:
        return Said(status, None, found.start(), found.end(), Day.fromisoformat(found["day"] or found["on"]))
    except ValueError:
        return None


_BOLD = re.compile(r"(?:\*\*|__)\s*([^*_\n()]{2,30}?)\s*(?=\([^()\n]{1,30}\)|[:.*_])")
_STRUCK = re.compile(r"<(s|del|strike)>[^<>]*</\1>\.?", re.IGNORECASE)
_STRUCK_HEAD = re.compile(r"~~[^~\s]+(?:\s+[^~\s]+){2,60}~~(?P<behind>[^~]{0,120})$")


def _is_remark(words: str) -> bool:
    """Whether what stands behind a task that is struck out says what became of it, and is no new task."""
    return words.lstrip()[:1] in ("(", "[", "-", "–", "—", ":", "→") or len(words.split()) <= _FEW


_FEW = 4
_SLANTED = re.compile(r"(?<![\w*_])[*_]([A-Z][a-z]{3,12})[.!]?[*_](?![\w*_])")
"""An emphasised word that begins with a capital is a remark of its own: "Ann to pay. Bo has the bill. _Done._"."""
_CAPITALS = re.compile(r"(?:^|[:.;]\s|\s[–—-]\s)\s*([A-ZÀ-Þ][A-ZÀ-Þ' -]{2,24}?)\b(?=\s|[:.]|$)(?!\s+[A-ZÀ-Þ]{2})")


def _shouted(words: str, raw: str, vocabulary: Vocabulary) -> Said | None:
    """A word of status in capitals at the head, or set in bold anywhere: "**DONE** Send the letter"."""
    for found in (*_CAPITALS.finditer(words), *_BOLD.finditer(raw), *_SLANTED.finditer(raw)):
        said = word_of(found.group(1), vocabulary)
        if said is not None and found.group(1).casefold() not in vocabulary.words("marks.action"):
            sign = re.match(r"\s{0,3}[:：]", words[found.end() : found.end() + 4])
            return Said(said[0], said[1], found.start(1), found.end(1) + (sign.end() if sign else 0))
    return None


def _ticked(words: str, vocabulary: Vocabulary) -> Said | None:
    """A tick at the head or the end of the words, or before the day of closing."""
    tick = _TICKS.search(words)
    if tick is None:
        return None
    dated = words[tick.end() : tick.end() + 12].strip()[:4].isdigit()
    if not dated and tick.start() >= 4 and tick.end() <= len(words.rstrip()) - 3:
        return None
    day = read_date(words[tick.end() : tick.end() + 14], vocabulary.calendar) if dated else None
    return Said(Status.DONE, None, tick.start(), tick.end() + (day.end if day else 0), day.day if day else None)
