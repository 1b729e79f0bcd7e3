"""Minutes that are not Markdown: plain text, YAML, the log of a chat, org-mode, reStructuredText, AsciiDoc."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

from minutes_maker.draw import Draw
from minutes_maker.page import Page
from minutes_maker.parts import paragraph, record, report, told_of
from minutes_maker.plan import Plan, Task, body_of, day_of, tasks_of
from minutes_maker.styles import by, inline, label, names, to_do, written
from minutes_maker.words import TOPICS

Kind = Callable[[Page, Plan, int, Draw], str]
"""Fills the page and gives the ending of the file's name."""


def text(page: Page, plan: Plan, number: int, draw: Draw) -> str:
    """Numbered agenda, no markup."""
    body, tasks = body_of(plan, number % plan.bodies), tasks_of(plan, number)
    page.say(body.name, "", f"Minutes of the meeting held on {written(day_of(plan, number), body)}", "")
    page.say(f"Present: {', '.join(body.people[:7])}", "")
    if any(task.awaits for task in tasks):
        page.say(f"Next meeting: {written(day_of(plan, number + plan.bodies), body)}", "")
    told = told_of(plan, number)
    if told:
        page.say("MATTERS ARISING", "")
        for later, task in told:
            report(page, body, draw, task, later)
        page.say("")
    half = len(tasks) // 2
    for at in range(5):
        page.say(f"{at + 1}. {draw.one(TOPICS)}", "")
        for _ in range(3 + draw.below(3)):
            page.say(paragraph(body, draw), "")
        if at == 1 and half:
            inline(page, body, draw, tasks[:half])
    page.say("6. Any other business", "", "There was none.", "")
    label(page, body, draw, tasks[half:])
    return "txt"


def yaml(page: Page, plan: Plan, number: int, draw: Draw) -> str:
    """A mapping with lists of actions."""
    body, told = body_of(plan, number % plan.bodies), told_of(plan, number)
    page.say(f"body: {body.name}", f"date: {day_of(plan, number)}", f"attendees: [{', '.join(body.people[:6])}]")
    if any(task.awaits for task in tasks_of(plan, number)):
        page.say(f"next_meeting: {day_of(plan, number + plan.bodies)}")
    page.say("notes: |")
    for _ in range(10 + draw.below(8)):
        page.say(f"  {paragraph(body, draw)}", "")
    if told:
        page.say("previous_actions:")
        for later, task in told:
            record(page, "report", task, "  ", later)
    page.say("actions:")
    for task in tasks_of(plan, number):
        record(page, "yaml", task, "  ")
    return draw.one(("yaml", "yml"))


def log(page: Page, plan: Plan, number: int, draw: Draw) -> str:
    """A chat with a bot that takes minutes: people go by their nicks, and nothing in it is ever closed."""
    body, day = body_of(plan, number % plan.bodies), day_of(plan, number)
    tasks, minute = [_in_chat(one) for one in tasks_of(plan, number)], 0
    nicks = [_nick(one) for one in body.people]
    page.say(f"18:00:00 <{nicks[0]}> #startmeeting {body.name} {day}")
    for topic in dict.fromkeys(draw.one(TOPICS) for _ in range(5)):
        minute += 1
        page.say(f"18:{minute:02d}:00 <{draw.one(nicks)}> #topic {topic}")
        for _ in range(8 + draw.below(8)):
            minute = min(59, minute + draw.below(2))
            page.say(f"18:{minute:02d}:{draw.below(60):02d} <{draw.one(nicks)}> {paragraph(body, draw)}")
        for task in tasks[:3]:
            page.act("meetbot", task, f"18:{minute:02d}:30 <{draw.one(nicks)}> #action {to_do(task, body)}")
        del tasks[:3]
    for task in tasks:
        page.act("meetbot", task, f"18:59:30 <{nicks[1]}> #action {to_do(task, body)}")
    page.say(f"18:59:59 <{nicks[0]}> #endmeeting")
    return "txt"


def _nick(person: str) -> str:
    return person.split(maxsplit=1)[0].lower()


def _in_chat(task: Task) -> Task:
    due = None if task.awaits else task.due
    return replace(task, owners=tuple(map(_nick, task.owners)), due=due, awaits=False, ends=None)


def org(page: Page, plan: Plan, number: int, draw: Draw) -> str:
    """Headings that are tasks."""
    body, day = body_of(plan, number % plan.bodies), day_of(plan, number)
    page.say(f"#+TITLE: {body.name}", f"#+DATE: <{day}>", "")
    tasks = tasks_of(plan, number)
    for at in range(4):
        page.say(f"* {draw.one(TOPICS)}", "")
        for _ in range(3 + draw.below(3)):
            page.say(paragraph(body, draw), "")
        for task in tasks[at * len(tasks) // 4 : (at + 1) * len(tasks) // 4]:
            word = {"open": "TODO", "done": "DONE", "dropped": "CANCELLED"}[task.status()]
            head = f"{names(task)} to " if task.owners else ""
            due = [f"   DEADLINE: <{task.due}>"] if task.due and not task.awaits else []
            page.act("org", task, f"** {word} {head}{task.words}{by(task, body) if task.awaits else ''}", *due)
    return "org"


def restructured(page: Page, plan: Plan, number: int, draw: Draw) -> str:
    """Underlined headings."""
    return _marked_up(page, plan, number, draw, "rst")


def asciidoc(page: Page, plan: Plan, number: int, draw: Draw) -> str:
    """Headings with equal signs."""
    return _marked_up(page, plan, number, draw, "adoc")


def _marked_up(page: Page, plan: Plan, number: int, draw: Draw, ending: str) -> str:
    body, tasks = body_of(plan, number % plan.bodies), tasks_of(plan, number)
    title = f"{body.name}, {written(day_of(plan, number), body)}"
    page.say(*([title, "=" * len(title)] if ending == "rst" else [f"= {title}"]), "")
    page.say(f"Present: {', '.join(body.people[:7])}", "")
    if any(task.awaits for task in tasks):
        page.say(f"Next meeting: {written(day_of(plan, number + plan.bodies), body)}", "")
    told = told_of(plan, number)
    if told:
        _head(page, "Actions from the last meeting", ending)
        for later, task in told:
            report(page, body, draw, task, later)
        page.say("")
    for topic in dict.fromkeys(draw.one(TOPICS) for _ in range(5)):
        _head(page, topic, ending)
        for _ in range(2 + draw.below(3)):
            page.say(paragraph(body, draw), "")
    _head(page, "Actions", ending)
    mark = "*" if ending == "adoc" else "-"
    for task in tasks:
        word = {"open": "", "done": " - done", "dropped": " (withdrawn)"}[task.status()]
        page.act(ending, task, f"{mark} {to_do(task, body)}{word}")
    return ending


def _head(page: Page, words: str, ending: str) -> None:
    page.say(*([words, "-" * len(words)] if ending == "rst" else [f"== {words}"]), "")


OTHER_KINDS: MappingProxyType[str, Kind] = MappingProxyType(
    {"txt": text, "yaml": yaml, "log": log, "org": org, "rst": restructured, "adoc": asciidoc}
)
