"""The next minutes and the agenda as text, from a template in Jinja's language.

A folder's own template comes from whoever wrote the folder: it is run in Jinja's sandbox, which lets it reach
nothing but the values of the agenda. What the values hold are one line each, and no markup of a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date as Day
from importlib.resources import files

from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from minutes_cli.model import MinutesError
from minutes_cli.output.clean import clean
from minutes_cli.register.agenda import Agenda, Matter

AGENDA_FORMATS = ("markdown", "html")
_MONTHS = """January February March April May June July August September October November December""".split()  # noqa: SIM905


def built_in(name: str) -> str:
    """The text of a template that is shipped: `minutes.md`, `agenda.md` or `agenda.html`."""
    return files("minutes_cli.output").joinpath("templates", f"{name}.j2").read_text(encoding="utf-8")


def minutes_text(found: Agenda, template: str, origin: str) -> str:
    """The next minutes, ready to be written upon; `origin` names the template in messages."""
    return _rendered(found, template, origin, is_page=False)


def agenda_text(found: Agenda, format_name: str) -> str:
    """The agenda for circulation, without what stands under headings that are private."""
    is_page = format_name == "html"
    name = "agenda.html" if is_page else "agenda.md"
    public = ((owner, tuple(one for one in actions if not one.private)) for owner, actions in found.matters)
    shown = replace(found, matters=tuple((owner, actions) for owner, actions in public if actions))
    return _rendered(shown, built_in(name), name, is_page=is_page)


_LONGEST = 10_000_000
"""Characters of an agenda; a template in a stranger's folder may count without end."""


_MOST_STEPS = 200_000
"""Turns of loops and calls of macros in one template: those that write nothing are held by no number of characters."""


class _Counting(ImmutableSandboxedEnvironment):
    """The sandbox, in which loops and calls of macros come to an end: ValueError after so many of them."""

    def __init__(self, *, autoescape: bool) -> None:
        super().__init__(
            autoescape=autoescape,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
        )
        self.steps = iter(range(_MOST_STEPS))
        self.filters["counted"] = self.counted

    def counted(self, items: Iterable[object]) -> Iterator[object]:
        """The items of a loop, each of them a step."""
        for one in items:
            self.step()
            yield one

    def call(self, context: Context, called: object, /, *words: object, **named: object) -> object:
        """What a call in a template comes to; each is a step."""
        self.step()
        return super().call(context, called, *words, **named)

    def step(self) -> None:
        """One more; ValueError where there have been too many."""
        if next(self.steps, None) is None:
            raise ValueError(f"it takes more than {_MOST_STEPS} steps")

    def counting(self, template: str) -> Template:
        """A template all of whose loops are counted."""
        tree = self.parse(template)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        return self.from_string(tree)


def _rendered(found: Agenda, template: str, origin: str, *, is_page: bool) -> str:
    world = _Counting(autoescape=is_page)
    filters: dict[str, Callable[..., str]] = {"day": day_words, "line": line_of, "origin": origin_of}
    world.filters.update(filters)
    try:
        parts = world.counting(template).generate(
            body=_flat(found.body),
            date=found.date,
            chair=_flat(found.chair) if found.chair else None,
            people=tuple(map(_flat, found.people)),
            items=tuple(map(_flat, found.items)),
            last=found.last,
            matters=tuple((_flat(owner), tuple(map(_clean_matter, actions))) for owner, actions in found.matters),
        )
        return "".join(_at_most(parts, _LONGEST))
    except (TemplateError, TypeError, ValueError, AttributeError, ArithmeticError, LookupError) as fault:
        raise MinutesError(f"{origin}: the template cannot be used: {fault}") from fault
    except (RecursionError, SyntaxError, MemoryError) as fault:  # the second for what is nested, as Python has it
        raise MinutesError(f"{origin}: the template cannot be used: it is nested too deeply, or too long") from fault


def _at_most(parts: Iterable[str], longest: int) -> Iterator[str]:
    """The parts; ValueError where they come to more characters."""
    left = longest
    for part in parts:
        left -= len(part)
        if left < 0:
            raise ValueError(f"it makes more than {longest} characters")
        yield part


def line_of(one: Matter) -> str:
    """`7kx2m9qd Ann Lee: circulate the paper (from 1 September 2025, due 3 October 2025, carried 2 times)`."""
    named = f"{' and '.join(_joint(one.owners))}: " if one.owners else ""
    told = origin_of(one)
    return f"{one.id} {named}{one.text}" + (f" ({told})" if told else "")


def origin_of(one: Matter) -> str:
    """Where it comes from, when it is due and how often it was carried over."""
    parts = [f"from {day_words(one.raised)}"] if one.raised else ["from an earlier meeting"]
    if one.due:
        parts.append(f"due {day_words(one.due)}")
    elif one.due_text:
        parts.append(_flat(one.due_text).strip("()"))
    if one.times_carried:
        parts.append("carried once" if one.times_carried == 1 else f"carried {one.times_carried} times")
    return ", ".join(parts)


def day_words(day: Day | None) -> str:
    """`1 September 2025`; empty for no day."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""


def _joint(owners: tuple[str, ...]) -> tuple[str, ...]:
    """Two owners joined by "and", more by commas before the last."""
    return owners if len(owners) < 3 else (", ".join(owners[:-1]), owners[-1])


def _flat(words: str) -> str:
    return " ".join(clean(words).split())


def _clean_matter(one: Matter) -> Matter:
    text = _flat(one.text)
    if text.count("(") != text.count(")"):  # an open bracket would take in where it comes from
        text = text.replace("(", "[").replace(")", "]")
    return replace(one, text=text, owners=tuple(map(_flat, one.owners)))
