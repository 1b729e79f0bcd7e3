"""The people in one line of a list of attendance.

Rests on: names are set apart by commas, semicolons and the words for "and"; behind a name its role, affiliation,
initials or state stand in brackets or behind a dash or colon, and what somebody did ("joined at ten") in small
letters; an office or organisation leads its people with a colon; in text pasted from a page, names run together
and two capitalised words make a name, to which particles such as "Le" bind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from minutes_cli.reading.names import PARTICLES, tidy
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import one_of

_CAPITAL = re.compile(r"[^\W\d_a-z][\w.'’\-]*$")
_HANDLE_ONLY = re.compile(r"@?[A-Za-z0-9][\w.|\-]{0,38}$")
_CUT = re.compile(r"\s+[–—-]+\s+|\t|\s*[<\[(（]|\s+@|\s*[:：]\s|\s+/\s+|\s*(?:https?://)")
_DASHED = re.compile(r"\s+[–—-]+\s+")
_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]{0,120}[)）\]]")
_ONLY_INITIALS = re.compile(r"[A-Z]{2,3}(?:\s+[A-Z]{2,3}){2,40}")
_INITIALS = re.compile(r"\(([A-Z][A-Za-z]{1,3})(?:\)|\s*[,;/–-]\s)|\[([A-Z]{2,4})\]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_KANJI = re.compile(r"[\u3400-\u9fff々]{1,2} [\u3040-\u30ff\u3400-\u9fff々]{1,3}$")
_LINKED = re.compile(r"\[([^\[\]]{5,60})\](?:\[[^\[\]]{0,60}\])?(?!\()")
"""A name that is a link told elsewhere in the file."""
_HANDLES = re.compile(r"(@[\w.|/-]+)\s+(?=\S)")
_ASIDE = re.compile(r"\s*[,;/:–—-]\s*|\s+(?=\()")

_SENTENCE = re.compile(r"(?:(?<=[^\W\d_A-Z])|(?<=[)）]))[.]\s+(?=[^\W_])|;\s+(?=[^\W\d_][^:;,]{1,30}:\s)")
_TITLES = re.compile(r"^(?:Cllrs|Councillors|Messrs|Trustees|Directors|Members)\b\.?:?\s+(?=[A-Z])")
"""What stands once before several names."""

LABELLED = re.compile(r"\s*([^:：]{2,60}?)\s*[:：]\s*(.*)$")


class Person(NamedTuple):
    """Somebody in a list of attendance."""

    name: str
    is_absent: bool = False
    is_chair: bool = False


_MOST_TITLES = 5
_LED = re.compile(r"\s*\[([A-Z]{2,4})\]\s+(?=[^\W\d_a-z])")


class Line(NamedTuple):
    """The people of a line, and the initials in brackets behind them."""

    people: tuple[Person, ...] = ()
    initials: tuple[str, ...] = ()


def people_of_line(words: str, vocabulary: Vocabulary, *, alone: bool, one: bool = False) -> Line:
    """The people in a line of an attendance list.

    `alone`: the line is a list item, so a comma may lead to an affiliation rather than to a further name,
    and one word in small letters is a handle. `one`: it is an item of a longer list, each of which is one of them.
    """
    if _ONLY_INITIALS.fullmatch(words.strip()):
        return Line(tuple(Person(one) for one in words.split()), tuple(words.split()))
    initials = tuple(first or second for first, second in _INITIALS.findall(words))
    if words.lstrip()[:1] == "[" and (leads := _LED.match(words)) is not None:  # "[AL] Ann Lee"
        initials, words = (*initials, leads[1]), words[leads.end() :]
    text, behind = _without_initials(_TITLES.sub("", _unlinked(words).lstrip(":：–—- ")))
    initials += behind
    state = _state(text, vocabulary)
    if state is not None:
        return Line(state, initials)
    text, led = _without_office(text, vocabulary)
    first, *others = _sentences(text, vocabulary)
    if others:
        found = [_people(part, vocabulary, alone=False, one=False) for part in (first, *others)]
        return Line(tuple(person for people in found for person in people), initials)
    return Line(tuple(_people(first, vocabulary, alone=alone and not led, one=one and not led)), initials)


_NAMED = re.compile(
    r"(?P<name>[^\W\d_a-z][\w'’-]+(?:\s+[^\W\d_a-z][\w'’-]*){1,3})(?P<gap>\s+(?:\([^()]{0,60}\)\s*)?)(?P<initials>[A-Z]{2,4})(?![\w'’.-])"
)


def _without_initials(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without the initials that stand behind names: "Ann Lee (Chair) AL", "Bo Ray BR"; and these."""
    found: list[str] = []

    def put(one: re.Match[str]) -> str:
        if "".join(word[0] for word in one["name"].split()).upper() != one["initials"]:
            return one[0]
        found.append(one["initials"])
        follows = re.match(r"\s+[^\W\d_a-z]", text[one.end() :])
        return f"{one['name']}{one['gap'].rstrip()}{',' if follows else ''}"

    return _NAMED.sub(put, text), tuple(found)


