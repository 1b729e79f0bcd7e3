"""`remind.toml` → how and to whom reminders are sent. It lies beside the settings, and is not meant to be committed.

from = "Wren Adeyemi <wren@harbour.example>"

[server]
host = "mail.harbour.example"
user = "wren"

[addresses]
"Ines Calloway" = "ines@harbour.example"
"Roof team" = ["gus@harbour.example", "ines@harbour.example"]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from minutes_cli import toml
from minutes_cli.model import MinutesError

_KEYS = ("from", "reply-to", "server", "addresses")
_SERVER_KEYS = ("host", "port", "security", "user", "ca")
_PORTS = MappingProxyType({"starttls": 587, "tls": 465, "none": 25})
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server that messages are handed to."""

    host: str
    port: int
    security: str
    """`starttls` or `tls`; `none` for a server on this machine alone."""
    user: str | None = None
    ca: str | None = None
    """File with the certificate of an authority of one's own, relative to the settings."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """What `remind.toml` says."""

    sender: str | None = None
    reply_to: str | None = None
    server: Server | None = None
    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By name as written."""


def parse_mailing(text: str, origin: str) -> Mailing:
    """The settings in a text; MinutesError, naming `origin` and the key, for what cannot be read."""
    try:
        table = toml.read(text)
    except toml.BadToml as fault:
        raise MinutesError(f"{origin}: this is not TOML that can be read: {fault}") from fault
    _known(table, _KEYS, origin)
    server, addresses = _table(table, "server", origin), _table(table, "addresses", origin)
    return Mailing(
        sender=_text(table["from"], "from", origin) if "from" in table else None,
        reply_to=_text(table["reply-to"], "reply-to", origin) if "reply-to" in table else None,
        server=_server(server, origin) if server else None,
        addresses=MappingProxyType({name: _addresses(value, name, origin) for name, value in addresses.items()}),
    )


def _server(table: Mapping[str, object], origin: str) -> Server:
    _known(table, _SERVER_KEYS, origin)
    host = _text(table.get("host"), "server.host", origin)
    security = _text(table.get("security", "starttls"), "server.security", origin)
    if security not in _PORTS:
        raise MinutesError(f"{origin}: server.security is {security!r}, and must be one of {', '.join(_PORTS)}")
    if security == "none" and host not in _LOOPBACK:
        raise MinutesError(f"{origin}: security may be none only for a server on this machine, and {host} is none")
    port = table.get("port", _PORTS[security])
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65536:
        raise MinutesError(f"{origin}: server.port must be a number from 1 to 65535")
    return Server(
        host,
        port,
        security,
        _text(table["user"], "server.user", origin) if "user" in table else None,
        _text(table["ca"], "server.ca", origin) if "ca" in table else None,
    )


def _known(table: Mapping[str, object], keys: tuple[str, ...], origin: str) -> None:
    for name in table:
        if "password" in name.casefold():
            raise MinutesError(
                f"{origin}: a password does not belong in a file",
                hint="take it out, and give it in $MINUTES_SMTP_PASSWORD beside $MINUTES_SMTP_HOST or by keyring",
            )
        if name not in keys:
            raise MinutesError(f"{origin}: there is no setting {name!r}; known are {', '.join(keys)}")


def _table(table: Mapping[str, object], name: str, origin: str) -> Mapping[str, object]:
    found = table.get(name, {})
    if not isinstance(found, dict):
        raise MinutesError(f"{origin}: {name} must be written as a table, [{name}]")
    return found


def _addresses(value: object, name: str, origin: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(_text(one, f'addresses."{name}"', origin) for one in values)


def _text(value: object, name: str, origin: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise MinutesError(f"{origin}: {name} must be a text that is not empty")
    return value.strip()
