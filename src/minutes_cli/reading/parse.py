"""parse: Source → Document, from the text and nothing else.

It never raises on text: what cannot be read becomes a diagnostic, and the rest is read.

>>> from minutes_cli.config import Config
>>> document = parse(Source("2026-03-03.md", "ACTION: Ann to book the room\\n"), Config())
>>> [(one.owners, one.text) for one in document.mentions]
[(('Ann',), 'book the room')]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from minutes_cli.config import Config
from minutes_cli.dates import Due, read_name_date
from minutes_cli.model import Decision, Diagnostic, Document, Meeting, Mention, Severity
from minutes_cli.reading.approvals import approvals
from minutes_cli.reading.blocks import ITEM, ROW, by_heads, mask, scan
from minutes_cli.reading.columns import spaced_tables
from minutes_cli.reading.deadlines import led_deadline, shared_deadline
from minutes_cli.reading.decisions import Decided, decided
from minutes_cli.reading.faults import long_lines, misspelt_keys, unread_day_of, unread_days, unread_records
from minutes_cli.reading.fences import Opening, never_closed, without
from minutes_cli.reading.forms import FORMS
from minutes_cli.reading.forms.bold import bold_clauses
from minutes_cli.reading.forms.boxes import path_words
from minutes_cli.reading.forms.found import Found, Page
from minutes_cli.reading.forms.lists import sub_boxes
from minutes_cli.reading.forms.margin import action_column
from minutes_cli.reading.forms.records import DECISIONS, records
from minutes_cli.reading.forms.signs import action_signs
from minutes_cli.reading.front import front_matter
from minutes_cli.reading.front import never_closed as front_never_closed
from minutes_cli.reading.heading import Sitting, sittings
from minutes_cli.reading.lookalikes import LookAlike, look_alikes, looking_alike
from minutes_cli.reading.marks import translated
from minutes_cli.reading.mentions import mentions_of, yaml_mentions
from minutes_cli.reading.names import known_people, peers, speakers
from minutes_cli.reading.order import date_order, shown_order
from minutes_cli.reading.phrases import Anchor, task_of
from minutes_cli.reading.records import Unreadable, Value, read_records, read_toml
from minutes_cli.reading.sections import Outline, Scope, outline
from minutes_cli.reading.status import without_closings
from minutes_cli.reading.supersedes import superseded
from minutes_cli.reading.vocabulary import vocabulary_for
from minutes_cli.reading.wording import EVERY, word_set
from minutes_cli.text import Source, Span

_YAML = (".yaml", ".yml")


class Explained(NamedTuple):
    """Why a line was read as it was."""

    line: int
    form: str | None
    reason: str


class _Read(NamedTuple):
    page: Page
    front: Value | None
    sittings: tuple[Sitting, ...]
    found: tuple[Found, ...]
    diagnostics: tuple[Diagnostic, ...]
    order: str
    """`dmy`, `mdy` or `ymd`: how its numeric dates are read."""
    unclosed: tuple[Opening, ...] = ()
    """Where code blocks and comments begin that go on to the end of the text."""


def parse(source: Source, config: Config) -> Document:
    """What one file says. Everything in it is in the order of the text."""
    return _document(_read(source, config), config)


def _document(read: _Read, config: Config) -> Document:
    source = read.page.source
    mentions = list(_mentions(read))
    if read.front is not None:
        mentions = [*yaml_mentions(read.front, read.page, read.sittings[0], read.order), *mentions]
    decisions = tuple(_decisions(read, mentions))
    told = (*unread_days(read.page, mentions, read.order), *misspelt_keys(read.page, read.front, mentions))
    told = (*told, *unread_day_of(read.page, read.front)) if read.sittings[0].meeting.date is None else told
    doubts = _ambiguous(read) if config.date_order is None else []
    long = () if source.path.casefold().endswith(_YAML) else long_lines(source)
    unread = unread_records(source, read.front)
    alike = look_alikes(source.path, _alike(read, mentions, config))
    faults = (*read.diagnostics, *unread, *long, *told, *doubts, *alike)
    approved = tuple(approvals(read.page, read.sittings, read.order))
    return Document(source, tuple(one.meeting for one in read.sittings), tuple(mentions), decisions, faults, approved)


def _alike(read: _Read, mentions: list[Mention], config: Config) -> list[LookAlike]:
    """The lines that look like actions and belong to none, in order, among them those that nobody was to see."""
    return looking_alike(read.page, mentions, _hidden(read, config))


def _hidden(read: _Read, config: Config) -> tuple[LookAlike, ...]:
    """Lines that would be actions, did the code block or comment that is never closed not begin above them."""
    if not read.unclosed:
        return ()
    first = read.unclosed[0]
    shown = _read(without(read.page.source, read.unclosed), config)
    below = (one.line for one in _mentions(shown) if one.line >= first.line)
    return tuple(LookAlike(line, first.kind, None, first.closing, first.line) for line in below)


def _mentions(read: _Read) -> Iterator[Mention]:
    """The actions of the blocks; one without a deadline takes that of its list."""
    page = read.page
    shared: dict[Scope, Due | None] = {}
    actions = frozenset(at for found in read.found for at in range(found.first, found.last + 1))
    for found in read.found:
        sitting = _sitting_of(read, found.first)
        scope = page.outline.inside(found.first)
        anchor = Anchor(sitting.meeting.date, sitting.meeting.next_meeting, read.order)
        if scope is not None and scope.kind == "actions" and scope not in shared:
            shared[scope] = shared_deadline(page, scope, anchor, actions)
        due = shared.get(scope) if scope is not None else None
        if scope is not None and scope.kind == "actions" and not scope.earlier:
            due = led_deadline(page, found.first, scope, anchor, actions) or due
        for one in mentions_of(found, page, sitting, read.order):
            takes = due is not None and one.due_text is None and found.form != "keyword"
            yield replace(one, due=due.day, due_text=due.text, awaits=due.awaits) if takes and due is not None else one


def _read(source: Source, config: Config) -> _Read:
    front, faults, first_line = _front(source)
    whole_yaml = source.path.casefold().endswith(_YAML)
    languages = _languages(front, config)
    marks = translated(source.path, source.text)
    vocabulary = vocabulary_for(source.text, languages, config)
    marks, rows = (marks, frozenset()) if whole_yaml else spaced_tables(marks, vocabulary)
    shown = source if marks is source.text else Source(source.path, marks)
    masked = source.text if whole_yaml else mask(shown.text)
    blocks = [] if whole_yaml else scan(shown, masked, first_line, rows)
    unclosed = () if whole_yaml else never_closed(source, shown, first_line)
    shape = outline(blocks, by_heads(masked, lambda text: without_closings(text, vocabulary)), vocabulary)
    order = date_order(source.text, source.path, config, "mdy" if vocabulary.calendar.month_first else "dmy")
    meetings = sittings(shape, front, source, config, vocabulary, order)
    names = tuple(
        name for one in meetings for name in (*one.meeting.attendees, *one.meeting.apologies, one.meeting.chair or "")
    )
    initials = (short for one in meetings for short in one.people.initials)
    people = known_people(
        (*names, *(person.name for person in config.people)), (*initials, *speakers(shape, vocabulary.mark))
    )
    people = peers(shape, people, vocabulary)
    heads = frozenset(one.head for one in meetings)
    whole = frozenset(at for at, block in enumerate(blocks[: max(heads, default=0)]) if block.level == 1)
    flat = masked.replace("\n", " ").replace("\r", " ")
    titles = heads | (whole if len(meetings) > 1 else frozenset())
    signs = frozenset() if source.text.isascii() else action_signs(shape, vocabulary, people)
    column = action_column(source, vocabulary)
    bold = bold_clauses(source, masked, vocabulary, people.names)
    page = Page(source, masked, flat, shape, vocabulary, people, titles, signs, bold, column)
    return _Read(page, front, meetings, tuple(_found(page)), faults, order, unclosed)


def _front(source: Source) -> tuple[Value | None, tuple[Diagnostic, ...], int]:
    """The YAML at the head of a text, or the whole of a YAML file; the line at which blocks begin."""
    span = Span(0, len(source.text)) if source.path.casefold().endswith(_YAML) else front_matter(source)
    if span is None:
        return _open_front(source)
    first_line = source.line(span.end) + 1 if span.end < len(source.text) else len(source.starts) + 1
    is_toml = source.text[: span.start].lstrip("\ufeff").startswith("+++")
    kind = "TOML" if is_toml else "YAML"
    try:
        if is_toml:
            return read_toml(span.of(source.text), span.start), (), first_line
        values = read_records(span.of(source.text), span.start)
    except Unreadable as fault:
        place = min(fault.offset, max(0, len(source.text) - 1))
        broken = Diagnostic(
            "M011",
            "broken-yaml",
            Severity.ERROR,
            f"this is not {kind} that can be read: {fault}",
            source.path,
            source.line(place),
            source.column(place),
            f"mend the {kind} here; the rest of the file was read without it",
        )
        return None, (broken,), first_line
    if len(values) > 1:
        return Value("list", "", span.start, span.end, (), values), (), first_line
    return (values[0] if values else None), (), first_line


def _open_front(source: Source) -> tuple[Value | None, tuple[Diagnostic, ...], int]:
    """Front matter that is never closed: read as far as its keys go, and told."""
    span = front_never_closed(source)
    if span is None:
        return None, (), 1
    last = source.line(span.end)
    told = Diagnostic(
        "M011", "broken-yaml", Severity.ERROR, "the front matter that begins here is never closed", source.path, 1, 1,
        f"write a line --- below line {last}, where its keys seem to end; it was read as far as that",
    )  # fmt: skip
    try:
        values = read_records(span.of(source.text), span.start)
    except Unreadable:
        values = ()
    return (values[0] if len(values) == 1 else None), (told,), last + 1


def _languages(front: Value | None, config: Config) -> tuple[str, ...]:
    value = front.get("lang", "language") if front is not None and front.kind == "map" else None
    if value is not None and value.kind == "text":
        return (value.text.casefold()[:2], *config.languages)
    return config.languages


def _found(page: Page) -> list[Found]:
    """All actions of the blocks, each block held by the first form that reads it; a template holds none."""
    if path_words(page) & page.vocabulary.words("labels.template"):
        return []
    found: list[Found] = []
    taken: set[int] = set()
    forms = [(form, page.vocabulary.telling(*lists) if lists else EVERY) for _, form, lists in FORMS]
    for index, words in enumerate(page.outline.words):
        if index in taken:
            continue
        told = word_set(words)
        for form, telling in forms:
            here = () if telling.isdisjoint(told) else form(page, index)
            if not here:
                continue
            for one in here:
                own = sub_boxes(page, one.first) if one.first == index else ()
                found.append(one)
                taken.update(at for at in range(one.first, one.last + 1) if at not in own)
            break
    return sorted(found, key=lambda one: (one.start, one.end))


def _sitting_of(read: _Read, index: int) -> Sitting:
    for one in reversed(read.sittings):
        if one.blocks.start <= index:
            return one
    return read.sittings[0]


def _decisions(read: _Read, mentions: list[Mention]) -> list[Decision]:
    page = read.page
    taken = frozenset(at for one in read.found for at in range(one.first, one.last + 1) if one.form != "responsible")
    result = _yaml_decisions(read)
    for one in decided(page, taken):
        meeting = _sitting_of(read, one.block).meeting
        result.append(_decision(page, meeting, one, read.order))
    return result


def _yaml_decisions(read: _Read) -> list[Decision]:
    """The decisions of a YAML file or of front matter."""
    source, meeting = read.page.source, read.sittings[0].meeting
    result: list[Decision] = []
    for record in records(read.front, DECISIONS) if read.front is not None else ():
        value = record.value
        text = value.get("text", "decision", "title", "resolution", "what") if value.kind == "map" else value
        if text is None or not text.text.strip():
            continue
        end = value.start + len(source.text[value.start : value.end].rstrip())
        label = value.get("id", "number", "ref")
        topic = value.get("topic", "item")
        result.append(
            Decision(
                source.path,
                Span(value.start, end),
                source.line(value.start),
                source.line(max(value.start, end - 1)),
                " ".join(text.text.split()),
                label.text if label else None,
                topic.text if topic else record.item,
                meeting,
                False,
                superseded(text.text, read.page.vocabulary, meeting.date, read.order),
            )
        )
    return result


def _decision(page: Page, meeting: Meeting, decision: Decided, order: str) -> Decision:
    span, blocks = Span(decision.start, decision.end), page.outline.blocks
    return Decision(
        page.source.path,
        span,
        blocks[decision.block].line,
        blocks[decision.last].end_line,
        task_of(without_closings(page.words(span.start, span.end), page.vocabulary)),
        decision.label,
        page.item(decision.block),
        meeting,
        any(scope.private for scope in page.outline.scopes[decision.block]),
        superseded(page.words(span.start, span.end), page.vocabulary, meeting.date, order),
    )


def _ambiguous(read: _Read) -> list[Diagnostic]:
    """Dates whose order of day and month is a guess."""
    return [
        Diagnostic(
            "M012",
            "ambiguous-date",
            Severity.WARNING,
            f"{one.ambiguous.text!r} could be two days; read as {one.meeting.date}",
            read.page.source.path,
            one.meeting.line,
            1,
            'set date-order = "dmy" or "mdy" in minutes.toml, or write 2011-09-01',
        )
        for one in read.sittings
        if one.ambiguous is not None and one.meeting.date != read_name_date(read.page.source.path, read.order)
    ]


class Seen(NamedTuple):
    """What reading took a file for, and what it passed over."""

    document: Document
    language: str
    date_order: str | None
    """The order of day and month that its dates show; None where they leave it open."""
    look_alikes: tuple[LookAlike, ...]
    headings: tuple[tuple[int, str], ...]
    """Line of each action, and the nearest heading above it."""


def examine(source: Source, config: Config) -> Seen:
    """What `minutes doctor` has to know of one file."""
    read = _read(source, config)
    page, document = read.page, _document(read, config)
    shape = page.outline
    titles = {block.line: scopes[-1].title for block, scopes in zip(shape.blocks, shape.scopes, strict=True) if scopes}
    return Seen(
        document,
        page.vocabulary.languages[0],
        shown_order(source.text, source.path),
        tuple(_alike(read, list(document.mentions), config)),
        tuple((one.line, titles[one.line]) for one in document.mentions if one.line in titles),
    )


def private_lines(source: Source, config: Config) -> frozenset[int]:
    """The lines, from 1, of sections under headings such as "In camera", these headings among them."""
    shape = _read(source, config).page.outline
    found: set[int] = set()
    for index, block in enumerate(shape.blocks):
        opened = shape.opens[index]
        if any(one.private for one in shape.scopes[index]) or (opened is not None and opened.kind == "private"):
            later = shape.blocks[index + 1].line if index + 1 < len(shape.blocks) else len(source.starts) + 1
            found.update(range(block.line, later))
    return frozenset(found)


def explain(source: Source, config: Config) -> tuple[Explained, ...]:
    """For every line with words, the form that read it, or why none did."""
    read = _read(source, config)
    page = read.page
    by_block = {at: one for one in read.found for at in range(one.first, one.last + 1)}
    told = (_explained(page, page.outline, index, by_block.get(index)) for index in range(len(page.outline.blocks)))
    return (*told, *_unclosed_lines(read))


def _unclosed_lines(read: _Read) -> Iterator[Explained]:
    """The lines with words from where a code block or a comment begins that is never closed."""
    source = read.page.source
    for opening in read.unclosed[:1]:
        kind = "code block" if opening.kind == "code" else opening.kind
        for line in range(opening.line, len(source.starts) + 1):
            if source.line_span(line).of(source.text).strip():
                yield Explained(line, None, f"not read: in the {kind} that begins in line {opening.line}, never closed")


def _explained(page: Page, shape: Outline, index: int, found: Found | None) -> Explained:
    block = shape.blocks[index]
    scope = shape.inside(index)
    where = f'under "{scope.title}" ({scope.kind})' if scope is not None else "under no heading that says what it holds"
    if found is not None:
        part = (
            "an action"
            if found.first == index
            else f"part of the action that begins in line {shape.blocks[found.first].line}"
        )
        return Explained(block.line, found.form, f"{part}, {where}")
    label = shape.opens[index]
    if label is not None:
        return Explained(block.line, None, f"a heading or label that opens a section: {label.kind}")
    if block.kind == "heading":
        return Explained(block.line, None, "a heading: the agenda item of what stands below")
    kind = {ITEM: "an item", ROW: "a row of a table"}.get(block.kind, "a paragraph")
    return Explained(block.line, None, f"no action: {kind} without a mark, {where}")
