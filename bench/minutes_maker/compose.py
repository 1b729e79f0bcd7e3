"""Puts a file together: front matter, attendance, what is told of earlier actions, talk, actions and decoys."""

from __future__ import annotations

from collections.abc import Sequence

from minutes_maker.draw import Draw
from minutes_maker.other_kinds import OTHER_KINDS
from minutes_maker.page import Page
from minutes_maker.parts import filled, paragraph, record, report, told_of
from minutes_maker.plan import Body, Plan, Task, body_of, day_of, tasks_of
from minutes_maker.styles import IN_DISCUSSION, STYLES, checkbox, written
from minutes_maker.words import DECIDED, TOPICS

DECOYS = (
    ("No action required.",),
    ("ACTION: none",),
    ("The action taken by the county was noted.",),
    ("> - [ ] {person}: what the last minutes said about {thing}", ""),
    ("> ACTION: {person} to do what a visitor asked for", ""),
    ("```text", "- [ ] NAME: task", "ACTION: NAME to do it by DATE", "```"),
    ("<!-- ACTION: {person} to be thanked in the newsletter -->",),
)
AGENDA = ("Welcome and apologies", "Minutes of the last meeting", "Reports", "Any other business")


def compose(plan: Plan, number: int) -> tuple[str, str, Page]:
    """Path below the folder of minutes, text and truth of that file."""
    body, day = body_of(plan, number % plan.bodies), day_of(plan, number)
    draw = Draw(plan.seed, "file", number)
    page = Page()
    ending = body.kind
    if body.kind in OTHER_KINDS:
        ending = OTHER_KINDS[body.kind](page, plan, number, draw)
    else:
        _markdown(page, plan, number, draw)
    text = "\n".join(page.lines).rstrip("\n") + "\n"
    if draw.chance(0.03):
        text = text.replace("\n", "\r\n")
    if draw.chance(0.01):
        text = "\N{ZERO WIDTH NO-BREAK SPACE}" + text
    return f"{body.slug}/{day.year}/{day}-{body.slug[4:]}.{ending}", text, page


def _markdown(page: Page, plan: Plan, number: int, draw: Draw) -> None:
    body, day, tasks = body_of(plan, number % plan.bodies), day_of(plan, number), tasks_of(plan, number)
    front = "front" in body.styles and draw.chance(0.7)
    headed = front or draw.chance(0.4)
    if headed:
        _front_matter(page, body, plan, number, tasks[:3] if front else ())
        tasks = tasks[3:] if front else tasks
    title = body.tongue.title if body.tongue else "{body}, {day}"
    page.say(f"# {title.format(body=body.name, day=written(day, body))}", "")
    page.say(f"{body.tongue.present if body.tongue else 'Present'}: {', '.join(body.people[:8])}", "")
    if any(task.awaits for task in tasks_of(plan, number)):
        page.say(f"Next meeting: {written(day_of(plan, number + plan.bodies), body)}", "")
    if not body.tongue and draw.chance(0.15):
        page.say("## Agenda", "", *(f"- [{draw.one('x ')}] {one}" for one in AGENDA), "")
    _matters(page, plan, number, draw)
    _talk(page, body, draw, tasks)


def _front_matter(page: Page, body: Body, plan: Plan, number: int, tasks: Sequence[Task]) -> None:
    page.say("---", f"title: {body.name}", f"body: {body.name}", f"date: {day_of(plan, number)}")
    page.say(f"attendees: [{', '.join(body.people[:6])}]")
    if tasks:
        page.say("action_items:")
    for task in tasks:
        record(page, "front", task, "  ")
    page.say("---", "")


def _matters(page: Page, plan: Plan, number: int, draw: Draw) -> None:
    body, told = body_of(plan, number % plan.bodies), told_of(plan, number)
    if not told:
        return
    if body.tongue:
        page.say(f"## {body.tongue.matters}", "")
    else:
        page.say("## Matters arising" if body.number % 2 else "## Actions from the last meeting", "")
    for later, task in told:
        report(page, body, draw, task, later)
    page.say("")


def _talk(page: Page, body: Body, draw: Draw, tasks: Sequence[Task]) -> None:
    """Items of the agenda, with the actions among them or behind them."""
    styles = [one for one in body.styles if one in STYLES] or ["bullet"]
    style = styles[0] if draw.chance(0.7) else draw.one(styles)
    topics = tuple(
        dict.fromkeys(body.tongue.topics if body.tongue else (draw.one(TOPICS) for _ in range(4 + draw.below(4))))
    )
    here = _shares(tasks, len(topics)) if style in IN_DISCUSSION and not body.tongue else [()] * len(topics)
    for topic, some in zip(topics, here, strict=True):
        page.say(f"## {topic}", "")
        for _ in range(2 + draw.below(4)):
            page.say(paragraph(body, draw), "")
        if draw.chance(0.12) and not body.tongue:
            page.say(*(filled(line, body, draw) for line in draw.one(DECOYS)), "")
        if draw.chance(0.12) and not body.tongue:
            page.say(filled(draw.one(DECIDED), body, draw), "")
        if some:
            STYLES[style](page, body, draw, some)
    left = tasks[sum(len(some) for _, some in zip(topics, here, strict=True)) :]
    if left:
        closing = style if style not in IN_DISCUSSION else "checkbox"
        if body.tongue and closing == "table":
            closing = "bullet"
        (STYLES[closing] if not _dropped_in(body, left) else checkbox)(page, body, draw, left)


def _dropped_in(body: Body, tasks: Sequence[Task]) -> bool:
    """Other languages have no word here for what was dropped; a box says it."""
    return body.tongue is not None and any(task.status() == "dropped" for task in tasks)


def _shares(tasks: Sequence[Task], topics: int) -> list[Sequence[Task]]:
    return [tasks[at * len(tasks) // topics : (at + 1) * len(tasks) // topics] for at in range(topics)]
