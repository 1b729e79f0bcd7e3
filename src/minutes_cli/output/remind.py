"""A reminder as a mail: text and page from templates, headers that no word of the minutes can break out of."""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from importlib.resources import files
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from jinja2 import Environment, StrictUndefined

from minutes_cli.model import Action, MinutesError
from minutes_cli.output.agenda import day_words
from minutes_cli.output.clean import clean
from minutes_cli.register.remind import Reminder

_LONGEST_LINK = 8000
"""Characters that mail programs take of a `mailto:`, about."""


def mail_of(one: Reminder, sender: str | None, reply_to: str | None, today: Day) -> EmailMessage:
    """The mail to a person who has an address; without a day, which is that of its sending.

    Raises MinutesError for an address that is none.
    """
    mail = EmailMessage(policy=SMTP)
    if sender:
        mail["From"] = address_of(sender)
    mail["To"] = tuple(_named(one.name, written) for written in one.addresses)
    if reply_to:
        mail["Reply-To"] = address_of(reply_to)
    mail["Subject"] = subject_of(one)
    text = text_of(one, today)
    # A mail that is sent again has the id of the first, and is shown once; one that says something else has its own.
    number = uuid5(NAMESPACE_URL, repr(("minutes-register", today.isoformat(), one.name, one.addresses, text)))
    mail["Message-ID"] = f"<{number}@minutes-register.invalid>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(_rendered("remind.html", one, today), subtype="html", cte="quoted-printable")
    mail.set_boundary(f"=_{number}")
    return mail


def subject_of(one: Reminder) -> str:
    """`3 open actions, 1 overdue: Harbour Lane Board`."""
    bodies = sorted({action.body for action in one.actions if action.body})
    number = f"{len(one.actions)} open action{'' if len(one.actions) == 1 else 's'}"
    late = f", {one.overdue} overdue" if one.overdue else ""
    return _line(f"{number}{late}" + (f": {bodies[0]}" if len(bodies) == 1 else ""))


def text_of(one: Reminder, today: Day) -> str:
    """The mail's text."""
    return _rendered("remind.txt", one, today)


def mailto_of(one: Reminder, today: Day) -> str:
    """A link that opens the mail in a mail program, ready to be sent; RFC 6068. Long ones are cut."""
    to = ",".join(quote(_named(one.name, written).addr_spec, safe="@") for written in one.addresses)
    body = text_of(one, today).replace("\n", "\r\n")
    return f"mailto:{to}?subject={quote(subject_of(one), safe='')}&body={quote(body[:_LONGEST_LINK], safe='')}"


def address_of(written: str) -> Address:
    """`Ann Lee <ann@example.org>` or an address alone; MinutesError for what is neither."""
    name, bracket, rest = written.rpartition("<")
    if not bracket:
        return _named("", written)
    return _named(name.strip().strip('"'), rest.removesuffix(">"))


def _named(name: str, written: str) -> Address:
    try:
        found = Address(_line(name), addr_spec=written.strip())
        if not found.domain or not written.isascii() or not written.isprintable():
            raise ValueError
    except Exception as fault:  # the parser stumbles over some texts in ways of its own
        raise MinutesError(f"{written!r} is no address that mail can be sent to") from fault
    return found


def mbox_of(mail: EmailMessage, today: Day) -> bytes:
    """The mail as an entry of an mbox (RFC 4155), which is dated midnight of today."""
    day = datetime(today.year, today.month, today.day)
    mail["Date"] = format_datetime(day)
    written = mail.as_bytes(policy=SMTP.clone(linesep="\n", mangle_from_=True))
    return b"From minutes-register " + day.ctime().encode() + b"\n" + written + b"\n"


def _rendered(name: str, one: Reminder, today: Day) -> str:
    world = Environment(
        autoescape=name.endswith("html"), trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    text = files("minutes_cli.output").joinpath("templates", f"{name}.j2").read_text(encoding="utf-8")
    late = [_told(action, one.name, today) for action in one.actions if action.due is not None and action.due < today]
    rest = [_told(action, one.name, today) for action in one.actions if action.due is None or action.due >= today]
    return world.from_string(text).render(name=_line(one.name), today=day_words(today), late=late, rest=rest) + "\n"


def _told(action: Action, person: str, today: Day) -> dict[str, str]:
    days = (today - action.due).days if action.due else 0
    when = f"due {day_words(action.due)}" if action.due else _line(action.due_text or "")
    late = f", {days} day{'' if days == 1 else 's'} ago" if days > 0 else ", today" if action.due == today else ""
    return {
        "id": _line(action.short_id),
        "text": _line(action.text),
        "when": when + late,
        "owners": _line(", ".join(action.people)) if action.people != (person,) else "",
        "meeting": _line(action.meeting or ""),
        "place": _line(f"{action.file}:{action.line}"),
    }


def _line(words: str) -> str:
    return " ".join(clean(words).split())
