"""The meeting or meetings of a file: date, body, chair, who was there, the next meeting.

Rests on: a meeting's date is in a "Date:" line, in the title, in front matter, in one of the first lines
or in the file's name, in that order of trust; a file with two or more headings of one level that are
hardly more than a date is a running document of several meetings.
"""

from __future__ import annotations

import re
from datetime import date as Day
from functools import cache
from typing import NamedTuple

from minutes_cli.config import Config
from minutes_cli.dates import Written, find_dates, read_date, read_name_date
from minutes_cli.model import Meeting
from minutes_cli.reading.attendance import Attendance, attendance
from minutes_cli.reading.blocks import HEADING, PARA, ROW
from minutes_cli.reading.forms.marks import leading_mark
from minutes_cli.reading.names import tidy
from minutes_cli.reading.occasions import in_full, is_month, next_in_sentences, one_day, title_in_name, with_number
from minutes_cli.reading.records import Value
from minutes_cli.reading.sections import Outline, row_label
from minutes_cli.reading.titles import body_of, names_meeting
from minutes_cli.reading.vocabulary import Vocabulary, normal_title
from minutes_cli.reading.wording import one_of
from minutes_cli.text import Source

_TOP = 25
_PAST_THE_TITLE = frozenset({"attendees", "apologies", "actions", "matters", "mixed", "decisions"})
"""Sections that stand below the title: a heading behind one of them is an agenda item."""
_YEAR_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b.*$|\b\d{1,2}\s*(?:am|pm|uhr|h)\b.*$", re.IGNORECASE)

_TOLD = re.compile(r"\s*([^:：]{2,60}?)\s*(?:[:：]|\b(?:is|will be|on|am|le|el|il)\b)\s*(.+)$")
_LABELLED = re.compile(r"\s*([^:：]{2,30}?)\s*[:：]\s*(.+)$")


_GLUED = re.compile(r"(?<=\d)(?=[^\W\d_]{3})|(?<=[^\W\d_])(?=\d)")
"""Between the parts of "17Mar2026"."""


@cache
def _opens(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{one_of(vocabulary.words('meeting.opens'))})(?!\w)", re.IGNORECASE)


class Sitting(NamedTuple):
    """One meeting with the blocks that tell of it."""

    meeting: Meeting
    blocks: range
    people: Attendance
    head: int
    """The block that is its heading, by its place among the blocks; -1 for none."""
    ambiguous: Written | None
    """The date as written, where its order of day and month is a guess."""


class _Dated(NamedTuple):
    day: Day
    block: int
    """Index of the block it stands in, -1 for none."""
    written: Written | None


def sittings(
    outline: Outline, front: Value | None, source: Source, config: Config, vocabulary: Vocabulary, order: str
) -> tuple[Sitting, ...]:
    """The meetings of a text in the order of the text; there is always at least one."""
    reader = _Reader(outline, front, source, config, vocabulary, order)
    heads = reader.running()
    if not heads:
        return (reader.single(),)
    return tuple(
        reader.one_of_many(head, range(head.block, heads[at + 1].block if at + 1 < len(heads) else len(outline.blocks)))
        for at, head in enumerate(heads)
    )


