"""Found → Mention: the words of a found action are read, and split where they hold several tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Day
from functools import cache
from types import MappingProxyType

from minutes_cli.dates import Due, read_date, read_due
from minutes_cli.model import Mention, Slot, Status
from minutes_cli.reading.blocks import PARA
from minutes_cli.reading.forms.found import Found, Page
from minutes_cli.reading.forms.marks import is_field, own_label
from minutes_cli.reading.forms.recorded import recorded_text
from minutes_cli.reading.forms.records import ACTIONS, Record, matters, owners_of, records, slot_of, task_of
from minutes_cli.reading.heading import Sitting
from minutes_cli.reading.outcomes import with_outcome
from minutes_cli.reading.owners import by_field
from minutes_cli.reading.phrases import Anchor, Phrase, read_phrase
from minutes_cli.reading.records import Value
from minutes_cli.reading.references import references
from minutes_cli.reading.reports import tells_done
from minutes_cli.reading.splitting import split_tasks
from minutes_cli.reading.stamps import stamp_in
from minutes_cli.reading.status import Said, closing_at, word_of
from minutes_cli.reading.trailing import Owners
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import one_of
from minutes_cli.text import Span


def mentions_of(found: Found, page: Page, sitting: Sitting, order: str) -> Iterator[Mention]:
    """The action that was found; several where its words hold several tasks with owners of their own."""
    words = _cut(page.words(found.start, found.end), found)
    if found.owners is None and found.form in ("keyword", "label", "checkbox"):
        parts = split_tasks(words, page, prose=found.form == "label" and page.outline.blocks[found.first].kind == PARA)
    elif found.form == "keyword" and found.owners_span is not None and found.owners_span.end <= found.start:
        parts = split_tasks(words, page, named=True)  # "Action Ann: book the hall; Bo to pay for it"
    else:
        parts = (Span(0, len(words)),)
    for at, part in enumerate(parts):
        one = _part(found, page, part) if len(parts) > 1 else found
        one = one._replace(owners=None, owners_span=None) if at else one
        yield _mention(one, page, sitting, order, whole=found)


def _part(found: Found, page: Page, part: Span) -> Found:
    """One task of several in a line: what becomes of it has to be written at its own end, before its full stop."""
    end = found.start + part.end
    stop = (
        end
        - len(page.source.text[found.start + part.start : end])
        + len(page.source.text[found.start + part.start : end].rstrip(" \t\r\n."))
    )
    return found._replace(start=found.start + part.start, end=end, slot=Slot(Span(stop, stop), "words"))


def _cut(words: str, found: Found) -> str:
    if found.cut is None:
        return words
    first, last = max(0, found.cut.start - found.start), max(0, found.cut.end - found.start)
    return words[:first] + " " * (min(last, len(words)) - first) + words[last:]


def _mention(found: Found, page: Page, sitting: Sitting, order: str, *, whole: Found) -> Mention:
    meeting = sitting.meeting
    anchor = Anchor(meeting.date, meeting.next_meeting, order)
    found, words, phrase = _read(found, page, anchor)
    due, due_at = _stated_due(found, page, anchor, phrase)
    blocks, head = page.outline.blocks, page.outline.blocks[found.first]
    carried = _is_carried(found, page, whole)
    due = _as_it_was(due, meeting.date) if due is not None and carried else due
    status, progress = _status(found, phrase)
    if status is None and progress is None and carried:
        status = _told_later(whole, page) or (Status.DONE if tells_done(words, page.vocabulary) else None)
    owners, span = _owners(found, phrase)
    below_owners, below_due = _fields_below(whole, page, anchor) if not owners or due is None else (None, None)
    if not owners and below_owners is not None:
        owners, span = below_owners.names, Span(below_owners.start, below_owners.end)
    if due is None and below_due is not None:
        due, due_at = below_due
    return Mention(
        path=page.source.path,
        span=Span(found.start, found.end),
        line=page.source.line(found.start) if found.start > head.start + 200 else head.line,
        end_line=blocks[found.last].end_line,
        form=found.form,
        text=phrase.text or _without_closing(page.words(found.start, found.end), phrase.said),
        owners=owners,
        owners_span=span,
        due=due.day if due else None,
        due_text=due.text if due else None,
        due_span=Span(due_at + due.start, due_at + due.end) if due else None,
        tags=phrase.tags,
        label=found.label,
        status=status,
        progress=progress,
        closed=phrase.said.closed if phrase.said else None,
        note=phrase.said.note if phrase.said else None,
        item=page.item(whole.first),
        meeting=meeting,
        carried=carried,
        private=any(scope.private for scope in page.outline.scopes[whole.first]),
        slot=found.slot,
        references=references(page.source.text[blocks[found.first].start : found.end]),
        awaits=due.awaits if due else None,
        said=Span(found.start + phrase.said.start, found.start + phrase.said.end) if phrase.said else None,
        same=found.same,
    )


def _read(found: Found, page: Page, anchor: Anchor) -> tuple[Found, str, Phrase]:
    """What the words of an action say, read without the id that somebody wrote behind them."""
    words, raw, found = _unstamped(found, page)
    phrase = with_outcome(read_phrase(words, page.vocabulary, page.people, anchor, raw=raw), words, page)
    if found.by_id:
        phrase = Phrase(" ".join(words.split()), (), None, None, (), found.told)
    return found, words, phrase._replace(said=_behind(found, page) or phrase.said)


def _stated_due(found: Found, page: Page, anchor: Anchor, phrase: Phrase) -> tuple[Due | None, int]:
    """The deadline of a cell, else of the words, and where in the file the places in it are counted from."""
    cell = _cell_due(page, found.due, anchor) if found.due is not None else None
    return (cell, found.due.start) if found.due is not None and cell is not None else (phrase.due, found.start)


_MONTHS_BACK, _MONTHS_ON = 120, 300
"""Days: a day without a year in an earlier action was more than a year ahead only if it was not just past."""
_YEAR = re.compile(r"\d{4}")


def _as_it_was(due: Due, meeting: Day | None) -> Due:
    """The deadline of an earlier action: "by 27 February", read again on 3 March, was four days ago."""
    if due.day is None or meeting is None or _YEAR.search(due.text) or (due.day - meeting).days < _MONTHS_ON:
        return due
    try:
        earlier = due.day.replace(year=due.day.year - 1)
    except ValueError:
        return due
    return due._replace(day=earlier) if 0 < (meeting - earlier).days <= _MONTHS_BACK else due


def _unstamped(found: Found, page: Page) -> tuple[str, str, Found]:
    """The masked words, the characters themselves, and what was found; an id among them is its label."""
    words, raw = _cut(page.words(found.start, found.end), found), page.source.text[found.start : found.end]
    stamp = stamp_in(raw) if found.label is None else None
    if stamp is None:
        return words, raw, found
    return _blank(words, stamp), _blank(raw, stamp), found._replace(label=stamp["id"])


def _blank(words: str, part: re.Match[str]) -> str:
    return words[: part.start()] + " " * (part.end() - part.start()) + words[part.end() :]


def _is_carried(found: Found, page: Page, whole: Found) -> bool:
    scope = page.outline.inside(whole.first)
    if found.earlier or scope is None or not scope.earlier or scope.kind not in ("actions", "matters"):
        return found.earlier
    # What is marked below an item of a review came up while it was gone through.
    return found.form != "keyword" or page.outline.blocks[whole.first].parent <= scope.opened


def _without_closing(words: str, said: Said | None) -> str:
    """Words that are nothing but a deadline, say, are the task themselves; what became of it is not."""
    if said is None or said.closed is None or said.end <= said.start:
        return words.strip()
    return (words[: said.start] + words[said.end :]).strip()


def _behind(found: Found, page: Page) -> Said | None:
    """The closing that stands behind the words, as it does behind a bracket; places count from the words' start."""
    if found.slot is None or found.slot.vocabulary != "words" or found.slot.span.start < found.end:
        return None
    line_end = page.masked.find("\n", found.slot.span.start)
    rest = page.masked[found.slot.span.start : line_end if line_end >= 0 else None]
    said = closing_at(rest, 0, page.vocabulary)
    gap = found.slot.span.start - found.start
    return said._replace(start=said.start + gap, end=said.end + gap) if said is not None else None


