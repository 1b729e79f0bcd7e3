"""Actions known by where they stand: task boxes, what stands under a label, who is named responsible.

Rests on: everything listed under "Actions", "Next steps", "To do" and the like is an action, in every
language; a box is a task unless it marks attendance, agenda or the meeting's own running; a parent item
that only names a person or a topic makes each item below it an action of its own.
"""

from __future__ import annotations

import re
from functools import cache

from minutes_cli.model import Slot, Status
from minutes_cli.reading.blocks import HEADING, ITEM, PARA, ROW, Block
from minutes_cli.reading.forms.below import told_below
from minutes_cli.reading.forms.boxes import asks, boxes_count, names_itself, running
from minutes_cli.reading.forms.found import Found, Page, box_slot
from minutes_cli.reading.forms.leads import box_owner, in_bold, people_below, task_owner
from minutes_cli.reading.forms.marks import is_field, last_of, leading_mark, own_label
from minutes_cli.reading.forms.none import is_none
from minutes_cli.reading.forms.passed import NO_ACTIONS, says_something_else
from minutes_cli.reading.forms.review import holds_marks, sure_name, sure_or_initials, told, told_in_clause, topic_told
from minutes_cli.reading.lexicon import written
from minutes_cli.reading.names import owners_in, tidy
from minutes_cli.reading.owners import find_owners
from minutes_cli.reading.sections import LABEL_LEVEL, NEVER, Scope
from minutes_cli.reading.status import closing_at, of_box, read_status
from minutes_cli.reading.vocabulary import Vocabulary, normal_title
from minutes_cli.reading.wording import has_part, longest_first
from minutes_cli.text import Span


def boxed(page: Page, index: int) -> tuple[Found, ...]:
    """A task box, in any section but those whose boxes mean something else."""
    block = page.outline.blocks[index]
    if block.box is None or page.outline.opens[index] is not None or not boxes_count(page, index):
        return ()
    words = page.words(block.start, block.end)
    if is_none(words, page.vocabulary) or running(words, page.vocabulary):
        return ()
    if ("?" in words or "？" in words) and asks(page, words):
        return ()
    scope = page.outline.inside(index)
    if block.box in _TICKS and (scope is None or scope.kind not in _LISTS) and not page.outline.drawn:
        return ()
    owners = people_below(page, index, words) or box_owner(page, index, words)
    return (_item(page, index, "checkbox", earlier=scope is not None and scope.earlier, owners=owners),)


_TICKS = frozenset("✅✔❌")
_LISTS = ("actions", "matters", "mixed")


def listed(page: Page, index: int) -> tuple[Found, ...]:
    """What stands under a heading or label that says "actions"."""
    scope = page.outline.inside(index)
    block = page.outline.blocks[index]
    if scope is None or page.outline.opens[index] is not None or block.kind in (HEADING, ROW) or block.speaker:
        return ()
    words = page.words(block.start, block.end)
    if scope.kind == "decisions" and _agreed_task(page, index, scope, words):
        return (_item(page, index, "label"),)
    if scope.kind not in ("actions", "matters", "mixed"):
        return ()
    if is_none(words, page.vocabulary) or _placeholder(words) or running(words, page.vocabulary):
        return ()
    if (is_field(words, page.vocabulary) and block.kind == PARA) or says_something_else(words, page.vocabulary):
        return ()
    if scope.kind == "matters" and _has_actions_of_its_own(page, scope):
        return ()
    if scope.kind == "mixed" and block.kind == ITEM and _names_known(page, words):
        return (_item(page, index, "label", earlier=scope.earlier),)
    if scope.kind in ("matters", "mixed"):
        counts = told(page, words) or (block.kind == ITEM and told_in_clause(page, words))
        return (_item(page, index, "label", earlier=scope.earlier),) if counts else ()
    if any(passes(page, index, scope) for passes in NO_ACTIONS):
        return ()
    if block.kind == PARA and not _paragraph_counts(page, index, scope, words):
        return ()
    parent = _owner_parent(page, index, words)
    if parent is not None:
        return parent
    owners = task_owner(page, index, scope, words)
    return (_item(page, index, "label", earlier=scope.earlier, owners=owners),)


def _has_actions_of_its_own(page: Page, scope: Scope) -> bool:
    """Whether matters arising are parted by headings of actions, so that what stands under the topics is talk."""
    return any(
        label is not None and label.kind == "actions" and page.outline.blocks[at].kind == HEADING
        for at in page.outline.members(scope)[:_LOOKED_AT]
        for label in (page.outline.opens[at],)
    )


