"""Reminders: whose they are, how they look, and how a real server on this machine is given them."""

from __future__ import annotations

import asyncio
import email
import mailbox
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import keyring
import keyring.backend
import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from minutes_cli.model import MinutesError
from minutes_cli.output.remind import address_of
from minutes_cli.register.mailing import parse_mailing
from transcripts import Ran, lay_out, minutes

BOARD = """\
# Allotment Board, 3 February 2026

- [ ] ACTION: Ann Lee to book the plumber by 6 March 2026
- [ ] ACTION: Bo to read <b the meter & tell by 24 March 2026
- [ ] ACTION: Pump team to paint the tank by 30 April 2026
- [x] ACTION: Bo to sweep

## In camera
- [ ] ACTION: Ann Lee to write to plot 9 by 1 March 2026
"""
SETTINGS = """\
[[people]]
name = "Bo Marsh"
aliases = ["Bo"]
email = "bo@allotment.example"

[[groups]]
name = "Pump team"
members = ["Bo", "Cy Field"]
"""
MAILING = """\
from = "Dee Parks <dee@allotment.example>"
reply-to = "board@allotment.example"

[addresses]
"Ann Lee" = "ann@allotment.example"
"""


@pytest.fixture
def board(tmp_path: Path) -> Path:
    lay_out({"minutes/board.md": BOARD, "minutes.toml": SETTINGS, "remind.toml": MAILING}, tmp_path)
    return tmp_path


def remind(top: Path, *words: str, code: int = 0, **environ: str) -> Ran:
    ran = minutes(["remind", *words], top, {"XDG_STATE_HOME": str(top / "state"), **environ})
    assert ran.code == code, ran.err
    return ran


def test_without_send_it_shows_what_would_be_sent(board: Path) -> None:
    ran = remind(board)
    assert ran.out == (
        "To: Ann Lee <ann@allotment.example>\n"
        "Subject: 1 open action, 1 overdue: Allotment Board\n"
        "\n"
        "Dear Ann Lee,\n"
        "\n"
        "these actions are yours, as of 20 March 2026.\n"
        "\n"
        "Overdue\n"
        "\n"
        "* book the plumber\n"
        "  due 6 March 2026, 14 days ago\n"
        f"  {short_id(ran.out, 'book the plumber')}, 2026-02-03-allotment-board, minutes/board.md:3\n"
        "\n"
        "What is done is ticked off at the next meeting, or sooner if you answer this mail.\n"
        "\n"
        + ran.out[ran.out.index("To: Bo Marsh") :]
    )  # fmt: skip
    assert "Subject: 2 open actions: Allotment Board" in ran.out
    assert ran.err == (
        "Cy Field has no address: 1 action\n"
        'hint: "Cy Field" = "name@example.org" belongs under [addresses] in remind.toml\n'
        "nothing has been sent: 2 mails; --send sends them\n"
    )
    assert not (board / "state").exists()


def short_id(text: str, words: str) -> str:
    return text.split(words, 1)[1].split("\n")[2].split(",", maxsplit=1)[0].strip()


def test_a_group_without_an_address_stands_for_its_members(board: Path) -> None:
    (board / "remind.toml").write_text(
        MAILING + '"Pump team" = ["pump@a.example", "tank@a.example"]\n', encoding="utf-8"
    )
    ran = remind(board)
    assert "To: Pump team <pump@a.example, tank@a.example>" in ran.out
    assert "Cy Field" not in ran.err


def test_private_sections_are_left_out_unless_asked_for(board: Path) -> None:
    assert "plot 9" not in remind(board).out
    assert "plot 9" in remind(board, "--private").out


@pytest.mark.parametrize(
    ("within", "named"), [("0d", ["Ann Lee"]), ("4d", ["Ann Lee", "Bo Marsh"]), ("1w", ["Ann Lee", "Bo Marsh"])]
)
def test_due_within_leaves_out_what_has_time(within: str, named: list[str], board: Path) -> None:
    out = remind(board, "--due-within", within).out
    assert [line.split(" <")[0].removeprefix("To: ") for line in out.splitlines() if line.startswith("To: ")] == named
    assert "paint the tank" not in out


def test_eml_files_are_drafts_with_text_and_page(board: Path) -> None:
    remind(board, "--format", "eml", "-o", "drafts")
    first = (board / "drafts" / "2026-03-20-bo-marsh.eml").read_bytes()
    mail = email.message_from_bytes(first, policy=default)
    assert isinstance(mail, EmailMessage)
    assert (mail["to"], mail["from"]) == ("Bo Marsh <bo@allotment.example>", "Dee Parks <dee@allotment.example>")
    assert (mail["reply-to"], mail["x-unsent"]) == ("board@allotment.example", "1")
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert "* read <b the meter & tell" in text.get_content()
    assert page is not None
    assert "read &lt;b the meter &amp; tell" in page.get_content()
    remind(board, "--format", "eml", "-o", "drafts")
    assert (board / "drafts" / "2026-03-20-bo-marsh.eml").read_bytes() == first


