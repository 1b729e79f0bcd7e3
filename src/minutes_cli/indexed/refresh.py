"""Looks at what has changed since the index was written, reads that, and writes it down.

Raises Doubt wherever the index is of no use: the folder is then read without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, cast

from minutes_cli.indexed.pieces import Head, get_said, get_trail, known_words
from minutes_cli.model import Diagnostic, Document
from minutes_cli.register.people import People
from minutes_cli.store.cache import GIT_WORDS, Look, cache_folder, is_racy, name_of, seen_at, stamp
from minutes_cli.store.files import Loaded, Refused, read
from minutes_cli.store.find import Place, absolute, find
from minutes_cli.store.git import GitSlow
from minutes_cli.store.index import Busy, Doubt, Index, discard, index_path, new_beside, packed, settle
from minutes_cli.store.listing import list_files
from minutes_cli.store.trail import Files, Found, Looks, Trail, asked_for, recall, remember, stale_files
from minutes_cli.store.watching import Watching

if TYPE_CHECKING:  # what links the actions is needed only where a file has changed
    from minutes_cli.indexed.ledger import Ledger

LOOK_ALIKE = "M010"
Readers = Callable[[Sequence[tuple[str, Loaded | Refused]], int], Iterable[Document | Diagnostic]]
"""What loaded texts say, each called by a path, in their order; so many files, or fewer, are to follow."""
_NO_LOOK: Look = ()
_MOST_FILES, _MOST_CHARACTERS = 500, 4_000_000
"""Of the texts that are held at once."""


class _Unlisted(Doubt):
    """Not all minutes can be listed; to begin the index anew would be of no help."""


class Opened(NamedTuple):
    """An index that holds what the folder says now."""

    kept: Index
    head: Head
    trail: Trail


class Asked(NamedTuple):
    """Where to look for minutes."""

    start: str | None
    environ: Mapping[str, str]
    cwd: str


def find_watching(asked: Asked) -> tuple[Place, Watching, int]:
    """The place, everything that was looked at on the way, and the time before that; Doubt without a cache."""
    folder = cache_folder(asked.environ)
    if folder is None:
        raise Doubt("there is to be no cache")
    try:
        before = stamp(folder)
    except OSError as fault:
        raise Doubt("the cache cannot be written") from fault
    watching = Watching()
    place = find(asked.start, asked.environ, asked.cwd, watching)
    _note_git(watching, place)
    return place, watching, before


def _note_git(watching: Watching, place: Place) -> None:
    """What git's answers rest on; a Doubt where git has no end, so that it is not asked the same time and again."""
    try:
        watching.note_git(list(place.paths))
    except GitSlow as fault:
        raise _Unlisted("git does not say what it ignores") from fault


def bring_up_to_date(asked: Asked, place: Place, watching: Watching, before: int, reading: Readers) -> Opened:
    """The index of a place, with all that has changed since read and noted."""
    words = asked_for(*asked)
    found = _found(asked, words, place)
    try:
        opened = _updated(found, place, before, reading)
    except (Busy, _Unlisted):
        raise
    except Doubt:
        opened = _rebuilt(found, place, before, reading)
    if watching.is_settled(before):
        remember(words, asked.environ, tuple(watching.looks.items()), found)
    return opened


def _found(asked: Asked, words: tuple[str, ...], place: Place) -> Found:
    folder = cast(str, cache_folder(asked.environ))
    settings = place.config_text if place.config_text is not None else "\0"
    git = (asked.environ.get(one, "") for one in GIT_WORDS)
    state = name_of(words[0], place.root, *place.paths, place.config_path or "", settings, *git)
    return Found(index_path(folder, place.root, place.paths), state, place.root)


def reopened(asked: Asked) -> Opened | None:
    """The index that the same question led to last time, where nothing has changed since; None where anything has."""
    found = recall(asked_for(*asked), asked.environ)
    if found is None:
        return None
    try:
        index = Index.open(found.database)
    except Doubt:
        return None
    try:
        index.begin()
        opened = _opened(index, found.state)
        index.end()  # a reader that lives long must not keep others from writing; the sums see what they change
        if stale_files(opened.trail, found.root) == []:
            return opened
    except Doubt:
        pass
    index.close()
    return None


def _opened(index: Index, state: str) -> Opened:
    head = Head.of(index, state)
    return Opened(index, head, get_trail(index, head))


def _updated(found: Found, place: Place, before: int, reading: Readers) -> Opened:
    index = Index.open(found.database)
    try:
        index.begin()
        opened = _opened(index, found.state)
        index.end()  # a reader that lives long must not keep others from writing; the sums see what they change
        stale = stale_files(opened.trail, found.root)
        if stale == []:
            return opened
        index.begin_change()
        now = _opened(index, found.state)
        if now.head.trail != opened.head.trail:  # somebody else was quicker
            stale = stale_files(now.trail, found.root)
        from minutes_cli.indexed.ledger import Ledger

        ledger = Ledger(index, place, People.of(place.config), now.head)
        opened = _refresh(ledger, now.trail, stale, before, reading)
        index.commit()
    except BaseException:
        index.close()
        raise
    return opened


