"""Work that is spread over processes comes out as if one had done it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from minutes_cli.config import Config
from minutes_cli.folder import documents_of, read_folder
from minutes_cli.model import Diagnostic
from minutes_cli.store.files import Loaded, Refused
from minutes_cli.store.workers import processors, spread

SAMPLE = Path(__file__).parents[1] / "minutes"


def doubled(numbers: Sequence[int]) -> list[int]:
    return [2 * one for one in numbers]


def refuse(number: int) -> int:
    if number == 3:
        raise ValueError("there is no 3")
    return number


def die_elsewhere(number: int, *, home: int) -> int:
    if os.getpid() != home:
        os._exit(1)
    return number


@pytest.mark.parametrize("jobs", [1, 2])
def test_pieces_come_out_in_their_order(jobs: int) -> None:
    pieces = [[at, at + 1] for at in range(0, 40, 2)]
    assert [[2 * one for one in piece] for piece in pieces] == list(spread(doubled, pieces, jobs))


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_work_raises_is_raised_here(jobs: int) -> None:
    with pytest.raises(ValueError, match="there is no 3"):
        list(spread(refuse, range(6), jobs))


def test_where_other_processes_die_this_one_does_their_work() -> None:
    assert list(range(8)) == list(spread(partial(die_elsewhere, home=os.getpid()), range(8), 2))


def test_documents_of_many_texts_are_the_same_by_one_process_and_by_two() -> None:
    texts: list[tuple[str, Loaded | Refused]] = [
        (f"{at}/{path.name}", Loaded(path.read_text("utf-8"), "utf-8", None))
        for at in range(160)
        for path in sorted(SAMPLE.iterdir())[:2]
    ]
    texts[7] = ("7/none.md", Refused(True, "it holds bytes that are no text"))
    heard: list[tuple[int, int]] = []
    alone = list(documents_of(texts, Config()))
    together = list(documents_of(texts, Config(), jobs=2, told=lambda *far: heard.append(far), many_files=1))
    assert alone == together
    assert isinstance(together[7], Diagnostic)
    assert (len(texts), len(texts)) == heard[-1]
    assert heard == sorted(heard)


def test_a_folder_read_by_two_processes_has_the_same_register() -> None:
    assert read_folder(str(SAMPLE)).register == read_folder(str(SAMPLE), jobs=2).register


def test_there_is_at_least_one_processor() -> None:
    assert processors() >= 1