_LOOKED_AT = 200


def _agreed_task(page: Page, index: int, scope: Scope, words: str) -> bool:
    """An item under "Acuerdos", "Ustalenia" and the like that begins with somebody and what they are to do.

    What is agreed there are decisions and tasks side by side.
    """
    if page.outline.blocks[index].kind != ITEM or normal_title(scope.title) not in page.vocabulary.words(
        "labels.agreements"
    ):
        return False
    owners = find_owners(words, page.vocabulary, page.people)
    return owners is not None and owners.start <= 3 and told(page, words)


def _placeholder(words: str) -> bool:
    """No word at all, or nothing but a template's brackets: "[Name] [task]"."""
    return re.search(r"\w", words) is None or _BRACKETS_ALONE.fullmatch(words.strip()) is not None


_BRACKETS_ALONE = re.compile(r"\[[^\[\]@]{1,60}\](?:[\s:–-]{1,5}\[[^\[\]@]{1,80}\]){1,5}")


def _task_like(page: Page, words: str) -> bool:
    """Words that tell somebody to do something, or what became of it."""
    owners = find_owners(words, page.vocabulary, page.people)
    return bool(owners and owners.names) or leading_mark(words, page.vocabulary) is not None


def _names_known(page: Page, words: str) -> bool:
    """Whether words begin with people of this meeting: "AB/All: the plan"; initials do beside somebody known."""
    owners = find_owners(words, page.vocabulary, page.people)
    known = [sure_name(page, one, "") for one in owners.names] if owners is not None else []
    return (
        all(known)
        if not owners or all(known)
        else any(known) and all(sure_or_initials(page, one) for one in owners.names)
    )


def _paragraph_counts(page: Page, index: int, scope: Scope, words: str) -> bool:
    """A paragraph under an action label: the first one behind a bare label, or one that reads as a task."""
    if (
        words.rstrip().endswith((":", "："))
        or page.outline.blocks[index].parent >= 0
        or page.outline.scopes[index][-1] is not scope
    ):
        return False
    if scope.level == LABEL_LEVEL and index == scope.opened + 1:
        return True
    labelled = re.match(r"([^:：]{2,40}?)\s*[:：]\s*\S", words.lstrip()[:120])
    label = page.vocabulary.label(labelled.group(1)) if labelled else None
    if label is not None and label.kind in NEVER:
        return False
    if _tells_next_meeting(page, words):
        return False
    shape = page.outline
    if shape.holds(scope, ROW):
        return False
    if scope.earlier and not shape.holds(scope, ITEM) and topic_told(page, words):
        return not holds_marks(page, scope)
    if scope.earlier or len(shape.members(scope)) > 12 or shape.holds(scope, ITEM):
        return told(page, words)
    if labelled and holds_marks(page, scope):
        return False
    return scope.level < LABEL_LEVEL or _task_like(page, words) or index - scope.opened == 1


def _tells_next_meeting(page: Page, words: str) -> bool:
    """ "The next meeting is on 3 May" tells no task; "Discuss it at the next meeting" does."""
    low = normal_title(words[:200])
    at = min((low.find(one) for one in page.vocabulary.words("labels.next_meeting") if one in low), default=-1)
    before = low[: max(at, 0)].split()
    return (
        at >= 0
        and page.vocabulary.around.issuperset(before)
        and page.vocabulary.words("owners.modal").isdisjoint(before)
    )


def _owner_parent(page: Page, index: int, words: str) -> tuple[Found, ...] | None:
    """An item that only names an owner or a topic for the items below it; None where it is an action itself."""
    blocks = page.outline.blocks
    below = [at for at in page.outline.children(index) if blocks[at].parent == index and blocks[at].kind == ITEM]
    fields = any(is_field(page.outline.words[at], page.vocabulary) for at in below)
    if not below or blocks[index].kind != ITEM or fields:
        return None
    bare = words.strip().rstrip(":： -–—")
    if people := people_below(page, index, words):
        return (_item(page, index, "label", owners=people, earlier=_earlier(page, index)),)
    themselves = sum(1 for at in below if names_itself(page, at))
    names = (
        _named_alone(page, words, bare, sure=themselves == 0 and not _among_topics(page, index))
        if 2 * themselves < len(below)
        else ()
    )
    if names or normal_title(bare) in page.vocabulary.words("marks.unassigned"):
        return tuple(_item(page, at, "label", owners=names or None, earlier=_earlier(page, index)) for at in below)
    if blocks[index].box is None and _is_topic(page, words, bare, below):
        return tuple(_item(page, at, "label", earlier=_earlier(page, index)) for at in below)
    return None


