"""Names in running words: is this somebody, and who are they all?

Works on masked words (see `blocks.mask`). Rests on: people are capitalised or carry an `@`; roles and
groups end in one of a language's words for groups; particles such as "de" or "Le" bind; joint owners
are joined by "and", "&", "/" or commas.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from minutes_cli.reading.blocks import HEADING, ITEM
from minutes_cli.reading.sections import Outline
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import longest_first, one_of

_HANDLE = re.compile(r"@([A-Za-z0-9](?:[\w./-]{0,60}\w)?)")
_CJK_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々ヶー]{1,12}(?P<title>さん|様|氏|君|殿)?$")
# A particle between two words makes a phrase of them ("会場の予約"), and a name is neither a verb nor all katakana.
_CJK_PHRASE = re.compile(
    r"[\u30a1-\u30ff\u3400-\u9fff](?:[のをはにでとがへも]|から|まで)[\u30a1-\u30ff\u3400-\u9fff]"
    r"|(?:する|した|して|です|ます|ある|いる|ない)$"
)
_KATAKANA = re.compile(r"[\u30a0-\u30ff]+$")
_LONGEST_CJK_NAME = 6
PARTICLES = frozenset(
    """af al bin da das de del della den der des di do dos du e el i ibn la las le los st st. ter ten van von
    y zu""".split()  # noqa: SIM905
)
"""Small words that bind to the name around them, in small letters."""
_TRIM = " \t\n.,;:!?–—-\"'`“”‘’*_~()[]{}<>（）［］【】「」、。：；"
_EDGE_WORDS = re.compile(
    r"^(?:the|der|die|das|den|le|la|les|el|los|las|il|lo|gli|o|os|as|de|het)\s+(?=\S)|^l['’]", re.IGNORECASE
)


class People(NamedTuple):
    """Whom a file names as present, absent or in the chair: they are known when they turn up as owners."""

    names: frozenset[str]
    """Whole names and their parts, initials and handles, in small letters."""
    topics: frozenset[str] = frozenset()
    """What stands before a colon or dash in lists of actions and is nobody, in small letters."""

    def knows(self, name: str) -> bool:
        """Whether every word of `name` belongs to somebody known."""
        plain = name.casefold().strip(_TRIM)
        return bool(plain) and (plain in self.names or all(part in self.names for part in plain.split()))


def known_people(names: tuple[str, ...], initials: tuple[str, ...]) -> People:
    """The people of a file by all the ways their names are cut short: first name, last name, initials."""
    known: set[str] = {one.casefold() for one in initials}
    for name in names:
        plain = name.casefold().lstrip("@")
        known.add(plain)
        parts = [part for part in re.split(r"[\s\-]+", plain) if len(part) > 1 and part not in PARTICLES]
        known.update(parts)
        if len(parts) > 1:
            known.add("".join(part[0] for part in parts))
            known.add(f"{parts[0]} {parts[-1][0]}")
    return People(frozenset(known))


_SPEAKER = re.compile(r"([^\W\d_][\w'-]{0,20}(?:\s[A-Z][\w'-]{0,20})?)\s?(?:::?|：)(?:\s|(?<=：))")


def speakers(shape: Outline, marks: re.Pattern[str]) -> tuple[str, ...]:
    """Whoever begins two statements with a name and a colon (but for `marks`), speaks in a log, or is called by `@`."""
    counts: Counter[str] = Counter()
    for block, words in zip(shape.blocks, shape.words, strict=True):
        if block.speaker is not None:
            counts[block.speaker] += 2
        said = _SPEAKER.match(words) if ":" in words or "：" in words else None
        if said is not None and not marks.fullmatch(said.group(1)):
            counts[said.group(1)] += 1
        if "@" in words:
            counts.update(dict.fromkeys(_HANDLE.findall(words[:400]), 2))
    return tuple(name for name, count in counts.items() if count >= 2)


def peers(shape: Outline, people: People, vocabulary: Vocabulary) -> People:
    """The people of a file, and whoever stands with one of them in a list of actions that all begin with a name.

    "- noe: …", "- Ann: …", "- bo: …": where one of the heads is somebody of the meeting, the others are, too.
    """
    everyone = vocabulary.words("owners.everyone")
    heads: dict[tuple[int, int], list[str | None]] = {}
    for at, block in enumerate(shape.blocks):
        scope = shape.told[at]
        if block.kind == ITEM and scope is not None and scope.kind == "actions" and shape.opens[at] is None:
            said = _SPEAKER.match(shape.words[at])
            if said is not None and people.knows(shape.words[at][said.end() :]):
                continue  # "Poster: Bo" is Bo's
            heads.setdefault((scope.opened, block.parent), []).append(said[1] if said else None)
    found: set[str] = set()
    for names in heads.values():
        told = [name for name in names if name is not None]
        if len(told) == len(names) and any(people.knows(name) or name.casefold() in everyone for name in told):
            found.update(name.casefold() for name in told)
    found |= _in_brackets(shape, people, vocabulary)
    return People(people.names | found, _topics(shape, People(people.names | found), vocabulary))


_TITLED = re.compile(r"([^\W\d_][^:：–—;.!?@]{1,40}?)(?:\s?[:：]\s|\s[–—-]{1,2}\s)(?=\S)")
_ATTENDED = 6
"""Names and parts of names in a file that says who was there."""


def _topics(shape: Outline, people: People, vocabulary: Vocabulary) -> frozenset[str]:
    """What tasks begin with and is no person, in a file that says who was there, among whom it is not.

    "- Solr - …": it is the title of a section as well, or stands in the task again.
    """
    found: set[str] = set()
    heads: set[str] = set()
    for at, block in enumerate(shape.blocks) if len(people.names) >= _ATTENDED else ():
        scope = shape.told[at]
        if block.kind == ITEM and scope is not None and scope.kind == "actions" and shape.opens[at] is None:
            titled = _TITLED.match(shape.words[at])
            if titled is not None and not people.knows(titled[1]):
                heads.add(titled[1].casefold())
                if f" {titled[1]} " in f" {shape.words[at][titled.end() :]} ":
                    found.add(titled[1].casefold())
    if heads:
        every = zip(shape.words, shape.blocks, strict=True)
        found |= heads & {words.strip(" :：").casefold() for words, block in every if block.kind == HEADING}
    groups = vocabulary.words("owners.groups") | vocabulary.words("owners.everyone")
    return frozenset(one for one in found if groups.isdisjoint(one.split()))


@cache
def _nicks_behind(vocabulary: Vocabulary) -> re.Pattern[str]:
    perhaps = one_of(vocabulary.words("owners.perhaps"))
    nick = r"[a-z][\w|`-]{1,24}"
    return re.compile(
        rf"\((?:(?:{perhaps})\s)?(?P<nicks>{nick}(?:\s?[/,&]\s?{nick}){{0,3}}?)(?:,?\s(?:{perhaps}))?\s?\??\)[\s.]*$"
    )


def _in_brackets(shape: Outline, people: People, vocabulary: Vocabulary) -> set[str]:
    """Nicks in small letters in brackets at the end of items: of three that end so one is known, or told twice."""
    lists: dict[tuple[int, int], list[str]] = {}
    for at, block in enumerate(shape.blocks):
        scope = shape.told[at]
        if scope is None or scope.kind != "actions" or block.kind != ITEM or not shape.words[at].endswith((")", ").")):
            continue
        behind = _nicks_behind(vocabulary).search(shape.words[at][-80:])
        if behind is not None:
            lists.setdefault((scope.opened, block.parent), []).append(behind["nicks"])
    found: set[str] = set()
    for tails in lists.values():
        nicks = Counter(nick for tail in tails for nick in re.split(r"\s?[/,&]\s?", tail))
        if len(tails) > 2 and any(count > 1 or people.knows(nick) for nick, count in nicks.items()):
            found.update(nicks)
    return found


def tidy(name: str) -> str:
    """A name as the register keeps it: no `@`, no markup, no punctuation at its ends, single spaces."""
    return " ".join(name.replace("@", "").split()).strip(_TRIM)


@cache
def _joints(vocabulary: Vocabulary) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands between joint owners; the second pattern leaves `/` alone, as in "@org/team"."""
    words = "|".join(re.escape(word) for word in longest_first(vocabulary.words("owners.and")))
    joined = rf"|(?<!-)\b(?:{words})\b(?!-)" if words else ""
    return (
        re.compile(rf"\s*(?:[,;/&+、，・]{joined})\s*", re.IGNORECASE),
        re.compile(rf"\s*(?:[,;&+、，・]{joined})\s*", re.IGNORECASE),
    )


