"""`minutes remind`: a mail to each owner with what is open and overdue; nothing is sent unless that is said."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import finish, number_of
from minutes_cli.cli.options import BodyOption, PrivateOption, QueryArgument, StrictOption
from minutes_cli.cli.reading import question
from minutes_cli.cli.session import Session, session_of
from minutes_cli.model import Action, MinutesError

if TYPE_CHECKING:
    from minutes_cli.folder import Folder
    from minutes_cli.register.mailing import Mailing
    from minutes_cli.register.remind import Reminder
    from minutes_cli.store.send import Outcome, Post
    from minutes_cli.store.sent import Book

EXAMPLES = examples(
    "minutes remind                                show what would be sent",
    "minutes remind --due-within 7d --send         for cron",
    "minutes remind owner:wren --format eml -o drafts/",
    "minutes remind --format mbox -o reminders.mbox",
)
SETTINGS, FOLDER = "remind.toml", "minutes"
_FORMATS = ("eml", "mbox", "mailto")


def remind(
    context: typer.Context,
    query: QueryArgument = None,
    body: BodyOption = None,
    due_within: Annotated[
        str | None, typer.Option("--due-within", metavar="7d", help="Only what is overdue or due within so long.")
    ] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", "-f", metavar="FORMAT", help="eml, mbox or mailto, instead of a preview.")
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="PATH", help="A folder for eml, a file for the others.")
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Send the mails by the server of remind.toml.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be sent: the default.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Also to those who have been written to today.")] = False,
    settings: Annotated[
        str | None, typer.Option("--settings", metavar="FILE", help="Addresses and server; else remind.toml.")
    ] = None,
    private: PrivateOption = False,
    strict: StrictOption = False,
) -> None:
    """Write to each owner of an open action what is theirs to do. Without --send nothing is sent.

    Nobody is written to twice on one day. What stands under headings such as "In camera" is left out.
    """
    session = session_of(context)
    days = _days(due_within)
    if format_name is not None and format_name not in _FORMATS:
        raise MinutesError(f"there is no format {format_name!r}", hint=f"known are {', '.join(_FORMATS)}")
    if send and format_name is not None:
        raise MinutesError("--send and --format are two ways to go on", hint="leave one of them away")
    folder = session.read(strict=strict)
    mailing = _mailing(session, folder, settings)
    found = _reminders(session, folder, mailing, _chosen(session, folder, query, body, days, private=private))
    ready = [one for one in found if one.addresses]
    _say_lacking(session, folder, [one for one in found if not one.addresses], settings)
    if send and not dry_run:
        _send(session, folder, mailing, ready, settings, again=again)
    elif format_name is not None:
        _write(session, mailing, ready, format_name, output)
    else:
        _preview(session, ready)
    finish(session, folder, "", len(found), "nobody has to be reminded of anything")


def _say_lacking(session: Session, folder: Folder, lacking: Sequence[Reminder], named: str | None) -> None:
    """Who cannot be written to, and in which file their addresses are looked for."""
    from minutes_cli.store.find import shown

    for one in lacking:
        session.say(f"{one.name} has no address: {number_of(len(one.actions), 'action')}")
    path = _settings_path(session, folder, named)
    if not lacking:
        return
    where = shown(path, str(session.world.cwd))
    file = f"[addresses] in {where}" if os.path.exists(path) else f"[addresses] in {where}, which is not there yet"
    session.say(f'hint: "{lacking[0].name}" = "name@example.org" belongs under {file}')


def _chosen(
    session: Session,
    folder: Folder,
    query: Sequence[str] | None,
    body: Sequence[str] | None,
    days: int | None,
    *,
    private: bool,
) -> list[Action]:
    from minutes_cli.cli.answer import context_of
    from minutes_cli.register.remind import is_urgent

    asked = question(query or [], {"body": body}, [])
    found = asked.filter(folder.register.actions, context_of(session, folder, asked))
    return [
        one for one in found if (private or not one.private) and (days is None or is_urgent(one, session.today, days))
    ]


def _reminders(session: Session, folder: Folder, mailing: Mailing, actions: Sequence[Action]) -> tuple[Reminder, ...]:
    from minutes_cli.register.remind import reminders

    return reminders(actions, folder.config, mailing.addresses, session.today)


def _mailing(session: Session, folder: Folder, named: str | None) -> Mailing:
    """What the settings of mailing say; nothing where there are none and none were named."""
    from minutes_cli.register.mailing import Mailing, parse_mailing
    from minutes_cli.store.files import Refused, read

    path = _settings_path(session, folder, named)
    if named is None and not os.path.exists(path):
        return Mailing()
    loaded = read(path)
    if isinstance(loaded, Refused):
        raise MinutesError(f"{named or SETTINGS} cannot be read: {loaded.reason}")
    return parse_mailing(loaded.text, named or SETTINGS)


def _settings_path(session: Session, folder: Folder, named: str | None) -> str:
    """The file that is named, else the first that is there, else where the first would be.

    It lies beside the settings; without them beside the folder `minutes/`, in the folder, or at the project's root.
    """
    if named:
        return os.path.join(str(session.world.cwd), named)
    place = folder.place
    # What lies beside a folder of another name is not of this project: somebody else may have put it there.
    outer = [os.path.dirname(place.folder)] if os.path.basename(place.folder) == FOLDER else []
    beside = [os.path.dirname(place.config_path)] if place.config_path else [*outer, place.folder, place.root]
    paths = [os.path.join(one, SETTINGS) for one in beside]
    return next((one for one in paths if os.path.exists(one)), paths[0])


def _preview(session: Session, ready: Sequence[Reminder]) -> None:
    from minutes_cli.output.clean import clean
    from minutes_cli.output.remind import subject_of, text_of

    for one in ready:
        head = f"To: {clean(one.name)} <{clean(', '.join(one.addresses))}>\nSubject: {subject_of(one)}\n\n"
        session.write(f"{head}{text_of(one, session.today)}\n")
    if ready:
        session.say(f"nothing has been sent: {number_of(len(ready), 'mail')}; --send sends {_them(ready)}")


def _them(ready: Sequence[Reminder]) -> str:
    return "it" if len(ready) == 1 else "them"


def _write(session: Session, mailing: Mailing, ready: Sequence[Reminder], format_name: str, output: str | None) -> None:
    from minutes_cli.output.remind import mail_of, mailto_of, mbox_of
    from minutes_cli.store.outward import make_folder, write_over

    if format_name == "mailto":
        _put(session, "".join(f"{mailto_of(one, session.today)}\n" for one in ready), output)
        return
    mails = [mail_of(one, mailing.sender, mailing.reply_to, session.today) for one in ready]
    if format_name == "mbox":
        content = b"".join(mbox_of(one, session.today) for one in mails)
        _put(session, content.decode("ascii"), output)
        return
    if output is None:
        raise MinutesError("every mail is a file of its own", hint="say where they go: -o drafts/")
    folder = os.path.join(str(session.world.cwd), output)
    make_folder(folder)
    for one, mail in zip(ready, mails, strict=True):
        mail["X-Unsent"] = "1"  # mail programs open it as a draft
        name = "-".join(re.findall(r"\w+", one.name.casefold()))[:60] or "somebody"
        write_over(os.path.join(folder, f"{session.today}-{name}.eml"), mail.as_bytes())
    session.say(f"wrote {number_of(len(mails), 'mail')} to {output}")


def _put(session: Session, text: str, output: str | None) -> None:
    from minutes_cli.store.outward import write_over

    if output is None:
        session.write(text)
        return
    write_over(os.path.join(str(session.world.cwd), output), text.encode("utf-8"))
    session.say(f"wrote {output}")


def _send(
    session: Session, folder: Folder, mailing: Mailing, ready: Sequence[Reminder], named: str | None, *, again: bool
) -> None:
    """Sends the mails, with a line for each. Exits with 1 where one was not sent for certain."""
    from minutes_cli.output.remind import mail_of
    from minutes_cli.store.send import Sender
    from minutes_cli.store.sent import book

    if not mailing.sender or mailing.server is None:
        raise MinutesError(f"{named or SETTINGS} does not say who sends, and by which server",
                           hint='it needs from = "Ann Lee <ann@example.org>" and [server] with host')  # fmt: skip
    # Every mail is made before the first is sent: an address that is none stops all of them.
    mails = {one.name: mail_of(one, mailing.sender, mailing.reply_to, session.today) for one in ready}
    with book(folder.place.root, session.world.environ) as record:
        new = [one for one in ready if again or not record.has(_who(one), session.today)]
        for one in ready:
            if one not in new:
                session.say(f"{one.name} has been written to today; --again writes once more")
        if not new:
            return
        sender = Sender(_post(session, folder, mailing, named))
        try:
            sent = [_send_one(session, record, one, lambda one: sender.send(mails[one.name])) for one in new]
        finally:
            sender.close()
    session.say(f"sent {number_of(sum(sent), 'mail')}" + (f" of {len(sent)}" if not all(sent) else ""))
    if not all(sent):
        raise typer.Exit(1)


def _send_one(session: Session, record: Book, one: Reminder, hand_over: Callable[[Reminder], Outcome]) -> bool:
    """Whether the mail was taken for certain."""
    record.put(_who(one), session.today, "sending")
    outcome = hand_over(one)
    if outcome.state in ("refused", "unsent"):
        record.put(_who(one), session.today, "failed")
    words = f": {outcome.why}" if outcome.why else ""
    lost = {"unsure": "may or may not have been sent", "unsent": "not sent", "refused": "not sent"}
    told = lost.get(outcome.state, outcome.state)
    session.say(f"{told} to {one.name} <{', '.join(one.addresses)}>{words}")
    return outcome.state == "sent" and not outcome.why


def _who(one: Reminder) -> str:
    return f"{one.name} {' '.join(one.addresses)}"


def _post(session: Session, folder: Folder, mailing: Mailing, named: str | None) -> Post:
    from minutes_cli.store.find import shown
    from minutes_cli.store.send import Post, password_of

    server = mailing.server
    assert server is not None  # looked at before
    path = _settings_path(session, folder, named)
    origin, beside = shown(path, str(session.world.cwd)), os.path.dirname(path)
    password = password_of(session.world.environ, server.user, server.host, origin) if server.user else None
    ca = os.path.join(beside, server.ca) if server.ca else None
    return Post(server.host, server.port, server.security, server.user, password, ca)


def _days(written: str | None) -> int | None:
    if written is None:
        return None
    found = re.fullmatch(r"(\d{1,4})([dw]?)", written.strip().removeprefix("+"))
    if found is None:
        raise MinutesError(f"--due-within is {written!r}, and must be a number of days or weeks such as 7d or 2w")
    return int(found[1]) * (7 if found[2] == "w" else 1)
