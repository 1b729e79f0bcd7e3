"""Which rules look, and how much their findings weigh: settings and options → a Selection.

>>> from minutes_cli.config import CheckSettings
>>> from minutes_cli.register.check import RULES
>>> [rule.code for rule in select(RULES, CheckSettings(select=("M10",), ignore=("overdue",))).rules][:3]
['M101', 'M102', 'M104']
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from minutes_cli.config import CheckSettings, RuleSettings
from minutes_cli.model import MinutesError, Severity
from minutes_cli.register.people import People
from minutes_cli.register.rules.scene import Rule, holds, rows_for

SETS = ("default", "strict", "all")
OFF = "off"


@dataclass(frozen=True, slots=True)
class Options:
    """What a command line says of the selection."""

    select: tuple[str, ...] = ()
    """In place of whatever the settings select and ignore."""
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    policies: tuple[RuleSettings, ...] = ()
    """Rules that an option of their own asks for, with its value."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Rules that look, in the order of their codes, and the settings by which their findings are weighed."""

    rules: tuple[Rule, ...]
    everywhere: frozenset[str]
    """Codes selected for all bodies and files; the others are for those of an override."""
    settings: CheckSettings


def select(rules: Sequence[Rule], settings: CheckSettings, options: Options | None = None) -> Selection:
    """The selection; raises MinutesError for a rule or setting that there is not.

    A table `[check.rules.NAME]` selects its rule too. `ignore` beats what selects.
    """
    asked = options or Options()
    _check_settings(rules, settings)
    own = settings if not asked.select else settings._replace(select=asked.select, extend_select=(), ignore=())
    rows = () if asked.select else own.rules
    wanted = (own.select or ("default",), own.extend_select, asked.extend_select, _named(rows), _named(asked.policies))
    everywhere = _codes(rules, [name for names in wanted for name in names])
    everywhere -= _codes(rules, (*own.ignore, *asked.ignore)) - _codes(rules, _named(asked.policies))
    somewhere = frozenset[str]()
    if not asked.select:
        for one in own.overrides:
            somewhere |= _codes(rules, (*one.select, *one.extend_select, *_named(one.rules)))
        somewhere -= _codes(rules, asked.ignore)
    by_option = CheckSettings(rules=asked.policies)
    weighed = own._replace(overrides=(*own.overrides, by_option)) if asked.policies else own
    looking = tuple(one for one in rules if one.code in everywhere | somewhere)
    return Selection(looking, everywhere, weighed)


def severity_of(rule: Rule, selection: Selection, people: People, body: str | None, path: str) -> Severity | None:
    """How much a finding of the rule weighs in a body and file; None where the rule is off there."""
    is_on = rule.code in selection.everywhere
    for one in selection.settings.overrides:
        if holds(one, people, body, path):
            if one.select:
                is_on = _has(one.select, rule)
            is_on = (is_on or _has((*one.extend_select, *_named(one.rules)), rule)) and not _has(one.ignore, rule)
    stated = (row.severity for row in rows_for(selection.settings, rule, people, body, path))
    severity = next((one for one in stated if one is not None), rule.severity.value)
    return None if not is_on or severity == OFF else Severity(severity)


def _named(rows: Iterable[RuleSettings]) -> tuple[str, ...]:
    return tuple(one.rule for one in rows if one.severity != OFF)


def _has(names: Iterable[str], rule: Rule) -> bool:
    return any(_is_meant(name, rule) for name in names)


def _is_meant(name: str, rule: Rule) -> bool:
    """Whether a code, the beginning of one, a name or a set means the rule."""
    if name == "all" or name in rule.sets or name == rule.name:
        return True
    return name[:1] in {"M", "m"} and name[1:].isdigit() and rule.code.startswith(name.upper())


def _codes(rules: Sequence[Rule], names: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        meant = {one.code for one in rules if _is_meant(name, one)}
        if not meant and name not in SETS:
            raise _no_rule(rules, name)
        found |= meant
    return frozenset(found)


def _no_rule(rules: Sequence[Rule], name: str) -> MinutesError:
    known = [*SETS, *(one.name for one in rules), *(one.code for one in rules)]
    near = get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}?" if near else f"minutes rule lists them; sets are {', '.join(SETS)}"
    return MinutesError(f"there is no rule {name!r}", hint=hint)


def _check_settings(rules: Sequence[Rule], settings: CheckSettings) -> None:
    """Raises MinutesError where a table of a rule names no rule, or has a setting that the rule has not."""
    for one in (settings, *settings.overrides):
        for row in one.rules:
            rule = next((known for known in rules if row.rule in {known.code, known.name}), None)
            if rule is None:
                raise _no_rule(rules, row.rule)
            known = [setting.name for setting in rule.settings]
            for key, _ in row.values:
                if key not in known:
                    listed = f"it has {', '.join(('severity', *known))}"
                    raise MinutesError(f"the rule {rule.name} has no setting {key!r}", hint=listed)
