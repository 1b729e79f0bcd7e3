"""The proof of a change: read again, the file says what the change means to say, and nothing else differs.

Places may move; words, owners, days, states, meetings, decisions and findings may not, but for the fields
that the change declares.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from minutes_cli.config import Config
from minutes_cli.model import Change, Document, Effect, Meeting, Mention, MinutesError, Status
from minutes_cli.reading.parse import parse
from minutes_cli.register.ids import label_key, task_words
from minutes_cli.register.names import key
from minutes_cli.text import Edit, EditRefused, Source, Span, apply

_NOWHERE = Span(0, 0)


class CannotChange(MinutesError):
    """A change that could not be made or written; nothing has been written."""

    exit_code = 1


class Outdated(CannotChange):
    """The register and the file are not of one moment: the file was written in between."""


def make(document: Document, edits: Sequence[Edit], effects: Sequence[Effect]) -> Change | None:
    """The change that the edits make to a file; None where they overlap."""
    source = document.source
    try:
        after = apply(source.text, edits)
    except EditRefused:
        return None
    ordered = tuple(sorted(edits, key=lambda one: (one.span.start, one.span.end)))
    return Change(source.path, source.text, after, ordered, tuple(effects))


def prove(change: Change, config: Config, before: Document | None = None) -> str | None:
    """What is wrong with a change, in a sentence; None where it does what it declares and nothing else.

    `before` is what the file said; it is read from the change where it is not at hand.
    """
    then = before if before is not None else parse(Source(change.path, change.before), config)
    now = parse(Source(change.path, change.after), config)
    added = [one.index for one in change.effects if one.field == "new"]
    if len(now.mentions) != len(then.mentions) + len(added):
        return "another number of actions would be read in the file"
    kept = [one for at, one in enumerate(now.mentions) if at not in added]
    effects: Mapping[int, list[Effect]] = _by_index(change.effects)
    for at, (old, new) in enumerate(zip(then.mentions, kept, strict=True)):
        fault = _mention_fault(old, new, effects.get(at, []))
        if fault is not None:
            return fault
    return _rest_fault(then, now)


def _by_index(effects: Sequence[Effect]) -> dict[int, list[Effect]]:
    found: dict[int, list[Effect]] = {}
    for one in effects:
        if one.field != "new":
            found.setdefault(one.index, []).append(one)
    return found


def _mention_fault(old: Mention, new: Mention, effects: Sequence[Effect]) -> str | None:
    """What differs between two readings of one mention that should not, or does not that should."""
    same = _placeless(new)
    for effect in effects:
        fault = _effect_fault(old, new, effect)
        if fault is not None:
            return fault
        match effect.field:
            case "status":
                same = replace(same, status=old.status, progress=old.progress, closed=old.closed, note=old.note)
            case "owners":
                same = replace(same, owners=old.owners)
            case "label" if task_words(old) == task_words(new):
                same = replace(same, label=old.label, text=old.text)
            case "due" if task_words(old) == task_words(new):
                same = replace(same, due=old.due, due_text=old.due_text, awaits=old.awaits, text=old.text)
            case _:
                pass
        if old.form == "recorded" and effect.field in {"status", "owners"}:  # such a line has no words but these
            same = replace(same, text=old.text)
    then = _placeless(old)
    if same == then:
        return None
    differing = [name for name in Mention.__dataclass_fields__ if getattr(same, name) != getattr(then, name)]
    return f"{', '.join(differing)} of the action in line {old.line} would be read differently"


def _effect_fault(old: Mention, new: Mention, effect: Effect) -> str | None:
    where = f"the action in line {old.line}"
    if effect.field == "status":
        is_open = new.status in {None, Status.OPEN}
        if (effect.value is Status.OPEN) != is_open or (not is_open and new.status is not effect.value):
            return f"{where} would not be read as {effect.value}"
        if effect.note is not None and _letters(effect.note) not in _letters(new.note or ""):
            return f"the note would not be read back at {where}"
    if effect.field == "owners" and isinstance(effect.value, tuple):
        wanted = [key(str(one)) for one in effect.value]
        if [key(one) for one in new.owners] != wanted:
            return f"the owners of {where} would be read as {', '.join(new.owners) or 'nobody'}"
    if effect.field == "label" and label_key(new.label or "") != label_key(str(effect.value)):
        return f"the id would not be read back at {where}"
    if effect.field == "due" and (new.due != effect.value or (effect.value is None and new.due_text)):
        return f"{where} would be read as due {new.due or new.due_text or 'at no time'}"
    return None


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()


def _placeless(one: Mention) -> Mention:
    return replace(
        one,
        span=_NOWHERE,
        line=0,
        end_line=0,
        owners_span=None,
        due_span=None,
        slot=None,
        said=None,
        meeting=_lineless(one.meeting),
    )


def _lineless(meeting: Meeting | None) -> Meeting | None:
    return replace(meeting, line=0) if meeting is not None else None


def _rest_fault(then: Document, now: Document) -> str | None:
    """What differs beside the mentions."""
    if [_lineless(one) for one in then.meetings] != [_lineless(one) for one in now.meetings]:
        return "the meeting would be read differently"
    if [(one.text, one.label, one.item) for one in then.decisions] != [
        (one.text, one.label, one.item) for one in now.decisions
    ]:
        return "the decisions would be read differently"
    findings = [Counter((one.code, one.name) for one in document.diagnostics) for document in (then, now)]
    if findings[1] - findings[0]:
        return "the file would have a new fault"
    approvals = [Counter(one.of for one in document.approvals) for document in (then, now)]
    return "other minutes would be read as approved" if approvals[0] != approvals[1] else None
