"""Rules on which action is meant: duplicates, ids that lead nowhere, guesses nobody has confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date as Day

from rapidfuzz import fuzz, process

from minutes_cli.model import Action
from minutes_cli.register.ids import is_stamp, label_key, task_words
from minutes_cli.register.names import key
from minutes_cli.register.rules.scene import Fault, Scene, at_action, quoted

_FEWEST_WORDS = 3
"""Shorter tasks are the same by accident: "update website"."""
_FEWEST_LETTERS = 12
"""For languages that put no spaces between words."""
_NEAR_ID = 60.0
"""Of 100: below it another id is no help."""


def duplicate_action(scene: Scene) -> Iterator[Fault]:
    """Two open actions of one body say nearly the same.

    What it finds: an open action whose words and owners are nearly those of an earlier one that is open too.
    How near they have to be, 0 to 100, is a setting.

    Why it matters: one of them will be closed, and the other stays open for ever.

    Example:
        ACTION: Ann to send the budget to the board, in January and once more in February

    What to do: `minutes link ID FILE:LINE`, with the id of the first and the place of the second; or repeat the id
    of the first in the second.
    """
    groups: defaultdict[tuple[str, tuple[str, ...]], list[tuple[str, Action]]] = defaultdict(list)
    for action in scene.open_actions:
        words = task_words(action.mentions[0].mention)
        if len(words.split()) >= _FEWEST_WORDS or len(words) >= _FEWEST_LETTERS:
            owners = tuple(sorted(key(one) for one in action.people))
            groups[scene.people.bodies.key(action.body), owners].append((words, action))
    for group in groups.values():
        yield from _doubles(scene, group)


def _doubles(scene: Scene, group: Sequence[tuple[str, Action]]) -> Iterator[Fault]:
    texts = [words for words, _ in group]
    for at, (words, action) in enumerate(group[1:], 1):
        wanted = scene.number("likeness", action.body, action.file)
        found = process.extractOne(words, texts[:at], scorer=fuzz.ratio, score_cutoff=wanted)
        if found is not None and not _numbers_differ(words, found[0]):
            other = group[found[2]][1]
            where = f"{other.file}:{other.line}"
            hint = f"if they are one: minutes link {other.short_id} {action.file}:{action.line}"
            message = f"{quoted(action.text)} says what {other.short_id} says in {where}"
            yield at_action(scene, action, message, hint)


def _numbers_differ(words: str, others: str) -> bool:
    """ "Review issue 12" and "review issue 13" are two things to do."""
    one, other = ([word for word in text.split() if any(map(str.isdigit, word))] for text in (words, others))
    return one != other


def dangling_id(scene: Scene) -> Iterator[Fault]:
    """Minutes report on an action by an id that no earlier meeting gave.

    What it finds: an action under matters arising, or marked as carried over, whose number or id was never raised in
    that body. The first minutes of a body are left alone: what came before them is not there.

    Why it matters: the report is lost, and the action that was meant stays open.

    Example:
        ## Matters arising
        - A41 Ann to get quotes: done, where the register knows A14 alone

    What to do: correct the id; the nearest one is named.
    """
    first_days = _first_days(scene)
    known: defaultdict[str, dict[str, Action]] = defaultdict(dict)
    for action in scene.register.actions:
        body = scene.people.bodies.key(action.body)
        first = action.mentions[0].mention
        if first.carried and first.label and action.raised is not None and action.raised > first_days[body]:
            message = f"no earlier meeting raised an action {first.label!r}"
            yield at_action(scene, action, message, _nearest(label_key(first.label), known[body]))
        else:
            known[body][label_key(action.label) if action.label else action.id] = action


def _nearest(label: str, known: Mapping[str, Action]) -> str:
    stamps = is_stamp(label)
    names = {name[: len(label)] if stamps and not one.label else name: one for name, one in known.items()}
    near = process.extractOne(label, list(names), scorer=fuzz.ratio, score_cutoff=_NEAR_ID)
    if near is None:
        return "give the id that the action was raised with"
    meant = names[near[0]]
    return f"did you mean {meant.label or near[0]}, {quoted(meant.text)} ({meant.file}:{meant.line})?"


def _first_days(scene: Scene) -> defaultdict[str, Day]:
    found: defaultdict[str, Day] = defaultdict(lambda: Day.max)
    for one in scene.register.meetings:
        if one.date is not None:
            body = scene.people.bodies.key(one.body)
            found[body] = min(found[body], one.date)
    return found


def duplicate_id(scene: Scene) -> Iterator[Fault]:
    """One meeting gives the same id to two actions.

    What it finds: two actions of one meeting that bear the same number.

    Why it matters: whoever reports on that number closes one of them, and it may be the wrong one.

    Example:
        - **Action A7:** Ann to book the room
        - **Action A7:** Bob to buy the paint

    What to do: give one of them another number.
    """
    seen: dict[tuple[str, str, str], Action] = {}
    for action in scene.register.actions:
        if not action.label or not action.meeting:
            continue
        place = (scene.people.bodies.key(action.body), action.meeting, label_key(action.label))
        other = seen.setdefault(place, action)
        if other is not action:
            message = f"{action.label!r} is the id of {quoted(other.text)} in line {other.line} as well"
            yield at_action(scene, action, message, "give one of them another id")


def unconfirmed_guess(scene: Scene) -> Iterator[Fault]:
    """That two meetings speak of one action is a guess from their words.

    What it finds: an open action with a mention that words alone linked to it and nobody has confirmed.

    Why it matters: a wrong guess closes an action that is not done.

    Example:
        - Ann to get three quotes: done, in the minutes after "ACTION: Ann to get quotes for the roof"

    What to do: confirm it with `minutes link`, part the two with `minutes unlink`, or use ids.
    """
    for action in scene.open_actions:
        for told in action.mentions[1:]:
            if told.link == "words":
                sure = f" ({round(told.likeness * 100)} % alike)" if told.likeness is not None else ""
                message = f"{quoted(told.mention.text)} is taken to be {action.short_id}{sure}"
                place = f"{action.short_id} {told.mention.path}:{told.mention.line}"
                hint = f"minutes link {place} confirms it, minutes unlink {place} parts them"
                yield at_action(scene, action, message, hint, (told.mention, told.mention.span))