def split_names(words: str, vocabulary: Vocabulary) -> list[str]:
    """The parts of a list of joint owners, in order; not yet looked at one by one."""
    every, but_slash = _joints(vocabulary)
    pattern = every
    if "@" in words:
        words = re.sub(r"(?<=\S)\s+(?=@)", ", ", words)
        pattern = but_slash if re.search(r"@[\w-]+/\w", words) else every
    parts = pattern.split(words)
    return [part for part in (part.strip() for part in parts) if part]


_FEWEST_LETTERS = 12
"""Shorter words name nobody with help from somebody."""


def owners_in(words: str, vocabulary: Vocabulary, people: People, *, sure: bool) -> tuple[str, ...]:
    """The owners that `words` name, all of it; empty when any part of it is no name.

    `sure` is for places where only a name can stand, such as an owner cell or before "to do": there a
    name in small letters or a longer role passes; elsewhere only capitalised names and known people.
    """
    found: list[str] = []
    bare = re.sub(r"\([^()]*\)", " ", words) if "(" in words[1:] else words
    if len(bare) > _FEWEST_LETTERS and any(one in bare.casefold() for one in vocabulary.telling("owners.helped")):
        bare = _helped(vocabulary).split(bare, maxsplit=1)[0]
    for part in split_names(bare.strip(_TRIM.replace("@", "")), vocabulary):
        name = _one(part, vocabulary, people, sure=sure)
        if name is None:
            return ()
        if name:
            found.append(name)
    return tuple(dict.fromkeys(found))