def one_person(words: str, vocabulary: Vocabulary) -> str | None:
    """The name that a cell holds, of as many words as it has; None for none."""
    text = _CUT.split(_without_office(_unlinked(words), vocabulary)[0].lstrip("@"), 1)[0].split(",")[0]
    parts = text.split()
    if _CJK.search(text):
        return next(iter(_cjk(words)), None)
    if len(parts) <= 3:
        return next(iter(_names(text, vocabulary, alone=True)), None)
    groups = vocabulary.words("owners.groups") | vocabulary.words("labels.topics")
    is_name = len(parts) <= 7 and all(_CAPITAL.match(word) or word.casefold() in PARTICLES for word in parts)
    return tidy(text) if is_name and not any(word.casefold() in groups for word in parts) else None


def _unlinked(words: str) -> str:
    text = words.strip()
    return _LINKED.sub(r"\1", text, count=1) if text.startswith("[") else text


def _people(text: str, vocabulary: Vocabulary, *, alone: bool, one: bool) -> list[Person]:
    if _CJK.search(text):
        return [Person(name) for name in _cjk(text)]
    if text.count("@") > 1 and "," not in text:
        text = _HANDLES.sub(r"\1, ", text)
    parts = list(_parts(text, vocabulary, by_slash=not alone))
    if len(_DASHED.split(_bare(text))) == 2 and _DASHED.search(_bare(parts[0])):
        parts = parts[:1]  # "Ann Lee - Wood, Vale and Hill Growers"
    firsts = _affiliated(text, parts)
    if firsts:
        parts = firsts
    elif alone and (one or (len(parts) == 2 and len(_bare(parts[0]).split()) >= 2)):
        parts = list(_joined(text, vocabulary))
    if len(parts) < 2:
        return [
            person
            for part in parts or [text]
            for person in _person(part.split(",")[0] if alone else part, part, vocabulary, alone=alone)
        ]
    found = [list(_person(part, part, vocabulary, alone=True)) for part in parts]
    people = [person for here in found for person in here]
    if len(people) >= len(parts) / 2:
        return people
    head = _CUT.split(text, 1)[0] if not text.startswith(("(", "[", "@")) else text
    return list(_person(head.split(",")[0] if alone else head, text, vocabulary, alone=alone))


def _bare(text: str) -> str:
    return _BRACKETS.sub(" ", text)


def _parts(text: str, vocabulary: Vocabulary, *, by_slash: bool) -> Iterator[str]:
    """The stretches between commas, semicolons and words for "and" that stand outside brackets."""
    yield from _split(text, _separators(vocabulary, by_slash))


