"""RULES, the one table of what `minutes check` looks for, and the check itself.

A rule is a function in `register.rules` whose docstring is its page in the manual. Codes: M0 files,
M1 actions, M2 meetings, M3 policies, M9 the check's own comments, snoozes and baseline.

>>> [rule.code for rule in RULES if rule.name == "overdue"]
['M103']
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day

from minutes_cli.config import Config, Snooze
from minutes_cli.model import Action, Document, MinutesError, Register, Severity
from minutes_cli.register.baseline import NAME, Known
from minutes_cli.register.finding import Checked, Finding, finding_of, findings_of
from minutes_cli.register.ids import label_key
from minutes_cli.register.people import People
from minutes_cli.register.rules import actions, files, identity, meetings, own, policies
from minutes_cli.register.rules.scene import Fault, Rule, Scene, Setting
from minutes_cli.register.selection import Selection, severity_of
from minutes_cli.register.suppress import Suppression, suppressions, unused

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_ALWAYS, _STRICT, _NAMED = ("default", "strict"), ("strict",), ()
_PER = Setting("per", "folder|body|owner", "what is counted by itself")

RULES: tuple[Rule, ...] = (
    Rule("M001", "unreadable-file", _ERROR, _ALWAYS, files.unreadable_file),
    Rule("M002", "binary-file", _ERROR, _ALWAYS, files.binary_file),
    Rule("M003", "not-utf-8", _INFO, _ALWAYS, files.not_utf_8),
    Rule("M010", "look-alike", _INFO, _ALWAYS, files.look_alike),
    Rule("M011", "broken-yaml", _ERROR, _ALWAYS, files.broken_yaml),
    Rule("M012", "ambiguous-date", _WARNING, _ALWAYS, files.ambiguous_date),
    Rule("M013", "unread-date", _WARNING, _ALWAYS, files.unread_date),
    Rule("M014", "unknown-key", _WARNING, _ALWAYS, files.unknown_key, has_fix=True),
    Rule("M015", "long-line", _WARNING, _ALWAYS, files.long_line),
    Rule("M101", "missing-owner", _WARNING, _ALWAYS, actions.missing_owner),
    Rule("M102", "missing-due", _WARNING, _STRICT, actions.missing_due),
    Rule("M103", "overdue", _ERROR, _ALWAYS, actions.overdue, (Setting("grace", 0, "days after the deadline"),)),
    Rule("M104", "due-before-meeting", _WARNING, _ALWAYS, actions.due_before_meeting),
    Rule("M105", "unknown-owner", _WARNING, _STRICT, actions.unknown_owner),
    Rule("M106", "open-too-long", _WARNING, _STRICT, actions.open_too_long,
         (Setting("days", 180, "days an action may be open"),)),
    Rule("M107", "carried-too-often", _WARNING, _ALWAYS, actions.carried_too_often,
         (Setting("times", 3, "later meetings that took it up without closing it"),)),
    Rule("M108", "forgotten", _WARNING, _STRICT, actions.forgotten,
         (Setting("meetings", 3, "meetings of the body without a word"),)),
    Rule("M109", "duplicate-action", _WARNING, _ALWAYS, identity.duplicate_action,
         (Setting("likeness", 92, "how near the words have to be, 0 to 100"),)),
    Rule("M110", "dangling-id", _WARNING, _ALWAYS, identity.dangling_id),
    Rule("M111", "duplicate-id", _WARNING, _ALWAYS, identity.duplicate_id),
    Rule("M112", "unconfirmed-guess", _INFO, _STRICT, identity.unconfirmed_guess),
    Rule("M113", "closed-without-note", _WARNING, _NAMED, actions.closed_without_note),
    Rule("M114", "too-many-open", _WARNING, _STRICT, actions.too_many_open,
         (Setting("most", 15, "open actions a person may have"),)),
    Rule("M201", "missing-date", _WARNING, _ALWAYS, meetings.missing_date),
    Rule("M202", "missing-body", _INFO, _STRICT, meetings.missing_body),
    Rule("M203", "gap-in-series", _WARNING, _STRICT, meetings.gap_in_series,
         (Setting("grace", 14, "days before or after the announced day"),)),
    Rule("M204", "not-approved", _WARNING, _STRICT, meetings.not_approved),
    Rule("M301", "max-open", _ERROR, _NAMED, policies.max_open,
         (Setting("most", 50, "open actions there may be"), _PER)),
    Rule("M302", "max-age", _ERROR, _NAMED, policies.max_age,
         (Setting("days", 365, "days the oldest open action may be old"), _PER)),
    Rule("M303", "no-overdue", _ERROR, _NAMED, policies.no_overdue, (_PER,)),
    Rule("M901", "unused-suppression", _WARNING, _ALWAYS, own.unused_suppression, has_fix=True),
    Rule("M902", "expired-snooze", _INFO, _ALWAYS, own.expired_snooze),
    Rule("M903", "stale-baseline", _INFO, _STRICT, own.stale_baseline),
)  # fmt: skip
NOT_CHECKED = Rule("M000", "not-checked", _ERROR, (), own.not_checked)
"""What stands in the place of all findings where the check could not be made."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be checked, besides the settings."""

    today: Day
    selection: Selection
    baseline: tuple[Known, ...] = ()
    baseline_path: str = NAME
    only: frozenset[str] | None = None
    """The paths to be told of; None for all. The register is that of the whole folder all the same."""


