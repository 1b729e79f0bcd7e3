"""The query language: `owner:officials due:..2011-10 NOT paper` → the actions it means.

    query := all ("OR" all)*        all := (["AND"] part)+        part := ("NOT" | "-") part | "(" query ")" | term
    term  := field ":" value | value        value := word | "quoted words" | /regular expression/

CONTRACT "Query terms" says what the terms mean. A query is combined with others by `all_of`, so that a
command's flags are another spelling of terms: `all_of(parse_query(words), term("owner", name))`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType
from typing import NamedTuple, NoReturn

from minutes_cli.model import Action, MinutesError, Register
from minutes_cli.register.fields import FIELDS, Field
from minutes_cli.register.people import Match, People, suggest
from minutes_cli.register.terms import (
    IS_WORDS,
    STATUS_WORDS,
    AllOf,
    AnyOf,
    Context,
    Counted,
    Dated,
    Everything,
    HasStatus,
    Is,
    Not,
    Owner,
    Predicate,
    Wanted,
    Words,
    check_period,
    compiled,
    read_count,
)
from minutes_cli.register.tokens import QueryError, Token, tokens
from minutes_cli.text import Span

__all__ = (
    "Context",
    "Match",
    "Query",
    "QueryError",
    "all_of",
    "any_of",
    "everything",
    "negated",
    "owner_matches",
    "parse_query",
    "require_owner",
    "term",
)

_DEEPEST = 50
_MEANT = MappingProxyType(
    {"late": "overdue", "finished": "done", "completed": "done", "complete": "done", "todo": "open", "pending": "open"}
    | {"unassigned": "ownerless", "cancelled": "dropped", "withdrawn": "dropped", "dateless": "undated"}
)
"""Words that people try behind `is:` → the one that is meant; they are suggested, and not read."""
# An argument such as `owner:OCS officials`, whose quotes the shell took: one field, and words that are no syntax.
_UNQUOTED = re.compile(r"(-?[A-Za-z][A-Za-z_-]*:)([^\s\"“”/()][^\"“”()]*\s[^\"“”()]*)")
_SYNTAX = re.compile(r"\s(?:-\S|[A-Za-z][A-Za-z_-]*:\S|(?:AND|OR|NOT)\b)")


class Query(NamedTuple):
    """A question to the register."""

    text: str
    """As typed; empty asks for everything."""
    predicate: Predicate
    names_status: bool
    """It says which status it means, so that the default of open actions only falls away."""

    def filter(self, actions: Iterable[Action], context: Context) -> tuple[Action, ...]:
        """The actions that are meant, in the order given.

        Raises MinutesError where `owner:me` is asked and nobody is `me`.
        """
        predicate = self.predicate.bound(context)
        return tuple(one for one in actions if predicate.matches(one, context))

    def or_open(self) -> Query:
        """The query, for open actions only unless it names a status."""
        return self if self.names_status else all_of(term("is", "open"), self)

    @property
    def owner_words(self) -> tuple[str, ...]:
        """The words of all `owner:` terms that are not negated, regular expressions left out."""
        return tuple(one.wanted.words for one in _owners(self.predicate) if one.wanted.pattern is None)


def everything() -> Query:
    """The query that means all actions."""
    return Query("", Everything(), names_status=False)


def parse_query(text: str | Sequence[str]) -> Query:
    """The query in a text, or in the arguments of a command, which are joined by AND.

    Raises QueryError, with a caret under the term that cannot be read.
    """
    whole = text if isinstance(text, str) else " ".join(map(_requoted, text))
    found = tokens(whole)
    if not found:
        return everything()
    predicate = _Parser(whole, found).query()
    return Query(whole, predicate, _names_status(predicate))


def term(name: str, value: str) -> Query:
    """The query of one term, its value taken as it is: `term("owner", "Ann Lee")` is `owner:"Ann Lee"`.

    A value between slashes is a regular expression. Raises QueryError as `parse_query` does.
    """
    is_regex = len(value) > 2 and value.startswith("/") and value.endswith("/")
    plain = value and not re.search(r"[\s\"“”„«»()]|^/", value)
    shown = f"{name}:{value}" if is_regex or plain else f'{name}:"{value}"'
    token = Token("term", Span(0, len(shown)), name, value[1:-1] if is_regex else value, is_regex)
    predicate = _term(shown, token)
    return Query(shown, predicate, _names_status(predicate))


def all_of(*queries: Query) -> Query:
    """The query that all of these are true; of none, everything."""
    return _joined(queries, " ", AllOf)


def any_of(*queries: Query) -> Query:
    """The query that one of these at least is true; of none, everything."""
    return _joined(queries, " OR ", AnyOf)


def negated(query: Query) -> Query:
    """The query that this one is not true."""
    return Query(f"NOT ({query.text})", Not(query.predicate), query.names_status)


def owner_matches(query: Query, action: Action, context: Context) -> tuple[Match, ...]:
    """How each owner of an action is meant by the `owner:` terms of the query that are not negated.

    In the order of the owners, one for each at most: `literal` where any term says it so.
    """
    asked = tuple(_owners(query.predicate.bound(context)))
    found: list[Match] = []
    for owner in action.owners:
        ways = [one.found(owner, action, context) for one in asked if one.wanted.pattern is None]
        known = [way for way in ways if way is not None]
        if known:
            found.append(next((way for way in known if way.how == "literal"), known[0]))
    return tuple(found)


def require_owner(words: str, register: Register, people: People, likely: Sequence[Action] = ()) -> None:
    """Raises MinutesError, with near names, where neither the register nor the people file knows these words.

    `likely` are some actions of the register that are looked at before all of it is.
    """
    if people.knows(words) or _owns(words, likely, people) or _owns(words, register.actions, people):
        return
    owners = {owner for action in register.actions for owner in (*action.owners, *action.people)}
    near = suggest(words, {*owners, *people.all_names()})
    cure = f"did you mean {' or '.join(near)}?" if near else "minutes owners lists all that there are"
    raise MinutesError(f'no action and nobody in the people file is called "{words}"', hint=cure)


def _owns(words: str, actions: Sequence[Action], people: People) -> bool:
    """Whether the words mean an owner of one of the actions."""
    return any(people.matches(words, owner, one.body, one.raised) for one in actions for owner in one.owners)


class _Parser:
    """Reads tokens from left to right; every method leaves off behind what it has read."""

    def __init__(self, text: str, found: Sequence[Token]) -> None:
        self.text = text
        self.tokens = found
        self.at = 0
        self.depth = 0

    def query(self) -> Predicate:
        """The whole text."""
        predicate = self.any_of()
        if self.at < len(self.tokens):
            self.refuse("this parenthesis was never opened", self.tokens[self.at].span)
        return predicate

    def any_of(self) -> Predicate:
        parts = [self.all_of()]
        while self.next_is("OR"):
            self.at += 1
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def all_of(self) -> Predicate:
        parts = [self.part()]
        while self.at < len(self.tokens) and not self.next_is("OR", ")"):
            if self.next_is("AND"):
                self.at += 1
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def part(self) -> Predicate:
        negations = 0
        while self.next_is("NOT"):
            negations += 1
            self.at += 1
        if self.at == len(self.tokens) or self.next_is("AND", "OR", ")"):
            self.refuse_missing()
        token = self.tokens[self.at]
        self.at += 1
        predicate = self.group(token) if token.kind == "(" else _term(self.text, token)
        return Not(predicate) if negations % 2 else predicate

    def group(self, opening: Token) -> Predicate:
        self.depth += 1
        if self.depth > _DEEPEST:
            self.refuse(f"parentheses more than {_DEEPEST} deep are not read", opening.span)
        predicate = self.any_of()
        if not self.next_is(")"):
            self.refuse("this parenthesis is not closed", opening.span)
        self.at += 1
        self.depth -= 1
        return predicate

    def next_is(self, *kinds: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].kind in kinds

    def refuse_missing(self) -> NoReturn:
        """There is no term where one has to be: behind an operator or parenthesis, or at the beginning."""
        if self.at == 0:
            self.refuse("a query begins with a term", self.tokens[0].span)
        before = self.tokens[self.at - 1]
        self.refuse(f"a term is missing after {before.span.of(self.text)}", before.span)

    def refuse(self, fault: str, span: Span) -> NoReturn:
        raise QueryError(fault, self.text, span, hint='AND, OR, NOT and parentheses as words are put in quotes: "OR"')


def _requoted(argument: str) -> str:
    """An argument of the command line, with the quotes back that the shell took from `owner:"OCS officials"`."""
    found = _UNQUOTED.fullmatch(argument)
    if found is None or _SYNTAX.search(found[2]):
        return argument
    return f'{found[1]}"{found[2]}"'


def _term(text: str, token: Token) -> Predicate:
    """What one term asks. Raises QueryError."""
    name = token.field or "text"
    if name == "is":
        return _is(text, token)
    field = _field(text, token, name)
    try:
        if field.kind == "date":
            if token.is_regex:
                raise ValueError("a date cannot be asked for with a regular expression")
            check_period(token.value)
            return Dated(field, token.value)
        if field.kind == "number":
            if token.is_regex:
                raise ValueError("a number cannot be asked for with a regular expression")
            return Counted(field, *read_count(token.value))
        wanted = Wanted(token.value, compiled(token.value) if token.is_regex else None)
    except ValueError as fault:
        raise QueryError(str(fault), text, token.span) from fault
    if field.name == "owners":
        return Owner(wanted)
    return HasStatus(wanted) if field.name == "status" else Words(field, wanted)


def _field(text: str, token: Token, name: str) -> Field:
    for field in FIELDS:
        if name in field.terms:
            return field
    known = ["is", *(one for field in FIELDS for one in field.terms)]
    from rapidfuzz import process

    near = process.extractOne(name, known, score_cutoff=60)
    cure = f"did you mean {near[0]}: ?" if near else f"known are {', '.join(f'{one}:' for one in known)}"
    quoted = f'as words it is put in quotes: "{token.span.of(text)}"'
    raise QueryError(
        f"there is no query term {name}:",
        text,
        Span(token.span.start, token.span.start + len(name) + 1),
        hint=f"{cure}; {quoted}",
    )


def _is(text: str, token: Token) -> Predicate:
    word = token.value.casefold()
    if word in IS_WORDS and not token.is_regex:
        return Is(word)
    from rapidfuzz import process

    near = process.extractOne(word, IS_WORDS, score_cutoff=70)
    meant = _MEANT.get(word) or (near[0] if near else "")
    cure = f"did you mean is:{meant}?" if meant else f"known are {', '.join(IS_WORDS)}"
    raise QueryError(f'an action is never "{token.value}"', text, token.span, hint=cure)


def _joined(queries: Sequence[Query], separator: str, join: type[AllOf] | type[AnyOf]) -> Query:
    asked = [one for one in queries if not isinstance(one.predicate, Everything)] if join is AllOf else list(queries)
    if not asked:
        return everything()
    names_status = any(one.names_status for one in asked)
    if len(asked) == 1:
        return asked[0]._replace(names_status=names_status)
    text = separator.join(f"({one.text})" if isinstance(one.predicate, AnyOf) else one.text for one in asked)
    return Query(text, join(tuple(one.predicate for one in asked)), names_status)


def _inner(predicate: Predicate) -> Iterator[Predicate]:
    """The predicate's terms, negated ones too."""
    match predicate:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _inner(part)
        case Not(part):
            yield from _inner(part)
        case _:
            yield predicate


def _names_status(predicate: Predicate) -> bool:
    for one in _inner(predicate):
        match one:
            case HasStatus():
                return True
            case Is(word) if word in STATUS_WORDS:
                return True
            case Dated(field, _) if field.name == "closed":
                return True
            case _:
                continue
    return False


def _owners(predicate: Predicate) -> Iterator[Owner]:
    """The owner terms that are not negated."""
    match predicate:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _owners(part)
        case Owner():
            yield predicate
        case _:
            return