def test_an_mbox_is_read_by_python(board: Path) -> None:
    remind(board, "--format", "mbox", "-o", "all.mbox")
    found = mailbox.mbox(str(board / "all.mbox"))
    assert [one["to"] for one in found] == ["Ann Lee <ann@allotment.example>", "Bo Marsh <bo@allotment.example>"]


def test_mailto_is_a_link_a_person(board: Path) -> None:
    first, second = remind(board, "--format", "mailto").out.splitlines()
    assert first.startswith("mailto:ann@allotment.example?subject=")
    told = parse_qs(urlsplit(second).query)
    assert told["subject"] == ["2 open actions: Allotment Board"]
    assert "read <b the meter & tell" in unquote(told["body"][0])


# Headers


@pytest.mark.parametrize(
    "written",
    [
        "a@b.example\nBcc: c@d.example",
        "a@b.example\r\nX: y",
        "a",
        "a@",
        "@b",
        "a@b@c",
        "ä@b.example",
        "a b@c.example",
        "",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(MinutesError, match="is no address"):
        address_of(written)


def test_no_header_is_injected_by_names_or_minutes(tmp_path: Path) -> None:
    lay_out(
        {
            "minutes/b.md": "# Board\r\nBcc: x@y.example\n\n- [ ] ACTION: Ann Lee to go\rBcc: z@y.example by 1 March 2026\n",
            "minutes.toml": '[[people]]\nname = "Ann Lee\\r\\nBcc: all@y.example"\naliases = ["Ann Lee"]\nemail = "ann@y.example"\n',
        },
        tmp_path,
    )
    remind(tmp_path, "--format", "eml", "-o", "drafts")
    (path,) = (tmp_path / "drafts").iterdir()
    mail = email.message_from_bytes(path.read_bytes(), policy=default)
    assert mail["bcc"] is None
    assert mail["to"].addresses[0].addr_spec == "ann@y.example"
    assert "\n" not in str(mail["subject"])


# Settings


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[server]\nhost = "h"\npassword = "x"', "a password does not belong in a file"),
        ('smtp-password = "x"', "a password does not belong in a file"),
        ('[server]\nhost = "mail.example"\nsecurity = "none"', "only for a server on this machine"),
        ('[server]\nhost = "h"\nsecurity = "ssl"', "must be one of starttls, tls, none"),
        ("[server]\nport = 25", "server.host must be a text"),
        ('[server]\nhost = "h"\nport = 0', "must be a number from 1"),
        ('sender = "x"', "there is no setting 'sender'"),
        ("addresses = 3", "must be written as a table"),
        ('[addresses]\n"Ann" = 3', 'addresses."Ann" must be a text'),
        ("a = ", "not TOML"),
    ],
)
def test_settings_that_are_wrong_are_said(text: str, message: str) -> None:
    with pytest.raises(MinutesError, match=message):
        parse_mailing(text, "remind.toml")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--format", "fax"], "there is no format 'fax'"),
        (["--format", "eml"], "-o drafts/"),
        (["--send", "--format", "eml"], "two ways"),
        (["--due-within", "soon"], "such as 7d or 2w"),
        (["--settings", "gone.toml"], "gone.toml cannot be read"),
        (["--send"], "does not say who sends"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], message: str, board: Path) -> None:
    assert message in remind(board, *words, code=2).err


# A real server


