"""The laws that are fuzzed, on what a fuzzer once broke them with, and on a few bytes of every kind."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[1]
FOUND = ROOT / "tests" / "cases" / "fuzz"


def load_targets() -> Mapping[str, Callable[[bytes], None]]:
    spec = importlib.util.spec_from_file_location("targets", ROOT / "fuzz" / "targets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["targets"] = module
    spec.loader.exec_module(module)
    found: Mapping[str, Callable[[bytes], None]] = module.TARGETS
    return found


TARGETS = load_targets()
KEPT = sorted(path for path in FOUND.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}: {path.name}")
def test_what_broke_a_law_once_does_not_again(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_bytes_of_any_kind_break_no_law(name: str) -> None:
    @given(st.binary(min_size=1, max_size=60))
    @example(b"\0- [ ] Ann: ring 2026-02-30 \xff")
    @settings(max_examples=40, deadline=None, database=None)
    def holds(data: bytes) -> None:
        TARGETS[name](data)

    holds()
