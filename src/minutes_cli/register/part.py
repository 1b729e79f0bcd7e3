"""Parts of a register: without what is private, or of some bodies alone."""

from __future__ import annotations

from collections.abc import Sequence

from minutes_cli.model import Register
from minutes_cli.register.names import Bodies


def public(register: Register) -> Register:
    """The register without what stands under headings such as "In camera"."""
    return Register(
        actions=tuple(one for one in register.actions if not one.private),
        meetings=register.meetings,
        decisions=tuple(one for one in register.decisions if not one.private),
        diagnostics=register.diagnostics,
        files=register.files,
    )


def of_bodies(register: Register, asked: Sequence[str], bodies: Bodies) -> Register:
    """What belongs to bodies that have one of these words in their names, or are called so by another name."""
    keys = {bodies.key(one) for one in asked}

    def is_of(body: str | None) -> bool:
        return body is not None and (
            bodies.key(body) in keys or any(one.casefold() in body.casefold() for one in asked)
        )

    meetings = tuple(one for one in register.meetings if is_of(one.body))
    return Register(
        actions=tuple(one for one in register.actions if is_of(one.body)),
        meetings=meetings,
        decisions=tuple(one for one in register.decisions if one.meeting and is_of(one.meeting.body)),
        diagnostics=register.diagnostics,
        files=len({one.path for one in meetings}),
    )
