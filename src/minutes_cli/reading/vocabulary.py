"""The words of minute-taking, by language: `languages/*.toml` → Vocabulary.

A language is one data file; adding one touches no code. A file's vocabulary is its own language's words
with the English ones, which turn up in minutes of every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from minutes_cli.config import Config
from minutes_cli.dates import Calendar
from minutes_cli.keeping import kept
from minutes_cli.reading.lexicon import CJK, Tables, codes, detect, tables, text_of, texts
from minutes_cli.reading.wording import cut_up, finite, longest_first, one_of, telling, word_set

# Kinds of section that a label opens, in the order in which they are asked.
KINDS = (
    "private",
    "apologies",
    "attendees",
    "next_meeting",
    "decisions",
    "template",
    "housekeeping",
    "agenda",
    "date",
    "chair",
    "scribe",
)
# Titles of these kinds are known by one of their words, too, and not only as a whole.
_BY_A_WORD = frozenset({"private", "apologies", "attendees", "agenda", "decisions", "next_meeting"})
_NUMBERING = re.compile(
    r"^(?:[A-Z]{0,3}/?\d{1,4}/\d{1,4}(?:/\d{1,4})?[.:)]?\s+(?=\D)|(?:\d{1,3}|[ivx]{1,5}|[a-z])(?:\.\d{1,3})*[.):\]-]+(?!\d)\s*|\d{1,2}(?:\.\d{1,2})*\s+(?=\D))",
    re.IGNORECASE,
)
SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]{1,40}:\s*")
"""A sign as chats and forges write it, ":memo: Action items"."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）")
_NOT_WORDS = re.compile(r"[^\w/'-]+|[¹²³⁴-⁹]")
_LONGEST_CJK = 30  # characters of a title without spaces; a longer one is a sentence
_COMPOUND = 4  # letters of the name of a group; a longer one may end a word: "Kernteams"
_TAIL = re.compile(r"\s[-–—:|]\s|:\s")
_ELIDED = re.compile(r"^(?:d|l|qu|dell|all|nell|sull)'(?=\w{3})")
"""What French and Italian words lean on: "relevé de décisions et d'actions"."""
_SPACES = r"[ \t]+"


