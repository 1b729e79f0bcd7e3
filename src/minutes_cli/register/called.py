"""What an open action is called in later minutes, so that reading and the fold find it again.

Its own number, where reading takes it for one at the head of a line and no other action of the body bears it;
else the id that follows from its words, which stands for it wherever a number of its own would not do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from minutes_cli.config import Config
from minutes_cli.model import Action, Mention, Register, Status
from minutes_cli.reading.parse import parse
from minutes_cli.reading.writing import stamp_text
from minutes_cli.register.ids import LENGTH, SHORTEST_STAMP, derived_id, label_key, task_words
from minutes_cli.register.names import body_key
from minutes_cli.text import Source


def called(register: Register, config: Config, key: str) -> dict[str, str]:
    """For each open action of the body with this key, by its id, what the minutes of the next meeting call it."""
    own = [one for one in register.actions if body_key(one.body or "", config.bodies) == key]
    borne = Counter(one for action in own for one in _labels(action))
    waiting = [one for one in own if one.status is Status.OPEN]
    derived = _derived(own)
    alone = [one for one in waiting if one.label and borne[label_key(one.label)] == 1]
    good = _read_back(alone, config)
    return {one.id: one.label if one.id in good and one.label else _stamp(one, derived[one.id]) for one in waiting}


def _labels(action: Action) -> frozenset[str]:
    return frozenset(label_key(label) for one in action.mentions if (label := one.mention.label))


def _stamp(action: Action, derived: str) -> str:
    """As much of a derived id as tells it from the others; one of letters alone as it is written behind words."""
    least = max(SHORTEST_STAMP, len(action.short_id) if derived.startswith(action.short_id) else 0)
    for length in range(least, LENGTH + 1):
        short = derived[:length]
        if any(map(str.isdigit, short)) and any(map(str.isalpha, short)):
            return short
    return stamp_text(derived[:least])


def _derived(actions: Sequence[Action]) -> dict[str, str]:
    """The id that follows from the words of each action, whatever label it bears."""
    found: dict[str, str] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for action in actions:
        first = action.mentions[0].mention
        one = derived_id(first, task_words(first), 1)
        seen[first.path, one] += 1
        count = seen[first.path, one]
        found[action.id] = one if count == 1 else derived_id(first, task_words(first), count)
    return found


def _read_back(actions: Sequence[Action], config: Config) -> frozenset[str]:
    """The ids of those whose label is read as one, with the owners and nothing of it left in the words."""
    lines = [f"- {one.label} {_words(one)} — done" for one in actions]
    text = "\n\n".join(("## Matters arising", *lines))
    by_line: dict[int, Mention] = {one.line: one for one in parse(Source("read-back.md", text), config).mentions}
    read = ((one, by_line.get(3 + 2 * at)) for at, one in enumerate(actions))
    return frozenset(one.id for one, mention in read if mention is not None and _is_it(one, mention))


def _words(action: Action) -> str:
    named = f"{' and '.join(action.owners)}: " if action.owners else ""
    return named + " ".join(action.text.split())


def _is_it(action: Action, mention: Mention) -> bool:
    return (
        label_key(mention.label or "") == label_key(action.label or "")
        and mention.status is Status.DONE
        and len(mention.owners) == len(action.owners)
    )
