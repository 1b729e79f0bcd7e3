"""The words of dates in the languages at hand, and the cutting of a text into tokens by them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from minutes_cli.dates import grammar

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

_CJK = r"\u3005-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"\d{{4}}-\d\d-\d\dt\d\d:\d\d[\d:.]*(?:z|[+-]\d\d:?\d\d)?|\d+(?:[./:-]\d+)*[^\W_{_CJK}]*"
    rf"|[^\W\d_{_CJK}][^\W_{_CJK}]*|[{_CJK}]|[^\s*_`\ufe0f\u200b]"
)
"""A number with what is glued to it, a word, one character of a script without spaces, or one sign; no markup."""

_WORD = re.compile(rf"[^\W\d_{_CJK}][^\W_{_CJK}]*|[{_CJK}]")

_NUMBER = re.compile(
    r"(?P<full>(?:\d{4}([-/])\d{1,2}\2\d{1,2}|\d{4}\.\d\d\.\d\d|\d{1,2}([-/.])\d{1,2}\3\d{4}|\d{1,2}/\d{1,2}/\d\d"
    r"|0\d\.\d\d\.\d\d|\d\d\.0\d\.\d\d)(?:t\d\d:.*|[-/]\d[\d./-]{1,9})?|(?:19|20|21)\d\d[01]\d[0-3]\d)"
    r"|(?P<dotted>\d{4}\.\d{1,2}\.\d{1,2}|\d{1,2}\.\d{1,2}\.\d\d)"
    r"|(?P<slashed>\d{1,2}/\d{1,2})|(?P<half>\d{1,2}\.\d{1,2})|(?P<range>\d{1,2}-\d{1,2})"
    r"|(?P<clock>\d{1,2}[:h]\d\d(?::\d\d)?[a-z]{0,3}|\d{1,2}(?:[.:]\d\d)?(?:am|pm|h|hrs|uhr|z))"
    r"|(?P<year_month>(?:19|20|21)\d\d[-/]\d{1,2})|(?P<suffixed>\d{1,2}[^\W\d_]{1,3})"
)
_NUMBER_KINDS = MappingProxyType(
    {
        "full": ("full",),
        "dotted": ("dotted",),
        "slashed": ("half", "range"),
        "half": ("dotted_half",),
        "range": ("range",),
        "clock": ("clock",),
        "year_month": ("year_month",),
        "suffixed": ("plain",),
        "short": ("number", "short"),
        "day": ("day", "number", "short"),
        "ordinal": ("day", "ordinal"),
        "year": ("year",),
        "number": ("number",),
        "plain": ("plain",),
    }
)
"""What a token with digits is → its kinds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase of the tables."""

    words: tuple[str, ...]
    """The tokens, folded, the first included."""
    capital: bool
    """It counts only where the text begins it with a capital."""
    symbol: str
    """The one character that stands for its kinds in `Tokens.kinds`."""
    values: Mapping[str, int]
    """What the word means as a month (1 to 12), weekday (Monday 1), quarter, number, unit, end or days ahead."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut up. The parts are in step: token `i` is `kinds[i]`, `texts[i]`, and so on."""

    words: str
    """The text itself."""
    kinds: str
    texts: Sequence[str]
    """Folded: lower case, straight apostrophes."""
    starts: Sequence[int]
    ends: Sequence[int]
    values: Sequence[Mapping[str, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The words of dates in one or several languages, ready to read by. Compare it by identity."""

    lexicon: Mapping[str, tuple[Entry, ...]]
    """First token → the entries that begin with it, longest first."""
    symbols: Mapping[str, str]
    """Kind → the symbols of all tokens that are of it."""
    numbers: Mapping[str, str]
    """What a token with digits is → its symbol."""
    ordinals: frozenset[str]
    triggers: frozenset[str]
    """Words without which, or a digit, no deadline is written."""
    month_first: frozenset[str]
    """Weekdays in brackets after which "7/09" is the ninth of July."""
    shapes: Mapping[str, re.Pattern[str]]
    """DATES and PERIODS, one pattern each, with their parts named."""
    any_date: re.Pattern[str]
    any_when: re.Pattern[str]
    deadlines: Mapping[str, re.Pattern[str]]

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
        folded = _fold(_without_addresses(words))
        found = [(match.group(), match.start()) for match in _TOKEN.finditer(folded)]
        texts = [text for text, _ in found]
        kinds, kept, starts, ends, values = [], [], [], [], []
        at = 0
        while at < len(found):
            text, start = found[at]
            if text[0].isdecimal():
                symbol, value, length = self.numbers[self._number(text, folded, start)], _NOTHING, 1
            else:
                symbol, value, length = self._entry(texts, at, words, start)
            last, last_start = found[at + length - 1]
            kinds.append(symbol)
            kept.append(text)
            starts.append(start)
            ends.append(last_start + len(last))
            values.append(value)
            at += length
        return Tokens(words, "".join(kinds), kept, starts, ends, values)

    def may_hold_deadline(self, words: str) -> bool:
        """Whether it is worth looking: false for most texts, and never where a deadline is written."""
        return _DIGIT.search(words) is not None or not self.triggers.isdisjoint(_WORD.findall(_fold(words)))

    def _entry(self, texts: Sequence[str], at: int, words: str, start: int) -> tuple[str, Mapping[str, int], int]:
        """Symbol, values and number of tokens of the longest entry that begins with token `at`."""
        for entry in self.lexicon.get(texts[at], ()):
            length = len(entry.words)
            if entry.capital and not words[start].isupper():
                continue
            if length == 1 or tuple(texts[at : at + length]) == entry.words:
                return entry.symbol, entry.values, length
        return self.numbers["plain"] if texts[at][0].isalnum() else self.symbols["sign"], _NOTHING, 1

    def _number(self, text: str, folded: str, start: int) -> str:
        """A key of _NUMBER_KINDS: what the token `text` at `start` of the folded text is."""
        before = folded[start - 1] if start else " "
        after = folded[start + len(text) : start + len(text) + 2]
        if before in "#$€£¥+%?\\/" or after[:1] in _NEVER_AFTER:
            return "plain"
        if text.isdecimal() and len(text) != 8:
            return _plain_number(text)
        shape = _NUMBER.fullmatch(text) if len(text) < 40 else None
        if shape is None or shape.lastgroup is None or _is_glued(folded, start, after):
            return "plain"
        if shape.lastgroup == "suffixed":
            return "ordinal" if text.lstrip("0123456789") in self.ordinals and 1 <= _leading(text) <= 31 else "plain"
        return shape.lastgroup


_NOTHING: Mapping[str, int] = MappingProxyType({})
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
_NEVER_AFTER = frozenset("/\\%€$£")


def _leading(text: str) -> int:
    """The number that `text` begins with; 0 where it begins with none."""
    digits = _DIGITS.match(text)
    return int(digits[0][:9]) if digits else 0


def _plain_number(text: str) -> str:
    if len(text) <= 2:
        return "day" if 1 <= int(text) <= 31 else "short"
    if len(text) == 4 and 1900 <= int(text) < 2200:
        return "year"
    return "number" if len(text) == 3 else "plain"


def _is_glued(folded: str, start: int, after: str) -> bool:
    """Whether a number written as a date is but a part of a file name, an address or a version."""
    before = folded[start - 1] if start else " "
    if before in ".-_" and start > 1 and (folded[start - 2].isalnum() or folded[start - 2] in ".-_/"):
        return before != "_" or folded[start - 2] != "_"
    return after[:1] in "-_." and after[1:].isalnum() and not after[1:].isdecimal() and after[1:].isascii()


def _fold(words: str) -> str:
    """Lower case and straight apostrophes, every character in its place."""
    folded = words.lower().replace("’", "'")
    if len(folded) == len(words):
        return folded
    return "".join(low if len(low := char.lower()) == 1 else char for char in words).replace("’", "'")


def _without_addresses(words: str) -> str:
    """Spaces in place of every run of characters that holds "://"."""
    if "://" not in words:
        return words
    runs = re.split(r"(\s+)", words)
    return "".join(" " * len(run) if "://" in run else run for run in runs)


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
            words = tuple(_TOKEN.findall(_fold(phrase)))
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
            symbol = chars.setdefault(frozenset(every), chr(0xE000 + len(chars)))
            values = {**self.values.get(low, {}), **self.values.get((words, capital), {})}
            lexicon.setdefault(words[0], []).append(Entry(words, capital, symbol, values))
        numbers = {
            name: chars.setdefault(frozenset(kinds), chr(0xE000 + len(chars))) for name, kinds in _NUMBER_KINDS.items()
        }
        chars.setdefault(frozenset({"sign", "punct"}), chr(0xE000 + len(chars)))
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
        symbols=symbols,
        numbers=numbers,
        ordinals=frozenset(drafts.ordinals),
        triggers=frozenset(
            max(entry.words, key=len) for entries in lexicon.values() for entry in entries if entry.symbol in triggering
        ),
        month_first=frozenset(drafts.month_first),
        shapes=grammar.compiled({**grammar.DATES, **grammar.PERIODS}, symbols),
        any_date=grammar.first_of(grammar.DATES, symbols),
        any_when=grammar.first_of((*grammar.DATES, *grammar.PERIODS), symbols),
        deadlines=grammar.compiled(grammar.DEADLINES, symbols),
    )


_NO_TOKEN = chr(0xF8FF)


def _symbols_of_kinds(chars: Mapping[frozenset[str], str]) -> dict[str, str]:
    """Kind → its symbols, for every kind there is, of words or not; a kind without a word has one that never occurs."""
    names = {kind for pairs in _LISTS.values() for _, kind in pairs} | {kind for row in _ROWS for kind in row[3]}
    names |= {kind for kinds in _NUMBER_KINDS.values() for kind in kinds} | set(_SIGNS.values())
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