@dataclass(frozen=True, slots=True)
class Label:
    """What a title or label opens: a kind of section, and whether it is about an earlier meeting."""

    kind: str
    earlier: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words of one or more languages, ready to be asked. One object a set of languages, so that
    patterns made from it can be kept by it."""

    languages: tuple[str, ...]
    calendar: Calendar
    heads: frozenset[str]
    around: frozenset[str]
    earlier: frozenset[str]
    titles: Mapping[str, Label]
    """Whole titles, normalised, and what they open."""
    title_words: Mapping[str, str]
    """Words that tell a title's kind wherever they stand in it."""
    weekdays: frozenset[str]
    dates: frozenset[str]
    """Months, weekdays and spans of time."""
    lists: Mapping[str, frozenset[str]]
    """Plain lists of words by `table.key`, in small letters."""
    head_words: frozenset[str]
    """A word of each of `heads`."""
    mark: re.Pattern[str]
    """A word that marks an action, with its number if it has one."""
    weak_mark: re.Pattern[str]
    """A word that marks an action only where somebody is named for it, such as "Next step"."""
    decision_mark: re.Pattern[str]
    decision_phrase: re.Pattern[str] | None
    decision_sure: re.Pattern[str] | None
    """Of these what is said of nothing but decisions, wherever it stands."""
    decision_stems: tuple[str, ...]
    """Parts of words, of which one is in all that these two find; the empty one where a language has none."""

    def words(self, name: str) -> frozenset[str]:
        """The words of one list, such as `owners.groups`; empty where no language has it."""
        return self.lists.get(name, frozenset())

    def may_hold(self, words: str, *names: str) -> bool:
        """Whether words may hold a phrase of these lists as a whole, between spaces or signs.

        Soon asked, and never False where a pattern would find one; often True where it would not.
        """
        return not _telling(self, names).isdisjoint(word_set(words))

    def telling(self, *names: str) -> frozenset[str]:
        """Words of which one is in all that may hold a phrase of these lists, as `word_set` gives them."""
        return _telling(self, names)

    @lru_cache(maxsize=4096)  # noqa: B019  a vocabulary lives as long as the program
    def label(self, title: str) -> Label | None:
        """What a heading or label opens, None for one that is no more than a topic."""
        if (
            _title_words(self).isdisjoint(word_set(title))
            and _letters(title) not in _joined_titles(self)
            and (title.isascii() or CJK.search(title) is None)
        ):
            return None
        plain = normal_title(title)
        if not plain:
            return None
        known = (
            self.titles.get(plain)
            or self.titles.get(plain.replace(" ", ""))
            or self.titles.get(plain.replace("-", " "))
        )
        if known is not None:
            return known
        return (
            self._actions(plain)
            or self._matters(plain)
            or self._next_meeting(plain)
            or (self._by_word(plain) if ": " not in title.strip() else None)
            or self._tail(title)
        )

    def _actions(self, plain: str) -> Label | None:
        """A title of heads of actions, or of plans and the time ahead, and words around: "Tareas para esta semana"."""
        words = self._title_words(plain)
        if len(words) > 10:
            return None
        planned = self._plans_ahead(plain, words)
        if not planned and self.head_words.isdisjoint(words):
            return None
        rest = " " + " ".join(words) + " "
        found = False
        for size in (3, 2, 1):
            for at in range(len(words) - size + 1):
                phrase = " ".join(words[at : at + size])
                if phrase in self.heads and f" {phrase} " in rest:
                    rest = rest.replace(f" {phrase} ", " \0 ", 1)
                    found = True
        left = [word for word in self._but_for_whom(rest).split() if word != "\0"]
        decisions = [word for word in left if self.titles.get(word, Label("")).kind == "decisions"]
        others = (word for word in left if word not in decisions)
        if not (found or planned) or not all(self._stands_around(word, planned=planned) for word in others):
            return None
        talk = not self.words("labels.debated").isdisjoint(left)
        return Label(
            ("matters" if talk else "mixed") if decisions else "actions", any(word in self.earlier for word in left)
        )

    def _but_for_whom(self, title: str) -> str:
        """A title without the group that its tasks are for: "Tasks for the teams", "Auftrag an die AGs"."""
        head, _, last = title.rstrip().rpartition(" ")
        groups = self.words("owners.groups")
        is_group = last in groups or any(last.endswith(one) for one in groups if len(one) > _COMPOUND)
        aimed = is_group and not self.words("marks.for").isdisjoint(head.split()[-2:])
        return head if aimed else title

    def _title_words(self, plain: str) -> list[str]:
        """The words of a title; one in a script without spaces is cut into the words it is made of, if it is."""
        if not plain.isascii() and CJK.search(plain):
            return cut_up(plain.replace(" ", ""), _pieces(self)) if len(plain) <= _LONGEST_CJK else []
        words = plain.split()
        if "-" in plain and len(words) > 1:  # "Post-meeting tasks"; "sig-ai" is a name
            words = [part for word in words for part in ((word,) if word in self.heads else word.split("-"))]
        return [_ELIDED.sub("", word.removesuffix("'s")).strip("'") for word in words] if "'" in plain else words

    def _plans_ahead(self, plain: str, words: list[str]) -> bool:
        """Whether a title has words for plans and for the time ahead; "Plan for the next meeting" is its agenda."""
        plans = self.words("labels.plans").intersection(words)
        ahead = bool(plans) and not self.words("labels.ahead").isdisjoint(words)
        return ahead and (not plans <= self.words("labels.plans_of_meetings") or self._next_meeting(plain) is None)

    def _stands_around(self, word: str, *, planned: bool) -> bool:
        """Whether a word of a title says nothing of its kind: "the", "agreed", "March", "2"."""
        bare = word.rpartition("'")[2]
        lists = (self.around, self.earlier, self.dates, self.words("language.common"), self.words("labels.ahead"))
        plan = planned and bare in self.words("labels.plans")
        return plan or any(bare in one for one in lists) or bare.replace("-", "").isdigit()

    def _matters(self, plain: str) -> Label | None:
        """A title that begins or ends with one that opens matters arising, and has only words around it besides.

        "Follow-up from last meeting / discussions", "Update on old business".
        """
        if " " not in plain or not self.may_hold(plain, "labels.matters"):
            return None
        found = _within_title(self).search(f" {plain.replace('-', ' ')} ")
        if found is None:
            return None
        rest = (*found["before"].split(), *found["after"].split())
        if not rest or len(rest) > 8 or not all(word in self.around or word in self.earlier for word in rest):
            return None
        told = found["phrase"] != "follow up" or any(word in self.earlier for word in rest)
        return Label("matters", True) if told else None

    def _next_meeting(self, plain: str) -> Label | None:
        """A short title with "next meeting" in it, whatever the words around it: "Festlegung des nächsten Treffens"."""
        words = plain.split()
        if len(words) > 6 or not self.may_hold(plain, "labels.next_meeting", "calendar.next"):
            return None
        phrases = self.words("labels.next_meeting")
        told = any(f" {one} " in f" {plain} " for one in phrases) or self._tells_next(words)
        return Label("next_meeting") if told else None

    def _tells_next(self, words: list[str]) -> bool:
        """Whether "next" stands before a word for a meeting, with two words between them at most, or its compound."""
        first = next((at for at, word in enumerate(words) if word in self.words("calendar.next")), len(words))
        behind = words[first + 1 : first + 4]
        meetings = self.words("due.meetings")
        is_one = (
            word in meetings or word.removesuffix("s") in meetings or _compound(word, meetings) for word in behind
        )
        return self.earlier.isdisjoint(behind) and self.heads.isdisjoint(words) and any(is_one)

    def _by_word(self, plain: str) -> Label | None:
        words = plain.split()
        if len(words) > 6:
            return None
        if 1 < len(words) <= 3 and words[-1] in self.lists.get("labels.attendees_last", frozenset()):
            return Label("attendees")
        for word in words:
            kind = self.title_words.get(word)
            if kind == "decisions" and not self.words("labels.debated").isdisjoint(words):
                continue  # "Discussion & Decisions" is talk, in which decisions say that they are some
            if kind is not None:
                return Label(kind)
        return None

    def _tail(self, title: str) -> Label | None:
        """A topic with a label behind a dash or colon: "Survey of members – next steps"."""
        parts = _TAIL.split(title.strip())
        if len(parts) < 2 or len(parts[-1].split()) > 4:
            return None
        if self.titles.get(normal_title(parts[0]), Label("")).kind == "template":
            return None
        return self._actions(normal_title(parts[-1]))


