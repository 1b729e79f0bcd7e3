"""Logs of chats → minutes: IRC, MeetBot, W3C's scribes, the chat that Zoom saves.

A line of a log has a time, somebody, and words. What MeetBot's tags (`#topic`, `#action`, `#agreed`, `#info`)
and scribes' marks (`ACTION:`, `RESOLVED:`, `Topic:`, `present+`) say becomes headings, lists of actions and
decisions; the log itself follows in a fence, in which nothing is an action.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType

_DATE = r"(?:\d{4}-\d\d-\d\d[T ])?"
_TIME = rf"\[?{_DATE}\d{{1,2}}:\d\d(?::\d\d)?(?:[.,]\d+)?(?: ?[AP]M)?(?:Z|[+-]\d\d:?\d\d)?\]?"
_LINE = (
    re.compile(rf"^{_TIME}\s+<[\s@+&%~]*(?P<who>[^>\s][^>]*)>\s?(?P<what>.*)$"),
    re.compile(rf"^{_TIME}\s+From\s+(?P<who>.+?)(?:\s+to\s+[^:]+?)?\s*:\s*(?P<what>.*)$", re.IGNORECASE),
    re.compile(rf"^{_TIME}\s+\*\s(?P<who>\S+)\s(?P<what>.*)$"),
    re.compile(rf"^{_TIME}\s+(?P<who>[^\s:<>*-][^:<>]{{0,40}}?):\s(?P<what>.*)$"),
)
_SERVER = re.compile(rf"^{_TIME}\s+(?:-!-|\*{{3}}|<?-->?|==|<--|-->)")
_TAG = re.compile(r"^#(?P<tag>[a-z]+)\s*(?P<rest>.*)$", re.IGNORECASE)
_MARK = re.compile(
    r"^(?P<tag>action|todo|ai|topic|subtopic|resolved|resolution|agreed|decision|meeting|chair|present\+)"
    r"(?:\s*:\s*|\s+(?<=\+ ))(?P<rest>.*)$",
    re.IGNORECASE,
)
_MEANING = MappingProxyType({
    "startmeeting": "meeting", "meetingname": "meeting", "meeting": "meeting", "meetingtopic": "meeting",
    "topic": "topic", "subtopic": "topic", "chair": "chair", "chairs": "chair", "action": "action", "todo": "action",
    "ai": "action", "agreed": "decision", "agree": "decision", "accepted": "decision", "resolved": "decision",
    "resolution": "decision", "decision": "decision", "info": "info", "idea": "info", "present+": "present",
    "endmeeting": "end",
})  # fmt: skip
_SCRIBES = ("zakim", "rrsagent")
_FEWEST = 3
_LONGEST = 4000
"""Characters of a line of a chat."""


@dataclass(slots=True)
class _Said:
    """What the marks of a log say, in its order."""

    title: str = ""
    chairs: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    topics: list[tuple[str, list[str]]] = field(default_factory=lambda: [("", [])])


def is_log(text: str) -> bool:
    """Whether most lines of a text have a time and somebody who speaks."""
    lines = [line for line in text.splitlines() if line.strip()][:400]
    lines = [line[:_LONGEST] for line in lines]
    said = sum(any(form.match(line) for form in _LINE) or bool(_SERVER.match(line)) for line in lines)
    return said >= _FEWEST and said * 2 > len(lines)


def convert(text: str) -> str:
    """The minutes of a log."""
    said = _Said()
    for who, what in _lines(text):
        _hear(said, who, what)
    parts = [f"# {said.title or 'Meeting'}\n"]
    if said.chairs:
        parts.append(f"Chair: {', '.join(dict.fromkeys(said.chairs))}\n")
    if said.people:
        parts.append(f"Present: {', '.join(said.people)}\n")
    for topic, lines in said.topics:
        if topic or lines:
            parts.append(f"## {topic or 'Notes'}\n\n" + "".join(f"- {line}\n" for line in lines))
    fence = "`" * (max(map(len, re.findall(r"`{3,}", text)), default=2) + 1)
    parts.append(f"## Log\n\n{fence}\n{text.strip()}\n{fence}\n")
    return "\n".join(parts)


def _lines(text: str) -> list[tuple[str, str]]:
    """Who said what; a line without a time goes on with the one before it, as Zoom writes them."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        match = next(filter(None, (form.match(line) for form in _LINE)), None) if len(line) < _LONGEST else None
        if match is not None:
            found.append((" ".join(match["who"].split()), match["what"].strip()))
        elif line[:1].isspace() and line.strip() and found and not _SERVER.match(line):
            who, what = found[-1]
            found[-1] = (who, f"{what} {line.strip()}".strip())
    return found


def _hear(said: _Said, who: str, what: str) -> None:
    match = _TAG.match(what) or _MARK.match(what)
    kind = _MEANING.get(match["tag"].casefold(), "") if match else ""
    rest = " ".join(match["rest"].split()) if match else ""
    if who.casefold() in _SCRIBES or who.casefold().endswith("bot"):
        return  # it repeats what others said
    if who not in said.people:
        said.people.append(who)
    match kind:
        case "meeting":
            said.title = said.title or rest
        case "chair":
            said.chairs += [name.strip() for name in re.split(r"[,\s]+", rest) if name.strip()]
        case "present":
            said.people += [name for name in re.split(r",\s*", rest) if name and name not in said.people]
        case "topic" if rest:
            said.topics.append((rest, []))
        case "action" if rest:
            said.topics[-1][1].append(f"ACTION: {rest}")
        case "decision" if rest:
            said.topics[-1][1].append(f"AGREED: {rest}")
        case "info" if rest:
            said.topics[-1][1].append(rest)