@dataclass
class Post:
    """What the server has been given, and whom it does not take mail for."""

    mails: list[EmailMessage] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    breaks_off: set[str] = field(default_factory=set)
    logins: list[tuple[str, str]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 no such \x1b[31m plot"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        mail = email.message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        if envelope.rcpt_tos[0] in self.breaks_off:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "250 never heard"
        self.mails.append(mail)
        return "250 OK"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: object
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append((given.login.decode(), given.password.decode()))
        return AuthResult(success=given.password == b"sesame", handled=False)


@dataclass
class Office:
    """A server, and the settings by which it is found."""

    post: Post
    port: int
    mailing: str


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def opened(security: str, authority: trustme.CA, top: Path) -> Iterator[Office]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(top / "ca.pem"))
    post = Post()
    port = free_port()
    if security == "tls":
        server = Controller(
            post, "127.0.0.1", port, ssl_context=context, authenticator=post.authenticate, auth_require_tls=False
        )
    else:
        server = Controller(
            post, "127.0.0.1", port, tls_context=context, require_starttls=True, authenticator=post.authenticate
        )
    server.start()
    settings = (
        f'{MAILING}"Cy Field" = "cy@allotment.example"\n\n[server]\nhost = "127.0.0.1"\nport = {port}\n'
        f'security = "{security}"\nuser = "dee"\nca = "ca.pem"\n'
    )
    (top / "remind.toml").write_text(settings, encoding="utf-8")
    try:
        yield Office(post, port, settings)
    finally:
        server.stop()


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def office(board: Path, authority: trustme.CA) -> Iterator[Office]:
    yield from opened("starttls", authority, board)


def send(top: Path, *words: str, code: int = 0) -> Ran:
    return remind(top, "--send", *words, code=code, MINUTES_SMTP_PASSWORD="sesame", MINUTES_SMTP_HOST="127.0.0.1")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mails_are_sent_over_tls(security: str, board: Path, authority: trustme.CA) -> None:
    for office in opened(security, authority, board):
        ran = send(board)
        assert [one["to"] for one in office.post.mails] == [
            "Ann Lee <ann@allotment.example>",
            "Bo Marsh <bo@allotment.example>",
            "Cy Field <cy@allotment.example>",
        ]
        assert office.post.logins == [("dee", "sesame")]
        assert all(one["date"] and one["message-id"] for one in office.post.mails)
        assert "sent 3 mails" in ran.err
        assert "sesame" not in ran.err + ran.out


def test_nobody_is_written_to_twice_on_one_day(board: Path, office: Office) -> None:
    send(board)
    again = send(board)
    assert len(office.post.mails) == 3
    assert "Ann Lee has been written to today" in again.err
    send(board, "--again", "owner:ann")
    assert len(office.post.mails) == 4
    send(board, "--today", "2026-03-21")
    assert len(office.post.mails) == 7
    kept = "".join(path.read_text(encoding="utf-8") for path in (board / "state").rglob("*.jsonl"))
    assert "ann" not in kept.casefold()


def test_a_second_mail_with_other_actions_is_no_copy_of_the_first(board: Path, office: Office) -> None:
    """Mail programs show what has the id of another mail once, and it may be the older one."""
    send(board, "owner:ann")
    send(board, "--again", "owner:ann")
    send(board, "--again", "owner:ann", "--private")
    first, same, more = (one["message-id"] for one in office.post.mails)
    assert first == same != more


def test_dry_run_sends_nothing(board: Path, office: Office) -> None:
    assert "nothing has been sent" in send(board, "--dry-run").err
    assert not office.post.mails


def test_a_refused_recipient_keeps_nobody_else_waiting(board: Path, office: Office) -> None:
    office.post.refuses.add("ann@allotment.example")
    ran = send(board, code=1)
    assert [one["to"] for one in office.post.mails] == [
        "Bo Marsh <bo@allotment.example>",
        "Cy Field <cy@allotment.example>",
    ]
    assert "not sent to Ann Lee <ann@allotment.example>: ann@allotment.example: 550 no such" in ran.err
    assert "\x1b" not in ran.err
    assert "sent 2 mails of 3" in ran.err
    office.post.refuses.clear()
    send(board)  # what was refused may be tried again on the same day
    assert [one["to"] for one in office.post.mails[2:]] == ["Ann Lee <ann@allotment.example>"]


def test_a_connection_that_breaks_is_made_again(board: Path, office: Office) -> None:
    office.post.breaks_off.add("ann@allotment.example")
    ran = send(board, code=1)
    assert "may or may not have been sent to Ann Lee" in ran.err
    assert [one["to"] for one in office.post.mails] == [
        "Bo Marsh <bo@allotment.example>",
        "Cy Field <cy@allotment.example>",
    ]
    office.post.breaks_off.clear()
    send(board)  # she may have it already
    assert len(office.post.mails) == 2


def test_an_address_that_is_none_stops_all_before_the_first(board: Path, office: Office) -> None:
    settings = office.mailing.replace("cy@allotment.example", "cy at allotment")
    (board / "remind.toml").write_text(settings, encoding="utf-8")
    assert "is no address" in send(board, code=2).err
    assert not office.post.mails


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace('ca = "ca.pem"\n', ""), "cannot be trusted"),
        (lambda text: text.replace("starttls", "tls"), "cannot be trusted"),
        (lambda text: text.replace("ca.pem", "gone.pem"), "cannot be reached: no such file"),
    ],
)
def test_a_server_that_is_not_what_it_should_be_gets_no_password(
    change: Callable[[str], str], message: str, board: Path, office: Office
) -> None:
    (board / "remind.toml").write_text(change(office.mailing), encoding="utf-8")
    assert message in send(board, code=1).err
    assert (office.post.mails, office.post.logins) == ([], [])


