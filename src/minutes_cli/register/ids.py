"""The ids of actions: the file's own label, or one derived from the words of the task.

A derived id hangs on the body, the day and the task's words alone (CONTRACT "Action ids"), never on
where the action stands in the file, who owns it or what became of it. Nor does it hang on settings:
an alias given to a body must not change an id that somebody has written down.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date as Day
from hashlib import blake2b
from pathlib import PurePosixPath

from minutes_cli.model import Mention
from minutes_cli.register.names import body_words

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""No 0 and o, no 1, i and l, no u beside v."""
LENGTH = 12
SHORTEST_STAMP = 8
"""Characters of a derived id that is written into a text."""
SHORTEST_SHOWN = 4
_STAMP = re.compile(rf"[{ALPHABET}]{{{SHORTEST_STAMP},{LENGTH}}}", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W_]+")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_SEPARATORS = re.compile(r"[\s_–—-]+")
_MARK = re.compile(r"action-(?:(?:item|point)-)?(?=[a-z]+[-.]?\d)")
_FRAME = "[](){}<>#*:. "


def task_words(mention: Mention) -> str:
    """The words of the task as an id sees them, with single spaces: no markup, case, punctuation, deadline."""
    text = mention.text
    if mention.due_text:
        text = text.replace(mention.due_text, " ", 1)
    plain = _TAG.sub(" ", _LINK.sub(r"\1", html.unescape(text)))
    folded = unicodedata.normalize("NFKC", plain).casefold()
    return _NOT_LETTERS.sub(" ", folded).strip() or folded.strip()


def derived_id(mention: Mention, words: str, occurrence: int) -> str:
    """The id that follows from the words, as `task_words` gives them; `occurrence` counts from 1."""
    meeting = mention.meeting
    body = body_words(meeting.body) if meeting and meeting.body else str(PurePosixPath(mention.path).parent)
    when = _when(mention.path, meeting.date if meeting else None)
    parts = [body, when, words.replace(" ", "")]
    if occurrence > 1:
        parts.append(str(occurrence))
    return _spell(blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=LENGTH).digest())


def label_key(label: str) -> str:
    """A label as compared: "ACTION-12", "Action 12" and "[action_12]" are one; so are "Action A7" and "A7"."""
    folded = unicodedata.normalize("NFKC", label).casefold().strip(_FRAME)
    return _MARK.sub("", _SEPARATORS.sub("-", folded))


def is_stamp(label: str) -> bool:
    """Whether a label may be a derived id, or the beginning of one, that was written into the text."""
    return _STAMP.fullmatch(label.strip(_FRAME)) is not None


def short_ids(ids: Iterable[str], own: frozenset[str]) -> Mapping[str, str]:
    """For each id the shortest beginning, of at least four characters, that no other has; `own` labels stay whole."""
    folded = {one: one.casefold() for one in ids}
    ordered = sorted(folded, key=folded.__getitem__)
    found: dict[str, str] = {}
    before = 0
    for at, one in enumerate(ordered, 1):
        after = _common(folded[one], folded[ordered[at]]) if at < len(ordered) else 0
        found[one] = one if one in own else one[: max(SHORTEST_SHOWN, before + 1, after + 1)]
        before = after
    return found


def _when(path: str, day: Day | None) -> str:
    return path if day is None else day.isoformat()


def _spell(digest: bytes) -> str:
    return "".join([ALPHABET[byte % len(ALPHABET)] for byte in digest])


def _common(left: str, right: str) -> int:
    """How many leading characters two casefolded ids share; 0 where they are too few to matter."""
    if left[:SHORTEST_SHOWN] != right[:SHORTEST_SHOWN]:
        return 0
    pairs = zip(left, right, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(left), len(right)))
