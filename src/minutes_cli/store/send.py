"""Hands mails to a server by SMTP, over TLS.

The password comes from the environment or the system's keyring, never from a file or the command line, and goes to
the server alone that the environment or the keyring has it for: the file that names the server may be a stranger's.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate

from minutes_cli.model import MinutesError

_SECONDS = 30.0
"""As long as a server may keep us waiting for a word."""
_APP = "minutes-register"


class CannotSend(MinutesError):
    """A server that cannot be reached, or does not take mail from us."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Post:
    """The way to a server."""

    host: str
    port: int
    security: str
    """`starttls`, `tls` or `none`."""
    user: str | None
    password: str | None
    ca: str | None
    """File of an authority to be trusted beside those of the system."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mail."""

    state: str
    """`sent`, `refused`, `unsure` (the connection broke while it was handed over) or `unsent`."""
    why: str = ""


def password_of(environ: Mapping[str, str], user: str, host: str, origin: str) -> str:
    """The password of $MINUTES_SMTP_PASSWORD, else the keyring's; MinutesError where neither has one.

    That of the environment is given to the host of $MINUTES_SMTP_HOST alone; for any other, and where that is not set,
    MinutesError names `origin`, the file that `host` is from.
    """
    found = environ.get("MINUTES_SMTP_PASSWORD")
    if found:
        trusted = environ.get("MINUTES_SMTP_HOST", "").strip()
        if trusted.lower() != host.lower():
            whose = f"is for {trusted}" if trusted else "does not say for which server it is"
            raise MinutesError(
                f"{origin}: server.host is {host}, and $MINUTES_SMTP_PASSWORD {whose}; nothing has been sent",
                hint=f"if {host} is to be given the password, say so by MINUTES_SMTP_HOST={host}",
            )
    else:
        with contextlib.suppress(Exception):  # no keyring, a locked one, none that works here
            import keyring

            found = keyring.get_password(_APP, f"{user}@{host}")
    if not found:
        raise MinutesError(
            f"there is no password for {user} at {host}",
            hint=f"give it in $MINUTES_SMTP_PASSWORD with MINUTES_SMTP_HOST={host}, "
            f"or once by: keyring set {_APP} {user}@{host}",
        )
    return found


class Sender:
    """A connection to a server, which is made again for the next mail where it breaks."""

    def __init__(self, post: Post) -> None:
        """Raises CannotSend where the server cannot be reached, is not the one it says, or refuses us."""
        self.post = post
        self.server: smtplib.SMTP | None = _connected(post)

    def send(self, mail: EmailMessage) -> Outcome:
        """Hands a mail over, dated now. Nothing that befalls one mail keeps others from being sent."""
        if self.server is None:
            try:
                self.server = _connected(self.post)
            except CannotSend as fault:
                return Outcome("unsent", str(fault))
        outcome = _hand_over(self.server, mail)
        if outcome.state == "unsure":
            self.server.close()
            self.server = None
        return outcome

    def close(self) -> None:
        """Says goodbye."""
        if self.server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self.server.quit()


def _hand_over(server: smtplib.SMTP, mail: EmailMessage) -> Outcome:
    del mail["Date"]
    mail["Date"] = formatdate(localtime=True)
    try:
        refused = server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as fault:
        _reset(server)
        return Outcome("refused", _answers(fault.recipients))
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as fault:
        _reset(server)
        return Outcome("refused", _answer(fault.smtp_code, fault.smtp_error))
    except smtplib.SMTPNotSupportedError as fault:
        return Outcome("refused", str(fault))
    except (smtplib.SMTPServerDisconnected, OSError) as fault:
        return Outcome("unsure", f"the connection broke while it was handed over ({_words(fault)})")
    return Outcome("sent", f"but not to {_answers(refused)}" if refused else "")


def _reset(server: smtplib.SMTP) -> None:
    with contextlib.suppress(smtplib.SMTPException, OSError):
        server.rset()


def _connected(post: Post) -> smtplib.SMTP:
    where = f"{post.host}:{post.port}"
    server: smtplib.SMTP | None = None
    try:
        context = ssl.create_default_context()
        if post.ca:
            context.load_verify_locations(post.ca)
        if post.security == "tls":
            server = smtplib.SMTP_SSL(post.host, post.port, timeout=_SECONDS, context=context)
        else:
            server = smtplib.SMTP(post.host, post.port, timeout=_SECONDS)
        if post.security == "starttls":
            server.starttls(context=context)
        if post.user and post.password:
            server.login(post.user, post.password)
        return server
    except smtplib.SMTPAuthenticationError as fault:
        why = f"{where} does not know {post.user} by this password: {_answer(fault.smtp_code, fault.smtp_error)}"
    except ssl.SSLError as fault:
        why = f"{where} cannot be trusted: {fault.reason or fault}"
    except smtplib.SMTPNotSupportedError as fault:
        why = f"{where} does not do what is needed: {fault}"
    except (smtplib.SMTPException, OSError) as fault:
        why = f"{where} cannot be reached: {_words(fault)}"
    if server is not None:
        server.close()
    raise CannotSend(why, hint="nothing more has been sent")


def _answers(refused: Mapping[str, tuple[int, bytes]]) -> str:
    return "; ".join(f"{address}: {_answer(code, said)}" for address, (code, said) in refused.items())


def _answer(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"


def _words(fault: Exception) -> str:
    return (getattr(fault, "strerror", None) or str(fault) or type(fault).__name__).lower()
