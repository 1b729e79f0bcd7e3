"""A folder as read: all that a change has to know of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from minutes_cli.config import Config
from minutes_cli.model import Document, Meeting, Mention, Register


class Book(NamedTuple):
    """The register with the documents that it was made of."""

    register: Register
    documents: Mapping[str, Document]
    """By path."""
    config: Config
    target: str | None = None
    """Path of the minutes that are to tell of the changes; `latest` for the newest of the body."""

    @classmethod
    def of(
        cls,
        register: Register,
        documents: Iterable[Document] | Mapping[str, Document],
        config: Config,
        target: str | None = None,
    ) -> Book:
        """The book of a register, its documents, which may be by path already, and the settings."""
        if isinstance(documents, Mapping):
            return cls(register, documents, config, target)
        return cls(register, MappingProxyType({one.source.path: one for one in documents}), config, target)

    def meeting(self, mention: Mention) -> Meeting | None:
        """The meeting of a mention as the register knows it: its body under one name, approved by later minutes."""
        own = mention.meeting
        if own is None:
            return None
        return next((one for one in self.register.meetings_in(own.path) if one.line == own.line), own)

    def is_approved(self, mention: Mention) -> bool:
        """Whether a mention stands in minutes that are a record and are not edited."""
        meeting = self.meeting(mention)
        return meeting is not None and meeting.approval == "approved"