@cache
def _title_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Words of which a title that opens anything has one."""
    common = vocabulary.words("language.common")
    whole = telling((*vocabulary.titles, *vocabulary.words("labels.next_meeting")), common)
    parts = (*vocabulary.title_words, *vocabulary.words("labels.attendees_last"), *vocabulary.head_words)
    parts = (*parts, *vocabulary.words("labels.plans"), *vocabulary.words("calendar.next"))
    return whole | telling(parts) | telling(vocabulary.words("labels.matters"), common)


@cache
def _joined_titles(vocabulary: Vocabulary) -> frozenset[str]:
    """The letters of the titles that open something."""
    return frozenset(map(_letters, vocabulary.titles))


def _compound(word: str, meetings: frozenset[str]) -> bool:
    """Whether a longer word ends in one for a meeting: "vorstandssitzung", "bestuursvergadering"."""
    return len(word) > _LONG and word.endswith(tuple(one for one in meetings if len(one) >= _LONG // 2))


_LONG = 11


def _letters(title: str) -> str:
    return "".join(filter(str.isalnum, title.casefold()))


@cache
def _within_title(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A title of two words or more that opens matters arising, with the words around it."""
    phrases = longest_first(one for one in vocabulary.words("labels.matters") if " " in one)
    middle = "|".join(map(re.escape, phrases)) or "(?!)"
    return re.compile(rf"(?P<before>.*?)\s(?P<phrase>{middle})\s(?P<after>.*)")


