"""Rules on the check itself: comments, snoozes and baselines that do nothing any more.

They can only be judged when all others have looked, so `register.check` finds them; here are their pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from minutes_cli.register.rules.scene import Fault, Scene


def unused_suppression(_scene: Scene) -> Iterator[Fault]:
    """A comment silences a rule that has nothing to say.

    What it finds: `<!-- minutes: ignore M103 -->` or `# minutes: ignore M103` where that rule finds nothing, or
    where there is no such rule. A comment for a rule that is not selected is left alone.

    Why it matters: it will silence the next fault on that line.

    Example:
        - [x] Ann to send the budget by 14 March 2026 <!-- minutes: ignore overdue -->

    What to do: take it out; `minutes check --fix` does.
    """
    yield from ()


def expired_snooze(_scene: Scene) -> Iterator[Fault]:
    """A snooze in the settings has ended.

    What it finds: a `[[snooze]]` whose `until` has passed.

    Why it matters: it does nothing any more, and its reason may be out of date.

    Example:
        [[snooze]]
        action = "A14"
        until = 2026-01-31
        reason = "the council answers in January"

    What to do: take it out, or give it another day and a reason that holds today.
    """
    yield from ()


def stale_baseline(_scene: Scene) -> Iterator[Fault]:
    """The baseline has a finding that is no longer there.

    What it finds: a table of minutes-baseline.toml that no finding answers to.

    Why it matters: the same fault could come back unheard.

    Example:
        [[finding]]
        rule = "M103"
        fingerprint = "5f0c…", of an action that has been closed

    What to do: take the table out.
    """
    yield from ()


def not_checked(_scene: Scene) -> Iterator[Fault]:
    """The check could not be made.

    What it finds: a folder, settings or a baseline that cannot be used. It cannot be selected or silenced.

    Why it matters: a check that did not look must not be taken for one that found nothing.

    Example:
        minutes.toml with a key that there is not

    What to do: what the message says.
    """
    yield from ()
