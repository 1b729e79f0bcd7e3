"""One action as a person reads it: what it is, its history, and the lines of the minutes that tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from minutes_cli.cli.listing import link
from minutes_cli.cli.screen import GAP, Terminal, paint, wrap
from minutes_cli.cli.session import Session
from minutes_cli.folder import Folder
from minutes_cli.model import Action, Status, Told
from minutes_cli.output.actions import status_words
from minutes_cli.output.changes import Authorship
from minutes_cli.output.clean import clean
from minutes_cli.text import Source

_NOBODY: Mapping[tuple[str, int], Authorship] = MappingProxyType({})
_CONTEXT = 2
"""Lines shown before and after a mention."""
_LINKS = MappingProxyType({"raised": "raised", "id": "by its id", "words": "by its words", "confirmed": "as confirmed"})
_LABEL = 8
"""Cells of the longest label of the card."""
_MOST_LINES = 12
"""Of the screen for one line of the file."""
_LONGEST = 4000
"""Characters shown of one line: pasted text may have lines of millions."""
_STATUS_STYLES = MappingProxyType({Status.OPEN: "", Status.DONE: "green", Status.DROPPED: "dim"})


def card(
    session: Session,
    folder: Folder,
    action: Action,
    terminal: Terminal,
    authors: Mapping[tuple[str, int], Authorship] = _NOBODY,
) -> str:
    """One action as a person reads it."""
    lines = [
        f"{paint(clean(action.short_id), 'bold', terminal)}{paint(clean(_rest_of_id(action)), 'dim', terminal)}",
        "",
    ]
    lines += [f"  {paint(line, 'bold', terminal)}" for line in wrap(clean(action.text), terminal.width - 2)]
    lines.append("")
    for name, value, style in _facts(session, folder, action):
        first, *more = wrap(clean(value), terminal.width - _LABEL - 2 * GAP)
        lines.append(f"  {paint(name.ljust(_LABEL), 'dim', terminal)}  {paint(first, style, terminal)}")
        lines += [" " * (_LABEL + 2 * GAP) + paint(line, style, terminal) for line in more]
    lines += ["", "  " + paint("History", "dim", terminal)]
    paths = {told.mention.path for told in action.mentions} & set(folder.paths)
    sources = {path: folder.by_path[path].source for path in paths}
    for told in action.mentions:
        head, *quoted = _told(session, folder, told, sources.get(told.mention.path), terminal)
        author = authors.get((told.mention.path, told.mention.line))
        lines += [head, *([] if author is None else [_written_by(author, terminal)]), *quoted]
    return "\n".join(lines) + "\n"


def _rest_of_id(action: Action) -> str:
    return action.id.removeprefix(action.short_id)


def _facts(session: Session, folder: Folder, action: Action) -> list[tuple[str, str, str]]:
    """Name, value and style of each line of the card that has something to say."""
    meant = [(owner, folder.people.resolve(owner, action.body, action.raised)) for owner in action.owners]
    owners = ", ".join(owner if owner == name else f"{owner} → {name}" for owner, name in meant)
    status = status_words(action, session.today)
    late = "red" if status.startswith("overdue") else ""
    said = [] if action.progress in (None, status) else [action.progress or ""]
    if action.closed:
        said.append(action.closed.isoformat())
    rows = [
        ("Owner", owners or "nobody", ""),
        ("Due", _due_words(action), late),
        ("Status", status + (f" ({', '.join(said)})" if said else ""), late or _STATUS_STYLES[action.status]),
        ("Note", action.note or "", ""),
        ("Raised", action.raised.isoformat() if action.raised else "", ""),
        ("Body", action.body or "", ""),
        ("Meeting", action.meeting or "", ""),
        ("Item", action.item or "", ""),
        ("Label", action.label or "", ""),
        ("Tags", ", ".join(action.tags), ""),
        ("Carried", f"{action.times_carried} times" if action.times_carried > 1 else "", ""),
    ]
    return [row for row in rows if row[1]]


def _due_words(action: Action) -> str:
    day = action.due.isoformat() if action.due else ""
    if action.due_text and action.due_text != day:
        return f"{day} (“{action.due_text}”)" if day else f"“{action.due_text}”"
    return day


def _told(session: Session, folder: Folder, told: Told, source: Source | None, terminal: Terminal) -> list[str]:
    """What one mention says, where, and the lines around it."""
    mention = told.mention
    day = mention.meeting.date.isoformat() if mention.meeting and mention.meeting.date else "no date   "
    how = "raised" if told.link == "raised" else (mention.progress or mention.status or "told of again")
    linked = "" if told.link == "raised" else f", linked {_LINKS.get(told.link, told.link)}"
    likeness = "" if told.likeness is None else f" ({told.likeness:.2f})"
    place = paint(
        f"{clean(mention.path)}:{mention.line}", "", terminal, link(session, folder, mention.path, mention.line)
    )
    head = f"  {day}  {paint(clean(how), 'bold', terminal)}{linked}{likeness}  {place}"
    return [head, *(_quoted(source, mention.line, mention.end_line, terminal) if source else [])]


def _written_by(author: Authorship, terminal: Terminal) -> str:
    """The commit of a line, its author and its reason."""
    told = f"{author.short}  {author.date}  {clean(author.author)}  {clean(author.subject)}"
    return paint(wrap(f"              {told}", terminal.width)[0], "dim", terminal)


def _quoted(source: Source, line: int, end_line: int, terminal: Terminal) -> list[str]:
    """The lines of a mention, marked, among those around it."""
    first, last = max(1, line - _CONTEXT), min(len(source.starts), end_line + _CONTEXT)
    digits = len(str(last))
    lines = []
    for number in range(first, last + 1):
        told = line <= number <= end_line
        start = f"    {number:>{digits}} {'>' if told else '|'} "
        room = max(20, terminal.width - len(start))
        text = clean(source.line_span(number).of(source.text)[:_LONGEST]).rstrip()
        for at, part in enumerate(_parts(text, room, _MOST_LINES if told else 1)):
            lead = start if at == 0 else " " * len(start)
            lines.append((paint(lead, "dim", terminal) + paint(part, "" if told else "dim", terminal)).rstrip())
    return lines


def _parts(text: str, width: int, most: int) -> list[str]:
    """The first lines of what is wrapped; where more would follow, the last one says so."""
    parts = wrap(text, width)
    if len(parts) <= most:
        return parts
    *before, last = wrap(text, width - 2)[:most]
    return [*before, f"{last} …"]