@cache
def _helped(vocabulary: Vocabulary) -> re.Pattern[str]:
    """What tells of those who help: "Ann with help from Bo" is Ann's task."""
    return re.compile(rf"\s+(?:{one_of(vocabulary.words('owners.helped'))})(?!\w)", re.IGNORECASE)


def _one(part: str, vocabulary: Vocabulary, people: People, *, sure: bool) -> str | None:
    """One owner, tidied; an empty text for words that say nobody; None where it is no name at all."""
    handles = _HANDLE.findall(part)
    if handles:
        return (
            handles[0]
            if _HANDLE.sub("", part).strip(_TRIM) == ""
            else _beside_handle(part, handles, people, vocabulary.words("owners.verbs"))
        )
    plain = tidy(_EDGE_WORDS.sub("", part.strip()))
    mark = vocabulary.mark.match(plain) if " " in plain else None
    if mark is not None and mark.group(0).isupper() and plain[mark.end() : mark.end() + 1] == " ":
        plain = tidy(plain[mark.end() :])
    first, _, rest = plain.partition(" ")
    if first.casefold() in vocabulary.words("owners.inside") and rest.casefold() in vocabulary.words("owners.groups"):
        plain = rest  # "A diretoria"
    low = plain.casefold()
    if low in vocabulary.words("marks.unassigned") or not plain:
        return ""
    if low in vocabulary.words("owners.nobody") and not (plain.isupper() and people.knows(plain)):
        return None
    if people.knows(plain) or low in vocabulary.words("owners.everyone"):
        return plain
    if low in people.topics:
        return None
    cjk = _CJK_NAME.match(plain)
    if cjk is not None:
        return plain if cjk["title"] or _reads_as_cjk_name(plain, vocabulary, sure=sure) else None
    words = plain.split()
    if len(words) > 6 or len(plain) > 60 or any(character in plain for character in '?!=:;"“”'):
        return None
    return plain if _reads_as_name(words, vocabulary, sure=sure) else None


def _reads_as_cjk_name(word: str, vocabulary: Vocabulary, *, sure: bool) -> bool:
    """Whether a word without spaces is a name: no phrase and no thing; where other things may stand, a short one."""
    groups = vocabulary.words("owners.groups")
    if word in groups or word.endswith(tuple(one for one in groups if len(one) > 1)):
        return True
    if _CJK_PHRASE.search(word) or word.endswith(tuple(vocabulary.words("owners.things"))):
        return False
    return sure or (len(word) <= _LONGEST_CJK_NAME and _KATAKANA.match(word) is None)


def _beside_handle(part: str, handles: list[str], people: People, verbs: frozenset[str]) -> str | None:
    """ "Ann Lee @annlee" is Ann Lee; "@annlee please" is nobody's name."""
    rest = tidy(_HANDLE.sub("", part))
    if len(rest) == 1 and rest.isupper() and part.strip().endswith(rest):
        return tidy(part)  # "@Felix K"
    if rest and all(word[:1].isupper() for word in rest.split()) and rest.split()[0].casefold() not in verbs:
        return rest
    return handles[0] if not rest or people.knows(rest) else None