def _fields_below(found: Found, page: Page, anchor: Anchor) -> tuple[Owners | None, tuple[Due, int] | None]:
    """Owners and deadline that lines of their own below the action give: "assigned to Ann", "Due: end of May"."""
    owners: Owners | None = None
    due: tuple[Due, int] | None = None
    for at in range(found.first + 1, min(found.last + 1, found.first + 12)):
        block = page.outline.blocks[at]
        words = page.words(block.start, block.end)
        if block.start < found.end or len(words) > 160:
            continue
        named = by_field(words, page.vocabulary, page.people)
        if owners is None and named is not None:
            owners = named._replace(start=block.start + named.start, end=block.start + named.end)
        if due is None and len(words) <= 90:
            said = read_due(
                words, page.vocabulary.calendar, anchor=anchor.day, next_meeting=anchor.next_meeting, order=anchor.order
            )
            label, sign, day = words.partition(":")
            if said is None and sign and label.strip().casefold() in page.vocabulary.words("columns.due"):
                said = due_of(day, page, anchor)
                said = said._replace(start=len(label) + 1, end=len(words)) if said is not None else None
            whole = said is not None and said.end - said.start >= 0.6 * len(words.strip())
            due = (said, block.start) if said is not None and (whole or is_field(words, page.vocabulary)) else None
    return owners, due


