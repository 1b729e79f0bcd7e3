"""What one file says, as `minutes parse` prints it: a Document as a record of plain values.

The keys are CONTRACT's; an action has every key that it has in the register, the ones that only the
register could fill being empty.
"""

from __future__ import annotations

from minutes_cli.model import Decision, Diagnostic, Document, Meeting, Mention, Status
from minutes_cli.output.table import Column, Table, Value

COLUMNS = tuple(
    Column(key, key, "records" if key != "file" else "text")
    for key in ("file", "meetings", "actions", "decisions", "diagnostics")
)


def parsed_table(documents: tuple[Document, ...]) -> Table:
    """One row a document."""
    return Table(COLUMNS, tuple(tuple(record(one).values()) for one in documents))


def record(document: Document) -> dict[str, Value]:
    """The document's meetings, actions, decisions and diagnostics, each in the order of its lines."""
    return {
        "file": document.source.path,
        "meetings": [_meeting(one) for one in document.meetings],
        "actions": [_action(one) for one in document.mentions],
        "decisions": [_decision(one) for one in document.decisions],
        "diagnostics": [_diagnostic(one) for one in document.diagnostics],
    }


def _meeting(meeting: Meeting) -> dict[str, Value]:
    return {
        "line": meeting.line,
        "date": meeting.date,
        "body": meeting.body,
        "title": meeting.title,
        "chair": meeting.chair,
        "attendees": meeting.attendees,
        "apologies": meeting.apologies,
        "status": meeting.approval,
        "next_meeting": meeting.next_meeting,
    }


def _action(mention: Mention) -> dict[str, Value]:
    meeting = mention.meeting
    return {
        "id": mention.label,
        "text": mention.text,
        "owners": mention.owners,
        "due": mention.due,
        "due_text": mention.due_text,
        "status": (mention.status or Status.OPEN).value,
        "progress": mention.progress,
        "tags": mention.tags,
        "raised": meeting.date if meeting else None,
        "body": meeting.body if meeting else None,
        "meeting": meeting.name if meeting else None,
        "item": mention.item,
        "closed": mention.closed,
        "note": mention.note,
        "carried": mention.carried,
        "label": mention.label,
        "people": mention.owners,
        "times_carried": 0,
        "age_days": None,
        "mentions": [],
        "file": mention.path,
        "line": mention.line,
        "end_line": mention.end_line,
    }


def _decision(decision: Decision) -> dict[str, Value]:
    return {
        "line": decision.line,
        "end_line": decision.end_line,
        "text": decision.text,
        "item": decision.item,
    }


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Value]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "line": diagnostic.line,
        "column": diagnostic.column,
    }