def check(register: Register, documents: Sequence[Document], config: Config, question: Question) -> Checked:
    """All findings of the folder that nothing silences."""
    sources = {one.source.path: one.source for one in documents}
    people = People.of(config)
    settings = question.selection.settings
    scene = Scene(register, tuple(documents), config, people, question.today, sources, settings)
    rules = question.selection.rules
    found = _weighed(scene, question.selection)
    comments = [comment for path in sorted(sources) for comment in suppressions(sources[path])]
    heard = [one for one in found if not any(comment.silences(one) for comment in comments)]
    known = {one.fingerprint for one in question.baseline}
    new = [one for one in heard if one.fingerprint not in known]
    awake = [one for one in new if not _sleeps(one, config.snoozes, register.actions, question.today)]
    told = [*awake, *_own(scene, question, found, comments)]
    shown = [one for one in told if question.only is None or one.diagnostic.path in question.only]
    return Checked(
        findings=tuple(sorted(shown, key=_order)),
        files=tuple(sorted(sources if question.only is None else set(sources) & question.only)),
        sources=sources,
        rules=rules,
        suppressed=len(found) - len(heard),
        baselined=len(heard) - len(new),
        snoozed=len(new) - len(awake),
    )


def not_checked(message: str, hint: str, path: str) -> Checked:
    """The answer where the folder, its settings or its baseline could not be used."""
    fault = Fault(message, path, 1, 1, 1, 1, subject=message, hint=hint or None)
    finding = finding_of(NOT_CHECKED, fault, Severity.ERROR)
    return Checked((finding,), (), {}, (NOT_CHECKED,), is_complete=False)


def _order(one: Finding) -> tuple[str, int, int, str]:
    return one.diagnostic.path, one.diagnostic.line, one.diagnostic.column, one.diagnostic.code


def _weighed(scene: Scene, selection: Selection) -> list[Finding]:
    """What the selected rules find, each with the severity that holds for its body and file."""
    found: list[tuple[Rule, Fault]] = []
    severities: dict[int, Severity] = {}
    for rule in selection.rules:
        for fault in rule.find(replace(scene, rule=rule)):
            severity = severity_of(rule, selection, scene.people, fault.body, fault.path)
            if severity is not None:
                severities[len(found)] = severity
                found.append((rule, fault))
    return list(findings_of(found, severities))


def _sleeps(finding: Finding, snoozes: Iterable[Snooze], known: Sequence[Action], today: Day) -> bool:
    """Whether a snooze that has not ended is for this finding."""
    return any(
        one.until >= today
        and (one.rule is None or one.rule in {finding.diagnostic.code, finding.diagnostic.name})
        and (one.action is None or _means(one.action, finding.action, known))
        for one in snoozes
    )


def _means(written: str, action_id: str | None, known: Sequence[Action]) -> bool:
    """Whether an id as somebody wrote it is that of an action: whole, its own number, or its beginning."""
    action = next((one for one in known if one.id == action_id), None)
    if action is None:
        return False
    asked = written.strip().casefold()
    is_label = action.label is not None and label_key(action.label) == label_key(written)
    return bool(asked) and (is_label or action.id.casefold().startswith(asked))


def _own(
    scene: Scene, question: Question, found: Collection[Finding], comments: Iterable[Suppression]
) -> Iterator[Finding]:
    """Findings on comments, snoozes and the baseline themselves."""
    selected = {one.code: one for one in question.selection.rules}
    if "M901" in selected:
        yield from _unused(scene, question.selection, selected["M901"], found, comments)
    if "M902" in selected:
        for snooze in scene.config.snoozes:
            if snooze.until < question.today:
                what = snooze.action or snooze.rule or ""
                message = f"the snooze of {what} ended on {snooze.until}: {snooze.reason}"
                fault = _at_top(scene.config.origin or "minutes.toml", message, f"{what} {snooze.until}", "take it out")
                yield finding_of(selected["M902"], fault, Severity.INFO)
    if "M903" in selected:
        now = {one.fingerprint for one in found}
        for known in question.baseline:
            if known.rule in selected and known.fingerprint not in now:
                message = f"{known.rule} is no longer found in {known.place}: {known.message}"
                fault = _at_top(question.baseline_path, message, known.fingerprint, "take it out of the baseline")
                yield finding_of(selected["M903"], fault, Severity.INFO)


def _at_top(path: str, message: str, subject: str, hint: str) -> Fault:
    return Fault(message, path, 1, 1, 1, 1, subject=subject, hint=hint)


def _unused(
    scene: Scene, selection: Selection, own_rule: Rule, found: Collection[Finding], comments: Iterable[Suppression]
) -> Iterator[Finding]:
    """Comments that silence nothing, or name a rule that there is not. Rules that did not look are not judged."""
    names = {name for rule in RULES for name in (rule.code, rule.name)}
    looked = {name for rule in selection.rules for name in (rule.code, rule.name)}
    for one in comments:
        unknown = [name for name in one.rules if name not in names]
        if unknown:
            yield unused(own_rule, scene.sources[one.path], one, f"there is no rule {', '.join(unknown)}")
        elif set(one.rules) <= looked and not any(one.silences(finding) for finding in found):
            yield unused(own_rule, scene.sources[one.path], one, "there is nothing to silence")


def find_rule(name: str) -> Rule:
    """The rule of that code or name; raises MinutesError with a near one for one that there is not."""
    from difflib import get_close_matches

    wanted = name.strip()
    for one in RULES:
        if wanted.upper() == one.code or wanted.lower() == one.name:
            return one
    near = get_close_matches(wanted, [name for one in RULES for name in (one.name, one.code)], 1)
    raise MinutesError(
        f"there is no rule {name!r}", hint=f"did you mean {near[0]}?" if near else "minutes rule lists them"
    )