@cache
def _told_done(vocabulary: Vocabulary) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Phrases by which later minutes tell that an action is done, and words that take it back."""

    done, back = one_of(vocabulary.words("status.told_done")), one_of(vocabulary.words("status.not_before"))
    return (
        re.compile(rf"(?<!\w)(?:{done})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{back})(?!\w)", re.IGNORECASE),
    )


def _told_later(found: Found, page: Page) -> Status | None:
    """Done, where the words below a carried action tell so in a sentence without a "not" or "until"."""
    below = [page.outline.words[at] for at in range(found.first + 1, min(found.last + 1, found.first + 8))]
    done, back = _told_done(page.vocabulary)
    sentences = re.split(r"(?<=[.;!?])\s+|\s[–—-]+\s", " . ".join(below)[:1500])
    told = [back.search(sentence) is None for sentence in sentences if done.search(sentence)]
    return Status.DONE if told and all(told) else None


def _status(found: Found, phrase: Phrase) -> tuple[Status | None, str | None]:
    """The status of a box, cell or bracket; where it says open or nothing, that of the words."""
    said = phrase.said
    if found.status in (Status.DONE, Status.DROPPED) or said is None:
        return found.status, found.progress
    return said.status, said.progress or found.progress


def _owners(found: Found, phrase: Phrase) -> tuple[tuple[str, ...], Span | None]:
    if found.owners:
        return found.owners, found.owners_span
    span = phrase.owners_span
    return phrase.owners, Span(found.start + span.start, found.start + span.end) if span else None


def _cell_due(page: Page, cell: Span, anchor: Anchor) -> Due | None:
    """The deadline in a cell of its own: any date there is one."""
    words = page.masked[cell.start : cell.end]
    return due_of(words, page, anchor)


def due_of(words: str, page: Page, anchor: Anchor) -> Due | None:
    """The deadline that words which hold nothing else state."""
    if not words.strip() or words.strip().casefold() in page.vocabulary.words("marks.none"):
        return None
    calendar = page.vocabulary.calendar
    written = read_date(words, calendar, anchor=anchor.day, order=anchor.order)
    if written is not None and written.day is not None:
        return Due(written.day, 0, len(words), words.strip(), None, written.ambiguous)
    for said in dict.fromkeys((words, words.title())):  # "may" alone is a month
        due = read_due(f"by {said}", calendar, anchor=anchor.day, next_meeting=anchor.next_meeting, order=anchor.order)
        if due is not None and due.day is not None:
            return Due(due.day, 0, len(words), words.strip())
    return Due(None, 0, len(words), words.strip())


def yaml_mentions(front: Value, page: Page, sitting: Sitting, order: str) -> Iterator[Mention]:
    """The actions of a YAML file or of front matter."""
    for record in records(front, ACTIONS):
        if record.value.kind == "text":
            yield _text_record(record, page, sitting, order)
        elif task_of(record.value) is not None:
            yield _map_record(record, page, sitting, order)
    for _, told in matters(front, page.vocabulary):
        for value in told.items:
            yield from _matter(value, page, sitting, order)


def _matter(value: Value, page: Page, sitting: Sitting, order: str) -> Iterator[Mention]:
    """What an entry under matters arising tells of an action by its id; any other is a topic."""
    found = recorded_text(value.text, page.vocabulary, page.people) if value.kind == "text" else None
    own = own_label(value.text, page.vocabulary) if value.kind == "text" and found is None else None
    if own is not None:
        bare = value._replace(text=value.text[own.end() :])
        yield replace(_text_record(Record(bare, None, earlier=True), page, sitting, order), label=own[1])
    if found is None:
        return
    told, at = found.told, page.source.text.find(value.text, value.start, value.start + len(value.text) + 1)
    phrase = Phrase(" ".join(value.text[found.start : found.end].split()), (), None, None, (), told)
    cell = found.due.of(value.text) if found.due else ""
    due = due_of(cell, page, Anchor(sitting.meeting.date, sitting.meeting.next_meeting, order)) if cell else None
    mention = _yaml(Record(value, None, earlier=True), page, sitting, phrase, found.owners or (), due)
    said = Span(at + found.start + told.start, at + found.start + told.end) if told is not None and at >= 0 else None
    yield replace(mention, form="recorded", label=found.label, slot=None, said=said, same=found.same)


def _text_record(record: Record, page: Page, sitting: Sitting, order: str) -> Mention:
    value = record.value
    anchor = Anchor(sitting.meeting.date, sitting.meeting.next_meeting, order)
    stamp = stamp_in(value.text)
    words = _blank(value.text, stamp) if stamp is not None else value.text
    phrase = read_phrase(words, page.vocabulary, page.people, anchor)
    mention = _yaml(record, page, sitting, phrase, phrase.owners, phrase.due)
    mention = replace(mention, label=stamp["id"]) if stamp is not None else mention
    at = page.source.text.find(value.text, value.start, value.start + len(value.text) + 1)
    if at < 0:  # folded over lines, or with escapes: its words have no places of their own in the file
        return mention
    owners, due = phrase.owners_span, phrase.due
    return replace(
        mention,
        owners_span=Span(at + owners.start, at + owners.end) if owners else None,
        due_span=Span(at + due.start, at + due.end) if due else None,
    )


def _map_record(record: Record, page: Page, sitting: Sitting, order: str) -> Mention:
    value = record.value
    anchor = Anchor(sitting.meeting.date, sitting.meeting.next_meeting, order)
    task = task_of(value)
    phrase = read_phrase(task.text if task else "", page.vocabulary, page.people, anchor)
    owners, owners_span = owners_of(value, page.vocabulary, page.people)
    cell = value.get("due", "due_date", "deadline", "by_when", "when", "target")
    due = due_of(cell.text, page, anchor) if cell is not None else phrase.due
    mention = _yaml(record, page, sitting, phrase, owners if owners is not None else phrase.owners, due)
    status = value.get("status", "state", "done")
    said = (_YES_OR_NO.get(status.text.casefold()) or word_of(status.text, page.vocabulary)) if status else None
    closed, note, label = (
        value.get("closed", "closed_on", "done_on"),
        value.get("note", "notes", "comment"),
        value.get("id", "number", "ref", "key"),
    )
    whole_task = (
        " ".join(task.text.split()) if task is not None and owners is not None and cell is not None else mention.text
    )
    finer = status.text.casefold() if status is not None and said is None and status.text else None
    return replace(
        mention,
        text=whole_task,
        owners_span=owners_span,
        due_span=Span(cell.start, cell.end) if cell is not None else None,
        status=said[0] if said else mention.status,
        progress=said[1] if said else finer,
        closed=_day(closed),
        tags=_tags(value),
        note=" ".join(note.text.split()) or None if note is not None and note.kind == "text" else None,
        label=label.text or None if label is not None else None,
    )


_YES_OR_NO = MappingProxyType(
    {
        **dict.fromkeys(("true", "yes", "on", "y"), (Status.DONE, None)),
        **dict.fromkeys(("false", "no", "off", "n"), (Status.OPEN, None)),
    }
)
"""What YAML has for `done: true`."""


def _day(value: Value | None) -> Day | None:
    try:
        return Day.fromisoformat(value.text[:10]) if value is not None else None
    except ValueError:
        return None


def _tags(value: Value) -> tuple[str, ...]:
    tags = value.get("tags", "labels")
    return tags.texts() if tags is not None else ()


def _yaml(
    record: Record, page: Page, sitting: Sitting, phrase: Phrase, owners: tuple[str, ...], due: Due | None
) -> Mention:
    value, source = record.value, page.source
    end = value.start + len(source.text[value.start : value.end].rstrip())
    said = phrase.said
    return Mention(
        path=source.path,
        span=Span(value.start, end),
        line=source.line(value.start),
        end_line=source.line(max(value.start, end - 1)),
        form="record",
        text=phrase.text,
        owners=owners,
        owners_span=None,
        due=due.day if due else None,
        due_text=due.text if due else None,
        due_span=None,
        tags=phrase.tags,
        label=None,
        status=said.status if said else None,
        progress=said.progress if said else None,
        closed=said.closed if said else None,
        note=said.note if said else None,
        item=record.item,
        meeting=sitting.meeting,
        carried=record.earlier,
        private=False,
        slot=slot_of(value, source.text),
        awaits=due.awaits if due else None,
    )
