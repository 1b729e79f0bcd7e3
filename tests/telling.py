"""All that reading says of a text, line by line, for a reader's eye: what stands where, and why.

`1:15-1:22 'Ann Lee'` is a place: line and column of its first character and of the one behind its last, and the words
there, or their ends. What is empty, no or nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from minutes_cli.config import Config
from minutes_cli.model import Decision, Diagnostic, Meeting, Mention
from minutes_cli.reading.parse import examine, explain, private_lines
from minutes_cli.text import Source, Span

LONG = 40
_PASSED = re.compile(r"no action: an? ([\w ]+) without a mark, under no heading that says what it holds")

_SHORT = MappingProxyType({"paragraph": "para", "row of a table": "row"})


def told(source: Source, config: Config) -> list[str]:
    """The meetings, actions, decisions and findings of a text, then why each line was read as it was."""
    seen = examine(source, config)
    document = seen.document
    alone = document.meetings[0].name if len(document.meetings) == 1 else ""
    private = sorted(private_lines(source, config))
    alike = [f"{one.line} {one.cause} {one.sign!r}" for one in seen.look_alikes]
    return [
        joined("file", language=seen.language, order=seen.date_order, private=private, alike=alike),
        *(of_meeting(one) for one in document.meetings),
        *(line for one in document.mentions for line in of_mention(source, one, dict(seen.headings), alone)),
        *(of_decision(source, one, alone) for one in document.decisions),
        *(
            joined("approves", line=one.line, of=one.of, in_=other_than(alone, one.meeting))
            for one in document.approvals
        ),
        *(of_finding(one) for one in document.diagnostics),
        *of_lines(source, config),
    ]


def joined(head: str, **said: object) -> str:
    """What is said, by name; without what is nothing."""
    return " | ".join([head, *(f"{name.rstrip('_')}: {words(one)}" for name, one in said.items() if has(one))])


def has(one: object) -> bool:
    return one is not None and one is not False and one not in ("", (), [])


def words(one: object) -> str:
    return "; ".join(map(str, one)) if isinstance(one, list | tuple) else "yes" if one is True else str(one)


def place(source: Source, span: Span | None) -> str:
    if span is None:
        return ""
    ends = (f"{source.line(at)}:{source.column(at)}" for at in (span.start, span.end))
    said = span.of(source.text)
    short = said if len(said) <= LONG else f"{said[: LONG // 2]}…{said[-LONG // 2 :]}"
    return f"{'-'.join(ends)} {short!r}"


def other_than(alone: str, meeting: Meeting | None) -> str:
    """The name of a meeting, where it is not the only one of the file."""
    name = meeting.name if meeting is not None else "none"
    return name if name != alone else ""


def of_meeting(one: Meeting) -> str:
    return joined(
        "meeting",
        line=one.line,
        name=one.name,
        date=one.date,
        body=one.body,
        title=one.title,
        chair=one.chair,
        present=one.attendees,
        absent=one.apologies,
        next=one.next_meeting,
        approval=one.approval,
    )


def of_mention(source: Source, one: Mention, headings: dict[int, str], alone: str) -> Iterator[str]:
    yield joined(
        "action",
        lines=f"{one.line}-{one.end_line}",
        form=one.form,
        owners=one.owners,
        due=one.due,
        due_text=one.due_text,
        status=one.status,
        progress=one.progress,
        closed=one.closed,
        note=one.note,
        text=one.text,
    )
    heading = headings.get(one.line)
    which = joined(
        "  which",
        tags=one.tags,
        label=one.label,
        item=one.item,
        heading=heading if heading != one.item else "the same" if heading else None,
        meeting=other_than(alone, one.meeting),
        carried=one.carried,
        private=one.private,
        references=one.references,
        awaits=one.awaits,
        same=one.same,
    )
    if which != "  which":
        yield which
    slot = one.slot
    yield joined(
        "  where",
        all=place(source, one.span),
        owners=place(source, one.owners_span),
        due=place(source, one.due_span),
        said=place(source, one.said),
        slot=place(source, slot.span) + f" {slot.vocabulary} {slot.before!r}" if slot else None,
    )


def of_decision(source: Source, one: Decision, alone: str) -> str:
    return joined(
        "decision",
        lines=f"{one.line}-{one.end_line}",
        text=one.text,
        label=one.label,
        item=one.item,
        meeting=other_than(alone, one.meeting),
        private=one.private,
        supersedes=one.supersedes,
        where=place(source, one.span),
    )


def of_finding(one: Diagnostic) -> str:
    fix = [f"{edit.span.start}-{edit.span.end} {edit.old!r} -> {edit.new!r}" for edit in one.fix]
    return joined(
        f"{one.code} {one.name}",
        severity=one.severity,
        at=f"{one.line}:{one.column}",
        message=one.message,
        hint=one.hint,
        fix=fix,
    )


def of_lines(source: Source, config: Config) -> Iterator[str]:
    """Why each line was read as it was; those that nothing is said of together, with the kind of each."""
    passed = []
    for one in explain(source, config):
        if found := _PASSED.fullmatch(one.reason):
            passed.append(f"{one.line} {_SHORT.get(found[1], found[1])}")
        else:
            yield joined("why", at=one.line, form=one.form, reason=one.reason)
    yield f"others | {', '.join(passed)}"
