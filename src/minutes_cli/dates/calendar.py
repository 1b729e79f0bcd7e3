"""The words of dates in the languages at hand, and the cutting of a text into tokens by them."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from minutes_cli.dates import grammar
from minutes_cli.dates.tokens import (
    DIGIT,
    NOTHING,
    NUMBER_KINDS,
    TOKEN,
    Entry,
    Pieces,
    Read,
    Tokens,
    fold,
    number_kind,
    without_addresses,
)

UNITS = ("day", "week", "month", "quarter", "year")
"""Values of the kinds `unit` and `end`, by position."""

_LISTS = MappingProxyType(
    {
        "calendar": (
            ("particles", "particle"),
            ("and", "and"),
            ("today", "today"),
            ("end_of", "end_of"),
            ("end_after", "end_after"),
            ("this", "this"),
            ("next", "next"),
            ("rough", "rough"),
            ("seasons", "season"),
            ("year_sign", "year_sign"),
            ("month_sign", "month_sign"),
            ("day_sign", "day_sign"),
            ("year_after", "year_after"),
            ("zones", "zone"),
            ("hours", "hour"),
            ("times", "times"),
        ),
        "due": (
            ("by", "by"),
            ("before", "before"),
            ("due", "due"),
            ("by_after", "by_after"),
            ("before_after", "before_after"),
            ("on", "on"),
            ("within", "within"),
            ("within_after", "within_after"),
            ("working", "working"),
            ("meetings", "meeting"),
            ("meeting_lead", "meeting_lead"),
            ("next_meeting", "next_meeting"),
            ("vague", "vague"),
            ("vague_last", "vague_last"),
            ("past", "past"),
            ("not_due", "not_due"),
        ),
    }
)
"""Table → (key of a list of words, kind of these words)."""

_ROWS = (
    ("months", 12, "month", ("month", "month_name")),
    ("months_beside_day", 12, "month", ("month",)),
    ("months_beside_year", 12, "month", ("month_of_year",)),
    ("weekdays", 7, "weekday", ("weekday", "day_name")),
    ("weekdays_beside_day", 7, "weekday", ("weekday",)),
    ("quarters", 4, "quarter", ("quarter",)),
    ("numbers", 12, "number", ("number",)),
)
"""Keys of `[calendar]` that hold lists of lists: key, how many, what the position (from 1) is the value of, kinds."""

_TRIGGERS = frozenset(
    [
        "month_name",
        "weekday",
        "unit",
        "quarter",
        "end",
        "day_end",
        "today",
        "ahead",
        "end_after",
        "vague",
        "vague_last",
        "next",
        "rough",
    ]
)
"""No deadline is written without a digit or a word of one of these kinds."""

_SIGNS = MappingProxyType({
    ",": "comma", "，": "comma", "、": "comma", ";": "comma", ".": "dot", ":": "colon", "：": "colon", "=": "colon",
    "-": "dash", "‐": "dash", "–": "dash", "—": "dash", "―": "dash", "−": "dash", "→": "dash",
    "~": "dash", "〜": "dash",
    "(": "open", "[": "open", "<": "open", "{": "open", "（": "open", "【": "open", "［": "open", "「": "open",
    ")": "close", "]": "close", ">": "close", "}": "close", "）": "close", "】": "close", "］": "close", "」": "close",
    "'": "quote", "@": "at", "#": "hash", "/": "slash", "&": "and", "|": "bar",
    "📅": "due", "📆": "due", "🗓": "due",
})  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The words of dates in one or several languages, ready to read by. Compare it by identity."""

    lexicon: Mapping[str, tuple[Entry, ...]]
    """First token → the entries that begin with it, longest first."""
    heads: Mapping[str, tuple[Read | None, frozenset[str]]]
    """First token → what it is when it stands alone, None if that is for the lexicon to say; what goes on a phrase."""
    symbols: Mapping[str, str]
    """Kind → the symbols of all tokens that are of it."""
    numbers: Mapping[str, str]
    """What a token with digits is → its symbol."""
    ordinals: frozenset[str]
    triggers: frozenset[str]
    """Words without which, or a digit, no deadline is written."""
    month_first: frozenset[str]
    """Weekdays in brackets after which "7/09" is the ninth of July."""
    shapes: grammar.Shapes
    """DATES and PERIODS, one pattern each, with their parts named."""
    deadlines: grammar.Shapes
    dated: frozenset[str]
    """Symbols of which every date has one."""
    needed: Mapping[str, frozenset[str]]
    """Deadline → symbols of which one at least is there; every symbol where any will do."""

    @classmethod
    def of(cls, tables: Iterable[Mapping[str, object]]) -> Calendar:
        """The calendar of the languages whose `tables` are given; where two disagree on a word the first wins.

        Each is a language file as `tomllib` gives it; only `[calendar]` and `[due]` are looked at, and any key may be
        absent. A word that the table writes with a capital counts only where the text does ("May"). Raises ValueError
        where a value is not of the shape it should have.
        """
        drafts = _Drafts()
        for table in tables:
            drafts.take(table)
        return drafts.calendar()

    def tokens(self, words: str) -> Tokens:
        """`words` cut into tokens; web addresses are left out."""
        folded = fold(without_addresses(words))
        return self._joined(words, Pieces(folded, TOKEN.findall(folded)))

    def tokens_of_deadline(self, words: str) -> Tokens | None:
        """As `tokens`; None, and soon, where no deadline can be written, which is in most texts."""
        folded = fold(without_addresses(words))
        texts = TOKEN.findall(folded)
        if self.triggers.isdisjoint(texts) and not DIGIT.search(folded):
            return None
        return self._joined(words, Pieces(folded, texts))

    def _joined(self, words: str, pieces: Pieces) -> Tokens:
        """The tokens: pieces, or phrases of several. Most are words without any meaning here, and soon done with."""
        texts, heads, plain = pieces.texts, self.heads, (self.numbers["plain"], NOTHING)
        kinds, firsts, values = [], [], []
        at = 0
        while at < len(texts):
            firsts.append(at)
            text = texts[at]
            head = heads.get(text)
            at += 1
            if head is None:
                read = plain if text.isalpha() else self._number_or_sign(pieces, at - 1)
            else:
                alone, seconds = head
                if alone is None or (seconds and at < len(texts) and texts[at] in seconds):
                    read, length = self._phrase(words, pieces, at - 1)
                    at += length - 1
                else:
                    read = alone
            kinds.append(read[0])
            values.append(read[1])
        return Tokens(words, "".join(kinds), pieces, firsts, values)

    def _phrase(self, words: str, pieces: Pieces, at: int) -> tuple[Read, int]:
        """Symbol and values of the longest entry that begins with piece `at`, and how many pieces it has."""
        texts = pieces.texts
        following = texts[at + 1] if at + 1 < len(texts) else ""
        for entry in self.lexicon[texts[at]]:
            length = len(entry.words)
            if length > 1 and (following != entry.words[1] or tuple(texts[at : at + length]) != entry.words):
                continue
            if not entry.capital or words[pieces.start(at)].isupper():
                return (entry.symbol, entry.values), length
        return (self.numbers["plain"], NOTHING), 1

    def _number_or_sign(self, pieces: Pieces, at: int) -> Read:
        text = pieces.texts[at]
        if text[0].isdecimal():
            return self.numbers[number_kind(text, pieces.folded, pieces.start(at), self.ordinals)], NOTHING
        return self.numbers["plain"] if text[0].isalnum() else self.symbols["sign"], NOTHING