@cache
def _pieces(vocabulary: Vocabulary) -> frozenset[str]:
    """The words that titles without spaces may be made of."""
    decisions = {title for title, label in vocabulary.titles.items() if label.kind == "decisions"}
    ahead = vocabulary.words("labels.plans") | vocabulary.words("labels.ahead")
    return vocabulary.heads | vocabulary.around | vocabulary.earlier | ahead | decisions


@cache
def _telling(vocabulary: Vocabulary, names: tuple[str, ...]) -> frozenset[str]:
    return telling((one for name in names for one in vocabulary.words(name)), vocabulary.words("language.common"))


@lru_cache(maxsize=4096)
def normal_title(title: str) -> str:
    """A title in small letters without numbering, brackets, marks and punctuation; single spaces.

    >>> normal_title("4.2 **Action Items (AIs):**")
    'action items'
    """
    title = SHORTCODE.sub("", title.strip(), count=1) if title.lstrip()[:1] == ":" else title
    text = _BRACKETS.sub(" ", title.strip().strip("*_#=■〇●◆★☆【】《》<>:： \t"))
    text = _NUMBERING.sub("", text.strip()).replace("’", "'")
    return " ".join(_NOT_WORDS.sub(" ", text.casefold().replace("/", " ")).strip("-' ").split())


def vocabulary_for(text: str, languages: tuple[str, ...], config: Config) -> Vocabulary:
    """The words to read a text with: its own language's, and English.

    `languages` come from the file or the configuration; where there are none, the language is the one
    most of whose common words and labels are in the text; of several that the configuration has it comes first.
    The marks and headings of `config` are added.
    """
    known = tuple(code for code in languages if code in codes())
    if len(known) > 1 and languages == config.languages:
        own = detect(text)
        known = (own, *known) if own in known else known
    headings = (
        *(("actions", one) for one in config.action_headings),
        *(("template", one) for one in config.ignore_headings),
        *(("private", one) for one in config.private_headings),
    )
    return load(tuple(dict.fromkeys((*(known or (detect(text),)), "en"))), config.action_marks, headings)


@cache
def load(
    languages: tuple[str, ...], extra: tuple[str, ...] = (), headings: tuple[tuple[str, str], ...] = ()
) -> Vocabulary:
    """The vocabulary of these languages together, made once; settings add `extra` marks, `headings` (kind, title)."""
    every = [tables(code) for code in languages]
    known = kept("words", "\0".join(map(text_of, languages)), lambda: _words(every))
    folded = known["titles"]

    def gather(table: str, key: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for tables in every for one in texts(tables, table, key)))

    titles = {one: Label(kind) for kind in reversed(KINDS) for one in folded.get(kind, ())}
    titles |= {one: Label("matters", True) for one in folded.get("matters", ())}
    titles |= {one: Label("matters") for one in folded.get("partly", ())}
    titles |= {one: Label("actions", True) for one in folded.get("carried", ())}
    titles |= {one: Label("actions") for one in folded["actions"]}
    titles |= {normal_title(title): Label(kind) for kind, title in headings if normal_title(title)}
    title_words = {
        one: kind for kind in reversed(KINDS) if kind in _BY_A_WORD for one in folded.get(f"{kind}_words", ())
    }
    lists = {**known["lists"], **_joint(known["lists"], extra)}
    lists |= {
        f"{table}.{key}": frozenset(gather(table, key)) for table, key in (("calendar", "next"), ("due", "meetings"))
    }
    phrases, sure = gather("decisions", "phrases"), gather("decisions", "sure")
    return Vocabulary(
        languages=languages,
        calendar=Calendar.of(every),
        heads=folded["actions"],
        head_words=frozenset(one.split()[0] for one in folded["actions"]),
        around=folded.get("around", frozenset()),
        earlier=folded.get("earlier", frozenset()),
        titles=MappingProxyType(titles),
        title_words=MappingProxyType(title_words),
        weekdays=known["dates"]["weekdays"],
        dates=known["dates"]["all"],
        lists=MappingProxyType(lists),
        mark=_alternatives((*extra, *gather("marks", "action"))),
        weak_mark=_alternatives(gather("marks", "weak")),
        decision_mark=_alternatives(gather("marks", "decision")),
        decision_phrase=re.compile("|".join(f"(?:{one})" for one in phrases)) if phrases else None,
        decision_sure=re.compile("|".join(f"(?:{one})" for one in sure)) if sure else None,
        decision_stems=tuple(one for tables in every for one in texts(tables, "decisions", "stems") or ("",)),
    )


