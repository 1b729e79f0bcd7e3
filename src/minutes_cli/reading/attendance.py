"""Who was there: names out of lists, comma lists, tables, ticked boxes and pasted text.

Rests on: a person stands alone in a list item, with an affiliation, role or handle behind a dash, comma
or in brackets; names in one line are set apart by commas; in text pasted from a page, names run together
and two capitalised words make a name, to which particles such as "Le" bind; an unticked box is absence.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from minutes_cli.model import Status
from minutes_cli.reading.blocks import HEADING, ITEM, ROW, Block
from minutes_cli.reading.names import PARTICLES, tidy
from minutes_cli.reading.sections import Outline, row_label
from minutes_cli.reading.status import of_box
from minutes_cli.reading.vocabulary import Vocabulary

_CAPITAL = re.compile(r"[^\W\d_a-z][\w.'’\-]*$")
_HANDLE_ONLY = re.compile(r"@?[A-Za-z0-9][\w.|\-]{0,38}$")
_CUT = re.compile(r"\s+[–—-]+\s+|\t|\s*[<\[(（]|\s+@|\s*[:：]\s|\s+/\s+|\s*(?:https?://)")
_DASHED = re.compile(r"\s+[–—-]+\s+")
_SEPARATORS = re.compile(
    r"\s*[,，、;；]\s*(?:and\s+|und\s+|et\s+|y\s+|e\s+)?|\s+(?:and|und|et|y|e|en|oraz|i)\s+|\s*&\s*"
)
_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]{0,120}[)）\]]")
_INITIALS = re.compile(r"\(([A-Z][A-Za-z]{1,3})\)|\[([A-Z]{2,4})\]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ROLE_FIRST = re.compile(r"^[^\W\d_][\w .'’/-]{1,40}[:：]\s+(?=\S)")


_SENTENCE = re.compile(r"(?<=[^\W\d_A-Z]|\))[.;]\s+(?=[^\W_])")
_TITLES = re.compile(r"^(?:Cllrs|Councillors|Messrs|Trustees|Directors|Members)\b\.?:?\s+(?=[A-Z])")
"""What stands once before several names."""

_LABELLED = re.compile(r"\s*([^:：]{2,60}?)\s*[:：]\s*(.*)$")


class Attendance(NamedTuple):
    """The people of one meeting, each once, in order."""

    present: tuple[str, ...]
    absent: tuple[str, ...]
    initials: tuple[str, ...]
    chair: str | None


def attendance(outline: Outline, vocabulary: Vocabulary, blocks: range) -> Attendance:
    """Who was present and who sent apologies, by the sections and labelled lines among these blocks."""
    present: list[str] = []
    absent: list[str] = []
    initials: list[str] = []
    chairs: list[str] = []
    for index in blocks:
        block = outline.blocks[index]
        signed = _signed(block, outline.words[index])
        if signed is not None:
            (present if signed[0] == "present" else absent).extend(signed[1])
            continue
        kind, words = _kind_and_words(outline, index, vocabulary)
        if kind not in ("attendees", "apologies", "chair") or not words:
            continue
        names, short = _people(outline, index, words, vocabulary)
        initials += short
        if kind == "chair":
            chairs += names[:1]
            scope = outline.inside(index)
            present += names if scope is not None and scope.kind == "attendees" else ()
        elif kind == "apologies" or _unticked(block):
            absent += names
        else:
            present += names
            if re.search(r"\bchair(?:man|woman|person)?\b", words, re.IGNORECASE) and names:
                chairs.append(names[0])
    present_once = tuple(dict.fromkeys(present))
    return Attendance(
        present_once,
        tuple(name for name in dict.fromkeys(absent) if name not in present_once),
        tuple(initials),
        chairs[0] if chairs else None,
    )


_SIGNED = re.compile(r"\s*(?P<kind>present|regrets)\+:?\s*(?P<names>[^+]*)$", re.IGNORECASE)


def _signed(block: Block, words: str) -> tuple[str, list[str]] | None:
    """Whoever signs in to a chat, or signs others in, as the W3C's Zakim counts them: "present+", "regrets+ Ann"."""
    found = _SIGNED.match(words) if "+" in words[:12] else None
    if found is None:
        return None
    names = [tidy(_BRACKETS.sub(" ", part)) for part in found["names"].split(",")]
    named = [name for name in names if name and len(name.split()) <= 4 and name.casefold() not in ("me", "i")]
    alone = [tidy(re.sub(r"_?[(（].*$", "", block.speaker))] if block.speaker else []
    return found["kind"].casefold(), named or alone


