"""The text of a first `minutes.toml`: every setting explained, and what the minutes suggest, commented out.

Only `paths` is set: all else is for a person to decide.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from minutes_cli.config import FIELDS, Field
from minutes_cli.model import Register
from minutes_cli.output.clean import clean
from minutes_cli.output.json import write
from minutes_cli.register.names import key
from minutes_cli.register.people import likely_aliases

_MOST = 40
"""Owners named in the suggestions; a list longer than that is not read."""
_PERSON = re.compile(r"@\w[\w.-]*|[A-Z][\w.'’-]*(?:\s+(?:[a-z]{1,3}\s+)?[A-Z][\w.'’-]*)+")
_OF_MANY = re.compile(
    r"(?i)\b(?:all|board|committee|council|everyone|forum|group|members?|officers|staff|task ?force|team)\b"
)
_PLURAL = re.compile(r".*\s[a-z]{3,}s")
_ROLES = re.compile(
    r"(?i)(?:(?:vice|deputy|co)[- ])?(?:chair(?:man|woman|person)?|secretary|treasurer|clerk|president|director)"
)
_APPROVED = """\
# Minutes that are a record, and so are not edited, by their date or body.
#
# [approved]
# before = 2026-01-01
"""
_CHECK = """\
# What minutes check looks for; minutes rule lists the rules, each with its settings.
#
# [check]
# extend-select = ["strict"]
# ignore = ["look-alike"]
# fail-on = "warning"
#
# [check.rules.overdue]
# grace = 7
"""


def settings_text(register: Register, paths: tuple[str, ...]) -> str:
    """A `minutes.toml` for a folder that holds what `register` says; `paths` are relative to it."""
    parts = [
        "# Settings of minutes (https://toml.io). Lines that begin with # are explanations and suggestions.\n",
        *(_setting(one, paths) for one in FIELDS),
        _APPROVED,
        _bodies(register),
        _people(register),
        _CHECK,
    ]
    return "\n".join(part for part in parts if part)


def _setting(one: Field, paths: tuple[str, ...]) -> str:
    choices = f" ({one.kind.replace('|', ', ')})" if "|" in one.kind else ""
    head = f"# {one.meaning[0].upper()}{one.meaning[1:]}{choices}.\n"
    if one.key == "paths" and paths:
        return f"{head}paths = {_list(paths)}\n"
    return f"{head}# {one.key} = {one.example}\n"


def _bodies(register: Register) -> str:
    names = Counter(one.body for one in register.meetings if one.body)
    if not names:
        return ""
    blocks = [
        f"# [[bodies]]  # {count} meeting{'s' if count > 1 else ''}\n# name = {_quoted(name)}\n# aliases = []\n"
        for name, count in sorted(names.items(), key=lambda one: (-one[1], one[0]))
    ]
    return "# Bodies that meet here, and other names for them.\n#\n" + "#\n".join(blocks)


def _people(register: Register) -> str:
    """People, then roles, then groups, each as a table to be uncommented, the most named first; then who else."""
    owners = Counter(owner for action in register.actions for owner in action.owners)
    ordered = [owner for owner, _ in sorted(owners.items(), key=lambda one: (-one[1], one[0]))][:_MOST]
    named = list({key(owner): owner for owner in reversed(ordered)}.values())[::-1]
    others: defaultdict[str, list[str]] = defaultdict(list)
    for short, long in likely_aliases(named):
        others[long].append(short)
    taken = {short for shorts in others.values() for short in shorts}
    blocks, rest = [], []
    for one in sorted((one for one in named if one not in taken), key=_kind):
        match _kind(one):
            case 0:
                blocks.append(f"# [[people]]\n# name = {_quoted(one)}\n# aliases = {_list(others[one])}\n")
            case 1:
                blocks.append(f'# [[people]]\n# name = "Who is it?"\n# roles = [{_quoted(one)}]\n')
            case 2:
                aliases = f"# aliases = {_list(others[one])}\n"
                blocks.append(f"# [[groups]]\n# name = {_quoted(one)}\n{aliases}# members = []\n")
            case _:
                rest += [one, *others[one]]
    if rest:
        blocks.append(f"# Also named: {', '.join(clean(one) for one in rest)}\n")
    if not blocks:
        return ""
    return "# Owners found in the minutes: who they are, and who is in a group.\n#\n" + "#\n".join(blocks)


def _kind(owner: str) -> int:
    """0 for a person's name, 1 for a role, 2 for a group, 3 for what cannot be told."""
    if _ROLES.fullmatch(owner):
        return 1
    if _OF_MANY.search(owner) or _PLURAL.fullmatch(owner):
        return 2
    return 0 if _PERSON.fullmatch(owner) else 3


def _quoted(text: str) -> str:
    """A TOML basic string, which JSON's strings are as well."""
    return write(clean(text))


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(_quoted(one) for one in texts) + "]"
