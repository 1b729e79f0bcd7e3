"""Who is to do it, at the end of the words: "do it (NAME)", "do it - NAME", "do it -> NAME", "do it, NAME".

Rests on: a bracket that ends the statement and holds a name, names behind a dash, an arrow, a colon, a full stop or a
comma at its end, and the star before a name in Japanese. Works on masked words, so that every place found is a place
in the file.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from minutes_cli.reading.names import People, owners_in
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import one_of
from minutes_cli.text import Span


class Owners(NamedTuple):
    """Who is to do it, and where that is written; offsets count characters of the words."""

    names: tuple[str, ...]
    start: int
    end: int
    """Of the names."""
    cut: Span
    """What falls away from the task with them: brackets, "to", a colon."""


SEARCHED = 1_000
"""Characters in which owners are looked for from the beginning of a statement; at its end there are fewer."""


_TAIL_BRACKET = re.compile(
    r"[\[(（【]\s*(?:on\s+(?=[^\[\]()]{0,100}\s[–-]\s+\]))?(?P<names>[^\[\]()（）【】]{1,160}?)\s*[–-]?\s*[\])）】][\s.,;]*(?:$|(?:[–-]+>|→|--|—|–)\s.{0,160}$)"
)
_TAIL_DASH = re.compile(r"\s(?:[–—-]{1,3}>?|→|=>|//)\s*(?P<names>[^–—:：.;!?()\[\]]{1,70}?)[\s.]*$")
_TAIL_COLON = re.compile(r"[:：]\s*(?P<names>[^–—:：.;!?()\[\]]{1,60}?)[\s.]*$")
_TAIL_HANDLE = re.compile(
    r"(?:[,;–—-]\s*|\bcc\s+)?(?P<names>@[\w.-]+(?:/[\w.-]+)?(?:(?:\s*(?:,|&|/|and)\s*|\s*)@[\w.-]+(?:/[\w.-]+)?)*)[\s.]*$"
)
_TAIL_SENTENCE = re.compile(r"[.!]\s+(?P<names>[^–—:：.;!?()\[\]]{1,40}?)[\s.]*$")
_TAIL_COMMA = re.compile(r"(?<=[a-z0-9]),\s+(?P<names>[^–—:：.,;!?()\[\]]{1,40}?)[\s.,]*$")
_TAILS = (
    (_TAIL_BRACKET, ("]", ")", "】", "）"), True),
    (_TAIL_HANDLE, ("@",), True),
    (_TAIL_DASH, ("–", "—", "-", "→", "=>", "//"), False),
    (_TAIL_COLON, (":", "："), False),
    (_TAIL_SENTENCE, (". ", "! "), False),
    (_TAIL_COMMA, (", ",), False),
)
"""How owners stand at the end of the words, a sign that is there in any case, and whether only they stand so."""
_LOOSE = (_TAIL_DASH, _TAIL_COLON)
"""Signs before which a whole name counts that nobody at the meeting bears."""
_TAIL = 280
"""Characters at the end of a statement in which owners are looked for."""
_STAR = re.compile(r"[★☆]\s*(?P<names>[^★☆\s（(。.→>]{1,40}?)(?=\s|$|[（(。.]|の|が)")


def trailing(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    """Who stands at the end of the words, by the first convention that fits; None when nobody does."""
    star = _STAR.search(words[:SEARCHED]) if not words.isascii() else None
    if star:
        names = owners_in(star["names"], vocabulary, people, sure=True)
        if names:
            return found_at(names, star, "names")
    last = words[-_TAIL:]
    for pattern, signs, sure in _TAILS:
        ends = _from_the_end(pattern, words) if any(sign in last for sign in signs) else []
        for found in ends[::-1] if pattern is _TAIL_HANDLE else ends:  # all of "@ann @bo", and the last of brackets
            arrow = pattern is _TAIL_DASH and words[found.start() : found.start("names")].rstrip()[-1:] in "→>"
            names = (
                owners_in(_after_by(found["names"], vocabulary), vocabulary, people, sure=arrow)
                or (initials(found["names"], vocabulary) if pattern is _TAIL_BRACKET else ())
                or (_by_first_words(found["names"], vocabulary, people) if sure else ())
            )
            if pattern is _TAIL_BRACKET and _may_be_things(names, found["names"], vocabulary, people):
                continue
            if pattern is _TAIL_COMMA and (len(names) > 1 or _ends_in_name(words[: found.start()], people)):
                continue  # the last of several in a sentence
            known = names and (
                sure
                or all(people.knows(name) or (len(name.split()) > 1 and pattern in _LOOSE) for name in names)
                or pattern is _TAIL_DASH
            )
            if known and words[: found.start()].strip():
                return found_at(names, found, "names")
    return None


_BOLD = re.compile(r"\((?:\*\*|__)(?P<names>[^()*_\n]{2,60})(?:\*\*|__)\)")


def bold_in_brackets(raw: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    """Everybody in bold within brackets, wherever that stands: "Notebooks (**Ann**) and drawings (**Bo and Cy**)"."""
    found = [
        (one, names)
        for one in _BOLD.finditer(raw[:SEARCHED])
        if (names := owners_in(one["names"], vocabulary, people, sure=True))
    ]
    if not found:
        return None
    every = tuple(dict.fromkeys(name for _, names in found for name in names))
    first, last = found[0][0], found[-1][0]
    cut = Span(*first.span()) if len(found) == 1 else Span(first.start(), first.start())
    return Owners(every, first.start("names"), last.end("names"), cut)


def _after_by(words: str, vocabulary: Vocabulary) -> str:
    """Names behind the word that names whoever acts: "(by Ann)", "– par Luc"."""
    first, _, rest = words.partition(" ")
    return rest if rest and first.casefold() in vocabulary.words("owners.by") else words


def _may_be_things(names: tuple[str, ...], inner: str, vocabulary: Vocabulary, people: People) -> bool:
    """Whether several in brackets are as well things, none of them anybody of the meeting: "(Lidl, Whole Foods)"."""
    if not vocabulary.words("owners.and").isdisjoint(inner.casefold().split()):
        return False  # "(Ann and Bo)"
    if len(names) < 2 or "@" in inner or len(people.names) < _ATTENDED or initials(inner, vocabulary):
        return False
    groups = vocabulary.words("owners.groups") | vocabulary.words("owners.everyone")
    return not any(people.knows(name) or not groups.isdisjoint(name.casefold().split()) for name in names)


_ATTENDED = 6
"""Names and parts of names in a file that says who was there."""


def found_at(names: tuple[str, ...], found: re.Match[str], group: str) -> Owners:
    """The owners that a group of a match names; all of the match falls away from the task with them."""
    return Owners(names, found.start(group), found.end(group), Span(found.start(), found.end()))


def initials(words: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Initials of one or several, "AL", "AL/BR"; nothing where any of them are letters of a thing ("PR", "API")."""
    names = tuple(dict.fromkeys(re.split(r"\s*[/&,+]\s*", words.strip())))
    taken = vocabulary.words("owners.abbreviations") | vocabulary.words("owners.nobody")
    short = all(2 <= len(name) <= 3 and name.isalpha() and name.isupper() for name in names)
    return names if short and not any(name.casefold() in taken for name in names) else ()