class _Drafts:
    """What the tables say, gathered until all of them are read."""

    def __init__(self) -> None:
        self.kinds: dict[tuple[tuple[str, ...], bool], set[str]] = {}
        self.values: dict[tuple[tuple[str, ...], bool], dict[str, int]] = {}
        self.ordinals: set[str] = set()
        self.month_first: set[str] = set()
        for sign, kind in _SIGNS.items():
            self.kinds[((sign,), False)] = {kind} if kind in {"at", "hash", "due"} else {kind, "punct"}

    def take(self, table: Mapping[str, object]) -> None:
        """Add one language."""
        for name, keys in _LISTS.items():
            part = _table(table, name)
            for key, kind in keys:
                self._add(_words(part, key), (kind,))
        words = _table(table, "calendar")
        for key, count, value, kinds in _ROWS:
            for number, row in enumerate(_rows(words, key, count), 1):
                self._add(row, kinds, value, number)
        for number, unit in enumerate(UNITS):
            self._add(_words(_table(words, "units"), unit), ("unit",), "unit", number)
            ends = _words(_table(_table(table, "due"), "end"), unit)
            self._add(ends, ("day_end" if unit == "day" else "end",), "end", number)
        for phrase, days in _table(_table(table, "due"), "ahead").items():
            if not isinstance(days, int):
                raise ValueError(f"[due.ahead]: {phrase!r} should be a number of days")
            self._add((phrase,), ("ahead",), "ahead", days)
        self.ordinals.update(_words(words, "ordinals"))
        if _words(words, "numeric_order") == ("mdy",):
            marks = _rows(words, "weekdays", 7) + _rows(words, "weekdays_beside_day", 7)
            self.month_first.update(mark for row in marks for mark in row)

    def _add(self, phrases: Iterable[str], kinds: Iterable[str], value: str = "", number: int = 0) -> None:
        for phrase in phrases:
            words = tuple(TOKEN.findall(fold(phrase)))
            if not words:
                raise ValueError(f"{phrase!r} is no word")
            key = (words, phrase[0].isupper())
            self.kinds.setdefault(key, set()).update(kinds)
            if value:
                self.values.setdefault(key, {}).setdefault(value, number)

    def calendar(self) -> Calendar:
        """The finished calendar."""
        chars: dict[frozenset[str], str] = {}
        lexicon: dict[str, list[Entry]] = {}
        for (words, capital), kinds in self.kinds.items():
            low = (words, False)
            every = kinds | (self.kinds.get(low, set()) if capital else set())
            symbol = chars.setdefault(frozenset(every), _symbol(len(chars)))
            values = {**self.values.get(low, {}), **self.values.get((words, capital), {})}
            lexicon.setdefault(words[0], []).append(Entry(words, capital, symbol, values))
        numbers = {
            name: chars.setdefault(frozenset(kinds), _symbol(len(chars))) for name, kinds in NUMBER_KINDS.items()
        }
        chars.setdefault(frozenset({"sign", "punct"}), _symbol(len(chars)))
        return _finished(chars, lexicon, numbers, self)