def _joined(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Two people who share an item, "Ann Lee and Bob Ray"; otherwise the whole of it."""
    parts = list(_split(text, _ands(vocabulary)))
    both = len(parts) == 2 and all(len(_names(part, vocabulary, alone=False)) == 1 for part in parts)
    yield from parts if both and "," not in _bare(text) else [text]


def _split(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    covered = _BRACKETS.sub(lambda found: "\0" * len(found.group()), text)
    start = 0
    for found in pattern.finditer(covered):
        if text[start : found.start()].strip():
            yield text[start : found.start()]
        start = found.end()
    if text[start:].strip():
        yield text[start:]


@cache
def _separators(vocabulary: Vocabulary, by_slash: bool) -> re.Pattern[str]:
    joins = one_of(vocabulary.words("labels.joins"))
    slash = r"|\s+[/|·•]\s+" if by_slash else r"|\s+[·•]\s+"
    return re.compile(rf"\s*[,，、;；]\s*(?:{joins}\s+)?|\s+(?:{joins})\s+|\s*&\s*{slash}", re.IGNORECASE)


@cache
def _ands(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{one_of(vocabulary.words('labels.joins'))}|&)\s+", re.IGNORECASE)


def _affiliated(text: str, parts: list[str]) -> list[str]:
    """The names of "Ann Lee, Acme; Bob Ray, Wood Growers; …", where each stretch has one comma."""
    segments = [segment for segment in _split(text, re.compile(r";\s+")) if segment.strip(" .")]
    if len(segments) < 2 or any(_bare(segment).count(",") != 1 for segment in segments):
        return []
    return [segment.split(",")[0] for segment in segments] if len(parts) == 2 * len(segments) else []


def _state(text: str, vocabulary: Vocabulary) -> tuple[Person, ...] | None:
    """ "Ann Lee: present", "Bob Ray - apologies": one name with its state behind it."""
    for sign in (": ", " - ", " – ", " — "):
        head, found, state = text.partition(sign)
        low = state.strip(" .").casefold()
        if not found or not 0 < len(low) <= 25:
            continue
        is_absent = low in vocabulary.words("labels.absent_mark")
        if is_absent or low in vocabulary.words("labels.present_mark"):
            return tuple(Person(name, is_absent) for name in _names(head, vocabulary, alone=True))
    return None


def _without_office(text: str, vocabulary: Vocabulary) -> tuple[str, bool]:
    """The text without the office or organisation that leads it, or without the office behind a name; whether one led.

    "Treasurer: Bob Ray", "Acme: Ann Lee, Bob Ray"; but "Ann Lee: Treasurer".
    """
    labelled = LABELLED.match(text) if ":" in text or "：" in text else None
    if labelled is None or len(labelled[1]) > 40 or "(" in labelled[1] or "," in labelled[1]:
        return text, False
    head, rest = labelled[1].strip(), labelled[2].strip()
    if text[labelled.end(1) :].lstrip()[:2].strip() == ":" and not rest:
        return "", True
    first = re.split(r"[,;]", _bare(rest))[0]
    # "Cy Young: Acme" has the organisation behind the name, "Acme Growers: Cy Young" before it.
    is_role = not _names(first, vocabulary, alone=False) or (len(first.split()) == 1 and "," not in rest)
    if is_role and len(head.split()) >= 2 and len(_names(head, vocabulary, alone=False)) == 1:
        return head, False
    if not re.match(r"\s*[:：]\s|\s*：", text[labelled.end(1) :]):
        return text, False
    return rest, True


def _sentences(text: str, vocabulary: Vocabulary) -> list[str]:
    """A line of names cut where an office leads the next ("… and L Marsh. Clerk: I Calloway"), without the
    sentences that are hardly names ("Two members of the public")."""
    kept: list[str] = []
    for at, part in enumerate(_SENTENCE.split(text)):
        labelled = LABELLED.match(part) if at and ":" in part else None
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


def _cjk(text: str) -> list[str]:
    """Names set apart by 、 or commas, each behind its affiliation and a space, or its family name."""
    parts = re.split(r"[、,，;；/・]", re.sub(r"[（(][^（）()]*[)）]", "", text))
    return [name for name in map(_cjk_name, parts) if name]


def _cjk_name(part: str) -> str:
    part = part.strip().lstrip("@")
    words = part.split()
    if not words or part.strip() in ("略", "なし", "他"):
        return ""
    if not _CJK.search(part):
        return tidy(part) if len(words) <= 3 and len(part) <= 30 else ""
    name = tidy(part if _KANJI.match(part.strip()) else words[-1])
    return name if 0 < len(name) <= 12 and _CJK.search(name) and name not in ("略", "なし") else ""


def _person(part: str, whole: str, vocabulary: Vocabulary, *, alone: bool) -> Iterator[Person]:
    """Whoever a stretch names, with what its brackets and its dash say of them."""
    names = _names(part, vocabulary, alone=alone)
    asides = [aside for found in _BRACKETS.findall(whole) for aside in _ASIDE.split(found.strip("()（）[] "))]
    asides += _DASHED.split(_bare(whole))[1:2]
    low = [plain.casefold() for aside in asides if len(plain := aside.strip(" .")) > 3 or not plain.isupper()]
    is_absent = any(len(one) != 1 and one in vocabulary.words("labels.absent_mark") for one in low)
    labels = [vocabulary.label(one) for one in low]
    is_chair = any(label is not None and label.kind == "chair" for label in labels)
    for name in names:
        yield Person(name, is_absent, is_chair and len(names) == 1)


def _names(part: str, vocabulary: Vocabulary, *, alone: bool) -> list[str]:
    """The names in a stretch without commas: usually one, several where they run together."""
    text = tidy(_CUT.split(part.strip(), 1)[0]) if not part.strip().startswith("@") else tidy(part.split(maxsplit=1)[0])
    words = _before_deeds(text.split(), vocabulary, alone=alone)
    if not words or text.casefold() in vocabulary.words("marks.none"):
        return []
    titles = [
        *takewhile(lambda one: one.casefold().rstrip(".") in vocabulary.words("labels.person_titles"), words[:-1])
    ]
    if len(titles) > _MOST_TITLES:
        return []
    if titles:
        rest = _names(" ".join(words[len(titles) :]), vocabulary, alone=False)
        return [f"{' '.join(titles)} {name}" for name in rest]
    if len(words) >= 3 and words[0][:1].isupper() and words[0].casefold() in vocabulary.words("owners.groups"):
        words = words[1:]  # "President Ann Lee"
    text = " ".join(words)
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
    first_name = words[0].casefold() in vocabulary.words("owners.names")
    if any(word.casefold() in groups for word in words[1 if first_name else 0 :]) or not all(
        _CAPITAL.match(word) or word.casefold() in PARTICLES for word in words
    ):
        return []
    return [text] if len(words) <= 5 and not (len(words) >= 4 and not alone) else run_together(words)


def _before_deeds(words: list[str], vocabulary: Vocabulary, *, alone: bool) -> list[str]:
    """The words of a name without what somebody did or how they came: "Ann Lee joined at ten", "Bob from 10:20"."""
    beside, whole = vocabulary.words("labels.beside_name"), vocabulary.words("labels.beside_whole_name")
    for at, word in enumerate(words):
        if word in beside or (at > 1 and word in whole):
            return words[:at] if at > 1 or alone else []
    return words


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

    >>> run_together("Anna Le Roux Bob Ray Carla Diaz".split())
    ['Anna Le Roux', 'Bob Ray', 'Carla Diaz']
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
