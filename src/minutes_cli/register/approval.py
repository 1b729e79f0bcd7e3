"""Whether minutes are a record that is no longer edited (CONTRACT, truth 4)."""

from __future__ import annotations

from collections.abc import Sequence

from minutes_cli.config import Config
from minutes_cli.model import Document, Meeting
from minutes_cli.register.meetings import Meetings, approved_places


def approved(meeting: Meeting, documents: Sequence[Document], config: Config) -> bool:
    """Whether the minutes of a meeting are approved: by their own mark, or by later minutes of the body.

    `documents` are all of the folder; the setting `approval` says what counts.
    """
    return (meeting.path, meeting.line) in approved_places(Meetings.of(documents, config), documents, config)