def _finished(
    chars: Mapping[frozenset[str], str],
    lexicon: Mapping[str, list[Entry]],
    numbers: Mapping[str, str],
    drafts: _Drafts,
) -> Calendar:
    """The calendar with its patterns. `chars`: set of kinds → the symbol of tokens that are of exactly these."""
    symbols = _symbols_of_kinds(chars)
    triggering = frozenset("".join(symbols[kind] for kind in _TRIGGERS))
    return Calendar(
        lexicon={
            first: tuple(sorted(entries, key=lambda entry: (-len(entry.words), not entry.capital)))
            for first, entries in lexicon.items()
        },
        heads={first: _head(entries) for first, entries in lexicon.items()},
        symbols=symbols,
        numbers=numbers,
        ordinals=frozenset(drafts.ordinals),
        triggers=frozenset(
            max(entry.words, key=len) for entries in lexicon.values() for entry in entries if entry.symbol in triggering
        ),
        month_first=frozenset(drafts.month_first),
        shapes=grammar.Shapes({**grammar.DATES, **grammar.PERIODS}, symbols),
        deadlines=grammar.Shapes(grammar.DEADLINES, symbols),
        dated=_any_of(grammar.NEEDED_BY_DATES, symbols),
        needed={
            name: _any_of(grammar.NEEDED[name], symbols) if name in grammar.NEEDED else frozenset(chars.values())
            for name in grammar.DEADLINES
        },
    )


def _any_of(kinds: str, symbols: Mapping[str, str]) -> frozenset[str]:
    return frozenset("".join(symbols[kind] for kind in kinds.split("|")))


def _head(entries: Sequence[Entry]) -> tuple[Read | None, frozenset[str]]:
    """What `heads` has for the entries that begin with one token."""
    alone = [(entry.symbol, entry.values) for entry in entries if len(entry.words) == 1]
    seconds = frozenset(entry.words[1] for entry in entries if len(entry.words) > 1)
    return (alone[0] if alone and not any(entry.capital for entry in entries) else None), seconds


_NO_TOKEN = "\0"
# Classes of characters under 256 take a tenth of the time to compile.
_SYMBOLS = "".join(
    chr(code) for code in (*range(1, 256), *range(0xE000, 0xF800)) if chr(code) not in string.punctuation
)


def _symbol(number: int) -> str:
    """The character for the set of kinds of that number, from 0."""
    return _SYMBOLS[number]


def _symbols_of_kinds(chars: Mapping[frozenset[str], str]) -> dict[str, str]:
    """Kind → its symbols, for every kind there is, of words or not; a kind without a word has one that never occurs."""
    names = {kind for pairs in _LISTS.values() for _, kind in pairs} | {kind for row in _ROWS for kind in row[3]}
    names |= {kind for kinds in NUMBER_KINDS.values() for kind in kinds} | set(_SIGNS.values())
    names |= {"unit", "end", "day_end", "ahead", "sign", "punct"}
    return {name: "".join(char for kinds, char in chars.items() if name in kinds) or _NO_TOKEN for name in names}


def _table(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = table.get(key, {})
    if not isinstance(value, Mapping):
        raise ValueError(f"{key!r} should be a table, not {value!r}")
    return value


def _words(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise ValueError(f"{key!r} should be a list of words, not {value!r}")
    return tuple(value)


def _rows(table: Mapping[str, object], key: str, count: int) -> tuple[tuple[str, ...], ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or len(value) not in {0, count}:
        raise ValueError(f"{key!r} should hold {count} lists of words")
    return tuple(_words({key: row}, key) for row in value)