class _Reader:
    def __init__(
        self, outline: Outline, front: Value | None, source: Source, config: Config, vocabulary: Vocabulary, order: str
    ) -> None:
        self.outline = outline
        self.front = front if front is not None and front.kind == "map" else None
        self.path = source.path
        self.text = source.text
        self.config = config
        self.vocabulary = vocabulary
        self.order = order

    # -- several meetings

    def running(self) -> list[_Dated]:
        """The headings of a running document: two or more of one level that are hardly more than a date."""
        levels: dict[int, list[_Dated]] = {}
        for index, block in enumerate(self.outline.blocks):
            short = block.line == block.end_line and len(self.outline.words[index]) <= 40
            line = short and block.kind == PARA and block.blank_before
            if block.kind == HEADING or self.opens_title(index) or line:
                dated = self.mere_date(index)
                if dated is not None:
                    levels.setdefault(block.level or 9, []).append(dated)
        for _, heads in sorted(levels.items()):
            if len({head.day for head in heads}) >= 2:
                return self.without_repeats(heads)
        return []

    def without_repeats(self, heads: list[_Dated]) -> list[_Dated]:
        kept: list[_Dated] = []
        for head in heads:
            if not kept or head.day != kept[-1].day:
                kept.append(head)
        return kept

    def opens_title(self, index: int) -> bool:
        follow = self.outline.scopes[index + 1] if index + 1 < len(self.outline.blocks) else ()
        return bool(follow) and follow[-1].opened == index and self.outline.blocks[index].kind == PARA

    def mere_date(self, index: int) -> _Dated | None:
        """The date of a heading that says little else: "## 3 March 2026", "# Meeting of 2026-03-03"."""
        words = self.outline.words[index]
        label = self.outline.opens[index]
        scope = self.outline.inside(index)
        if label is not None and label.kind in ("next_meeting", "actions", "matters"):
            return None
        if scope is not None and scope.kind in ("next_meeting", "actions", "matters", "agenda"):
            return None
        found = read_date(words, self.vocabulary.calendar, anchor=self.year_anchor(), order=self.order)
        if found is None or found.day is None:
            return None
        behind = "" if names_meeting(words, found, self.vocabulary) else words[found.end :]
        rest = normal_title(_TIME.sub(" ", words[: found.start] + " " + behind))
        weekdays = self.vocabulary.words("meeting.words") | self.vocabulary.weekdays
        left = [word for word in rest.split() if word not in weekdays and not word.isdigit()]
        few = len(left) <= (3 if self.outline.blocks[index].kind == HEADING else 0)
        return _Dated(found.day, index, found) if few else None

    def one_of_many(self, head: _Dated, blocks: range) -> Sitting:
        title = self.outline.words[head.block]
        people = attendance(self.outline, self.vocabulary, blocks)
        body = (
            self.front_text("body", "group", "committee", "board")
            or self.body_of(self.title()[0] or "")
            or self.config.body
        )
        return self.sitting(head, head.block, title, body, people, blocks)

    # -- one meeting

    def single(self) -> Sitting:
        title, index = self.title()
        blocks = range(len(self.outline.blocks))
        people = attendance(self.outline, self.vocabulary, blocks)
        body = (
            self.front_text("body", "group", "committee", "board", "working_group", "team")
            or self.labelled_body()
            or self.body_of(title or "")
            or self.config.body
        )
        return self.sitting(self.date(), index, title, body, people, blocks)

    def sitting(
        self, dated: _Dated | None, index: int, title: str | None, body: str | None, people: Attendance, blocks: range
    ) -> Sitting:
        day = dated.day if dated else None
        front_people = self.front_people()
        present = people.present or front_people[0]
        meeting = Meeting(
            path=self.path,
            line=self.outline.blocks[index].line if 0 <= index < len(self.outline.blocks) else 1,
            date=day,
            body=body,
            title=title,
            chair=self.front_text("chair", "chaired_by") or people.chair or self.bot_chair(),
            attendees=present,
            apologies=people.absent or front_people[1],
            next_meeting=self.next_meeting(blocks, day),
            approval=self.approval(title, blocks),
            name=name_of(day, body, self.path),
        )
        written = dated.written if dated else None
        return Sitting(meeting, blocks, people, index, written if written is not None and written.ambiguous else None)

    def title(self) -> tuple[str | None, int]:
        """The title and the block it stands in; front matter's title where the text has none."""
        front = self.front_text("title", "name", "meeting")
        for index, block in enumerate(self.outline.blocks[:_TOP]):
            label = self.outline.opens[index]
            if label is not None and label.kind in _PAST_THE_TITLE and index:
                break
            if block.kind == HEADING and label is None and block.level <= 3 and not self.acts(index):
                return self.outline.words[index], index
        if front:
            return front, -1
        for index, words in enumerate(self.outline.words[:6]):
            started = re.match(r"#startmeeting\s+(\S.*)$", words)
            if started:
                return started.group(1), index
        for index, block in enumerate(self.outline.blocks[:4]):
            if (
                block.kind == PARA
                and self.outline.opens[index] is None
                and not block.speaker
                and len(self.outline.words[index]) <= 160
                and not self.acts(index)
            ):
                return self.outline.words[index], index
        return None, 0

    def date(self) -> _Dated | None:
        """The day of the only meeting, by the most trusted place that gives one."""
        for place in (
            self.dated_title, self.labelled_date, self.opening_date, self.front_date, self.dated_line,
            self.named_date, self.dated_lines, self.folder_date, self.dated_top, self.quoted_date, self.chat_date,
        ):  # fmt: skip
            dated = place()
            if dated is not None:
                return dated
        return None

    def opening_date(self) -> _Dated | None:
        """The day in a sentence that tells of the opening: "Called to order at 19:01, 16 August 2026"."""
        for index in range(min(_TOP, len(self.outline.blocks))):
            words = self.outline.words[index][:400]
            if not self.vocabulary.may_hold(words, "meeting.opens") or self.outline.inside(index) is not None:
                continue
            if _opens(self.vocabulary).search(words):
                dated = self.read(words, index)
                if dated is not None and dated.written is not None and dated.written.has_year:
                    return dated
        return None

    def dated_line(self) -> _Dated | None:
        """A whole date in one of the first headings or short lines, with its year."""
        return self.dated_top(8, 60, whole=True)

    def dated_lines(self) -> _Dated | None:
        """A whole date in one of the first lines, which may be longer."""
        return self.dated_top(whole=True)

    def named_date(self) -> _Dated | None:
        """The date in the name of the file itself, in numbers or words."""
        stem = re.split(r"__|/", self.path)[-1].rsplit(".", 1)[0]
        title = self.read(title_in_name(stem), -1)
        if title is not None:
            return title
        day = read_name_date(stem, self.order)
        if day is not None:
            return _Dated(day, -1, None)
        spaced = re.sub(r"[-_.]+", " ", stem)
        told = self.read(stem, -1) or self.read(spaced, -1) or self.read(_GLUED.sub(" ", spaced), -1)
        return None if told is not None and is_month(stem, told.day.month) else told

    def folder_date(self) -> _Dated | None:
        """The date that a file's name and its folders give together: "2026/03/17.md", "2026/March/17-minutes.md"."""
        day = read_name_date(self.path, self.order)
        if day is not None:
            return _Dated(day, -1, None)
        parts = re.split(r"__|[/\\]", self.path.rsplit(".", 1)[0])[-3:]
        if len(parts) < 2:
            return None
        told = self.read(re.sub(r"[-_.]+", " ", " ".join(parts)), -1)
        return None if told is not None and is_month(parts[-1], told.day.month) else told

    def quoted_date(self) -> _Dated | None:
        """The date in a quotation right below the title."""
        for line in self.text[:2000].split("\n")[:12]:
            dated = self.read(line.lstrip("> ")[:200], -1) if line.startswith(">") else None
            if dated is not None:
                return dated
        return None

    def labelled_date(self) -> _Dated | None:
        """ "Date: 3 March 2026", also as a list item, or as an item below one that says "Date"."""
        for index in range(min(len(self.outline.blocks), 60)):
            words = self.outline.words[index]
            labelled = _LABELLED.match(words)
            label = self.vocabulary.label(labelled.group(1)) if labelled else None
            if labelled and label is not None and label.kind == "date":
                dated = self.read(labelled.group(2), index) or self.read(in_full(labelled.group(2)), index)
                if dated:
                    return dated
            scope = self.outline.inside(index)
            if scope is not None and scope.kind == "date" and index <= scope.opened + 2:
                dated = self.read(words, index)
                if dated:
                    return dated
        return None

    def dated_title(self) -> _Dated | None:
        title, index = self.title()
        front = self.front_text("title", "name")
        for words, at in ((title, index), (front, -1), (in_full(title or ""), index)):
            dated = self.read(words, at) if words else None
            if dated:
                return dated
        return None

    def dated_top(self, top: int = _TOP, longest: int = 160, *, whole: bool = False) -> _Dated | None:
        """A date in one of the first headings or short lines; a `whole` one has its year beside it."""
        for index, block in enumerate(self.outline.blocks[:top]):
            words = self.outline.words[index]
            label = self.outline.opens[index]
            if len(words) > longest or (label is not None and label.kind in ("next_meeting", "actions")):
                continue
            if self.acts(index) or block.speaker or (block.kind == ROW and row_label(words, self.vocabulary) != "date"):
                continue
            scope = self.outline.inside(index)
            if block.line > 40 or (
                scope is not None and scope.kind in ("agenda", "actions", "matters", "next_meeting")
            ):
                continue
            dated = self.read(words, index)
            if dated and (not whole or (dated.written is not None and dated.written.has_year)):
                return dated
        return None

    def chat_date(self) -> _Dated | None:
        """The date in the first lines of a log, where it may stand in a long one."""
        first = (at for at in range(min(6, len(self.outline.blocks))) if not self.acts(at))
        dates = (self.read(self.outline.words[at][:400], at) for at in first)
        return next((dated for dated in dates if dated), None)

    def acts(self, index: int) -> bool:
        """Whether a block is an action by its box or mark: a day in it is a deadline, and not the meeting's."""
        if self.outline.blocks[index].box:
            return True
        whole = self.outline.words[index].lstrip()
        if whole[:1] in {"[", "#"} and leading_mark(whole, self.vocabulary) is not None:
            return True
        mark = self.vocabulary.mark.match(words := whole.lstrip("[(*_ "))
        behind = words[mark.end() :] if mark else ""
        return mark is not None and (
            behind.lstrip()[:1] in (":", "：", "]", ")") or (mark.group().isupper() and ":" in behind[:40])
        )

    def read(self, words: str, index: int) -> _Dated | None:
        words = words if index < 0 else with_number(words[:400], self.outline.blocks[index], self.text)
        for found in find_dates(words[:400], self.vocabulary.calendar, anchor=self.year_anchor(), order=self.order):
            if found.day is not None and (found.has_year or self.year_anchor() is not None):
                return _Dated(found.day, index, found)
        return None

    def year_anchor(self) -> Day | None:
        """The first day of the year that the path names, or a title at the top, for dates without a year."""
        named = read_name_date(self.path, self.order)
        if named is not None:
            return Day(named.year, 1, 1)
        heads = [at for at, block in enumerate(self.outline.blocks[:5]) if block.kind == HEADING]
        years = _YEAR_IN_PATH.findall(" ".join((*(self.outline.words[at] for at in reversed(heads)), self.path)))
        return Day(int(years[-1]), 1, 1) if years else None

    def front_date(self) -> _Dated | None:
        text = self.front_text("date", "meeting_date", "day", "when")
        if not text:
            return None
        found = read_date(text, self.vocabulary.calendar, anchor=self.year_anchor(), order=self.order)
        return _Dated(found.day, -1, found) if found is not None and found.day is not None else None

    # -- the rest

    def front_text(self, *keys: str) -> str | None:
        value = self.front.get(*keys) if self.front is not None else None
        return " ".join(value.text.split()) or None if value is not None and value.kind == "text" else None

    def front_people(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if self.front is None:
            return (), ()
        present = self.front.get("attendees", "present", "participants", "attendance")
        absent = self.front.get("apologies", "absent", "regrets", "excused")
        return _people(present), _people(absent)

    def bot_chair(self) -> str | None:
        """MeetBot's "The chair is nick." """
        found = (re.search(r"\bThe chair is (\S{1,40}?)\.(?:\s|$)", words) for words in self.outline.words[:6])
        return next((one.group(1) for one in found if one), None)

    def labelled_body(self) -> str | None:
        for index in range(min(len(self.outline.blocks), 12)):
            labelled = _LABELLED.match(self.outline.words[index])
            label = self.vocabulary.titles.get(normal_title(labelled.group(1))) if labelled else None
            if labelled and label is not None and label.kind == "body":
                return tidy(labelled.group(2))
        return None

    def body_of(self, title: str) -> str | None:
        return body_of(title, self.vocabulary, self.order)

    def next_meeting(self, blocks: range, day: Day | None) -> Day | None:
        """The day of the next meeting, as the file states it; never before the meeting."""
        candidates = list(filter(None, [self.front_text("next_meeting", "next")]))
        told = (at for at in blocks if self.tells_next(at))
        candidates += [with_number(self.outline.words[at], self.outline.blocks[at], self.text) for at in told]
        said = next_in_sentences((self.outline.words[at] for at in blocks if day), self.vocabulary)
        dates = (find_dates(one[:300], self.vocabulary.calendar, anchor=day, order=self.order) for one in candidates)
        for found in (one for some in dates for one in some):
            if found.day is not None and (day is None or found.day > day):
                return found.day
        days = (one_day(words, self.vocabulary.calendar, day, self.order) for words in said)
        return next((one for one in days if one is not None and day is not None and one > day), None)

    def tells_next(self, index: int) -> bool:
        """Whether a block is about the next meeting: its label, its heading, or the section it stands in."""
        scope, opened = self.outline.inside(index), self.outline.opens[index]
        if any(one is not None and one.kind == "next_meeting" for one in (scope, opened)):
            return True
        labelled = _TOLD.match(self.outline.words[index])
        label = self.vocabulary.label(labelled.group(1)) if labelled else None
        return label is not None and label.kind == "next_meeting"

    def approval(self, title: str | None, blocks: range) -> str | None:
        text = self.front_text("status", "approval", "state")
        candidates = [text] if text else []
        approved = self.front.get("approved") if self.front is not None else None
        if approved is not None and approved.text.casefold() not in ("", "false", "no"):
            return "approved"
        for index in list(blocks)[:12]:
            labelled = re.match(
                r"\s*(?:[^\W\d_]+\s+){0,2}status\s*[:：]\s*(\w+)", self.outline.words[index], re.IGNORECASE
            )
            candidates += [labelled.group(1)] if labelled else []
        marked = re.search(r"[\[(]\s*(\w+)\s*[\])]\s*$|^\s*(\w+)\b", title or "")
        candidates += [marked[1] or marked[2]] if marked else []
        for word in candidates:
            low = word.casefold()
            for state, key in (("approved", "meeting.approved"), ("draft", "meeting.draft")):
                if low in self.vocabulary.words(key):
                    return state
        return None


def _people(value: Value | None) -> tuple[str, ...]:
    if value is None:
        return ()
    texts = value.texts() if value.kind == "list" else tuple(re.split(r"\s*[,;]\s*", value.text))
    return tuple(dict.fromkeys(name for name in (tidy(text) for text in texts) if name))


def name_of(day: Day | None, body: str | None, path: str) -> str:
    """The name of a meeting: date and body, or what is known of them, or the file's stem."""
    slug = re.sub(r"[^\w]+", "-", (body or "").casefold()).strip("-")
    if day is None:
        return path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return f"{day.isoformat()}-{slug}" if slug else day.isoformat()