def _ends_in_name(words: str, people: People) -> bool:
    """Whether the last word is part of a name, which goes on behind the comma."""
    last = words.rsplit(None, 1)[-1] if words.strip() else ""
    return people.knows(last) or last[:1].isupper()


def _from_the_end(pattern: re.Pattern[str], words: str) -> list[re.Match[str]]:
    """The matches in the last stretch of the words, the last one first, overlapping ones too."""
    found: list[re.Match[str]] = []
    at = max(0, len(words) - _TAIL)
    while (one := pattern.search(words, at)) is not None and len(found) < 6:
        found.append(one)
        at = one.start() + 1
    return found[::-1]


@cache
def _noted(vocabulary: Vocabulary) -> re.Pattern[str]:
    words = one_of(vocabulary.words("owners.noted"))
    return re.compile(rf"([^\s,:：]+(?:\s+[A-Z][\w.'-]*)*)(?:\s+(?:{words})(?!\w)|\s?[:：]\s)")


_HANDLES = re.compile(r"(@[\w.-]+(?:\s*(?:,|&|/|and)?\s*@[\w.-]+)*)\s*(?:[,;–—-]\s|\s(?=[a-z]))(?!.*@)")


def _by_first_words(words: str, vocabulary: Vocabulary, people: People) -> tuple[str, ...]:
    """ "(Ann to comment on it)", "(Bea todo)", "(Cy: half of it)", "(@dee, but all may)": somebody, and a note."""
    handles = _HANDLES.match(words) if words[:1] == "@" else None
    if handles is not None:
        return owners_in(handles[1], vocabulary, people, sure=True)
    named = _noted(vocabulary).match(words)
    names = owners_in(named.group(1), vocabulary, people, sure=False) if named else ()
    if named is None or named.group().rstrip()[-1:] not in (":", "："):
        return names
    labels = vocabulary.words("labels.topics") | vocabulary.words("owners.nouns")
    return tuple(one for one in names if people.knows(one) or not (one.isupper() or one.casefold() in labels))
