"""Actions with a mark of their own: `ACTION: …`, `[ACTION] …`, `TODO …`, `#action …`, `ACTION-12: …`.

Rests on: a mark stands at the head of a statement or begins one within a line; in brackets it may carry
the owner; marks of up to three letters (AI, AP) count in capitals only; a mark followed by "none" marks
nothing. The W3C's `ACTION: name to …` and `[PENDING] ACTION-7: …` (scribe.perl's manual), MeetBot's
`#action nick …` (its manual) and the bold or bracketed marks of shared documents are all of this form.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from minutes_cli.model import Slot
from minutes_cli.reading.blocks import ITEM, PARA
from minutes_cli.reading.forms.below import told_behind, told_below
from minutes_cli.reading.forms.found import Found, Page, box_slot
from minutes_cli.reading.forms.none import is_none, names_fields
from minutes_cli.reading.names import People, owners_in, tidy
from minutes_cli.reading.owners import find_owners, past_modal
from minutes_cli.reading.status import of_box, word_of
from minutes_cli.reading.vocabulary import Vocabulary, normal_title
from minutes_cli.reading.wording import longest_first, one_of
from minutes_cli.text import Span


class Mark(NamedTuple):
    """A mark at the head of a stretch of words; offsets count from the stretch's beginning."""

    words: int
    """Where the task begins."""
    owners: tuple[str, ...] | None
    owners_span: Span | None
    label: str | None
    earlier: bool
    status: Span | None
    """A bracketed word of status before the mark."""
    end: int | None = None
    """Where the task ends, if it stands within brackets."""
    word: str = ""
    """The mark itself."""


