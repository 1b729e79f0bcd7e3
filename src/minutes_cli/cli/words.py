"""The options of the hot command, as rows: Typer's door is made of them (`options`), and the quick one (`quick`) too.

Nothing is imported here: the quick door has to be open before anything else is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

GLOBAL_VALUES = ("-C", "--dir", "--today", "--color")
"""Global options that take a value; a test holds them equal to what the root command declares."""
GLOBAL_FLAGS = ("--debug", "--strict-read", "--no-cache")
COLORS = ("auto", "always", "never")
DEFAULT_COMMAND = "actions"
_ROOT_ALONE = ("-h", "--help", "-V", "--version", "--install-completion", "--show-completion")


class Word:
    """One option of a command."""

    __slots__ = ("kind", "meaning", "metavar", "name", "offers", "spellings")

    def __init__(
        self, name: str, spellings: tuple[str, ...], kind: str, metavar: str, meaning: str, offers: str = ""
    ) -> None:
        self.name = name
        """The parameter of the command's function."""
        self.spellings = spellings
        self.kind = kind
        """`flag`, `text`, `texts` (may be given several times) or `number` (from 0)."""
        self.metavar = metavar
        self.meaning = meaning
        self.offers = offers
        """The function of `completing` that knows what the shell may offer."""


OWNER = Word("owner", ("--owner", "-o"), "texts", "NAME", "Whom it falls to.", "owners")
STATUS = Word("status", ("--status", "-s"), "texts", "STATUS", "open, done, dropped, closed, all, or the file's word.")
BODY = Word("body", ("--body", "-b"), "texts", "NAME", "Of this body.", "bodies")
MEETING = Word("meeting", ("--meeting", "-m"), "texts", "NAME", "Of the meeting whose name has this.")
ITEM = Word("item", ("--item",), "texts", "WORDS", "Under the agenda item that has these words.")
TAG = Word("tag", ("--tag",), "texts", "TAG", "With this tag.")
DUE = Word("due", ("--due",), "texts", "DATES", "2026-03, 2026-03-01..today, ..+2w, or none.")
RAISED = Word("raised", ("--raised",), "texts", "DATES", "At a meeting on one of these days.")
OVERDUE = Word("overdue", ("--overdue",), "flag", "", "Open, and due before today.")
OPEN = Word("only_open", ("--open",), "flag", "", "Open ones, whatever else is asked.")
ALL = Word("everything", ("--all", "-a"), "flag", "", "Closed ones too.")
CARRIED = Word("carried", ("--carried",), "flag", "", "Only those that come from an earlier meeting.")
TIMES = Word("times_carried", ("--times-carried",), "texts", "N..M", "Taken up and not closed so often: 3..")
STRICT = Word(
    *("strict", ("--strict",), "flag", ""),
    "Follow actions from meeting to meeting by their ids alone, never by words.",
)
SORT = Word("sort", ("--sort",), "text", "FIELD[,-FIELD]", "By these; - turns one.", "fields")
GROUP = Word("group_by", ("--group-by", "-g"), "text", "FIELD", "By this.", "fields")
COLUMNS = Word("columns", ("--columns", "-c"), "text", "FIELD,...", "Only these.", "fields")
LIMIT = Word("limit", ("--limit", "-n"), "number", "N", "At most so many, the first ones.")
AT = Word("at", ("--at",), "text", "REV|DATE", "As it was at a commit, or on a day; needs git.")
FORMAT = Word("format_name", ("--format", "-f"), "text", "FORMAT", "", "formats")
LIST_FORMAT = Word("format_name", ("--format", "-f"), "text", "FORMAT", "", "list_formats")
"""Of what is no action."""
ACTIONS = (
    *(OWNER, STATUS, BODY, MEETING, ITEM, TAG, DUE, RAISED, OVERDUE, OPEN, ALL, CARRIED, TIMES, STRICT),
    *(SORT, GROUP, COLUMNS, LIMIT, AT, FORMAT),
)
"""All options of `minutes actions`."""
ROOT = (
    Word("folder", ("-C", "--dir"), "text", "PATH", ""),
    Word("today", ("--today",), "text", "DATE", ""),
    Word("color", ("--color",), "text", "", ""),
    *(Word(one[2:].replace("-", "_"), (one,), "flag", "", "") for one in GLOBAL_FLAGS),
)
"""The global options as they are read; what they mean is said where the root command declares them."""


class UnreadWords(Exception):
    """Words that the quick door leaves to the other one, which knows what to say of them."""


def arrange(argv: Sequence[str]) -> list[str]:
    """The command line with its global options first, and `actions` where no command is named.

    Nothing behind `--` is touched. Raises MinutesError for a global option without its value.
    """
    front: list[str] = []
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in GLOBAL_VALUES:
            value = next(words, None)
            if value is None:
                from minutes_cli.model import MinutesError

                raise MinutesError(f"{word} needs a value")
            front += [word, value]
        elif word in GLOBAL_FLAGS or word.startswith(tuple(f"{one}=" for one in GLOBAL_VALUES[1:])):
            front.append(word)
        elif word.startswith("-C"):
            front += ["-C", word[2:]]
        else:
            rest.append(word)
    if not rest or (rest[0].startswith("-") and rest[0].partition("=")[0] not in _ROOT_ALONE):
        rest.insert(0, DEFAULT_COMMAND)
    return front + rest


Given = dict[str, object]
"""By parameter: True for a flag, a text, a list of texts, or a number."""


def read_words(table: Sequence[Word], argv: Sequence[str], *, stops: bool = False) -> tuple[Given, list[str]]:
    """What options say, read as click reads them, and the words that are none.

    `stops` ends at the first word that is no option. Raises UnreadWords for anything that is to be complained of.
    """
    spelled = {spelling: word for word in table for spelling in word.spellings}
    given: Given = {}
    rest: list[str] = []
    words = iter(argv)
    for one in words:
        if one == "--":
            rest += words
        elif not (one.startswith("-") and len(one) > 1):
            rest.append(one)
            if stops:
                rest += words
        elif one.startswith("--") or one in spelled:
            name, sign, value = one.partition("=")
            _take(spelled, given, name, value if sign else None, words)
        else:
            _take_letters(spelled, given, one, words)
    return given, rest


def _take_letters(spelled: dict[str, Word], given: Given, one: str, words: Iterator[str]) -> None:
    """Short options that stand together, the last one perhaps with its value: -an3."""
    for at in range(1, len(one)):
        word = spelled.get(f"-{one[at]}")
        if word is not None and word.kind != "flag" and one[at + 1 :]:
            _put(word, given, one[at + 1 :])
            return
        _take(spelled, given, f"-{one[at]}", None, words)


def _take(spelled: dict[str, Word], given: Given, name: str, value: str | None, words: Iterator[str]) -> None:
    word = spelled.get(name)
    if word is None or (word.kind == "flag" and value is not None):
        raise UnreadWords(name)
    if word.kind == "flag":
        given[word.name] = True
        return
    value = next(words, None) if value is None else value
    if value is None:
        raise UnreadWords(name)
    _put(word, given, value)


def _put(word: Word, given: Given, value: str) -> None:
    if word.kind == "texts":
        found = given.setdefault(word.name, [])
        if isinstance(found, list):
            found.append(value)
    elif word.kind == "number":
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise UnreadWords(value)
        given[word.name] = int(value)
    else:
        given[word.name] = value