@pytest.mark.parametrize("named", ["", "mail.allotment.example", "127.0.0.1.allotment.example"])
def test_the_password_of_the_environment_is_for_the_server_of_the_environment_alone(
    named: str, board: Path, office: Office
) -> None:
    """`remind.toml` may be a stranger's, and so may the server that it names, with an authority of its own."""
    ran = remind(board, "--send", code=2, MINUTES_SMTP_PASSWORD="sesame", MINUTES_SMTP_HOST=named)
    whose = f"is for {named}" if named else "does not say for which server it is"
    assert ran.err == (
        "minutes: remind.toml: server.host is 127.0.0.1, and $MINUTES_SMTP_PASSWORD "
        f"{whose}; nothing has been sent\n"
        "hint: if 127.0.0.1 is to be given the password, say so by MINUTES_SMTP_HOST=127.0.0.1\n"
    )
    assert (office.post.mails, office.post.logins) == ([], [])


def test_a_server_is_the_same_in_capital_letters(board: Path, office: Office) -> None:
    text = office.mailing.replace("127.0.0.1", "LocalHost")
    (board / "remind.toml").write_text(text, encoding="utf-8")
    remind(board, "--send", MINUTES_SMTP_PASSWORD="sesame", MINUTES_SMTP_HOST="localhost")
    assert office.post.logins == [("dee", "sesame")]


def test_a_server_without_a_user_is_given_no_password(board: Path, office: Office) -> None:
    text = office.mailing.replace('user = "dee"\n', "")
    (board / "remind.toml").write_text(text, encoding="utf-8")
    remind(board, "--send", MINUTES_SMTP_PASSWORD="sesame", MINUTES_SMTP_HOST="mail.allotment.example")
    assert (len(office.post.mails), office.post.logins) == (3, [])


def test_a_wrong_password_is_said_and_not_shown(board: Path, office: Office) -> None:
    wrong = {"MINUTES_SMTP_PASSWORD": "wrong-word", "MINUTES_SMTP_HOST": "127.0.0.1"}
    ran = remind(board, "--send", code=1, **wrong)
    assert "does not know dee by this password" in ran.err
    assert "wrong-word" not in ran.err
    assert send(board).err.count("sent to") == 3


def test_a_server_that_is_not_there(board: Path, office: Office) -> None:
    text = office.mailing.replace(f"port = {office.port}", f"port = {free_port()}")
    (board / "remind.toml").write_text(text, encoding="utf-8")
    assert "cannot be reached: connection refused" in send(board, code=1).err


class Purse(keyring.backend.KeyringBackend):
    """A keyring that knows one password."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return "sesame" if (service, username) == ("minutes-register", "dee@127.0.0.1") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


def test_the_keyring_is_asked_where_the_environment_is_silent(board: Path, office: Office) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(Purse())  # type: ignore[no-untyped-call]
    try:
        remind(board, "--send")
    finally:
        keyring.set_keyring(before)
    assert office.post.logins == [("dee", "sesame")]


def test_without_a_password_it_says_where_one_may_be(board: Path, office: Office) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    try:
        ran = remind(board, "--send", code=2)
    finally:
        keyring.set_keyring(before)
    assert ran.err.endswith(
        "hint: give it in $MINUTES_SMTP_PASSWORD with MINUTES_SMTP_HOST=127.0.0.1, "
        "or once by: keyring set minutes-register dee@127.0.0.1\n"
    )
    assert not office.post.mails


@pytest.mark.parametrize("where", ["remind.toml", "minutes/remind.toml"])
def test_without_settings_the_addresses_lie_beside_the_minutes_or_among_them(where: str, tmp_path: Path) -> None:
    lay_out({"minutes/board.md": "# Board, 3 February 2026\n\n- [ ] Ann Lee: book the plumber\n"}, tmp_path)
    ran = remind(tmp_path)
    assert 'hint: "Ann Lee" = "name@example.org" belongs under [addresses] in remind.toml, which is not' in ran.err
    lay_out({where: '[addresses]\n"Ann Lee" = "ann@a.example"\n'}, tmp_path)
    assert "To: Ann Lee <ann@a.example>" in remind(tmp_path).out


def test_what_lies_beside_a_folder_of_another_name_is_not_asked(tmp_path: Path) -> None:
    text = "# Board, 3 February 2026\n\n- [ ] Ann Lee: book the plumber\n"
    lay_out({"board/board.md": text, "remind.toml": '[addresses]\n"Ann Lee" = "ann@a.example"\n'}, tmp_path)
    assert "Ann Lee has no address" in minutes(["-C", "board", "remind"], tmp_path).err
