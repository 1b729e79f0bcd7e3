"""The ways in which generated minutes mark actions: each writes tasks to a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date as Day
from types import MappingProxyType

from minutes_maker.draw import Draw
from minutes_maker.page import Page
from minutes_maker.plan import Body, Task
from minutes_maker.words import ENGLISH_MONTHS

Style = Callable[[Page, Body, Draw, Sequence[Task]], None]


def written(day: Day, body: Body) -> str:
    """A day as this body writes it."""
    if body.tongue:
        return body.tongue.day.format(d=day.day, month=body.tongue.months[day.month - 1], year=day.year)
    month = ENGLISH_MONTHS[day.month - 1]
    ways = (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]} {day.year}",
    )
    return ways[body.dates]


def by(task: Task, body: Body) -> str:
    """The deadline in words, with a space before it; empty where there is none."""
    if task.due is None:
        return ""
    if task.awaits:
        return " by the next meeting"
    return f" {body.tongue.by if body.tongue else 'by'} {written(task.due, body)}"


def names(task: Task, between: str = " and ") -> str:
    """Those who are to do it."""
    return between.join(task.owners)


def to_do(task: Task, body: Body) -> str:
    """`Ann Lee to ring the port by 3 March 2026`."""
    head = f"{names(task)} to " if task.owners else ""
    return f"{head}{task.words}{by(task, body)}"


def _told(task: Task, draw: Draw) -> str:
    """What is added to a line when its action is closed in the file itself."""
    if task.status() == "open":
        return ""
    if task.dropped:
        return draw.one((" - no longer needed", " (withdrawn)"))
    return draw.one((" - done", " (closed)", " - completed"))


def inline(page: Page, body: Body, draw: Draw, tasks: Sequence[Task]) -> None:
    """A mark at the head of a line of its own."""
    way = body.number % 3
    for task in tasks:
        told = _told(task, draw)
        if way == 1 and task.owners:
            line = f"ACTION {names(task)}: {task.words}{by(task, body)}{told}"
        elif way == 2:
            line = f"**Action:** {to_do(task, body)}{told}"
        else:
            line = f"ACTION: {to_do(task, body)}{told}"
        page.act("inline", task, line)
        page.say("")


def bullet(page: Page, body: Body, draw: Draw, tasks: Sequence[Task]) -> None:
    """Items under a heading that says actions."""
    page.say(
        f"## {body.tongue.actions if body.tongue else draw.one(('Actions', 'Action items', 'Actions arising'))}", ""
    )
    for task in tasks:
        told = _told(task, draw)
        if body.tongue:
            told = f" - {body.tongue.done}" if task.status() == "done" else ""
        if body.tongue or draw.chance(0.4):
            head = f"{names(task, ', ')}: " if task.owners else ""
            page.act("bullet", task, f"- {head}{task.words}{by(task, body)}{told}")
        else:
            page.act("bullet", task, f"- {to_do(task, body)}{told}")
    page.say("")


def checkbox(page: Page, body: Body, draw: Draw, tasks: Sequence[Task]) -> None:
    """Task boxes, with or without a heading; deadlines in words or in the marks of editors."""
    page.say(f"## {body.tongue.actions if body.tongue else draw.one(('Actions', 'To do', 'Follow-ups'))}", "")
    way = body.number % 4
    for task in tasks:
        box = {"open": " ", "done": "x", "dropped": "-"}[task.status()]
        head = f"{names(task, ', ')}: " if task.owners else ""
        due = by(task, body)
        if task.due and not task.awaits and not body.tongue:
            due = (due, f" \N{CALENDAR} {task.due}", f" [due:: {task.due}]", f" due:{task.due}")[way]
        page.act("checkbox", task, f"- [{box}] {head}{task.words}{due}")
    page.say("")


def table(page: Page, body: Body, draw: Draw, tasks: Sequence[Task]) -> None:
    """A table of the actions, with or without numbers."""
    numbered = any(task.label for task in tasks)
    page.say("## Action log" if draw.chance(0.5) else "## Actions", "")
    page.say(_row(("No",) if numbered else (), "Action", "Owner", "Due", "Status"))
    page.say(_row(("---",) if numbered else (), "---", "---", "---", "---"))
    for task in tasks:
        due = "next meeting" if task.awaits else written(task.due, body) if task.due else ""
        status = {"open": draw.one(("open", "open", "in progress", "")), "done": "done", "dropped": "withdrawn"}[
            task.status()
        ]
        cells = (_capital(task.words), names(task, " & "), due, status)
        page.act("table", task, _row((task.label or "",) if numbered else (), *cells), labelled=numbered)
    page.say("")


def _row(first: Sequence[str], *cells: str) -> str:
    return f"| {' | '.join((*first, *cells))} |"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def bracket(page: Page, body: Body, draw: Draw, tasks: Sequence[Task]) -> None:
    """The mark in brackets behind the task."""
    for task in tasks:
        mark = f"[ACTION: {names(task)}]" if task.owners else "[ACTION]"
        page.act("bracket", task, f"- {task.words}{by(task, body)} {mark}{_told(task, draw)}")
    page.say("")


def responsible(page: Page, body: Body, draw: Draw, tasks: Sequence[Task]) -> None:
    """A statement that ends with who is responsible; where nobody is, a mark has to say that it is an action."""
    for task in tasks:
        if task.owners:
            page.act(
                "responsible",
                task,
                f"- {_capital(task.words)}{by(task, body)} (responsible: {names(task)}){_told(task, draw)}",
            )
        else:
            page.act("inline", task, f"- TODO: {task.words}{by(task, body)}{_told(task, draw)}")
    page.say("")


def weak(page: Page, body: Body, draw: Draw, tasks: Sequence[Task]) -> None:
    """Outcomes and next steps, where somebody is named to do it."""
    for task in tasks:
        mark = draw.one(("Outcome", "Next step")) if task.owners else "ACTION"
        page.act("weak" if task.owners else "inline", task, f"{mark}: {to_do(task, body)}{_told(task, draw)}")
        page.say("")


def scribe(page: Page, body: Body, draw: Draw, tasks: Sequence[Task]) -> None:
    """A word of status in brackets before a numbered mark."""
    for task in tasks:
        word = {"open": draw.one(("NEW", "PENDING")), "done": "DONE", "dropped": "DROPPED"}[task.status()]
        number = f"-{task.label[1:]}" if task.label else ""
        page.act("scribe", task, f"[{word}] ACTION{number}: {to_do(task, body)}")
    page.say("")


def label(page: Page, body: Body, draw: Draw, tasks: Sequence[Task]) -> None:
    """Items under a label in running text."""
    page.say(draw.one(("Actions:", "Next steps:", "Action points:")))
    for task in tasks:
        page.act("label", task, f"- {to_do(task, body)}{_told(task, draw)}")
    page.say("")


STYLES: MappingProxyType[str, Style] = MappingProxyType(
    {
        "inline": inline, "bullet": bullet, "checkbox": checkbox, "table": table, "bracket": bracket,
        "responsible": responsible, "weak": weak, "scribe": scribe, "label": label,
    }
)  # fmt: skip
IN_DISCUSSION = frozenset({"inline", "bracket", "responsible", "weak", "scribe", "label"})
"""Styles that stand among the talk, not in a section of their own."""