def _rebuilt(found: Found, place: Place, before: int, reading: Readers) -> Opened:
    from minutes_cli.indexed.ledger import Ledger

    new = new_beside(found.database, before)
    index = Index.new(new)
    people = People.of(place.config)
    head = Head(found.state, known=known_words(people))
    try:
        ledger = Ledger(index, place, people, head)
        opened = _refresh(ledger, Trail((), (), Files([]), False), None, before, reading)
        index.commit()
        index.close()
        settle(new, found.database)
    except BaseException:
        index.close()
        discard(new)
        raise
    index = Index.open(found.database)
    return Opened(index, Head.of(index, found.state), opened.trail)


def _refresh(ledger: Ledger, old: Trail, stale: Sequence[int] | None, before: int, reading: Readers) -> Opened:
    """Reads what has changed: of the trail's files those that are stale, or, for None, whatever a new listing has."""
    place = ledger.place
    if stale is not None and not stale:
        return Opened(ledger.index, ledger.head, old)
    looks, folders, lasting, paths = old.looks, old.folders, old.lasting, old.files.paths
    if stale is None:
        looks, folders, lasting, paths = _listed(place, before)
    files = _changed(ledger, paths, stale, old.files, before, reading)
    ledger.take(set(old.files.paths).difference(paths) if stale is None else ())
    trail = Trail(looks, folders, files, lasting)
    ledger.head.trail = ledger.index.put(b"TRAIL", packed((looks, folders, files.packed(), lasting)))
    ledger.head.put(ledger.index)
    return Opened(ledger.index, ledger.head, trail)


def _listed(place: Place, before: int) -> tuple[Looks, Looks, bool, Sequence[str]]:
    """The files of a place anew, and what that rests on."""
    watching = Watching()
    listing = list_files(place, place.config, watching)
    if listing.faults:
        raise _Unlisted("a folder cannot be searched")
    _note_git(watching, place)
    looks, folders = tuple(watching.looks.items()), tuple(watching.folders.items())
    return looks, folders, watching.is_settled(before), listing.files


def _changed(
    ledger: Ledger, paths: Sequence[str], asked: Sequence[int] | None, old: Files, before: int, reading: Readers
) -> Files:
    """How every file looks now; the ledger notes what those say that are new or say something else.

    Only those in the places that are `asked` for are looked at, where the paths are those of old; all of them for None.
    """
    files = Files(paths) if asked is None else old.copy()
    known = {path: at for at, path in enumerate(old.paths)} if asked is None else {}
    texts: dict[int, tuple[str, Loaded | Refused]] = {}
    seen: dict[int, tuple[Look, int]] = {}
    size = 0

    def take_in(later: int) -> None:
        for at, said in zip(texts, reading(tuple(texts.values()), later), strict=True):
            look, total = seen[at]
            ledger.note(paths[at], total, said)
            files.note(at, look, total, 0 if isinstance(said, Diagnostic) else _look_alikes(said))
        texts.clear()
        seen.clear()

    root, config = ledger.place.root, ledger.place.config
    for at in range(len(paths)) if asked is None else asked:
        path = paths[at]
        then = old[at] if asked is not None else old[known[path]] if path in known else None
        file = absolute(path, root)
        look = seen_at(file)
        if then is not None and look and look == then[1]:
            files.note(at, *then[1:])
            continue
        loaded = read(file, config.encodings)
        total = sum_of_text(loaded)
        if is_racy(look, before) or (isinstance(loaded, Refused) and not loaded.binary):
            look = _NO_LOOK
        if then is not None and then[2] == total and get_said(ledger.index, path)[0] == total:
            files.note(at, look, *then[2:])
            continue
        texts[at], seen[at] = (path, loaded), (look, total)
        size += 0 if isinstance(loaded, Refused) else len(loaded.text)
        if len(texts) >= _MOST_FILES or size >= _MOST_CHARACTERS:
            take_in(len(paths) - at - 1)
            size = 0
    take_in(0)
    return files


def _look_alikes(said: Document) -> int:
    return sum(one.code == LOOK_ALIKE for one in said.diagnostics)


def sum_of_text(loaded: Loaded | Refused) -> int:
    """A number that is another one for another text, or for another reason why there is none."""
    if isinstance(loaded, Refused):
        words = f"{loaded.binary}\0{loaded.reason}\0refused"
    else:
        words = f"{loaded.encoding}\0{loaded.note}\0{loaded.text}"
    digest = blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")
