"""What the tests notice: small faults, one at a time, put into functions while the tests run.

    python tools/mutate.py text dates register/change.py --out build/mutants.jsonl
    python tools/mutate.py reading --sample 400 --seed 1 --out build/mutants-reading.jsonl

The tests are collected once. A first child runs them all and notes which test reaches which line; then each mutant has
a child of its own in which the code of one function is exchanged and the tests that reach the line are run until one
fails. Only bodies of functions are mutated, not the tables of a module. What is already in the file of results is not
done again, so that a run may be stopped and taken up.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import gc
import importlib
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings
from mutants import HOUSE, Faulty, Mutant, mutants_of

ROOT = Path(__file__).parents[1]
_LATE = re.compile(r"/(?:text|change|due|written|period|grammar)\.py$")
"""What these say of a text is in no cache: patterns and vocabularies that were made before stand as they are."""
_SAME = re.compile(r"\.split\((?:'.')?\)$")
"""Cutting a text everywhere comes to the same from either end: no fault."""
SLOW = 0.5
"""Seconds from which on a test is tried after all others."""
ADDOPTS = "addopts=-q --strict-markers -m 'not slow and not package and not browser'"


def every(code: CodeType) -> Iterator[CodeType]:
    """The code of all functions of a module, of those within others, too: such a one may live already."""
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from every(one)


class Bench:
    """The functions that are there, and which tests reach which line."""

    def __init__(self, items: list[pytest.Item], paths: Iterable[Path], top: Path) -> None:
        self.items, self.top = {one.nodeid: one for one in items}, top
        files = {str(path) for path in paths}
        self.functions: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
        for one in gc.get_objects():
            if isinstance(one, FunctionType) and one.__code__.co_filename in files:
                code = one.__code__
                self.functions[code.co_filename, code.co_qualname, code.co_firstlineno].append(one)
        self.lines: dict[str, dict[int, list[str]]] = {}
        self.took: dict[str, float] = {}
        self.faulty: set[str] = set()
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)

    def reach(self, kept: Path) -> None:
        """Runs every test once, in a child, and reads which lines each of them reached; or takes what is kept of it."""
        told = (
            json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {"took": {}, "failed": [], "lines": {}}
        )
        if new := [one for name, one in self.items.items() if name not in told["took"]]:
            fresh = self.top / "reach.json"
            if (child := os.fork()) == 0:
                measure(new, fresh, self.top)
            os.waitpid(child, 0)
            shutil.rmtree(self.top / "child", ignore_errors=True)
            told = merged(told, json.loads(fresh.read_text(encoding="utf-8")))
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(told), encoding="utf-8")
        self.took, self.faulty = told["took"], set(told["failed"])
        if self.faulty:
            print(f"{len(self.faulty)} tests fail without any fault and are left out: {sorted(self.faulty)[:5]}")
        names = list(self.took)
        for path, lines in told["lines"].items():
            here = {int(at): [names[one] for one in tests] for at, tests in lines.items()}
            self.lines[path] = {at: [one for one in tests if one in self.items] for at, tests in here.items()}

    def tests_of(self, path: Path, lines: range, group: str) -> list[str]:
        """The tests that reach one of these lines, then those of the file: what found like faults, then the quickest.

        What is computed once for all is reached by the first test alone, but others have to do with it. Slow tests come
        last: a few of them cost the time in which hundreds of quick ones can be run.
        """
        reached = self.lines.get(str(path), {})
        found = {one for at in lines for one in reached.get(at, ())}
        further = {one for tests in reached.values() for one in tests}
        known = self.killers[group]

        def rank(one: str) -> tuple[bool, bool, int, float]:
            return self.took[one] >= SLOW, one not in found, -known[one], self.took[one]

        return sorted((found | further) - self.faulty, key=rank)

    def exchange(self, path: Path, code: CodeType) -> int:
        """Gives the functions of a file the code that a mutated module has; how many were changed."""
        changed = 0
        for one in every(code):
            for function in self.functions.get((str(path), one.co_qualname, one.co_firstlineno), ()):
                if function.__code__ != one and function.__code__.co_freevars == one.co_freevars:
                    function.__code__, changed = one, changed + 1
        return changed


def measure(items: list[pytest.Item], kept: Path, top: Path) -> None:
    """Runs the tests under coverage, a context for each; writes what they reached, and ends the process."""
    import coverage

    quiet(top / "child")
    measured = [str(HOUSE / one) for one in ("text.py", "dates/*", "register/*", "reading/*")]
    cover = coverage.Coverage(data_file=None, include=measured, config_file=False)
    cover.start()
    took, failed = {}, []
    for at, item in enumerate(items):
        cover.switch_context(item.nodeid)
        begun = time.process_time()
        following = items[at + 1] if at + 1 < len(items) else None
        if any(one.failed for one in runtestprotocol(item, nextitem=following, log=False)):
            failed.append(item.nodeid)
        took[item.nodeid] = time.process_time() - begun
    cover.stop()
    data = cover.get_data()
    number = {item.nodeid: at for at, item in enumerate(items)}
    lines = {
        path: {at: [number[one] for one in names if one] for at, names in data.contexts_by_lineno(path).items()}
        for path in data.measured_files()
    }
    kept.write_text(json.dumps({"took": took, "failed": failed, "lines": lines}))
    os._exit(0)


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """What tests were known to reach, and what further ones do; a test is called by its place among all."""
    shift = len(old["took"])
    lines = {path: dict(here) for path, here in old["lines"].items()}
    for path, here in new["lines"].items():
        known = lines.setdefault(path, {})
        for at, tests in here.items():
            known[at] = [*known.get(at, ()), *(one + shift for one in tests)]
    return {"took": old["took"] | new["took"], "failed": old["failed"] + new["failed"], "lines": lines}


def quiet(folder: Path) -> None:
    """What a child prints goes nowhere, and its temporary folders into one that the parent takes away."""
    folder.mkdir(exist_ok=True)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    tempfile.tempdir = str(folder)


def clear_caches() -> None:
    """Nothing that was computed without the fault is known any more."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("minutes_cli", "test_")):
            for one in list(vars(module).values()):
                inner = list(vars(one).values()) if isinstance(one, type) else []
                for held in (one, *inner):
                    if clear := getattr(held, "cache_clear", None):
                        clear()


