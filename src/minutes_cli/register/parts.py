"""The fold in parts, a body at a time, for archives that are larger than a memory: the same actions as `build`.

What the files of one body need of all others is little: which names mean one body, and on which days it met. A
`Leaf` is what a file tells the others; all leaves together make the `Meetings`. Ids are unique in the whole
archive, so that a part comes without them: `name_hashes` says of each action by what it could be called, and
`named` makes the actions once somebody has compared them all.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from hashlib import blake2b

from minutes_cli.config import Config
from minutes_cli.model import Action, Decision, Diagnostic, Document, Meeting, Mention
from minutes_cli.register.build import begun_at, decisions_of, folded, in_order, with_approval
from minutes_cli.register.ids import label_key
from minutes_cli.register.meetings import Meetings, folder_of
from minutes_cli.register.people import People
from minutes_cli.register.strand import Strand, action_of
from minutes_cli.text import Source


@dataclass(frozen=True, slots=True)
class Leaf:
    """What the others have to know of one file."""

    path: str
    meetings: tuple[Meeting, ...]
    """Without who was there: place, day and body."""
    has_bare: bool
    """Whether it says something outside any meeting."""


@dataclass(frozen=True, slots=True)
class Part:
    """All that the files say of some bodies; actions have no ids yet."""

    strands: tuple[Strand, ...]
    """In the order of their meetings, then path, then line."""
    held: tuple[tuple[Day, ...], ...]
    """For each strand, the days on which its body met."""
    meetings: tuple[Meeting, ...]
    decisions: tuple[Decision, ...]
    diagnostics: tuple[Diagnostic, ...]


def leaf_of(document: Document) -> Leaf:
    """What the others have to know of it."""
    said = [*(one.meeting for one in document.mentions), *(one.meeting for one in document.decisions)]
    return Leaf(
        path=document.source.path,
        meetings=tuple(
            replace(one, attendees=(), apologies=(), chair=None, title=None, next_meeting=None)
            for one in document.meetings
        ),
        has_bare=not document.meetings or None in said,
    )


def without_text(document: Document) -> Document:
    """The document as far as the fold needs it."""
    return replace(document, source=Source(document.source.path, ""))


def meetings_of(leaves: Iterable[Leaf], config: Config) -> Meetings:
    """The meetings that all leaves, by path, tell of."""
    return Meetings.of([Document(Source(one.path, ""), one.meetings, (), (), ()) for one in leaves], config)


def keys_of(leaf: Leaf, meetings: Meetings) -> tuple[str, ...]:
    """The keys of the bodies that a file speaks of, each once; what belongs to no meeting goes with the first."""
    keys = [meetings.body_key(one, leaf.path) for one in leaf.meetings]
    return tuple(dict.fromkeys([*keys, *[meetings.body_key(None, leaf.path)] * leaf.has_bare]))


def share_of(meetings: Meetings, leaves: Iterable[Leaf], keys: Iterable[str]) -> Meetings:
    """Of the meetings, what is needed to fold these bodies, whose files have these leaves."""
    places = {(one.path, one.line): one for leaf in leaves for one in leaf.meetings}
    folders = {f"/{folder_of(path)}" for path, _ in places}
    days = {key: meetings.days[key] for key in {*keys, *folders} if key in meetings.days}
    return meetings._replace(by_place={place: meetings.by_place[place] for place in places}, days=days)


def fold_part(
    key: str, documents: Sequence[Document], meetings: Meetings, config: Config, *, strict: bool = False
) -> Part:
    """What the documents say of the body of that key; the documents may be of other bodies, too."""
    ordered = sorted(documents, key=lambda one: one.source.path)
    own = [_of_body(one, key, meetings) for one in ordered]
    strands = folded(own, meetings, People.of(config), config, strict=strict, body=key)
    full = {(one.path, one.line): one for document in own for one in document.meetings}
    listed = with_approval(meetings, ordered, config)
    met = [replace(full[place], body=one.body, approval=one.approval)
           for one in listed if (place := (one.path, one.line)) in full]  # fmt: skip
    told = [one for document in own for one in document.diagnostics]
    return Part(
        strands=strands,
        held=tuple(meetings.held_by(one.told[0].mention) for one in strands),
        meetings=tuple(met),
        decisions=decisions_of(own, meetings),
        diagnostics=in_order(told),
    )


def _of_body(document: Document, key: str, meetings: Meetings) -> Document:
    """What a document says of one body; what it says as a whole goes with the first body that it speaks of."""
    path = document.source.path

    def is_own(one: Mention | Decision) -> bool:
        return meetings.body_key(one.meeting, path) == key

    first = meetings.body_key(document.meetings[0] if document.meetings else None, path)
    return replace(
        document,
        meetings=tuple(one for one in document.meetings if meetings.body_key(one, path) == key),
        mentions=tuple(filter(is_own, document.mentions)),
        decisions=tuple(filter(is_own, document.decisions)),
        diagnostics=document.diagnostics if first == key else (),
    )


@dataclass(frozen=True, slots=True)
class NameHashes:
    """By what the actions of a part could be called: 64-bit hashes, an entry a strand."""

    labels: array[int]
    """Of the label as compared; 0 where it has none."""
    plain: array[int]
    """Of the name where no other action has that label, which is the derived id where there is none."""
    qualified: array[int]
    """Of the name where another has it."""


def name_hashes(strands: Iterable[Strand]) -> NameHashes:
    """Of each strand, in order."""
    found = NameHashes(array("Q"), array("Q"), array("Q"))
    for one in strands:
        label = one.label
        found.labels.append(_hash(label_key(label)) if label else 0)
        found.plain.append(_hash(name_of(one, is_only=True).casefold()))
        found.qualified.append(_hash(name_of(one, is_only=False).casefold()))
    return found


def name_of(strand: Strand, *, is_only: bool) -> str:
    """Its label, with its meeting unless it `is_only` one of that label; the derived id where it has none."""
    label = strand.label
    if not label:
        return strand.derived
    return label if is_only else f"{strand.meeting}/{label}"


def order_of(strand: Strand) -> tuple[bool, Day, str, int]:
    """What strands are in the order of, over all parts."""
    return begun_at(strand.told[0].mention)


def named(part: Part, names: Sequence[str], config: Config) -> list[Action]:
    """The actions of a part under these names; short ids are whole ones here."""
    people = People.of(config)
    return [
        action_of(strand, name, name, people, held)
        for strand, name, held in zip(part.strands, names, part.held, strict=True)
    ]


def joined(parts: Sequence[Part]) -> Part:
    """Several parts as one, each list in its order."""
    pairs = sorted(
        ((strand, held) for part in parts for strand, held in zip(part.strands, part.held, strict=True)),
        key=lambda pair: order_of(pair[0]),
    )
    return Part(
        strands=tuple(strand for strand, _ in pairs),
        held=tuple(held for _, held in pairs),
        meetings=tuple(one for part in parts for one in part.meetings),
        decisions=tuple(one for part in parts for one in part.decisions),
        diagnostics=tuple(one for part in parts for one in part.diagnostics),
    )


def packed(sizes: Mapping[str, int], most: int) -> list[tuple[str, ...]]:
    """Keys in groups whose sizes add up to `most` at most, a larger one alone; keys in their order."""
    groups: list[list[str]] = []
    room = 0
    for key in sorted(sizes):
        if not groups or sizes[key] > room:
            groups.append([])
            room = most
        groups[-1].append(key)
        room -= sizes[key]
    return [tuple(one) for one in groups]


def _hash(words: str) -> int:
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
