"""Who is to do it: the words of one action → its owners, and where they stand.

Works on masked words, so that every place found is a place in the file. Rests on how tasks are put in
minutes: "NAME to do it", "NAME will do it", "NAME: do it", "[NAME] do it", "@name do it", "do it (NAME)",
"do it - NAME", "do it -> NAME", "do it. NAME", "AL do it", "it will be done by NAME", "owner: NAME", with joint
owners by "and", "&", "/" or commas.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from minutes_cli.reading.names import People, nicks, owners_in
from minutes_cli.reading.reports import doer
from minutes_cli.reading.spaces import back, squeezed
from minutes_cli.reading.subjects import subject
from minutes_cli.reading.trailing import SEARCHED, Owners, found_at, initials, trailing
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import one_of, word_set
from minutes_cli.text import Span

_REFERENCES = re.compile(
    r"\s*(?:(?:[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff]{1,4}|\d{1,3}(?:\.\d{1,3}){1,2}[.):]?(?=\s+[A-Z@])|\[?#\d{1,6}\]?|\[?\d{4}[-/]\d\d[-/]\d\d\]?|\[\d{1,6}\])\s*(?:[–—:-]+\s*)?)+(?=\S)"
)


def find_owners(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    """Who is to do it, by the first convention that fits, behind references such as "#12 -"; None when nobody is."""
    return _behind_references(words, lambda short: _find_owners(short, vocabulary, people))


def told_to(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    """Who is told at the head of the words to do something, by a word such as "to" or "will"; None when nobody is."""
    if not vocabulary.may_hold(words[:SEARCHED], "owners.modal", "owners.progressive"):
        return None
    return _behind_references(words, lambda short: _leading(short[:SEARCHED], vocabulary, people))


def _behind_references(words: str, look: Callable[[str], Owners | None]) -> Owners | None:
    """What is found in the words with single spaces, behind references such as "#12 -"; places are those of `words`."""
    short, places = squeezed(words)
    head = _REFERENCES.match(short[:120])
    skip = head.end() if head else 0
    found = look(short[skip:])
    if found is None:
        return None
    start, end = back(places, found.start + skip, found.end + skip)
    return Owners(found.names, start, end, Span(places[found.cut.start + skip], places[found.cut.end + skip]))


def _find_owners(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    head = words[:SEARCHED]
    field = by_field(head, vocabulary, people)
    if field:
        return field
    leading = _leading(head, vocabulary, people)
    if leading and (leading.names == () or all(people.knows(name) for name in leading.names)):
        return leading
    behind = trailing(words, vocabulary, people)
    if behind and (leading is None or _handed_behind(words, behind, people)):
        return behind
    return (
        leading
        or behind
        or _by_report(head, vocabulary, people)
        or _by_known(head, vocabulary, people)
        or _by_initials(head, vocabulary)
        or _by_bare_verb(head, vocabulary, people)
        or _by_agent(head, vocabulary, people)
        or _by_clause(head, vocabulary, people)
    )


def _handed_behind(words: str, trailing: Owners, people: People) -> bool:
    """Whether a sign before the last words hands the task over: "Poster -> Ann", "Poster - Ann", "Poster: Ann"."""
    if "@" in words[trailing.start : trailing.end] and words[trailing.cut.start] == "(":
        return True  # "Script to count the boats (@ann)"
    sign = words[trailing.cut.start : trailing.start].strip()[-1:]
    if sign not in ("–", "—", "-", "→", ">", "/", ":") or words[trailing.end :].strip() not in ("", "."):
        return False
    return sign in ("→", ">") or all(people.knows(name) for name in trailing.names)


def _by_known(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    """Somebody of this meeting at the head, with what they do right behind: "Bernd holt Angebote ein"."""
    found = subject(words, vocabulary, people)
    return Owners(found.names, found.start, found.end, Span(found.start, found.end)) if found is not None else None


_INITIALS = re.compile(r"\s*(?P<names>[A-Z]{2,3}(?:\s*[/&]\s*[A-Z]{2,3}){0,4})\s+(?P<verb>[a-z][a-z-]+)(?=\s)")


def _by_initials(words: str, vocabulary: Vocabulary) -> Owners | None:
    """ "AL draft the letter", "AL/BR send it": initials with what is to be done right behind; never "PR review"."""
    found = _INITIALS.match(words)
    if found is None or found["verb"] not in vocabulary.words("owners.verbs"):
        return None
    return found_at(names, found, "names") if (names := initials(found["names"], vocabulary)) else None


_TOGETHER = re.compile(
    r"\s*(?P<names>[A-Z][a-z'-]+(?:(?:,\s|,?\s(?:and|&)\s|/)[A-Z][a-z'-]+){1,4})\s+(?P<verb>[a-z][a-z-]+)\s+(?=\S)"
)
_BARE = re.compile(
    r"\s*(?P<names>[A-Z][a-z'-]+(?:\s[A-Z][\w.'-]*){1,2}(?:(?:,|\s(?:and|&))\s[A-Z][a-z'-]+(?:\s[A-Z][\w.'-]*){1,2}){0,3})"
    r"\s+(?P<verb>[a-z][a-z-]+)\s+(?=[a-z\d])"
)


def _by_bare_verb(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    """ "Cy Day and Bo Ray suggest words", "Cy and Bo suggest words": whole names, or several, with a verb in the
    infinitive that is no noun as well."""
    found = _BARE.match(words) or (_TOGETHER.match(words) if vocabulary.languages[0] == "en" else None)
    if found is None or found["verb"] not in vocabulary.words("owners.verbs") - vocabulary.words("owners.nouns"):
        return None
    names = owners_in(found["names"], vocabulary, people, sure=False)
    topics = vocabulary.words("labels.topics") | vocabulary.words("owners.nouns")
    if not names or found["verb"] in vocabulary.words("owners.wishes"):
        return None
    if not all((" " in name or len(names) > 1) and topics.isdisjoint(name.casefold().split()) for name in names):
        return None
    return found_at(names, found, "names")._replace(cut=Span(found.start("names"), found.end("names")))


def _by_agent(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    """ "A meeting will be called by Ann": whoever is to do what the end of the words puts in the passive."""
    agents, passive = vocabulary.words("owners.agent"), vocabulary.words("owners.passive")
    if not agents or not vocabulary.may_hold(words, "owners.passive"):
        return None
    found = _agent(one_of(passive), one_of(agents)).search(words[-160:])
    names = owners_in(found["names"], vocabulary, people, sure=False) if found else ()
    if found is None or not names or not all(people.knows(name) or len(name.split()) > 1 for name in names):
        return None
    gap = max(0, len(words) - 160)
    start, end = gap + found.start("names"), gap + found.end("names")
    return Owners(names, start, end, Span(end, end))


@cache
def _agent(passive: str, agents: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{passive})\s+[a-z-]{{3,20}}\s+(?:{agents})\s+(?P<names>[^,;:.()]{{2,60}}?)[\s.]*$")


def _by_report(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    """ "Ann has sent the letter", "Ann and Bo wrote to the port": known people who are told to have done it."""
    told = doer(words, vocabulary, people)
    return Owners(told.names, told.start, told.end, Span(told.start, told.end)) if told is not None else None


@cache
def _field_pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    parts = one_of(vocabulary.words("owners.assigned"))
    return re.compile(
        rf"(?P<open>[\[(（]?)\s*\b(?:{parts})\s*(?P<sign>::?|：|=|\s)\s*(?P<names>[^()\[\]（）.;|]{{1,120}}?)\s*"
        r"(?P<close>[\])）]|$|(?=[.;|])|(?=[:：]\s)|(?=\s[–—-]\s)|(?=,\s[^\s,:]{2,14}(?:\s[^\s,:]{2,8})?\s?[:：]))",
        re.IGNORECASE,
    )


def by_field(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    """ "owner: NAME", "(responsible: NAME and NAME)", "assigned to NAME"."""
    if not vocabulary.may_hold(words, "owners.assigned"):
        return None
    for found in _field_pattern(vocabulary).finditer(words):
        label_is_words = found["sign"].strip() == ""
        if label_is_words and " " not in words[found.start() : found.start("names")].strip() and not found["open"]:
            continue
        names = owners_in(found["names"], vocabulary, people, sure=not label_is_words)
        if names:
            return Owners(names, found.start("names"), found.end("names"), Span(found.start(), found.end()))
    return None


@cache
def _modal_pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    parts = one_of(vocabulary.words("owners.modal"))
    going = one_of(vocabulary.words("owners.progressive"))
    return re.compile(
        rf"(?:\s+|(?=['’]))(?:(?P<modal>{parts})(?=[\s:,])[\s:,]*|(?:{going})\s+(?=\w+ing\b))", re.IGNORECASE
    )


_BRACKETED = re.compile(
    r"\s*(?:\[\s*(?P<names>[^\[\]]{1,90}?)\s*\]|[(【]\s*(?P<round>[^\[\]()【】]{1,90}?)\s*[)】])\s*[:：–—-]*\s*(?=\S)"
)
_COLON = re.compile(
    r"\s*(?P<names>[^:：.;!?\[\]]{1,90}?)(?:\s+(?P<nth>\d{1,2}))?\s*(?:\([^()]{0,40}\))?\s*(?:::?|：)\s+(?=\S)|\s*(?P<cjk>[^:：。\s]{1,24})[:：]\s*(?=\S)"
)
_DASH = re.compile(r"\s*(?P<names>[^:：;!?\[\]()–—]{1,60}?)\s+(?:[–—-]{1,3}>?|→|=>)\s+(?=\S)")
_JOINT = re.compile(r"[A-Z]{2,3}(?:\s?[/&]\s?[A-Z]{2,3}){1,4}")
_STUCK = re.compile(r"\s*(?P<names>[^\W\d_][\w.']{1,20})[–—-]{1,2}\s+(?=\S)")
_HEADS = ((_COLON, (":", "：")), (_DASH, ("–", "—", "-", "→", "=>")))
"""How owners stand at the head of the words, and a sign that is there in any case."""
_CJK_HANDLE = re.compile(r"\s*@[\u3040-\u30ff\u3400-\u9fff]")
_HANDLES = re.compile(
    r"\s*(?P<names>@[\w.-]+(?:(?:\s*(?:,|&|/|\+)\s*|\s+(?:and|und|et|y|e|en|i|or)\s+|\s*,\s*and\s+|\s+)@[\w.-]+)*)\s*[:：,–—-]*\s*"
)


def _leading(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    bracketed = _BRACKETED.match(words) if words.lstrip()[:1] in ("[", "(", "【") else None
    if bracketed:
        group = "names" if bracketed["names"] else "round"
        names = owners_in(bracketed[group], vocabulary, people, sure=True)
        names = names or _all_of(bracketed[group], vocabulary)
        if names or bracketed[group].casefold() in vocabulary.words("marks.unassigned"):
            return found_at(names, bracketed, group)
    stuck = _STUCK.match(words) if "- " in words or "– " in words else None
    if stuck and (people.knows(stuck["names"]) or initials(stuck["names"], vocabulary)):
        return _by_modal_behind(words, found_at((stuck["names"],), stuck, "names"), vocabulary)
    handles = _HANDLES.match(words) if "@" in words and (words.isascii() or not _CJK_HANDLE.match(words)) else None
    if handles:
        return _after_handles(words, handles, vocabulary, people)
    for pattern, signs in _HEADS:
        found = pattern.match(words) if any(sign in words for sign in signs) else None
        if found:
            group = "names" if found["names"] else "cjk"
            names = owners_in(found[group], vocabulary, people, sure=pattern is _COLON)
            names = names or (initials(found[group], vocabulary) if _JOINT.fullmatch(found[group]) else ())
            if pattern is _COLON and found[group].strip().casefold() in vocabulary.words("owners.pair"):
                names = (found[group].strip(),)  # "Both: think of a name"
            if pattern is _COLON and found["nth"] and not all(people.knows(name) for name in names):
                continue  # "Ann 2: …" is her second task, "Phase 2: …" is none of anybody's
            if names and (pattern is _COLON or all(people.knows(name) or len(name.split()) <= 2 for name in names)):
                return _by_modal_behind(words, found_at(names, found, group), vocabulary)
    return (
        _by_modal(words, vocabulary, people)
        or _addressed(words, vocabulary, people)
        or _by_subject(words, vocabulary, people)
    )


_ALL = re.compile(r"(?P<all>[^\W\d_]+)\s(?:[^\W\d_][\w.'’-]*\s){0,3}(?P<last>[^\W\d_]{3,})$")


def _all_of(words: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """All of some group, in brackets at the head: "(All speakers)", "[Alle Gruppen]"; never "(all day)"."""
    found = _ALL.match(words)
    if found is None or found["all"].casefold() not in vocabulary.words("owners.everyone"):
        return ()
    last = found["last"].casefold()
    lists = ("status.done", "status.open", "owners.nobody", "owners.things", "language.common", "labels.around")
    taken = last in vocabulary.dates or any(last in vocabulary.words(one) for one in lists)
    return () if taken else (words,)


_ADDRESSED = re.compile(
    r"\s*(?P<names>@?[A-Z][\w.'-]*(?:\s+[A-Z][\w.'-]*){0,2}),\s+(?=(?:could|can|would|will|please|you)\b)"
)


def _addressed(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    """ "Chris, could you please send it": somebody spoken to."""
    found = _ADDRESSED.match(words) or _told_to(words, vocabulary, people) if "," in words else None
    names = owners_in(found["names"], vocabulary, people, sure=True) if found else ()
    return found_at(names, found, "names") if found and names else None


_COMMA = re.compile(r"\s*(?P<names>@?[A-Z][\w.'-]*(?:\s+[A-Z][\w.'-]*){0,2}),\s+(?=(?P<verb>[a-z][\w-]*))")


def _told_to(words: str, vocabulary: Vocabulary, people: People) -> re.Match[str] | None:
    """ "Ann, book the hall": somebody of the meeting with what to do behind a comma."""
    found = _COMMA.match(words)
    told = found is not None and found["verb"] in vocabulary.words("owners.verbs") and people.knows(found["names"])
    return found if told else None


def _by_modal_behind(words: str, owners: Owners, vocabulary: Vocabulary) -> Owners:
    """ "Ann: will send" falls away with the "will"."""
    return owners._replace(cut=Span(owners.cut.start, past_modal(words, owners.cut.end, vocabulary)))


def past_modal(words: str, at: int, vocabulary: Vocabulary) -> int:
    """Where the task begins that stands at `at` behind its owners: past "to", "will" and the like."""
    modal = _modal_pattern(vocabulary).match(" " + words[at : at + 60])
    return at if modal is None else at + modal.end() - 1


def _after_handles(words: str, found: re.Match[str], vocabulary: Vocabulary, people: People) -> Owners | None:
    """ "@ann and @bob to send": the handles, and other names joined to them before the verb."""
    by_modal = _by_modal(words, vocabulary, people)
    if by_modal is not None:
        return by_modal
    names = owners_in(re.sub(r"\s+(?=@)", ", ", found["names"].replace(",", " ")), vocabulary, people, sure=True)
    return found_at(names, found, "names") if names else None


# The full stop of "M. Martin" and "Hr. Voss" ends no sentence.
_SENTENCE = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Dr|Mr|Hr|Fr|Sr|St|Dª))(?<!\b(?:Mme|Mrs|Sra|Sig|Dhr|Mgr))[.;!?](?:\s|$)|[:：]\s"
)
_VERB = re.compile(r"[^\W\d_]+")


def _by_modal(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    """ "NAME to do it", "NAME and NAME will do it", "NAME is following up"; never "X to be done"."""
    if not vocabulary.may_hold(words, "owners.modal", "owners.progressive"):
        return None
    head = words[:160]
    for modal in _modal_pattern(vocabulary).finditer(head):
        subject = head[: modal.start()]
        if len(subject.split()) > 10 or _SENTENCE.search(subject):
            return None
        verb = _VERB.match(words, modal.end())
        if verb and verb.group(0).casefold() in vocabulary.words("owners.passive"):
            return None
        names = owners_in(_before_pronoun(subject), vocabulary, people, sure=True) or nicks(subject, vocabulary)
        finite = (modal["modal"] or "").casefold() in vocabulary.words("owners.told")
        if verb and not finite and verb.group(0).casefold() in vocabulary.words("owners.not_verbs"):
            continue
        if names and not _is_infinitive(modal["modal"], names, vocabulary, people):
            lead = len(subject) - len(subject.lstrip())
            return Owners(names, lead, modal.start(), Span(0, modal.end()))
    return None


_PRONOUN = re.compile(r"(?<=\S)\s+(?:We|They|He|She)\s*$")


def _before_pronoun(subject: str) -> str:
    """The names before a sentence of its own: "AA/CG We should talk to the port"."""
    found = _PRONOUN.search(subject)
    return subject[: found.start()] if found is not None else subject


def _is_infinitive(modal: str | None, names: tuple[str, ...], vocabulary: Vocabulary, people: People) -> bool:
    """Whether the verb behind one name is in the infinitive, which makes the name a thing: "Getränke bestellen"."""
    return (
        len(names) == 1 and (modal or "").casefold() in vocabulary.words("owners.verbs") and not people.knows(names[0])
    )


_BRACKET_CLAUSE = re.compile(r":\s*\[(?P<names>[^\[\]]{2,40})\]\s+(?=[A-Z])")
_CLAUSE = re.compile(
    r"(?:[,;.:：]|\s[–—-]+)\s+(?P<names>(?:@[\w.-]+|[A-Z][\w.'-]*)(?:\s+[A-Z][\w.'-]*){0,4}(?:\s+(?:and|&)\s+[A-Z][\w.'-]*)?)\s+(?:to|will|should)\s+(?!not\b)(?=[a-z])"
)


_LISTED = re.compile(
    r":\s+(?P<names>[A-Z][\w'-]*(?:\s[A-Z][\w'-]*)?(?:,\s(?:and\s)?[A-Z][\w'-]*(?:\s[A-Z][\w'-]*)?){1,6}"
    r"(?:,?\s(?:and|&)\s[A-Z][\w'-]*(?:\s[A-Z][\w'-]*)?)?)\s(?:to|will)\s(?=[a-z])"
)
_CLAUSE_VERBS = frozenset({"to", "will", "should"})


def _by_clause(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    """ "…, NAME will look at it": somebody in a later clause, where nobody is named at the head."""
    clauses = () if _CLAUSE_VERBS.isdisjoint(word_set(words)) else _CLAUSE.finditer(words)
    listed = () if _CLAUSE_VERBS.isdisjoint(word_set(words)) else _LISTED.finditer(words)
    for found in (*listed, *clauses, *_BRACKET_CLAUSE.finditer(words)):
        names = owners_in(found["names"], vocabulary, people, sure=True)
        if names:
            return Owners(
                names, found.start("names"), found.end("names"), Span(found.start("names"), found.start("names"))
            )
    return None


_FIRST_WORDS = re.compile(r"\s*([^\W\d_]+(?:\s+[^\W\d_]+)?)\b")
_GROUP = re.compile(r"\s*((?:[A-Z][\w-]*\s+){0,3}[\w-]+)(?=\s+[a-z])")


def _of_things(behind: str, vocabulary: Vocabulary) -> bool:
    """Whether an article and a thing stand behind "all": "Todas as contas"; never "Todos os membros"."""
    article, thing = (*behind.split()[:2], "", "")[:2]
    groups = vocabulary.words("owners.groups")
    return article in vocabulary.words("owners.articles") and thing.casefold() not in groups


def _by_subject(words: str, vocabulary: Vocabulary, people: People) -> Owners | None:
    """Everyone, or a group in the plural, at the head with its verb behind: "Members willing put their names down"."""
    everyone = _FIRST_WORDS.match(words) if vocabulary.may_hold(words, "owners.everyone") else None
    for name in (everyone.group(1), everyone.group(1).split()[0]) if everyone else ():
        if (
            name.casefold() in vocabulary.words("owners.everyone")
            and everyone is not None
            and words[everyone.start(1) + len(name) :].strip()
            and words[everyone.start(1) + len(name)] not in "-/"
            and not _of_things(words[everyone.start(1) + len(name) :], vocabulary)
        ):
            return Owners(
                (name,),
                everyone.start(1),
                everyone.start(1) + len(name),
                Span(everyone.start(1), everyone.start(1) + len(name)),
            )
    if not words.lstrip()[:1].isupper():
        return None
    group = _GROUP.match(words)
    if group:
        last = group.group(1).split()[-1].casefold()
        plural = last in vocabulary.words("owners.groups") and last.endswith("s") and group.group(1)[0].isupper()
        if (
            plural
            and len(group.group(1).split()) > 1
            and not any(
                group.group(1).split()[0].casefold() in vocabulary.words(f"owners.{key}") for key in ("nobody", "verbs")
            )
        ):
            return Owners((group.group(1),), group.start(1), group.end(1), Span(group.start(1), group.end(1)))
    return None