def try_mutant(bench: Bench, mutant: Mutant, budget: float) -> dict[str, Any]:
    """What the tests say of it: killed (and by which), survived, not reached, or stillborn."""
    path = HOUSE / mutant.path
    if mutant.kind == "method" and _SAME.search(mutant.before):
        return {"outcome": "stillborn"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    statement = [one for one in ast.walk(tree) if isinstance(one, ast.stmt) and holds(one, mutant.line)]
    inner = max(statement, key=lambda one: one.lineno)
    last = inner.body[0].lineno - 1 if isinstance(inner, ast.If | ast.For | ast.While | ast.With) else inner.end_lineno
    function = next(one for one in statement if isinstance(one, ast.FunctionDef))
    tests = bench.tests_of(path, range(inner.lineno, max(last or 0, mutant.line) + 1), f"{path}:{function.name}")
    begun = time.perf_counter()
    with_fault = Faulty(mutant.nth).visit(tree)
    try:
        code = compile(ast.fix_missing_locations(with_fault), str(path), "exec")
    except (SyntaxError, ValueError):
        return {"outcome": "stillborn"}
    if not tests:
        return {"outcome": "not reached"}
    outcome, killer, ran = in_child(bench, path, code, within(bench, tests, budget))
    if killer:
        bench.killers[f"{path}:{function.name}"][killer] += 1
    told = {"outcome": outcome, "by": killer, "ran": ran, "of": len(tests), "function": function.name}
    return {**told, "seconds": round(time.perf_counter() - begun, 2)}


def holds(statement: ast.stmt, line: int) -> bool:
    """Whether a line is in a statement."""
    return statement.lineno <= line <= (statement.end_lineno or 0)


def within(bench: Bench, tests: list[str], budget: float) -> list[str]:
    """As many of the tests as take no longer than the budget together; one at least."""
    found, spent = [], 0.0
    for one in tests:
        spent += bench.took[one]
        if found and spent > budget:
            break
        found.append(one)
    return found


def in_child(bench: Bench, path: Path, code: CodeType, tests: list[str]) -> tuple[str, str, int]:
    """The outcome, the test that found the fault, and how many were run."""
    reading, writing = os.pipe()
    folder = bench.top / "child"
    if (child := os.fork()) == 0:
        os.close(reading)
        quiet(folder)
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
        if not bench.exchange(path, code):
            os.write(writing, b"same\n")
            os._exit(0)
        if not _LATE.search(str(path)):
            clear_caches()
        run_until_one_fails([(bench.items[one], bench.took[one]) for one in tests], writing)
    os.close(writing)
    with open(reading, encoding="utf-8") as stream:
        told = stream.read().splitlines()
    _, status = os.waitpid(child, 0)
    shutil.rmtree(folder, ignore_errors=True)
    ran = sum(one.startswith("ran ") for one in told)
    if "same" in told:
        return "stillborn", "", 0
    if killers := [one.removeprefix("failed ") for one in told if one.startswith("failed ")]:
        return "killed", killers[0], ran
    if os.WIFSIGNALED(status) or os.WEXITSTATUS(status):
        return "killed", tests[min(ran, len(tests) - 1)], ran  # it ran on, or took the interpreter down
    return "survived", "", ran


def run_until_one_fails(tests: list[tuple[pytest.Item, float]], writing: int) -> None:
    """Tells of each test through the pipe; ends the process. One that runs far longer than it did ends it, too."""
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    following = [*(item for item, _ in tests[1:]), None]
    for (item, took), after in zip(tests, following, strict=True):
        signal.setitimer(signal.ITIMER_VIRTUAL, 4 + 5 * took)
        try:
            is_failed = any(one.failed for one in runtestprotocol(item, nextitem=after, log=False))
        except BaseException:  # whatever the fault did to the tests, it was noticed
            is_failed = True
        os.write(writing, f"{'failed' if is_failed else 'ran'} {item.nodeid}\n".encode())
        if is_failed:
            break
    os._exit(0)


class Session:
    """A plug-in of pytest that runs mutants in the place of tests."""

    def __init__(self, chosen: list[Mutant], paths: list[Path], wanted: argparse.Namespace) -> None:
        self.chosen, self.paths, self.wanted = chosen, paths, wanted

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measures, then tries mutant by mutant."""
        capture = session.config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled(), tempfile.TemporaryDirectory() as top:
            self.run(session, Path(top))
        return True

    def run(self, session: pytest.Session, top: Path) -> None:
        """Every mutant that the results do not have yet."""
        out = Path(self.wanted.out)
        out.parent.mkdir(parents=True, exist_ok=True)
        settings.register_profile("mutate", database=None, derandomize=True, deadline=None)
        settings.load_profile("mutate")  # in the place of what tests/conftest.py has loaded
        warm_up()
        bench = Bench(session.items, self.paths, top)
        factory = session.config._tmp_path_factory  # type: ignore[attr-defined]
        factory._basetemp = top / "child"
        print(f"{len(session.items)} tests, {len(self.chosen)} mutants", flush=True)
        bench.reach(Path(self.wanted.reach))
        gc.collect()
        gc.freeze()
        known = {one["key"]: one for one in results(out)} if out.exists() else {}
        ordered = sorted(self.chosen, key=lambda one: one.key not in known) if self.wanted.again else self.chosen
        with out.open("a", encoding="utf-8") as stream:
            for mutant in ordered:
                old = known.get(mutant.key)
                if old and not (self.wanted.again and old["outcome"] in {"survived", "not reached"}):
                    continue
                told = try_mutant(bench, mutant, self.wanted.budget)
                stream.write(json.dumps({"key": mutant.key, **asdict(mutant), **told}, ensure_ascii=False) + "\n")
                stream.flush()
        print(summary(out, self.chosen))


def warm_up() -> None:
    """Compiles the patterns once, for all children."""
    from minutes_cli.config import Config
    from minutes_cli.reading.parse import parse
    from minutes_cli.text import Source

    with contextlib.suppress(AttributeError):
        re._MAXCACHE = 100_000  # type: ignore[attr-defined]
    for module in list(sys.modules.values()):
        if made := getattr(module, "all_calendars", None):
            made()
    for path in sorted((ROOT / "minutes").glob("*.md")):
        parse(Source(path.name, path.read_text(encoding="utf-8")), Config())


def results(out: Path) -> list[dict[str, Any]]:
    """What was found, a mutant's last word alone."""
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return list({one["key"]: one for one in lines}.values())


def summary(out: Path, chosen: list[Mutant]) -> str:
    """Killed of all, by file and in all; what could not be compiled or changes no code is not counted."""
    wanted = {one.key for one in chosen}
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for one in results(out):
        if one["key"] in wanted and one["outcome"] != "stillborn":
            for name in (one["path"], "in all"):
                rows[name][one["outcome"]] += 1
    lines = []
    for name, counts in rows.items():
        share = counts["killed"] / counts.total()
        lines.append(f"{name}: {counts['killed']} of {counts.total()} killed ({share:.1%}), {dict(counts)}")
    return "\n".join(sorted(lines))


def main() -> None:
    """Mutants of the files and folders named, under src/minutes_cli."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+", help="files and folders within src/minutes_cli")
    parser.add_argument("--sample", type=int, help="so many mutants, drawn by chance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=float, default=8.0, help="seconds of tests for one mutant")
    parser.add_argument("--again", action="store_true", help="survivors first, such as after tests were added")
    parser.add_argument("--reach", default="build/reach.json", help="where to keep which test reaches which line")
    parser.add_argument("--tests", nargs="+", default=["tests"], help="files of tests to choose from")
    parser.add_argument("--out", default="build/mutants.jsonl", help="results, a line each")
    parser.add_argument("--summary", action="store_true", help="count the results and run nothing")
    wanted = parser.parse_args()
    paths: list[Path] = []
    for place in wanted.places:
        whole = HOUSE / place if (HOUSE / place).exists() else HOUSE / f"{place}.py"
        paths += sorted(whole.rglob("*.py")) if whole.is_dir() else [whole]
    chosen = [one for path in paths for one in mutants_of(path)]
    random.Random(wanted.seed).shuffle(chosen)
    chosen = chosen[: wanted.sample]
    if wanted.summary:
        print(summary(Path(wanted.out), chosen))
        return
    for path in paths:
        importlib.import_module(
            ".".join(path.relative_to(HOUSE.parent).with_suffix("").parts).removesuffix(".__init__")
        )
    os.chdir(ROOT)
    words = [
        "-o",
        ADDOPTS,
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-p",
        "no:cov",
        "-o",
        "tmp_path_retention_policy=none",
    ]
    sys.exit(pytest.main([*words, *wanted.tests], plugins=[Session(chosen, paths, wanted)]))


if __name__ == "__main__":
    main()
