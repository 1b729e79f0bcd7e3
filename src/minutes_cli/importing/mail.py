"""Mails, RFC 5322: the subject as the title, the day, and the text; attachments are named and not opened."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from minutes_cli.importing.archive import Unreadable
from minutes_cli.importing.markdown import markdown, tidy


def convert(content: bytes) -> str:
    """The mail as Markdown; its HTML part where it has one, for lists and tables stand in it, else its text."""
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)  # so has it the policy
    body = mail.get_body(("html", "plain"))
    if body is None or not (mail["subject"] or mail["from"]):
        raise Unreadable("it is no mail, or one without a text")
    written = body.get_content()
    text = markdown(written) if body.get_content_subtype() == "html" else tidy(written)
    subject = " ".join(str(mail["subject"] or "").split())
    heading = f"# {subject}\n\n" if subject and not text.startswith("# ") else ""
    return heading + _sent(mail) + text + _attached(mail)


def _sent(mail: EmailMessage) -> str:
    try:
        return f"Sent: {parsedate_to_datetime(str(mail['date'])).date().isoformat()}\n\n"
    except (TypeError, ValueError):
        return ""


def _attached(mail: EmailMessage) -> str:
    names = [" ".join((one.get_filename() or one.get_content_type()).split()) for one in mail.iter_attachments()]
    return f"\nAttached, and not read: {', '.join(names)}\n" if names else ""