@cache
def _head(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<ref>\s*[\[(]?#?\d{{2,7}}[\])]?\s*[:：–—-]\s*)?"
        rf"\s*(?:\[(?P<state>[A-Za-z ]{{2,20}})\]\s*(?=\S))?(?:\[(?P<who>[^\[\]]{{1,60}})\]\s*)?"
        rf"(?P<before>(?:\([^()]{{1,20}}\)\s*|[^\s:\[\](){{}}#]{{1,14}}\s+){{0,3}}?)"
        rf"(?P<open>[\[(（【]?)\s*(?P<tag>[#@]?)(?P<mark>{vocabulary.mark.pattern})(?P<plural>\(s\)|[’']s)?(?![^\W\d]|\d\w*[^\W\d])",
        re.IGNORECASE,
    )


_NUMBER = re.compile(
    r"\s*(?:[-–#]\s*|no\.?\s*|nr\.?\s*)?(?P<number>[A-Z]{0,3}\d{1,5}(?:[./-]\d{1,4})*[a-z]?)(?=\s*[:：.)\]–—-]|\s|$)",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"(?P<inner>[^\[\]()（）【】]{0,300})[\])）】]\s*[:：–—-]*\s*")
_COLON = re.compile(r"(?P<between>[^:：.;!?\[\]]{0,60}?)\s*(?:::?|：)(?=\s|$|[^\x00-\x7f/])\s*")
_DASH = re.compile(r"\s*(?:[–—]|-{1,2})>?\s+(?=\S)")
_CALLED = re.compile(
    r"\s+(?P<names>[A-Z]{2,4}(?:\s*[/&]\s*[A-Z]{2,4}){0,4}|[A-Z][\w.-]{1,20}),\s+(?P<verb>[a-z][\w-]*)"
)


def leading_mark(words: str, vocabulary: Vocabulary) -> Mark | None:
    """The mark that the words begin with, None without one."""
    beginning = words[:200]
    head = _head(vocabulary).match(beginning) if vocabulary.may_hold(beginning, "marks.any") else None
    if head is None or not _counts(head, vocabulary):
        return None
    state = head["state"]
    if state is not None and word_of(state, vocabulary) is None:
        return None
    at = head.end()
    number = _NUMBER.match(words, at)
    at = number.end() if number else at
    mark = (
        _in_brackets(words, at, head, vocabulary)
        if head["open"]
        else _open_mark(words, at, head, bool(number), vocabulary)
    )
    if mark is None:
        return None
    before = (head["before"] or "").strip()
    if before and mark.owners is None and head["mark"].isupper():
        mark = mark._replace(
            owners=owners_in(before, vocabulary, _NOBODY, sure=True) or None,
            owners_span=Span(head.start("before"), head.end("before")),
        )
    earlier = any(
        word in vocabulary.words("labels.earlier")
        for word in normal_title(head["before"] or "").replace("'s", "").split()
    )
    if head["who"] and mark.owners is None:
        names = owners_in(head["who"], vocabulary, _NOBODY, sure=True)
        mark = mark._replace(owners=names, owners_span=Span(head.start("who"), head.end("who")))
    label = None
    if number:
        own = number["number"]
        label = own if own[0].isalpha() else f"{head['mark']}{words[head.end() : number.end()]}".strip()
    return mark._replace(
        words=past_modal(words, mark.words, vocabulary) if mark.owners else mark.words,
        word=head["mark"],
        label=label,
        earlier=earlier,
        status=Span(head.start("state"), head.end("state")) if state else mark.status,
    )


def _counts(head: re.Match[str], vocabulary: Vocabulary) -> bool:
    """Whether the letters of a mark and the words before it let it be one."""
    mark, before = head["mark"], (head["before"] or "").strip()
    if head["ref"] and (before or len(mark) < 4 or not mark.isupper()):
        return False
    if mark.casefold() in vocabulary.words("owners.everyone"):  # "Todos: revisar el acta" is Spanish for everyone
        return False
    if len(mark.rstrip("s")) <= 3 and not mark.rstrip("s").isupper():
        return False
    if not before:
        return True
    known = vocabulary.words("labels.around") | vocabulary.words("labels.earlier")
    parts = [part.removesuffix("'s") for part in normal_title(before).split()]
    if before.startswith("(") and before.endswith(")"):
        return mark.isupper()
    named = (
        mark.isupper()
        and len(mark) > 3
        and before[:1].isupper()
        and bool(owners_in(before, vocabulary, _NOBODY, sure=True))
    )
    return named or (mark[:1].isupper() and all(part in known for part in parts))


def _in_brackets(words: str, at: int, head: re.Match[str], vocabulary: Vocabulary) -> Mark | None:
    """`[ACTION] text`, `[ACTION: Lee] text`, `[AI: text]`."""
    closed = _CLOSED.match(words, at)
    if closed is None:
        return None
    inner = closed["inner"].strip(" :：–—-,")
    inside = words.index(inner, at) if inner else at
    if not inner:
        return Mark(closed.end(), None, None, None, False, None)
    names = owners_in(inner, vocabulary, _NOBODY, sure=True)
    if names and words[closed.end() :].strip():
        return Mark(closed.end(), names, Span(inside, inside + len(inner)), None, False, None)
    if names:
        return None
    return Mark(inside, None, None, None, False, None, inside + len(inner)) if len(inner.split()) > 1 else None


def _open_mark(words: str, at: int, head: re.Match[str], numbered: bool, vocabulary: Vocabulary) -> Mark | None:
    """`ACTION: text`, `ACTION Bob: text`, `ACTION - text`, `Action 4. text`, `TODO text`, `#action text`."""
    if head["tag"]:
        return _tagged(words, at, vocabulary)
    dash = _DASH.match(words, at) if head["mark"][:1].isupper() else None
    if dash is not None:  # the mark's own sign: a later colon is the task's
        return Mark(dash.end(), None, None, None, False, None)
    colon = _COLON.match(words, at)
    if colon is not None:
        between = colon["between"].strip(" *")
        between = between[_behind_for(between, 0, vocabulary) :]
        if not between:
            return Mark(colon.end(), None, None, None, False, None)
        inner = vocabulary.label(between)
        if inner is not None and inner.kind in ("scribe", "chair", "attendees", "date"):
            return None
        names = owners_in(between, vocabulary, _NOBODY, sure=True)
        if names:
            start = words.index(between, at)
            return Mark(colon.end(), names, Span(start, start + len(between)), None, False, None)
        nick = None if numbered else re.fullmatch(r"[(（\[/]\s*(@?[^\W\d_][\w.-]{1,30})\s*[)）\]]?", between)
        told = word_of(between.strip("()（） "), vocabulary) if between[0] in "(（[" else None
        if nick is not None and told is None and _is_nick(nick[1].casefold(), vocabulary):
            start = words.index(nick[1], at)
            return Mark(colon.end(), (tidy(nick[1]),), Span(start, start + len(nick[1])), None, False, None)
        if told is not None:
            start = words.index(between, at) + 1
            return Mark(colon.end(), None, None, None, False, Span(start, start + len(between) - 2))
        loose = between[0] in ",(（-–" or all(
            word in vocabulary.words("labels.around") for word in normal_title(between).split()
        )
        if loose:
            return Mark(colon.end(), None, None, None, False, None)
    if numbered and (words[at : at + 1] in ".)" or head["mark"].isupper()):
        return Mark(at + 1 if words[at : at + 1] in (".", ")") else at, None, None, None, False, None)
    handed = _beside(words, at, vocabulary) or _handed(words, at, head, vocabulary)
    if handed is not None:
        return handed
    bare = (
        head["mark"].isupper() and not re.search(r"\w", head["before"] or "") and re.match(r"\s+[\w(@\[]", words[at:])
    )
    if bare and (len(head["mark"]) >= 4 or _short_and_named(words[at:], vocabulary)):
        return Mark(at, None, None, None, False, None)
    return None


def _short_and_named(words: str, vocabulary: Vocabulary) -> bool:
    """Behind a short mark without a sign: "AI bo to mend the gate", "AP @ann: …"; nothing in "AI tools are new"."""
    if re.match(r"\s+@\w", words):
        return True
    owners = find_owners(words.lstrip(), vocabulary, _NOBODY)
    return owners is not None and bool(owners.names) and owners.start <= 1 and owners.cut.end > owners.end


@cache
def _for(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{one_of(vocabulary.words('marks.for'))})\s+(?:the\s+)?(?=[^\W_]|@)", re.IGNORECASE)


def _behind_for(words: str, at: int, vocabulary: Vocabulary) -> int:
    """Where the names begin behind a mark with "for" or "on": "TODO for Ann: …", "Aufgabe für Bo: …"."""
    said = _for(vocabulary).match(words, at) if vocabulary.may_hold(words[at : at + 12], "marks.for") else None
    return said.end() if said is not None else at


def _given_to(words: str, vocabulary: Vocabulary, *, aimed: bool) -> tuple[str, ...]:
    """Behind a mark without a sign, or `aimed` by "on": "action AL to pay"; nothing in "Action Group to meet"."""
    begins = re.match(r"\s*[^\W\d_]" if aimed else r"\s+[A-Z@]", words)
    if begins is None or (verb := _TO_VERB.search(words)) is None:
        return ()
    bodies = vocabulary.words("labels.body")
    subject = words[: verb.start()].strip()
    names = owners_in(subject, vocabulary, _NOBODY, sure=True) if len(subject.split()) <= 6 else ()
    surely = aimed or bodies.isdisjoint(subject.casefold().split())
    return names if surely and verb[1] not in ("be", "date") else ()


def _handed(words: str, at: int, head: re.Match[str], vocabulary: Vocabulary) -> Mark | None:
    """A mark without a sign that hands a task to somebody: "action AL, answer the letter", "Action Ann to pay"."""
    if len(head["mark"]) < _LONG_MARK or re.search(r"\w", head["before"] or ""):
        return None
    called = _CALLED.match(words, at)
    if called is not None and called["verb"] in vocabulary.words("owners.verbs"):
        names = owners_in(called["names"], vocabulary, _NOBODY, sure=True)
        return Mark(called.start("verb"), names, Span(*called.span("names")), None, False, None) if names else None
    start = _behind_for(words, at, vocabulary)
    aimed = start > at and head["mark"][:1].isupper()
    if not aimed:
        given = not head["mark"].isupper() and _given_to(words[at : at + 120], vocabulary, aimed=False)
        return Mark(at, None, None, None, False, None) if given else None
    names = _given_to(words[start : start + 120], vocabulary, aimed=True)
    verb = _TO_VERB.search(words, start)
    if not names or verb is None:
        return None
    return Mark(verb.start(1), names, Span(start, verb.start()), None, False, None)


_IN_ROUND = re.compile(r"\s*[(\[](?P<names>@?[^()\[\]\s][^()\[\]]{1,40})[)\]]\s*[:：–—-]*\s*(?=\S)")


def _beside(words: str, at: int, vocabulary: Vocabulary) -> Mark | None:
    """A mark with somebody in brackets right behind it, without a colon: "TODO(@ann) write it", "Action (Bo) pay"."""
    found = _IN_ROUND.match(words, at)
    if found is None:
        return None
    inner = found["names"].strip()
    names = owners_in(inner, vocabulary, _NOBODY, sure=True)
    if not names and re.fullmatch(r"[a-z][\w.-]{1,20}", inner) and _is_nick(inner, vocabulary):
        names = (inner,)
    if not names or word_of(inner, vocabulary) is not None:
        return None
    return Mark(found.end(), names, Span(*found.span("names")), None, False, None)


_LONG_MARK = 4
_TO_VERB = re.compile(r"\s+(?:to|will)\s+([a-z]+)")


def _is_nick(low: str, vocabulary: Vocabulary) -> bool:
    """Whether a word beside a mark may be somebody's nick: "AI(carlad): …" names one, "AI (open): …" does not."""
    taken = ("owners.verbs", "owners.nobody", "labels.around", "labels.earlier", "marks.unassigned", "language.common")
    return not any(low in vocabulary.words(key) for key in taken)


def _tagged(words: str, at: int, vocabulary: Vocabulary) -> Mark | None:
    """MeetBot's `#action nick to do it`: the first word is the nick."""
    nick = re.match(r"[:\s]+@?([\w|`\-\[\]]+)", words[at:])
    if nick is None:
        return None
    word = nick.group(1)
    if word.casefold() in vocabulary.words("owners.verbs") or word.casefold() in vocabulary.words("owners.nobody"):
        return Mark(at + 1, None, None, None, False, None)
    both = re.match(r"\s*(?:,|&|and)\s*@?([\w|-]+)\s+(?:to|will|should)\s+", words[at + nick.end() :])
    if both is not None:
        span = Span(at + nick.start(1), at + nick.end() + both.end(1))
        return Mark(at + nick.end() + both.end(), (word, both.group(1)), span, None, False, None)
    behind = re.match(
        r"\s+(?:to|will|should)\s+|\s*[:,]?\s*(?:(?:and|,)\s*@?[\w|-]+\s+(?:to|will)\s+)?", words[at + nick.end() :]
    )
    if (behind and " and " in behind.group(0)) or (behind and behind.group(0).lstrip().startswith(",")):
        return Mark(at + 1, None, None, None, False, None)
    end = at + nick.end() + (behind.end() if behind else 0)
    return Mark(end, (word,), Span(at + nick.start(1), at + nick.end(1)), None, False, None)


_NOBODY = People(frozenset())


@cache
def _own_label(vocabulary: Vocabulary) -> re.Pattern[str]:
    prefixes = "|".join(longest_first(re.escape(one.upper()) for one in vocabulary.words("marks.id_prefixes")))
    return re.compile(
        rf"\s*[\[(]?((?:{prefixes or '(?!)'})[-. ]?\d{{1,5}}(?:\.\d{{1,3}})?|"
        r"(?<=[\[(])\d{4}/\d{1,3}|(?=[a-z]*\d)(?=\d*[a-z])[2-9a-hjkmnp-tv-z]{8,12})"
        r"[\])]?\s*(?:[,:.–—-]\s*|\s)(?=\S)"
    )


def own_label(words: str, vocabulary: Vocabulary) -> re.Match[str] | None:
    """The number at the head of an item: the file's own ("A7 Ann to …", "AP 3.2: …", "[2011/04] …") or an id."""
    return _own_label(vocabulary).match(words)


def marked(page: Page, index: int) -> tuple[Found, ...]:
    """The action that a block begins with by a mark."""
    block = page.outline.blocks[index]
    words = page.words(block.start, block.end)
    mark = leading_mark(words, page.vocabulary)
    if mark is None or page.outline.opens[index] is not None or _somebody(page, mark):
        return ()
    scope = page.outline.inside(index)
    if (scope is not None and scope.kind == "template") or names_fields(words, page.vocabulary):
        return ()
    task = words[mark.words : mark.end]
    skip = mark.words
    first = re.match(r"\s*([^.;,]{1,40}?)(?:[.;,]|\s[–—-])\s+(?=\S)", task)
    if first and is_none(first.group(1), page.vocabulary):
        skip, task = mark.words + first.end(), task[first.end() :]
        if task[:1].islower() or find_owners(task, page.vocabulary, page.people) is None:
            return ()
    if is_none(task, page.vocabulary):
        return ()
    below = topic_items(page, index, task)
    if below:
        return below
    return (_found(page, index, last_of(page, index), mark, skip, words),)


def _somebody(page: Page, mark: Mark) -> bool:
    """A short mark that is the initials of somebody at the meeting: "AP: thinks so too"."""
    return 0 < len(mark.word) <= 3 and mark.label is None and page.people.knows(mark.word)


def topic_items(page: Page, index: int, task: str) -> tuple[Found, ...]:
    """The items below a mark whose words end in a colon: "TODO once the vote is through:" makes each one an action."""
    blocks = page.outline.blocks
    below = [at for at in page.outline.children(index) if blocks[at].parent == index and blocks[at].kind == ITEM]
    if not task.rstrip().endswith((":", "：")) or not below or not all(blocks[at].box for at in below):
        return ()
    return tuple(
        Found(
            "checkbox",
            at,
            page.outline.children(at).stop - 1,
            blocks[at].start,
            blocks[at].end,
            slot=box_slot(page, at),
            status=of_box(blocks[at].box),
        )
        for at in below
    )


_FIELDS = ("owners.assigned", "columns.due", "status.label")


@cache
def _field(vocabulary: Vocabulary) -> re.Pattern[str]:
    words = (re.escape(one) for key in _FIELDS for one in vocabulary.words(key))
    return re.compile(rf"\s*(?:{'|'.join(longest_first(words))})\s*[:：]\s*\S", re.IGNORECASE)


def is_field(words: str, vocabulary: Vocabulary) -> bool:
    """A line of its own that says who, by when or how far: "Due: end of January"."""
    return len(words) < 120 and vocabulary.may_hold(words, *_FIELDS) and _field(vocabulary).match(words) is not None


def last_of(page: Page, index: int) -> int:
    """The last block of a marked statement: what hangs under an item; for a paragraph the items right below it."""
    blocks = page.outline.blocks
    last = page.outline.children(index).stop - 1
    if blocks[index].kind != PARA:
        return last
    while last + 1 < len(blocks):
        after = blocks[last + 1]
        words = page.words(after.start, after.end)
        weak = page.vocabulary.weak_mark.match(words.lstrip())
        if (
            after.kind == PARA
            and is_field(words, page.vocabulary)
            and page.outline.opens[last + 1] is None
            and not weak
        ):
            last += 1
            continue
        if (
            after.kind != ITEM
            or after.blank_before
            or after.box
            or leading_mark(words, page.vocabulary)
            or page.outline.opens[last + 1]
        ):
            break
        last += 1
    return last


def _found(page: Page, index: int, last: int, mark: Mark, skip: int, words: str) -> Found:
    block = page.outline.blocks[index]
    told = word_of(words[mark.status.start : mark.status.end], page.vocabulary) if mark.status else None
    status, progress = told or (of_box(block.box), None)
    if status is None:
        status, progress = told_below(page, index, last)
    if status is None:
        status, progress = told_behind(page, index, last)
    start = block.start + skip
    end = block.start + mark.end if mark.end is not None else block.end
    slot: Slot | None = (
        Slot(Span(block.start + mark.status.start, block.start + mark.status.end), "tag")
        if mark.status
        else Slot(_behind(block.start, end, block.end, words), "words")
    )
    if block.box is not None:
        slot = box_slot(page, index)
    return Found(
        "scribe" if mark.status else "keyword",
        index,
        last,
        start,
        end,
        owners=mark.owners,
        owners_span=Span(block.start + mark.owners_span.start, block.start + mark.owners_span.end)
        if mark.owners_span
        else None,
        status=status,
        progress=progress,
        label=mark.label,
        earlier=mark.earlier,
        slot=slot,
    )


def _behind(start: int, end: int, block_end: int, words: str) -> Span:
    """Room behind the words that end at `end`, and behind the bracket that closes them."""
    closing = re.match(r"\s*[\])）】]", words[end - start :]) if end < block_end else None
    at = end + (closing.end() if closing else 0)
    return Span(at, at)
