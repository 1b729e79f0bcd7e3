"""What all kinds of files are put together from."""

from __future__ import annotations

from minutes_maker.draw import Draw
from minutes_maker.page import Page
from minutes_maker.plan import FOLLOWED, Body, Plan, Task, tasks_of
from minutes_maker.styles import names
from minutes_maker.words import PLACES, SENTENCES, THINGS


def record(page: Page, style: str, task: Task, indent: str, later: int = 0) -> None:
    """One action as an entry of a list in YAML."""
    lines = [f"task: {task.words}"]
    if len(task.owners) == 1:
        lines.append(f"owner: {task.owners[0]}")
    elif task.owners:
        lines.append(f"owners: [{', '.join(task.owners)}]")
    if task.due and not later:
        lines.append("due: next meeting" if task.awaits else f"due: {task.due}")
    if task.label:
        lines.append(f"id: {task.label}")
    lines.append(f"status: {task.status(later)}")
    page.act(
        style, task, f"{indent}- {lines[0]}", *(f"{indent}  {line}" for line in lines[1:]),
        later=later, labelled=task.label is not None,
    )  # fmt: skip


def told_of(plan: Plan, number: int) -> list[tuple[int, Task]]:
    """What this file reports on: how many meetings ago, and what. Written in the file itself it is not told again."""
    found: list[tuple[int, Task]] = []
    for later in range(FOLLOWED, 0, -1):
        if number >= later * plan.bodies:
            for task in tasks_of(plan, number - later * plan.bodies):
                open_until_now = task.ends is None or task.ends > later
                if task.ends == later or (open_until_now and task.carried):
                    found.append((later, task))
    return found


def report(page: Page, body: Body, draw: Draw, task: Task, later: int) -> None:
    """A line on what became of an action of an earlier meeting."""
    status = task.status(later)
    if body.tongue:
        word = {"open": body.tongue.carried, "done": body.tongue.done, "dropped": body.tongue.dropped}[status]
        head = f"{names(task, ', ')}: " if task.owners else ""
        page.act("report", task, f"- {head}{task.words} - {word}", later=later)
        return
    word = {"open": draw.one(("carried over", "ongoing", "in progress")), "done": draw.one(("done", "completed"))}.get(
        status, "no longer needed"
    )
    number = f"{task.label}, " if task.label else ""
    head = f"{names(task)} to " if task.owners else ""
    behind = (": ", " - ", ": ")[body.number % 3]
    page.act("report", task, f"- {number}{head}{task.words}{behind}{word}", later=later, labelled=bool(number))


def paragraph(body: Body, draw: Draw) -> str:
    """Some sentences of talk."""
    of = body.tongue.sentences if body.tongue else SENTENCES
    return " ".join(filled(draw.one(of), body, draw) for _ in range(2 + draw.below(5)))


def filled(words: str, body: Body, draw: Draw) -> str:
    """The words with people, places and numbers drawn into them."""
    return words.format(
        person=draw.one(body.people), other=draw.one(body.people), place=draw.one(PLACES), thing=draw.one(THINGS),
        number=20 + draw.below(900),
    )  # fmt: skip
