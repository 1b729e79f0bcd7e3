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
from minutes_cli.store.index import Busy, Doubt, Index, discard, index_path, new_beside, packed, settle
from minutes_cli.store.listing import list_files
from minutes_cli.store.trail import FileSeen, Found, Looks, Trail, asked_for, recall, remember, stale_files
from minutes_cli.store.watching import Watching

if TYPE_CHECKING:  # what links the actions is needed only where a file has changed
    from minutes_cli.indexed.ledger import Ledger

LOOK_ALIKE = "M010"
Readers = Callable[[Sequence[tuple[str, Loaded | Refused]], int], Iterable[Document | Diagnostic]]
"""What loaded texts say, each called by a path, in their order; so many files, or fewer, are to follow."""
_NO_LOOK: Look = ()
_MOST_FILES, _MOST_CHARACTERS = 500, 4_000_000
"""Of the texts that are held at once."""


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
    watching.note_git(list(place.paths))
    return place, watching, before


def bring_up_to_date(asked: Asked, place: Place, watching: Watching, before: int, reading: Readers) -> Opened:
    """The index of a place, with all that has changed since read and noted."""
    words = asked_for(*asked)
    found = _found(asked, words, place)
    try:
        opened = _updated(found, place, before, reading)
    except Busy:
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

    new = new_beside(found.database)
    index = Index.new(new)
    people = People.of(place.config)
    head = Head(found.state, known=known_words(people))
    try:
        ledger = Ledger(index, place, people, head)
        opened = _refresh(ledger, Trail((), (), (), False), None, before, reading)
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
    looks, folders, lasting = old.looks, old.folders, old.lasting
    paths = tuple(one[0] for one in old.files)
    known = {one[0]: one for one in old.files}
    asked = None if stale is None else frozenset(paths[at] for at in stale)
    if asked is None:
        looks, folders, lasting, paths = _listed(place, before)
    files = _changed(ledger, paths, asked, known, before, reading)
    ledger.take({one[0] for one in old.files} - set(paths))
    trail = Trail(looks, folders, files, lasting)
    ledger.head.trail = ledger.index.put(b"TRAIL", packed((looks, folders, files, lasting)))
    ledger.head.put(ledger.index)
    return Opened(ledger.index, ledger.head, trail)


def _listed(place: Place, before: int) -> tuple[Looks, Looks, bool, tuple[str, ...]]:
    """The files of a place anew, and what that rests on."""
    watching = Watching()
    listing = list_files(place, place.config, watching)
    if listing.faults:
        raise Doubt("a folder cannot be searched")
    watching.note_git(list(place.paths))
    looks, folders = tuple(watching.looks.items()), tuple(watching.folders.items())
    return looks, folders, watching.is_settled(before), listing.files


def _changed(
    ledger: Ledger,
    paths: tuple[str, ...],
    asked: frozenset[str] | None,
    known: Mapping[str, FileSeen],
    before: int,
    reading: Readers,
) -> tuple[FileSeen, ...]:
    """How every file looks now; the ledger notes what those say that are new or say something else.

    Only those that are `asked` for are looked at; all of them for None.
    """
    files: dict[str, FileSeen] = {}
    texts: dict[str, Loaded | Refused] = {}
    size = 0

    def take_in(later: int) -> None:
        for path, said in zip(texts, reading(tuple(texts.items()), later), strict=True):
            _, look, total, _ = files[path]
            ledger.note(path, total, said)
            files[path] = (path, look, total, 0 if isinstance(said, Diagnostic) else _look_alikes(said))
        texts.clear()

    root, config = ledger.place.root, ledger.place.config
    for at, path in enumerate(paths):
        then = known.get(path)
        if then is not None and asked is not None and path not in asked:
            files[path] = then
            continue
        file = absolute(path, root)
        look = seen_at(file)
        if then is not None and look and look == then[1]:
            files[path] = then
            continue
        loaded = read(file, config.encodings)
        total = sum_of_text(loaded)
        if is_racy(look, before) or (isinstance(loaded, Refused) and not loaded.binary):
            look = _NO_LOOK
        if then is not None and then[2] == total and get_said(ledger.index, path)[0] == total:
            files[path] = (path, look, total, then[3])
            continue
        texts[path] = loaded
        files[path] = (path, look, total, 0)
        size += 0 if isinstance(loaded, Refused) else len(loaded.text)
        if len(texts) >= _MOST_FILES or size >= _MOST_CHARACTERS:
            take_in(len(paths) - at - 1)
            size = 0
    take_in(0)
    return tuple(files.values())


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
