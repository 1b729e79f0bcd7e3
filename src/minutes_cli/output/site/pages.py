"""A register as a static site: every page a name and what makes its text, so that one can be made alone.

>>> # site(asked).pages["index.html"]()  ->  "<!doctype html>..."

Nothing in a page is fetched from elsewhere, and no text of a file is let through as markup: Jinja escapes, the
content security policy forbids what would slip by. Templates of one's own are run in Jinja's sandbox.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from functools import partial
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType

from jinja2 import DictLoader, Environment, StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from minutes_cli.model import Action, Decision, Meeting, MinutesError
from minutes_cli.output import json
from minutes_cli.output.clean import clean
from minutes_cli.output.lists import attendance_table
from minutes_cli.output.site.charts import Chart, charts
from minutes_cli.output.site.view import Addresses, Asked, Place, Row, View, date_of, meeting_words
from minutes_cli.output.table import Value, flat, records
from minutes_cli.register.fields import is_closed
from minutes_cli.register.figures import NOBODY, Figures, figures, tally
from minutes_cli.register.standing import standing

FIRST_ROWS = 60
"""Of the register that stand in the page itself; a script shows the others."""
TEMPLATES = (
    *("base.html", "parts.html", "index.html", "action.html", "owners.html", "owner.html", "meetings.html"),
    *("meeting.html", "decisions.html", "attendance.html", "figures.html", "single.html"),
)
STATIC = ("style.css", "register.js", "icon.svg")
LIVE_SCRIPT = "live.js"
_STATES = ("open", "overdue", "done", "dropped")
_DECISIONS_IN_SINGLE = 30
_NO_OVERRIDES: Mapping[str, str] = MappingProxyType({})

Page = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Site:
    """The files of a site: path, POSIX and relative → what makes its text."""

    pages: Mapping[str, Page]


def built_in() -> Mapping[str, str]:
    """Name and text of the templates, style and script that are shipped, as one may take them to change them."""
    names = ((f"{name}.j2", "templates") for name in TEMPLATES)
    return {name: _shipped(folder, name) for name, folder in (*names, *((name, "static") for name in STATIC))}


def site(asked: Asked, own: Mapping[str, str] = _NO_OVERRIDES, *, live: bool = False) -> Site:
    """The whole site. `own` are templates, style and script in place of those that are shipped, by their name.

    `live` pages load themselves again when the server says so. Raises MinutesError for a template that there is
    not, or that cannot be used.
    """
    return Site(_Builder(asked, own, live=live).pages())


def single(asked: Asked, own: Mapping[str, str] = _NO_OVERRIDES) -> str:
    """The register as one page with all that it needs in itself, for mailing."""
    return _Builder(asked, own, live=False).single()


class _Builder:
    """What all pages of one site have in common."""

    def __init__(self, asked: Asked, own: Mapping[str, str], *, live: bool) -> None:
        self.asked, self.live = asked, live
        self.view = View(asked)
        self.texts = {**built_in(), **_checked(own)}
        # Templates of one's own run in the sandbox; ours need none, and take half the time without.
        self.templates = _templates(ImmutableSandboxedEnvironment if own else Environment, self.texts, self.common())
        self.raised: defaultdict[Place, list[Action]] = defaultdict(list)
        self.reported: defaultdict[Place, dict[str, Action]] = defaultdict(dict)
        self.owned: defaultdict[str, list[Action]] = defaultdict(list)
        self.decided: defaultdict[Place, list[Decision]] = defaultdict(list)
        for one in asked.register.actions:
            for at, told in enumerate(one.mentions):
                if told.mention.meeting is not None:
                    place = (told.mention.meeting.path, told.mention.meeting.line)
                    if at == 0:
                        self.raised[place].append(one)
                    else:
                        self.reported[place][one.id] = one
            for name in one.people or (NOBODY,):
                self.owned[name].append(one)
        for decision in asked.register.decisions:
            if decision.meeting is not None:
                self.decided[decision.meeting.path, decision.meeting.line].append(decision)
        self.stands = {id(one) for one in standing(asked.register.decisions, asked.people.bodies)}
        self.figures: Figures = figures(asked.register.actions, asked.today)

    def pages(self) -> Mapping[str, Page]:
        addresses: Addresses = self.view.addresses
        shown = charts(self.figures)
        register = self.asked.register
        found: dict[str, Page] = {
            "index.html": self.index,
            "register-data.js": lambda: f"window.minutesRegister = {self.data()};\n",
            "owners.html": self.owners,
            "meetings.html": self.meetings,
            "decisions.html": self.decisions,
            "attendance.html": self.attendance,
            "figures.html": partial(self.figures_page, shown),
        }
        found |= {f"charts/{one.name}.svg": partial(str, one.svg) for one in shown}
        found |= {name: partial(str, self.texts[name]) for name in STATIC}
        if self.live:
            found[LIVE_SCRIPT] = partial(_shipped, "static", LIVE_SCRIPT)
        found |= {addresses.owners[name]: partial(self.owner, name) for name in self.owned}
        by_body = self.neighbours()
        found |= {
            addresses.meetings[one.path, one.line]: partial(self.meeting, one, *by_body[one.path, one.line])
            for one in register.meetings
        }
        found |= {addresses.actions[one.id]: partial(self.action, one) for one in register.actions}
        return found

    def common(self) -> Mapping[str, object]:
        """What every template may name."""
        asked = self.asked
        return {
            "site": clean(asked.title),
            "today": date_of(asked.today),
            "files": asked.register.files,
            "made_by": asked.made_by,
            "live": self.live,
            "nobody": NOBODY,
            "single": False,
        }

    def index(self) -> str:
        rows = self.open_rows()
        return self.render("index.html", "", rows=rows[:FIRST_ROWS], more=max(0, len(rows) - FIRST_ROWS), **self.top())

    def top(self) -> Mapping[str, object]:
        """What stands above the register: the figures in short, and what can be chosen."""
        return {
            "figures": self.figures,
            "all_actions": len(self.asked.register.actions),
            "owner_names": sorted((clean(name) for name in self.owned if name != NOBODY), key=str.casefold),
            "ownerless": bool(self.owned.get(NOBODY)),
            "body_names": sorted(
                {clean(one.body) for one in self.asked.register.actions if one.body}, key=str.casefold
            ),
        }

    def open_rows(self) -> tuple[Row, ...]:
        return self.view.rows([one for one in self.asked.register.actions if not is_closed(one)])

    def data(self) -> str:
        """The register for the script: names once, and a row of few letters for each action."""
        rows = self.view.rows(self.asked.register.actions)
        owners = {link.text: link.href for row in rows for link in row.owners}
        meetings = {row.meeting.text: row.meeting.href for row in rows}
        bodies = list(dict.fromkeys(row.body for row in rows))
        at_owner, at_meeting = _places(owners), _places(meetings)
        at_body = _places(bodies)
        listed: list[Value] = [
            [
                *(row.id, row.href, row.text, [at_owner[link.text] for link in row.owners]),
                *(row.due.iso, row.due_words, _STATES.index(row.state), row.status),
                *(row.raised.iso, row.closed.iso, at_body[row.body], at_meeting[row.meeting.text], row.item),
            ]
            for row in rows
        ]
        value: dict[str, Value] = {
            "today": self.asked.today.isoformat(),
            "owners": [list(one) for one in owners.items()],
            "meetings": [list(one) for one in meetings.items()],
            "bodies": bodies,
            "rows": listed,
        }
        # In a page of its own `</script>` must not end it.
        return json.write(value).replace("<", "\\u003c")

    def action(self, action: Action) -> str:
        row = self.view.row(action)
        return self.render(
            "action.html", "../", row=row, facts=self.view.facts(action), history=self.view.history(action)
        )

    def owners(self) -> str:
        found = [(self.view.owner_link(one.name), one) for one in self.figures.owners]
        return self.render("owners.html", "", owners=found)

    def owner(self, name: str) -> str:
        actions = self.owned[name]
        rows = self.view.rows(actions)
        return self.render(
            "owner.html",
            "../",
            name=clean(name),
            tally=tally(name, actions, self.asked.today),
            open=[row for row in rows if row.state in ("open", "overdue")],
            closed=sorted((row for row in rows if row.state in ("done", "dropped")), key=_closed_on, reverse=True),
        )

    def meetings(self) -> str:
        found = [
            {
                "link": self.view.meeting_link(one),
                "date": date_of(one.date),
                "body": clean(one.body or ""),
                "title": clean(one.title or ""),
                "actions": len(self.raised[one.path, one.line]),
                "open": sum(not is_closed(action) for action in self.raised[one.path, one.line]),
                "decisions": len(self.decided[one.path, one.line]),
                "approval": clean(one.approval or ""),
            }
            for one in _newest_first(self.asked.register.meetings)
        ]
        return self.render("meetings.html", "", meetings=found)

    def meeting(self, meeting: Meeting, before: Meeting | None, after: Meeting | None) -> str:
        place = (meeting.path, meeting.line)
        people = self.asked.people

        def named(names: Iterable[str]) -> list[object]:
            return [self.view.owner_link(people.resolve(one, meeting.body, meeting.date)) for one in names]

        return self.render(
            "meeting.html",
            "../",
            name=meeting_words(meeting),
            title=clean(meeting.title or ""),
            date=date_of(meeting.date),
            body=clean(meeting.body or ""),
            chair=named([meeting.chair] if meeting.chair else []),
            present=named(meeting.attendees),
            apologies=named(meeting.apologies),
            approval=clean(meeting.approval or ""),
            next_meeting=date_of(meeting.next_meeting),
            file=clean(meeting.path),
            source=self.asked.source(meeting.path, meeting.line, meeting.line) or "",
            raised=self.view.rows(self.raised[place]),
            reported=self.view.rows(list(self.reported[place].values())),
            decisions=self.decision_rows(self.decided[place]),
            before=self.view.meeting_link(before),
            after=self.view.meeting_link(after),
        )

    def neighbours(self) -> Mapping[Place, tuple[Meeting | None, Meeting | None]]:
        """For each meeting the body's one before and after it."""
        series: defaultdict[str, list[Meeting]] = defaultdict(list)
        for one in self.asked.register.meetings:
            series[one.body or ""].append(one)
        return {
            (one.path, one.line): (before, after)
            for held in series.values()
            for before, one, after in zip((None, *held), held, (*held[1:], None), strict=False)
        }

    def decisions(self) -> str:
        return self.render("decisions.html", "", groups=self.decision_groups(None))

    def decision_groups(self, most: int | None) -> Sequence[tuple[object, list[dict[str, str]]]]:
        """The decisions by meeting, the newest first; of the newest meetings only, up to so many."""
        groups: list[tuple[object, list[dict[str, str]]]] = []
        told = 0
        for meeting in _newest_first(self.asked.register.meetings):
            here = self.decided.get((meeting.path, meeting.line))
            if not here or (most is not None and told >= most):
                continue
            told += len(here)
            groups.append((self.view.meeting_link(meeting), self.decision_rows(here)))
        return groups

    def decision_rows(self, decisions: Iterable[Decision]) -> list[dict[str, str]]:
        """A list of decisions, with a word on those that a later one takes the place of."""
        return [
            {**self.view.decision(one), "state": "" if id(one) in self.stands else "superseded"} for one in decisions
        ]

    def attendance(self) -> str:
        table = attendance_table(self.asked.register.meetings, self.asked.people)
        people = [
            {
                **row,
                "link": self.view.owner_link(str(row["person"])),
                "last_seen": date_of(row["last_seen"] if isinstance(row["last_seen"], Day) else None),
                "body": clean(flat(row["body"])),
            }
            for row in records(table)
        ]
        return self.render("attendance.html", "", people=people)

    def figures_page(self, shown: Sequence[Chart]) -> str:
        pictures = [(one, f"charts/{one.name}.svg") for one in shown]
        return self.render("figures.html", "", figures=self.figures, charts=pictures)

    def single(self) -> str:
        shown = charts(self.figures)
        pictures = [(one, "data:image/svg+xml;base64," + b64encode(one.svg.encode()).decode()) for one in shown]
        style, script = self.texts["style.css"], self.texts["register.js"]
        return self.render(
            "single.html",
            "",
            single=True,
            rows=self.open_rows(),
            more=0,
            charts=pictures,
            groups=self.decision_groups(_DECISIONS_IN_SINGLE),
            style=_inline(style, "style"),
            script=_inline(script, "script"),
            style_hash=_hash(style),
            script_hash=_hash(script),
            data=self.data(),
            **self.top(),
        )

    def render(self, template: str, root: str, /, **values: object) -> str:
        """One page; `root` leads from it to the top of the site."""
        try:
            return self.templates[template].render(root=root, page=template.removesuffix(".html"), **values)
        except (TemplateError, TypeError, ValueError, AttributeError, ArithmeticError, LookupError) as fault:
            raise MinutesError(f"the template {template}.j2 cannot be used: {fault}") from fault


