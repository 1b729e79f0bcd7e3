"""What a folder's minutes were taken for, what in them looks like actions and was not read, and what settings
would help.

Only what several lines or files agree on becomes a proposal; each says on what it rests. Nothing is decided
here: a person looks at the proposals, or asks for them to be written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from minutes_cli.config import Config
from minutes_cli.reading.parse import Seen

CAUSES_OF_HEADINGS = ("named", "dated", "box", "closed", "listed")
"""Causes that a heading known to hold actions would settle."""
_FEWEST = 3
"""Lines under one heading, or files with one text, that are a habit and no accident."""
_NOT_UTF_8, _AMBIGUOUS = "M003", "M012"


class Group(NamedTuple):
    """Look-alikes of one cause under one heading, over all files."""

    cause: str
    heading: str | None
    places: tuple[tuple[str, int], ...]
    """File and line of each."""


class Proposal(NamedTuple):
    """A setting that the files suggest."""

    key: str
    values: tuple[str, ...]
    """One for a setting that is a text."""
    reason: str


class Findings(NamedTuple):
    """What the doctor has to say of a folder."""

    seen: tuple[Seen, ...]
    groups: tuple[Group, ...]
    """The largest first."""
    proposals: tuple[Proposal, ...]
    """In the order of the settings."""


def diagnose(seen: Sequence[Seen], config: Config) -> Findings:
    """The findings on all files of a folder."""
    groups = _groups(seen)
    proposals = (
        *_headings(groups, config),
        *_marks(seen, config),
        *_templates(seen, config),
        *_languages(seen, config),
        *_date_order(seen, config),
        *_body(seen, config),
        *_encodings(seen, config),
    )
    return Findings(tuple(seen), groups, proposals)


def _groups(seen: Iterable[Seen]) -> tuple[Group, ...]:
    places: defaultdict[tuple[str, str | None], list[tuple[str, int]]] = defaultdict(list)
    for one in seen:
        for look in one.look_alikes:
            places[look.cause, look.heading].append((one.document.source.path, look.line))
    groups = [Group(cause, heading, tuple(found)) for (cause, heading), found in places.items()]
    return tuple(sorted(groups, key=lambda group: (-len(group.places), group.cause, group.heading or "")))


def _headings(groups: Iterable[Group], config: Config) -> Iterable[Proposal]:
    """Headings under which several lines read as actions."""
    counts: Counter[str] = Counter()
    for group in groups:
        # Boxes and verbs below a heading of one file are as likely the agenda of that day.
        once = group.cause in ("box", "listed") and len({path for path, _ in group.places}) == 1
        if group.heading and group.cause in CAUSES_OF_HEADINGS and not once:
            counts[group.heading] += len(group.places)
    known = {one.casefold() for one in (*config.action_headings, *config.ignore_headings)}
    values = tuple(title for title, count in counts.most_common() if count >= _FEWEST and title.casefold() not in known)
    if values:
        lines = sum(counts[title] for title in values)
        yield Proposal("action-headings", values, f"{lines} lines below these read as things to be done")


def _marks(seen: Iterable[Seen], config: Config) -> Iterable[Proposal]:
    """Words such as "Outcome" that come again and again before things to be done."""
    counts = Counter(look.sign.capitalize() for one in seen for look in one.look_alikes if look.cause == "outcome")
    known = {one.casefold() for one in config.action_marks}
    values = tuple(mark for mark, count in counts.most_common() if count >= _FEWEST and mark.casefold() not in known)
    if values:
        yield Proposal("action-marks", values, f"{sum(counts[one] for one in values)} lines begin so and name nobody")


def _templates(seen: Iterable[Seen], config: Config) -> Iterable[Proposal]:
    """Headings under which the same words stand, with nobody named, in file after file."""
    files: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    others: Counter[str] = Counter()
    for one in seen:
        lines = dict(one.headings)
        for mention in one.document.mentions:
            heading = lines.get(mention.line)
            if heading is not None:
                files[heading, mention.text.casefold()].add(mention.path)
                others[heading] += bool(mention.owners)
    same = Counter(heading for (heading, _), paths in files.items() if len(paths) >= _FEWEST)
    known = {one.casefold() for one in config.ignore_headings}
    values = tuple(one for one, _ in same.most_common() if not others[one] and one.casefold() not in known)
    if values:
        yield Proposal("ignore-headings", values, "the same words stand below these in file after file, for nobody")


def _languages(seen: Iterable[Seen], config: Config) -> Iterable[Proposal]:
    """The languages of the files, where they are not said and not English alone."""
    counts = Counter(one.language for one in seen)
    if config.languages or not set(counts) - {"en"}:
        return
    told = ", ".join(f"{code} {count}" for code, count in counts.most_common())
    yield Proposal("languages", tuple(code for code, _ in counts.most_common()), f"found in the files: {told}")


def _date_order(seen: Sequence[Seen], config: Config) -> Iterable[Proposal]:
    """The order of day and month that the files show, where in some of them it is a guess."""
    unclear = sum(any(fault.code == _AMBIGUOUS for fault in one.document.diagnostics) for one in seen)
    shown = Counter(one.date_order for one in seen if one.date_order is not None)
    if config.date_order is None and unclear and len(shown) == 1:
        (order, count), *_ = shown.items()
        yield Proposal("date-order", (order,), f"{count} file(s) show it, and {unclear} leave it open")


def _body(seen: Sequence[Seen], config: Config) -> Iterable[Proposal]:
    """The one body of the folder, where some files do not name it."""
    names = Counter(one.body for look in seen for one in look.document.meetings)
    nameless = names.pop(None, 0)
    if config.body is None and nameless and len(names) == 1:
        (name,) = names
        yield Proposal("body", (str(name),), f"{nameless} meeting(s) name no body, and all others this one")


def _encodings(seen: Iterable[Seen], config: Config) -> Iterable[Proposal]:
    """What files that are not UTF-8 were read as, where the guess was needed."""
    found: Counter[str] = Counter()
    for one in seen:
        for fault in one.document.diagnostics:
            name = fault.message.rpartition(" read as ")[2].strip()
            if fault.code == _NOT_UTF_8 and " " not in name and name not in config.encodings:
                found[name] += 1
    if found:
        yield Proposal("encodings", tuple(name for name, _ in found.most_common()), "some files are not UTF-8")


TEXTS = ("action-headings", "action-marks", "ignore-headings", "languages", "encodings")
"""The settings among the proposals that are lists."""


def settings_of(proposals: Iterable[Proposal], config: Config) -> Mapping[str, tuple[str, ...]]:
    """What each setting would be, with what it holds already in front."""
    held = {
        "action-headings": config.action_headings,
        "action-marks": config.action_marks,
        "ignore-headings": config.ignore_headings,
        "languages": config.languages,
        "encodings": config.encodings,
    }
    return {one.key: tuple(dict.fromkeys((*held.get(one.key, ()), *one.values))) for one in proposals}