def _among_topics(page: Page, index: int) -> bool:
    """Whether an item beside this one has items below it as well, and is nobody: "Storage" beside "Ideas for May"."""
    blocks, scope = page.outline.blocks, page.outline.inside(index)
    for at in page.outline.members(scope)[:_LOOKED_AT] if scope is not None else ():
        if blocks[at].parent == blocks[index].parent and at + 1 < len(blocks) and blocks[at + 1].parent == at:
            words = page.outline.words[at].rstrip(":： ")
            if blocks[at].kind == ITEM and not owners_in(words, page.vocabulary, page.people, sure=True):
                return True
    return False


def _named_alone(page: Page, words: str, bare: str, *, sure: bool) -> tuple[str, ...]:
    """The owners that an item names and nothing else; unknown names count in full, with a colon or as a nick.

    `sure` lets one unknown word pass that is no plural: nothing below it names anybody.
    """
    if "(" in bare:
        return ()
    names = owners_in(bare, page.vocabulary, page.people, sure=True)
    colon = words.rstrip().endswith((":", "："))
    if len(names) == 1 and not colon and not sure_name(page, names[0], bare):
        count = len(names[0].split())
        return names if count == 2 or (count == 1 and sure and not bare.endswith("s")) else ()
    if names or not re.fullmatch(r"[a-z][\w|`-]{2,30}", bare) or page.vocabulary.label(bare) is not None:
        return names
    return () if bare in page.vocabulary.words("owners.verbs") else (tidy(bare),)


def _is_topic(page: Page, words: str, bare: str, below: list[int]) -> bool:
    """A few words without an owner or a verb, over items that are actions by themselves."""
    colon = words.rstrip().endswith((":", "："))
    few = len(bare.split()) <= (8 if colon else 3)
    verb = bare.partition(" ")[0].casefold() in page.vocabulary.words("owners.verbs")
    if not few or (verb and not colon) or find_owners(words, page.vocabulary, page.people) is not None:
        return False
    blocks = page.outline.blocks
    own = sum(1 for at in below if blocks[at].box is not None or names_itself(page, at) or _status_of(page, at))
    return own >= 1 or (colon and len(below) >= 2)


def _status_of(page: Page, index: int) -> bool:
    block = page.outline.blocks[index]
    raw = page.source.text[block.start : block.end]
    return read_status(page.words(block.start, block.end), page.vocabulary, raw=raw) is not None


def _earlier(page: Page, index: int) -> bool:
    scope = page.outline.inside(index)
    return scope is not None and scope.earlier


def _item(page: Page, index: int, form: str, *, earlier: bool = False, owners: tuple[str, ...] | None = None) -> Found:
    """The block with all that hangs under it, as one action."""
    block = page.outline.blocks[index]
    words = page.words(block.start, block.end)
    mark = leading_mark(words, page.vocabulary)
    own = own_label(words, page.vocabulary) or _DOTTED.match(words) if mark is None else None
    start = block.start + (mark.words if mark else own.end() if own else 0)
    slot = box_slot(page, index) if block.box is not None else Slot(Span(block.end, block.end), "words")
    status, progress = (
        told_below(page, index, page.outline.children(index).stop - 1)
        if block.box is None
        else (of_box(block.box), None)
    )
    bold = in_bold(page, index) if mark is None and own is None else None
    if bold is not None:
        owners, start = bold[0], bold[2]
    mark_owners = mark.owners if mark else None
    return Found(
        form,
        index,
        last_of(page, index),
        start,
        block.end,
        owners=mark_owners or owners,
        owners_span=Span(block.start + mark.owners_span.start, block.start + mark.owners_span.end)
        if mark and mark.owners_span
        else bold[1]
        if bold
        else None,
        status=status,
        progress=progress,
        label=mark.label if mark else own[1] if own else None,
        earlier=earlier,
        slot=slot,
        cut=_origin(page, block, start) if own and earlier else None,
    )


_DOTTED = re.compile(r"\s*(\d{1,3}(?:\.\d{1,3}){1,2})(?:\s*[:)–—-]\s+(?=\S)|\.?\s+(?=[A-Z@]))")
"""The number of an action in the count of its meeting: "2.4: Ann to …"."""


