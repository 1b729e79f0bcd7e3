"""`minutes.toml` → Config. Text in, value out: who reads the file from the disk is `store.find`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches

from minutes_cli import toml
from minutes_cli.config import (
    FIELDS,
    Alias,
    Approved,
    BodyName,
    CheckSettings,
    Config,
    Deferral,
    Field,
    Group,
    Pair,
    Person,
    Role,
    RuleSettings,
    Snooze,
    Template,
)
from minutes_cli.model import MinutesError

_TABLES = ("people", "groups", "bodies", "check", "snooze", "link", "unlink", "defer", "template", "approved")
_CHECK_KEYS = ("select", "extend-select", "ignore", "rules")
_LONGEST_MARK = 100
_SEVERITIES = ("error", "warning", "info", "off")
_FAIL_ON = ("error", "warning", "never")


def parse_config(text: str, origin: str) -> Config:
    """The settings in the text of a `minutes.toml`, or of a `pyproject.toml`'s `[tool.minutes]`.

    Raises MinutesError, naming `origin`, the key and the cure, for TOML that cannot be read, an
    unknown key or a value of the wrong kind.
    """
    try:
        tables = toml.read(text)
    except toml.BadToml as fault:
        raise MinutesError(f"{origin}: this is not TOML that can be read: {fault}") from fault
    if origin.endswith("pyproject.toml"):
        tables = _table(_table(tables, "tool", origin), "minutes", origin)
    return _Reader(origin, text).config(tables)


def _table(tables: Mapping[str, object], key: str, origin: str) -> dict[str, object]:
    inner = tables.get(key, {})
    if not isinstance(inner, dict):
        raise MinutesError(f"{origin}: {key} must be a table")
    return inner


class _Reader:
    """Reads values with the file's name at hand for messages."""

    def __init__(self, origin: str, text: str) -> None:
        self.origin = origin
        self.lines = text.splitlines()

    def config(self, tables: Mapping[str, object]) -> Config:
        known = [one.key for one in FIELDS]
        for key in tables:
            if key not in known and key not in _TABLES:
                self.unknown(key, [*known, *_TABLES], "")
        texts = {one.key: self.texts(tables.get(one.key, []), one.key) for one in FIELDS if one.kind == "texts"}
        words = {
            one.key: self.choice(one, tables[one.key]) for one in FIELDS if one.kind != "texts" and one.key in tables
        }
        return Config(
            paths=texts["paths"],
            include=texts["include"],
            exclude=texts["exclude"],
            body=words.get("body"),
            languages=texts["languages"],
            date_order=words.get("date-order"),
            encodings=texts["encodings"],
            action_marks=self.marks(texts["action-marks"]),
            action_headings=texts["action-headings"],
            ignore_headings=texts["ignore-headings"],
            private_headings=texts["private-headings"],
            approval=words.get("approval", "text"),
            approved=tuple(self.approved(one) for one in self.rows(tables, "approved")),
            close_style=words.get("close-style", "words"),
            me=words.get("me"),
            people=tuple(self.person(one) for one in self.rows(tables, "people")),
            groups=tuple(self.group(one) for one in self.rows(tables, "groups")),
            bodies=tuple(self.body(one) for one in self.rows(tables, "bodies")),
            check=self.check(_table(tables, "check", self.origin)),
            snoozes=tuple(self.snooze(one) for one in self.rows(tables, "snooze")),
            links=tuple(self.pair(one, "link") for one in self.rows(tables, "link")),
            unlinks=tuple(self.pair(one, "unlink") for one in self.rows(tables, "unlink")),
            deferrals=tuple(self.deferral(one) for one in self.rows(tables, "defer")),
            templates=tuple(self.template(one) for one in self.rows(tables, "template")),
            standing_items=texts["standing-items"],
            origin=self.origin,
        )

    def marks(self, words: tuple[str, ...]) -> tuple[str, ...]:
        if any(len(one) > _LONGEST_MARK for one in words):
            raise MinutesError(f"{self.origin}: action-marks has a word of more than {_LONGEST_MARK} characters")
        return words

    def pair(self, row: Mapping[str, object], where: str) -> Pair:
        self.keys(row, ("action", "mention"), where)
        action, mention = (self.text(row.get(key), f"{where}.{key}").strip() for key in ("action", "mention"))
        return Pair(action.casefold(), mention.casefold())

    def deferral(self, row: Mapping[str, object]) -> Deferral:
        self.keys(row, ("action", "until", "reason"), "defer")
        until = self.day(row.get("until"), "defer.until")
        if until is None:
            raise MinutesError(f"{self.origin}: a [[defer]] needs an action and until, such as 2026-04-14")
        return Deferral(self.text(row.get("action"), "defer.action").strip().casefold(), until)

    def approved(self, row: Mapping[str, object]) -> Approved:
        self.keys(row, ("body", "before"), "approved")
        before = self.day(row.get("before"), "approved.before")
        if not row:
            raise MinutesError(f"{self.origin}: [approved] needs before, such as 2026-01-01, or a body")
        return Approved(self.text(row["body"], "approved.body") if "body" in row else None, before)

    def template(self, row: Mapping[str, object]) -> Template:
        self.keys(row, ("path", "body", "name"), "template")
        return Template(
            path=self.text(row.get("path"), "template.path"),
            body=self.text(row["body"], "template.body") if "body" in row else None,
            name=self.text(row["name"], "template.name") if "name" in row else None,
        )

    def choice(self, known: Field, value: object) -> str:
        text = self.text(value, known.key)
        if "|" in known.kind and text not in known.kind.split("|"):
            raise MinutesError(
                f"{self.origin}: {known.key} is {text!r}, and must be one of {known.kind.replace('|', ', ')}"
            )
        return text

    def rows(self, tables: Mapping[str, object], key: str) -> list[dict[str, object]]:
        rows = tables.get(key, [])
        rows = [rows] if key == "approved" and isinstance(rows, dict) else rows  # one is a plain table
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise MinutesError(f"{self.origin}: {key} must be written as [[{key}]] tables")
        return rows

    def person(self, row: Mapping[str, object]) -> Person:
        self.keys(row, ("name", "aliases", "roles", "email"), "people")
        return Person(
            name=self.text(row.get("name"), "people.name"),
            aliases=self.aliases(row.get("aliases", []), "people.aliases"),
            roles=tuple(self.role(one) for one in self.entries(row.get("roles", []), "people.roles")),
            email=self.text(row["email"], "people.email") if "email" in row else None,
        )

    def group(self, row: Mapping[str, object]) -> Group:
        self.keys(row, ("name", "aliases", "members"), "groups")
        return Group(
            name=self.text(row.get("name"), "groups.name"),
            aliases=self.aliases(row.get("aliases", []), "groups.aliases"),
            members=self.texts(row.get("members", []), "groups.members"),
        )

    def body(self, row: Mapping[str, object]) -> BodyName:
        self.keys(row, ("name", "aliases"), "bodies")
        return BodyName(self.text(row.get("name"), "bodies.name"), self.texts(row.get("aliases", []), "bodies.aliases"))

    def check(self, table: Mapping[str, object], where: str = "check") -> CheckSettings:
        further = ("fail-on", "overrides") if where == "check" else ("body", "path")
        self.keys(table, (*_CHECK_KEYS, *further), where)
        if where != "check" and not {"body", "path"} & set(table):
            raise MinutesError(f"{self.origin}: one of [[check.overrides]] has neither body nor path")
        rules = _table(table, "rules", self.origin)
        inner = {name: _table(rules, name, self.origin) for name in rules}
        return CheckSettings(
            select=self.texts(table.get("select", []), f"{where}.select"),
            extend_select=self.texts(table.get("extend-select", []), f"{where}.extend-select"),
            ignore=self.texts(table.get("ignore", []), f"{where}.ignore"),
            fail_on=self.one_of(table["fail-on"], "check.fail-on", _FAIL_ON) if "fail-on" in table else None,
            rules=tuple(self.rule(name, settings) for name, settings in inner.items()),
            body=self.text(table["body"], f"{where}.body") if "body" in table else None,
            path=self.text(table["path"], f"{where}.path") if "path" in table else None,
            overrides=tuple(self.check(one, "check.overrides") for one in self.rows(table, "overrides")),
        )

    def rule(self, name: str, table: Mapping[str, object]) -> RuleSettings:
        where = f"check.rules.{name}"
        severity = self.one_of(table["severity"], f"{where}.severity", _SEVERITIES) if "severity" in table else None
        values: list[tuple[str, int | str]] = []
        for key, value in table.items():
            if isinstance(value, bool) or not isinstance(value, int | str):
                raise MinutesError(f"{self.origin}: {where}.{key} must be a whole number or a text")
            if key != "severity":
                values.append((key, value))
        return RuleSettings(name, severity, tuple(values))

    def snooze(self, row: Mapping[str, object]) -> Snooze:
        self.keys(row, ("until", "reason", "action", "rule"), "snooze")
        until = self.day(row.get("until"), "snooze.until")
        if until is None or not {"action", "rule"} & set(row):
            raise MinutesError(f"{self.origin}: a snooze needs until, reason, and an action or a rule")
        return Snooze(
            until=until,
            reason=self.text(row.get("reason"), "snooze.reason"),
            action=self.text(row["action"], "snooze.action") if "action" in row else None,
            rule=self.text(row["rule"], "snooze.rule") if "rule" in row else None,
        )

    def one_of(self, value: object, key: str, known: tuple[str, ...]) -> str:
        text = self.text(value, key)
        if text not in known:
            raise MinutesError(f"{self.origin}: {key} is {text!r}, and must be one of {', '.join(known)}")
        return text

    def role(self, entry: object) -> Role:
        if isinstance(entry, str):
            return Role(entry)
        if not isinstance(entry, dict):
            raise MinutesError(
                f'{self.origin}: a role is a text or {{role = "Chair", body = "Board", since = 2011-01-01}}'
            )
        self.keys(entry, ("role", "body", "since", "until"), "people.roles")
        return Role(
            role=self.text(entry.get("role"), "people.roles.role"),
            body=self.text(entry["body"], "people.roles.body") if "body" in entry else None,
            since=self.day(entry.get("since"), "people.roles.since"),
            until=self.day(entry.get("until"), "people.roles.until"),
        )

    def aliases(self, value: object, key: str) -> tuple[Alias, ...]:
        return tuple(self.alias(one, key) for one in self.entries(value, key))

    def alias(self, entry: object, key: str) -> Alias:
        if isinstance(entry, str):
            return Alias(entry)
        if not isinstance(entry, dict):
            raise MinutesError(f'{self.origin}: one of {key} is neither a text nor {{name = "JG", body = "Board"}}')
        self.keys(entry, ("name", "body"), key)
        return Alias(self.text(entry.get("name"), key), self.text(entry["body"], key) if "body" in entry else None)

    def entries(self, value: object, key: str) -> list[object]:
        if not isinstance(value, list):
            raise MinutesError(f"{self.origin}: {key} must be a list")
        return value

    def texts(self, value: object, key: str) -> tuple[str, ...]:
        return tuple(self.text(one, key) for one in self.entries(value, key))

    def text(self, value: object, key: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise MinutesError(f"{self.origin}: {key} must be a text that is not empty")
        return value

    def day(self, value: object, key: str) -> date | None:
        if value is None or type(value) is date:
            return value
        raise MinutesError(f"{self.origin}: {key} must be a day, written without quotes, such as 2011-09-01")

    def keys(self, row: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
        for key in row:
            if key not in known:
                self.unknown(key, list(known), f" in {where}")

    def unknown(self, key: str, known: list[str], where: str) -> None:
        near = get_close_matches(key, known, 1)
        cure = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        raise MinutesError(f"{self.place(key)}: there is no setting {key!r}{where}; {cure}")

    def place(self, key: str) -> str:
        """The file, with the line of a key where it is written in one only."""
        written = re.compile(rf"\s*(?:\[+\s*)?(?:[\w-]+\.)*[\"']?{re.escape(key)}[\"']?\s*(?:[=.\]]|$)")
        lines = [number for number, line in enumerate(self.lines, 1) if written.match(line)]
        return f"{self.origin}:{lines[0]}" if len(lines) == 1 else self.origin
