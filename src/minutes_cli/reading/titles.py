"""Titles that name no body: those of agenda items and of documents."""

from __future__ import annotations

from minutes_cli.reading.vocabulary import Vocabulary, normal_title


def names_no_body(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a title is an agenda item's or says no more than what a document is: "Old business", "Status"."""
    words = normal_title(name).split()
    common = (
        vocabulary.words("labels.around") | vocabulary.words("labels.earlier") | vocabulary.words("meeting.no_body")
    )
    return all(one in common for one in words) and not vocabulary.words("owners.groups").intersection(words)