def _templates(
    kind: type[Environment], texts: Mapping[str, str], common: Mapping[str, object]
) -> Mapping[str, Template]:
    world = kind(
        loader=DictLoader({name.removesuffix(".j2"): text for name, text in texts.items()}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    try:
        return {name: world.get_template(name, globals=dict(common)) for name in TEMPLATES}
    except TemplateError as fault:
        raise MinutesError(f"a template cannot be read: {fault}") from fault


def _checked(own: Mapping[str, str]) -> Mapping[str, str]:
    """The texts that take the place of ours; beside them only further parts, which begin with an underscore."""
    known = built_in()
    for name in own:
        if name not in known and not name.startswith("_"):
            raise MinutesError(
                f"the report has no template {name}", hint=f"it has {', '.join(known)}, and your own _*.j2"
            )
    return own


def _shipped(folder: str, name: str) -> str:
    return files("minutes_cli.output.site").joinpath(folder, name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")


def _inline(text: str, tag: str) -> str:
    """The text, which must not end the element that it stands in."""
    if re.search(rf"</{tag}", text, re.IGNORECASE):
        raise MinutesError(f"a {tag} that goes into one page must not have </{tag} in it")
    return text


def _places(names: Iterable[str]) -> Mapping[str, int]:
    return {name: at for at, name in enumerate(names)}


def _newest_first(meetings: Sequence[Meeting]) -> list[Meeting]:
    """By day, undated ones last."""
    dated = [one for one in meetings if one.date is not None]
    return [*reversed(dated), *(one for one in meetings if one.date is None)]


def _closed_on(row: Row) -> str:
    return row.closed.iso