def _reads_as_name(words: list[str], vocabulary: Vocabulary, *, sure: bool) -> bool:
    groups, inside = vocabulary.words("owners.groups"), vocabulary.words("owners.inside")
    nobody, verbs = vocabulary.words("owners.nobody"), vocabulary.words("owners.verbs")
    first = words[0]
    if first.casefold() in nobody or (first.casefold() in verbs and first.casefold() not in groups and len(words) > 1):
        return False
    if any(word.casefold() in groups or word.casefold().removesuffix("s") in groups for word in words):
        ends_in_group = (
            len(words) <= 5
            and first[:1].isupper()
            and words[-1].casefold() in groups
            and (words[-1].endswith("s") or (sure and len(words) <= 3 and _is_group(words[1:-1], vocabulary)))
        ) and not any(word.casefold() in vocabulary.words("owners.modal") for word in words[1:-1])
        if sure and len(words) > 2 and first[:1].isupper() and first.casefold() in groups and words[1] in inside:
            return first.casefold() not in vocabulary.words("owners.everyone")  # "Authors of the second proposal"
        return ends_in_group or all(_fits(word, groups, inside) for word in words)
    if len(words) == 1:
        return _single(first, vocabulary, sure=sure)
    if len([word for word in words if word.casefold() not in PARTICLES]) > 3:
        return False
    matters = vocabulary.words("owners.matters")
    if words[-1].casefold() in matters or first.casefold() in matters:
        return False
    return all(word[:1].isupper() or word.casefold() in PARTICLES for word in words) and not any(
        any(character.isdigit() for character in word) for word in words
    )


def _is_group(between: list[str], vocabulary: Vocabulary) -> bool:
    """Whether the words inside "JSON work stream" can belong to a group's name; "Ann alerted the panel" is none."""
    verbs = vocabulary.words("owners.verbs") - vocabulary.words("owners.nouns")
    past, reports = tuple(vocabulary.words("owners.past")), vocabulary.words("owners.reports")
    low = [word.casefold() for word in between]
    return not any(word in verbs or word in reports or word.endswith(past) for word in low)


def _fits(word: str, groups: frozenset[str], inside: frozenset[str]) -> bool:
    low = word.casefold()
    return word[:1].isupper() or low in groups or low.removesuffix("s") in groups or low in inside or low in PARTICLES


_CODE = re.compile(r"[A-Z]{1,3}[0-9]{1,4}")
"""The number of a thing, such as D5 or WP12, which is nobody's name."""


def _single(word: str, vocabulary: Vocabulary, *, sure: bool) -> bool:
    """One word: a capitalised one that is no verb and does not end like the name of a thing."""
    low = word.casefold()
    if any(character.isdigit() for character in word) and (not sure or _CODE.fullmatch(word)):
        return False
    if not word[:1].isupper() or low in vocabulary.words("owners.matters"):
        return False
    if low in vocabulary.words("owners.verbs") and not (sure and low in vocabulary.words("owners.names")):
        return False
    if word.isupper() and len(word) <= 4:
        return sure
    return not any(low.endswith(one) and len(low) > len(one) + 1 for one in vocabulary.words("owners.things"))


def nicks(subject: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Nicks in small letters right before "to" or "will": words that no language has among its common ones."""
    parts = re.split(r"\s*[,&/]\s*|\s+(?:and|und|et|y|e|en|i)\s+", subject.strip())
    names = [part.strip() for part in parts if part.strip()]
    return tuple(names) if 0 < len(names) <= 4 and all(_is_nick(name, vocabulary) for name in names) else ()


def _is_nick(word: str, vocabulary: Vocabulary) -> bool:
    low = word.casefold()
    if not re.fullmatch(r"(?:[a-z][\w|`-]{2,24}|[a-z][A-Z])", word) or word.endswith(("ing", "ed")):
        return False
    taken = ("owners.verbs", "owners.nobody", "language.common", "labels.around", "labels.topics", "owners.nouns")
    return not any(low in vocabulary.words(key) for key in taken) and not any(
        low.endswith(one) for one in vocabulary.words("owners.things")
    )