def _words(every: Sequence[Tables]) -> dict[str, dict[str, frozenset[str]]]:
    """The lists of words of some languages by `table.key`, the titles of `[labels]` by key, and words of dates."""

    def gather(table: str, key: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for tables in every for one in texts(tables, table, key)))

    names = {(table, key) for tables in every for table in tables for key in tables[table]}
    verbs = (finite(texts(one, "owners", "verbs"), texts(one, "owners", "finite")) for one in every)
    lists = {
        f"{table}.{key}": frozenset(_low(one, table) for one in gather(table, key))
        for table, key in names
        if table not in ("calendar", "due", "decisions")
    }
    titles = {
        key: frozenset(normal_title(one) for one in gather(table, key)) - {""}
        for table, key in names
        if table == "labels"
    }
    return {
        "lists": {**lists, "owners.told": frozenset().union(*verbs)},
        "titles": titles,
        "dates": {"weekdays": _weekdays(every), "all": _dates(every)},
    }


def _low(word: str, table: str) -> str:
    """A word of a list as it is looked up: names of columns are compared with titles."""
    return (normal_title(word) if table == "columns" else "") or word.casefold()


def _weekdays(every: Iterable[Tables]) -> frozenset[str]:
    found = [tables.get("calendar", {}).get(key) for tables in every for key in ("weekdays", "weekdays_beside_day")]
    return frozenset(normal_title(one) for rows in found if isinstance(rows, list) for row in rows for one in row)


def _dates(every: Iterable[Tables]) -> frozenset[str]:
    """The words of a calendar that titles have: months, weekdays, "week", "month"."""
    tables = [one.get("calendar", {}) for one in every]
    rows = [one.get(key) for one in tables for key in ("months", "months_beside_day", "weekdays")]
    rows += [list(unit.values()) for table in tables if isinstance(unit := table.get("units"), dict)]
    return frozenset(normal_title(one) for group in rows if isinstance(group, list) for row in group for one in row)


def _joint(lists: Mapping[str, frozenset[str]], extra: Iterable[str]) -> dict[str, frozenset[str]]:
    """Lists made of others, for `Vocabulary.may_hold`."""
    weak = lists.get("marks.weak", frozenset())
    said = (lists.get(f"status.{key}", frozenset()) for key in ("done", "dropped", "open"))
    marks = lists.get("marks.action", frozenset()) | {one.casefold() for one in extra}
    return {
        "owners.modal": lists.get("owners.modal", frozenset()) | lists["owners.told"],
        "marks.any": marks,
        "marks.inside": marks | {"todo", "do", "action"},
        "marks.weak_plural": weak | {f"{one}s" for one in weak},
        "status.any": frozenset().union(*said),
    }


def _alternatives(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for one of the words, in any letters and with any white space inside."""
    return re.compile(f"(?:{one_of(words, _SPACES)})", re.IGNORECASE)