def _people(outline: Outline, index: int, words: str, vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """The people of a block: an item of a longer list is one of them, lines of a paragraph may be one each."""
    block = outline.blocks[index]
    scope = outline.inside(index)
    if block.kind == ITEM and scope is not None:
        crowd = sum(
            1
            for at in range(scope.opened + 1, min(len(outline.blocks), scope.opened + 60))
            if outline.inside(at) is scope
        )
        return people_of_line(words, vocabulary, alone=True, one=crowd >= 3)
    return people_of_line(words, vocabulary, alone=block.kind == ITEM)


def _unticked(block: Block) -> bool:
    return block.box is not None and of_box(block.box) is not Status.DONE


def _kind_and_words(outline: Outline, index: int, vocabulary: Vocabulary) -> tuple[str | None, str]:
    """What a block is about, and its words without the label: "Present: Ann, Bob", or an item under a heading."""
    block, words = outline.blocks[index], outline.words[index]
    labelled = _LABELLED.match(words) if ":" in words or "：" in words else None
    if labelled and block.kind != ROW:
        title = _BRACKETS.sub(" ", labelled.group(1)) if labelled.group(1).count(" ") < 12 else ""
        label = vocabulary.label(title)
        if label is not None and label.kind in ("attendees", "apologies", "chair"):
            return label.kind, labelled.group(2)
        if label is not None and label.kind != "private":
            return None, ""
    if block.kind == ROW:
        cells = [cell.strip() for cell in words.strip().strip("|").split("|")]
        known = row_label(words, vocabulary) if len(cells) == 2 else None
        if known in ("attendees", "apologies", "chair"):
            return known, cells[1]
    scope = outline.inside(index)
    if block.kind == HEADING or scope is None or outline.opens[index] is not None:
        return None, ""
    if scope.kind in ("attendees", "apologies"):
        return (scope.kind, words) if block.kind != ROW else _row(outline, index, words, scope.kind, vocabulary)
    return None, ""


def _columns(outline: Outline, index: int, vocabulary: Vocabulary, key: str) -> int:
    """The first column whose head is one of these words; -1 where none is."""
    first = outline.heads[index]
    titles = [cell.strip().casefold().split("/")[0] for cell in outline.words[first].strip().strip("|").split("|")]
    return next((at for at, title in enumerate(titles) if title in vocabulary.words(key)), -1)


def _row(outline: Outline, index: int, words: str, kind: str, vocabulary: Vocabulary) -> tuple[str | None, str]:
    """The name of a row of a table of attendance; a row that says "absent" is an apology."""
    cells = [cell.strip() for cell in words.strip().strip("|").split("|")]
    heads = vocabulary.words("labels.name_columns") | vocabulary.words("labels.given_columns")
    if index == outline.heads[index] and any(cell.casefold() in heads for cell in cells):
        return None, ""
    given, family = (
        _columns(outline, index, vocabulary, "labels.given_columns"),
        _columns(outline, index, vocabulary, "labels.family_columns"),
    )
    if 0 <= given < len(cells) and 0 <= family < len(cells):
        cells = [
            f"{cells[given]} {cells[family]}",
            *(cell for at, cell in enumerate(cells) if at not in (given, family)),
        ]
        return ("apologies" if _says_absent(cells, vocabulary) else kind), cells[0]
    named = _columns(outline, index, vocabulary, "labels.name_columns")
    if 0 < named < len(cells):
        cells = [cells[named], *cells[:named], *cells[named + 1 :]]
    if not cells or not re.search(r"\w", cells[0]) or set(words) <= set("|-: "):
        return None, ""
    return ("apologies" if _says_absent(cells, vocabulary) else kind), cells[0]


def _says_absent(cells: list[str], vocabulary: Vocabulary) -> bool:
    return any(cell.casefold().strip(".") in vocabulary.words("labels.absent_mark") for cell in cells[1:])


def people_of_line(
    words: str, vocabulary: Vocabulary, *, alone: bool, one: bool = False
) -> tuple[list[str], list[str]]:
    """The names in a line of an attendance list, and the initials in brackets behind them.

    `alone`: the line is a list item, so a comma may lead to an affiliation rather than to a further name,
    and one word in small letters is a handle.
    """
    initials = [first or second for first, second in _INITIALS.findall(words)]
    text = _TITLES.sub("", _ROLE_FIRST.sub("", words.strip()))
    first, *others = _sentences(text, vocabulary)
    if others:
        found = [people_of_line(one, vocabulary, alone=False)[0] for one in (first, *others)]
        return [name for names in found for name in names], initials
    text = first
    if _CJK.search(text):
        return _cjk(text), initials
    bare = re.sub(r" {2,}", " ", _BRACKETS.sub(" ", text))
    behind = _DASHED.split(bare)
    if len(behind) == 2 and _SEPARATORS.search(behind[0].strip()) is None:  # "Ann Lee - Wood and Vale Growers"
        bare = behind[0]
    parts = [part for part in _SEPARATORS.split(bare) if part.strip()]
    if len(parts) >= 2 and not one and not (alone and len(parts) == 2 and _affiliated(parts)):
        names = [name for part in parts for name in _names(part, vocabulary, alone=True)]
        if len(names) >= len(parts) / 2:
            return names, initials
    first = _CUT.split(text, 1)[0] if not text.startswith(("(", "[", "@")) else text
    head = first.split(",")[0]
    return _names(head if alone else first, vocabulary, alone=alone), initials


def _sentences(text: str, vocabulary: Vocabulary) -> list[str]:
    """A line of names cut where an office leads the next ("… and L Marsh. Clerk: I Calloway"), without the
    sentences that are hardly names ("Two members of the public")."""
    kept: list[str] = []
    for at, part in enumerate(_SENTENCE.split(text)):
        labelled = _LABELLED.match(part) if at and ":" in part else None
        label = vocabulary.label(labelled.group(1)) if labelled else None
        words = part.split()
        offices = vocabulary.words("owners.groups")
        leads = label.kind in ("chair", "scribe", "attendees") if label else False
        if labelled and (leads or labelled.group(1).casefold() in offices):
            kept.append(labelled.group(2))
        elif at and sum(word[:1].isupper() for word in words) * 2 >= len(words):
            kept[-1] += f". {part}"
        elif not at:
            kept.append(part)
    return kept or [text]


def _affiliated(parts: list[str]) -> bool:
    """ "Ann Miller, Acme": a whole name and one thing behind it that is none, or a firm's."""
    return len(parts[0].split()) >= 2


def _cjk(text: str) -> list[str]:
    """Names set apart by 、 or commas, each behind its affiliation and a space."""
    bare = re.sub(r"[（(][^（）()]*[)）]", "", text)
    parts = [part.split()[-1] for part in re.split(r"[、,，;；/・]", bare) if part.split()]
    return [tidy(part) for part in parts if 0 < len(part) <= 12 and _CJK.search(part) and part not in ("略", "なし")]


def _names(part: str, vocabulary: Vocabulary, *, alone: bool) -> list[str]:
    """The names in a stretch without commas: usually one, several where they run together."""
    text = tidy(_CUT.split(part.strip(), 1)[0]) if not part.strip().startswith("@") else tidy(part.split(maxsplit=1)[0])
    words = text.split()
    if not words or text.casefold() in vocabulary.words("marks.none"):
        return []
    if len(words) == 1:
        return [text] if _one_word(words[0], vocabulary, alone=alone or part.strip().startswith("@")) else []
    groups = vocabulary.words("owners.groups") | vocabulary.words("labels.topics")
    if (
        alone
        and len(words) == 2
        and words[0].islower()
        and _CAPITAL.match(words[1])
        and words[0].casefold() not in groups
    ):
        return [text]
    if any(word.casefold() in groups for word in words) or not all(
        _CAPITAL.match(word) or word.casefold() in PARTICLES for word in words
    ):
        return []
    return [text] if len(words) <= 5 and not (len(words) >= 4 and not alone) else run_together(words)


def _one_word(word: str, vocabulary: Vocabulary, *, alone: bool) -> bool:
    low = word.casefold()
    if low.endswith("bot") or low in vocabulary.words("labels.bots"):
        return False
    if (
        low in vocabulary.words("owners.groups")
        or low in vocabulary.words("owners.nobody")
        or low in vocabulary.words("labels.topics")
    ):
        return False
    return bool(_CAPITAL.match(word)) or (alone and bool(_HANDLE_ONLY.match(word)) and not word.isdigit())


def run_together(words: list[str]) -> list[str]:
    """Names out of a run of capitalised words: two make a name, and particles and initials bind to the next.

    >>> run_together("Julian Le Grand Peter Marsh Jo Pritchard".split())
    ['Julian Le Grand', 'Peter Marsh', 'Jo Pritchard']
    """
    names: list[str] = []
    current: list[str] = []
    whole = 0
    for word in words:
        current.append(word)
        binds = word.casefold() in PARTICLES or (len(word.rstrip(".")) == 1)
        whole += 0 if binds else 1
        if whole == 2:
            names.append(" ".join(current))
            current, whole = [], 0
    if current and names:
        names[-1] += " " + " ".join(current)
    return names or ([" ".join(current)] if current else [])
