"""Compiled patterns that are kept between runs are the patterns that would be compiled."""

from __future__ import annotations

import marshal
import os
import random
import re
import stat
import subprocess
import sys
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_cli.keeping import kept as kept_value
from minutes_cli.store.patterns import kept_patterns
from minutes_cli.store.records import Key, Records, _number

MINUTES = (
    "# Harbour Board, 3 March 2026\n\nACTION: Ann Lee to get three quotes by Friday\n- [x] Bo: book the scaffold\n"
)
WORDS = [f"(?P<a>x{at})|y{{2,{at + 3}}}|{'z' * 40}" for at in range(30)]
ODD = [r"(?i)ß|[^\W\d_]+", r"(?P<who>\w+)(?:\s+(?P=who))?", r"(?<!a)b(?=c)", r"[\u3040-\u9fff]{1,3}?", r"(?m:^a$)|\Z"]


def kept(folder: Path) -> Path:
    (found,) = (folder / "minutes-register").iterdir()
    return found


def environ(folder: Path) -> dict[str, str]:
    return {"XDG_CACHE_HOME": str(folder)}


def compiled(folder: Path, words: list[str], flags: int = 0) -> list[re.Pattern[str]]:
    re.purge()
    with kept_patterns(environ(folder)):
        return [re.compile(one, flags) for one in words]


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.ASCII | re.MULTILINE])
def test_what_is_kept_is_what_would_be_compiled(tmp_path: Path, flags: int) -> None:
    first, second = (compiled(tmp_path, [*WORDS, *ODD], flags) for _ in range(2))
    re.purge()
    fresh = [re.compile(one, flags) for one in (*WORDS, *ODD)]
    for one, other, own in zip(first, second, fresh, strict=True):
        assert own == one == other
        for text in ("x1 yyy", "ss ẞ b bc Ab abc", "ann ann bo", "漢字", "a\na"):
            said = [(found.span(), found.groupdict()) for found in own.finditer(text)]
            assert said == [(found.span(), found.groupdict()) for found in other.finditer(text)]


def test_bytes_and_text_are_two_patterns(tmp_path: Path) -> None:
    for _ in range(2):
        re.purge()
        with kept_patterns(environ(tmp_path)):
            compiled_now = [(re.compile(one), re.compile(one.encode())) for one in WORDS]
        assert all(text.search("yy") and raw.search(b"yy") for text, raw in compiled_now)


def test_the_file_is_for_its_owner_alone_and_few_patterns_make_none(tmp_path: Path) -> None:
    compiled(tmp_path, WORDS[:5])
    assert not (tmp_path / "minutes-register").exists()
    compiled(tmp_path, WORDS)
    assert stat.S_IMODE(kept(tmp_path).stat().st_mode) == 0o600


@given(seed=st.integers(0, 2**32), kind=st.sampled_from(["cut", "bytes", "nothing", "zeros", "folder"]))
def test_a_broken_file_changes_nothing(tmp_path_factory: pytest.TempPathFactory, seed: int, kind: str) -> None:
    place, chance = tmp_path_factory.mktemp("cache"), random.Random(seed)
    compiled(place, WORDS)
    file, whole = kept(place), kept(place).read_bytes()
    at = chance.randrange(len(whole))
    broken = {"cut": whole[:at], "nothing": b"", "zeros": bytes(len(whole))}
    file.unlink()
    if kind == "folder":
        file.mkdir()
    else:
        file.write_bytes(broken.get(kind, whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :]))
    assert [one.pattern for one in compiled(place, WORDS)] == WORDS
    assert all(one.search("yy") for one in compiled(place, WORDS))


def test_a_few_long_patterns_are_kept_beside_what_is_there(tmp_path: Path) -> None:
    """Another file of minutes needs a few more of the reader's patterns, each of hundreds of words."""
    compiled(tmp_path, WORDS)
    before = kept(tmp_path).stat().st_size
    compiled(tmp_path, ["|".join(f"word{at}" for at in range(100))])
    assert kept(tmp_path).stat().st_size > before + 1_000