def _origin(page: Page, block: Block, start: int) -> Span | None:
    """Where an action that is told of by its id says where it comes from: "(from 1 September 2011, carried twice)"."""
    found = _from(page.vocabulary).search(page.words(start, block.end))
    return Span(start + found.start(), start + found.end()) if found else None


@cache
def _from(vocabulary: Vocabulary) -> re.Pattern[str]:
    words = "|".join(re.escape(written(code)["from"]) for code in vocabulary.languages)
    return re.compile(rf"\((?:{words})\s[^()]*\)", re.IGNORECASE)


def sub_boxes(page: Page, index: int) -> tuple[int, ...]:
    """What hangs below an action and is one of its own: a statement with a mark, a box that names somebody or is open.

    Below an item that ends in a colon ("either:"), and below a ticked box, they are what it consists of.
    """
    blocks = page.outline.blocks
    parent_ends = page.outline.words[index].rstrip().endswith((":", "："))
    ticked = blocks[index].box is not None and of_box(blocks[index].box) is Status.DONE
    return tuple(
        at
        for at in page.outline.children(index)
        if leading_mark(page.words(blocks[at].start, blocks[at].end), page.vocabulary) is not None
        or (
            blocks[at].box is not None
            and (names_itself(page, at) or (of_box(blocks[at].box) is Status.OPEN and not parent_ends and not ticked))
        )
    )


@cache
def _responsible(vocabulary: Vocabulary) -> re.Pattern[str]:
    parts = longest_first(vocabulary.words("owners.responsible"))
    names = r"([^()\[\]（）.;|]{1,140}?)"
    # "…" in the data stands for a few words in between: "odpowiedzialnym za … będzie"
    words = "|".join(
        r"\s+".join(re.escape(part) if part != "…" else r"[^.;:()]{1,40}?" for part in one.split()) for one in parts
    )
    return re.compile(
        rf"(?:[\[(（]\s*(?:{words})\s*[:：]?\s*{names}\s*[\])）]|(?<![\w])(?:{words})\s*[:：]?\s+{names}\s*(?:[.;]|$))",
        re.IGNORECASE,
    )


@cache
def _responsible_heads(vocabulary: Vocabulary) -> tuple[str, ...]:
    """What each of the phrases begins with."""
    return tuple(one.split()[0] for one in vocabulary.words("owners.responsible"))


_STAR = re.compile(r"[★☆]\s*(?=[^\s★☆])")


def responsible(page: Page, index: int) -> tuple[Found, ...]:
    """A statement that ends by naming who is responsible: "(responsible: Ann Lee)", "… ★Ann"."""
    scope = page.outline.inside(index)
    block = page.outline.blocks[index]
    if (
        block.kind not in (ITEM, PARA)
        or (scope is not None and scope.kind in NEVER)
        or page.outline.opens[index] is not None
    ):
        return ()
    words = page.words(block.start, block.end)
    stars = list(_STAR.finditer(words)) if not words.isascii() else []
    if stars and words[: stars[0].start()].strip():
        return _starred(page, index, words, stars)
    asked = has_part(words, _responsible_heads(page.vocabulary))
    found = _responsible(page.vocabulary).search(words) if asked else None
    if found is None or not words[: found.start()].strip():
        return ()
    group = 1 if found[1] else 2
    names = owners_in(found[group], page.vocabulary, page.people, sure=True)
    if not names:
        return ()
    return (
        Found(
            "responsible",
            index,
            index,
            block.start,
            block.end,
            owners=names,
            owners_span=Span(block.start + found.start(group), block.start + found.end(group)),
            slot=Slot(Span(block.end, block.end), "words"),
            cut=Span(block.start + found.start(), block.start + found.end()),
        ),
    )


def _starred(page: Page, index: int, words: str, stars: list[re.Match[str]]) -> tuple[Found, ...]:
    """One action a star; what stands between two stars is the later one's task."""
    block = page.outline.blocks[index]
    found: list[Found] = []
    begin = 0
    for at, star in enumerate(stars):
        end = stars[at + 1].start() if at + 1 < len(stars) else len(words)
        tail = re.match(r"[★☆]\s*[^\s★☆（(。.→>-]{1,40}", words[star.start() : end])
        stop = end if at + 1 == len(stars) else star.start() + (tail.end() if tail else 1)
        found.append(
            Found(
                "responsible",
                index,
                index,
                block.start + begin,
                block.start + stop,
                slot=Slot(Span(block.start + stop, block.start + stop), "words"),
            )
        )
        told = closing_at(words, stop, page.vocabulary)
        begin = told.end if told is not None else stop
    return tuple(found)