def test_values_are_made_once_and_by_their_words(tmp_path: Path) -> None:
    made = []

    def numbers(words: str) -> dict[str, list[int]]:
        made.append(words)
        return {words[:3]: [len(words)]}

    for _ in range(2):
        with kept_patterns(environ(tmp_path)):
            for words in ("one " * 200, "two " * 300, "one " * 200):
                found = kept_value("numbers", words, lambda words=words: numbers(words))  # type: ignore[misc]
                assert found == {words[:3]: [len(words)]}
            assert kept_value("letters", "one " * 200, lambda: "other") == "other"
    assert made == ["one " * 200, "two " * 300]
    assert kept_value("numbers", "one", lambda: 7) == 7  # nobody keeps anything


def test_a_pattern_that_is_wrong_is_complained_of_as_always(tmp_path: Path) -> None:
    with pytest.raises(re.error, match="unterminated"), kept_patterns(environ(tmp_path)):
        re.compile("(")
    with pytest.raises(re.error, match="unterminated"):
        re.compile("(")


def test_no_cache_folder_no_file(tmp_path: Path) -> None:
    with kept_patterns({"MINUTES_NO_CACHE": "1", "XDG_CACHE_HOME": str(tmp_path)}):
        assert re.compile("a{3,7}b").match("aaab")
    assert list(tmp_path.iterdir()) == []


def test_each_run_makes_the_same_patterns(tmp_path: Path) -> None:
    """Sets have another order in each run; patterns made of them have not, or nothing would be found again."""
    (tmp_path / "board.md").write_text(MINUTES, encoding="utf-8")
    sizes = set()
    for seed in ("1", "2", "3"):
        command = [sys.executable, "-c", "from minutes_cli.cli.main import main; main()", "-C", str(tmp_path), "owners"]
        own = {**os.environ, **environ(tmp_path / "cache"), "HOME": str(tmp_path), "PYTHONHASHSEED": seed}
        ended = subprocess.run(command, env=own, capture_output=True, text=True, check=True)
        assert "Ann Lee" in ended.stdout
        (file,) = (tmp_path / "cache" / "minutes-register").glob("patterns-*")
        sizes.add(file.stat().st_size)
    assert len(sizes) == 1


def test_two_keys_with_one_number_are_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minutes_cli.store.records._number", lambda key: len(key[1]))
    records = Records(str(tmp_path / "kept"))
    records.write({("a", "one"): 1, ("a", "seven"): 7}, anew=False)
    again = Records(str(tmp_path / "kept"))
    assert [7, None, None] == [again.get(("a", one)) for one in ("seven", "two", "eight")]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes that fork")
def test_what_cannot_be_written_leaves_nothing_beside_what_was_kept(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    key: Key = ("kind", "words")
    Records(str(tmp_path / "records")).write({key: 1}, anew=True)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        Records(str(tmp_path / "records")).write({("kind", "others"): "x" * 10_000}, anew=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [one.name for one in tmp_path.iterdir()] == ["records"]
    assert Records(str(tmp_path / "records")).get(key) == 1


def test_records_are_read_by_processes_that_fork(tmp_path: Path) -> None:
    """Each has its own place in the file."""
    values: dict[Key, list[int]] = {("a", f"key {at}" * 50): [at] * 500 for at in range(200)}
    Records(str(tmp_path / "kept")).write(values, anew=True)
    records = Records(str(tmp_path / "kept"))
    assert len(records) == 200
    children = []
    for _ in range(3):
        if (child := os.fork()) == 0:
            os._exit(0 if all(records.get(key) == value for key, value in values.items()) else 1)
        children.append(child)
    assert all(records.get(key) == value for key, value in values.items())
    assert [0, 0, 0] == [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


@pytest.mark.parametrize("place", [(0, 2**70, 1), (2**70, 5, 1), (-9, 5, 1), ("a", 5, 1), (0, 5), None])
def test_a_place_that_cannot_be_is_none(tmp_path: Path, place: object) -> None:
    """The table has its checksum, but nobody of ours wrote it."""
    path = tmp_path / "kept"
    table = marshal.dumps({_number(("a", "one")): place})
    path.write_bytes(b"minutes1" + crc32(table).to_bytes(4, "big") + len(table).to_bytes(4, "big") + table)
    assert Records(str(path)).get(("a", "one")) is None
