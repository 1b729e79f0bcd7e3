"""The walls of the house: who may import whom, and who may touch the disk, the clock and the terminal.

The table is ARCHITECTURE.md's. Each rule is tried on a text that breaks it, so that it is known to see.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "src" / "minutes_cli"
FRONTS = frozenset({"cli", "tui", "cluster", "__main__"})
ROOMS = frozenset(
    {
        "text",
        "dates",
        "keeping",
        "toml",
        "model",
        "config",
        "reading",
        "register",
        "output",
        "importing",
        "store",
        "folder",
        "version",
    }
) | {"past", "indexed"}
MAY_IMPORT = {
    "version": frozenset[str](),
    "text": frozenset[str](),
    "keeping": frozenset[str](),
    "dates": frozenset[str](),
    "toml": frozenset[str](),
    "model": frozenset({"text"}),
    "config": frozenset({"model", "toml"}),
    "reading": frozenset({"text", "dates", "keeping", "toml", "model", "config"}),
    "register": frozenset({"text", "dates", "toml", "model", "config", "reading.parse", "reading.writing"}),
    "output": frozenset({"model", "config", "register"}),
    "importing": frozenset({"model"}),
    "store": frozenset({"text", "keeping", "toml", "model", "config"}),
    "indexed": ROOMS - {"output", "past", "folder"},
    "folder": ROOMS - {"output", "past"},
    "past": ROOMS - {"output"},
    "": ROOMS - {"output"},
    **dict.fromkeys(FRONTS, ROOMS | FRONTS),
}
ONLY_IN = {
    "jinja2": frozenset({"output.agenda", "output.html_table", "output.remind", "output.site.pages"}),
    "pygal": frozenset({"output.site.charts"}),
    "typer": FRONTS,
    "click": FRONTS,
    "rich": FRONTS,
    "yaml": frozenset({"reading.records", "output.yaml"}),
}
# The fronts ask the environment, name paths and measure the terminal; what a path holds, the store says.
FRONTS_MAY = frozenset({"os", "pathlib", "signal", "shutil.get_terminal_size"})
REACHES_OUT = """
asyncio codecs ctypes fcntl ftplib glob http mmap multiprocessing os pathlib shutil signal smtplib socket sqlite3 ssl
subprocess tempfile threading urllib webbrowser
"""
WORDS_ALONE = frozenset(
    {
        "pathlib.PurePath",
        "pathlib.PurePosixPath",
        "urllib.parse.quote",
        "urllib.parse.parse_qs",
        "urllib.parse.urlsplit",
    }
)
ON_A_PATH = frozenset({"open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "mkdir", "unlink"})
CLOCKS = frozenset({"today", "now", "utcnow", "time_ns", "localtime", "gmtime", "monotonic", "perf_counter"})
MUTABLE = frozenset({"list", "dict", "set", "bytearray", "defaultdict", "Counter", "deque", "OrderedDict"})
LITERALS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
TEXTUALS = ("BINDINGS", "HORIZONTAL_BREAKPOINTS")
"""What Textual asks of a class as a list; it copies them."""
LONGEST_FUNCTION, LONGEST_MODULE = 50, 450


def modules() -> dict[str, str]:
    """Dotted name within the package → text; a package's own `__init__` has the package's name."""
    names = {path: path.relative_to(HOUSE).with_suffix("").as_posix() for path in sorted(HOUSE.rglob("*.py"))}
    return {
        name.replace("/", ".").removesuffix("__init__").rstrip("."): path.read_text(encoding="utf-8")
        for path, name in names.items()
    }


def faults(module: str, text: str) -> list[str]:
    """What is not allowed in a module of that name, a sentence each; empty where all is well."""
    tree, room = ast.parse(text), module.partition(".")[0]
    found = [*import_faults(module, room, tree), *state_faults(tree)]
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="open")) if room != "store":
                found.append(f"line {node.lineno}: opens a file outside store")
            case ast.Call(func=ast.Name(id="print")) if room not in FRONTS:
                found.append(f"line {node.lineno}: prints outside cli")
            case ast.FunctionDef() | ast.AsyncFunctionDef() if length(node) > LONGEST_FUNCTION:
                found.append(f"line {node.lineno}: {node.name} has {length(node)} lines")
    if room in FRONTS:
        found += [f"line {line}: reads or writes a path outside store" for line in path_calls(tree)]
    else:
        found += [f"line {line}: asks the clock outside cli" for line in clock_calls(tree)]
    if text.count("\n") > LONGEST_MODULE:
        found.append(f"has {text.count(chr(10))} lines")
    return found


def import_faults(module: str, room: str, tree: ast.Module) -> Iterator[str]:
    for line, name in imports(tree):
        first, _, rest = name.partition(".")
        if first == "minutes_cli":
            if not reaches(room, rest):
                yield f"line {line}: {room or 'the front door'} must not import {rest or 'the front door'}"
        elif first in ONLY_IN and not {room, module} & ONLY_IN[first]:
            yield f"line {line}: {first} belongs in {' and '.join(sorted(ONLY_IN[first]))}"
        elif first in REACHES_OUT.split() and room != "store" and not (WORDS_ALONE | fronts_may(room)) & {first, name}:
            yield f"line {line}: {first} belongs in store"


def fronts_may(room: str) -> frozenset[str]:
    return FRONTS_MAY if room in FRONTS else frozenset()


def reaches(room: str, name: str) -> bool:
    """Whether a room may import a name: of its own, or in the table, or inside what the table names."""
    return any(name == one or name.startswith(f"{one}.") for one in MAY_IMPORT[room] | {room} - {""})


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and whole dotted name of everything imported, wherever it stands and for types alone too."""
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from ((node.lineno, one.name) for one in node.names)
            case ast.ImportFrom(level=0, module=str(origin)):
                yield from ((node.lineno, f"{origin}.{one.name}") for one in node.names)
            case ast.ImportFrom():
                yield from ((node.lineno, f"minutes_cli.(relative).{one.name}") for one in node.names)
            case ast.Call(func=ast.Name(id="import_module" | "__import__"), args=[ast.Constant(value=str(name)), *_]):
                yield node.lineno, name


def state_faults(tree: ast.Module) -> Iterator[str]:
    """Lists, dicts and sets that a module or a class keeps, and names that a function rebinds for all."""
    bodies = [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    for statement in (one for body in bodies for one in body):
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if name in TEXTUALS:
                continue
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value) if is_mutable(value):
                yield f"line {statement.lineno}: keeps something that can change; use a tuple, frozenset or proxy"
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield f"line {node.lineno}: rebinds {', '.join(node.names)} for the whole module"


def is_mutable(value: ast.expr) -> bool:
    name = value.func if isinstance(value, ast.Call) else None
    return isinstance(value, LITERALS) or (isinstance(name, ast.Name) and name.id in MUTABLE)


def path_calls(tree: ast.Module) -> list[int]:
    """Lines that call what a path offers for reaching the disk."""
    return [call.lineno for call, name in method_calls(tree) if name.attr in ON_A_PATH]


def method_calls(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def clock_calls(tree: ast.Module) -> list[int]:
    """Lines that ask what day or hour it is, `time.time()` among them."""
    return [call.lineno for call, name in method_calls(tree) if name.attr in CLOCKS or ast.unparse(name) == "time.time"]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("module", sorted(modules()), ids=lambda module: module or "minutes_cli")
def test_a_module_keeps_to_its_room(module: str) -> None:
    assert not faults(module, modules()[module])


def test_the_clock_is_asked_once() -> None:
    """For the day; how long reading has gone on is for the bar to know."""
    asking = [module for module, text in modules().items() for _ in clock_calls(ast.parse(text))]
    assert len([one for one in asking if one != "cli.bar"]) == 1, asking


def test_every_module_has_a_room() -> None:
    assert not {module.partition(".")[0] for module in modules()} - MAY_IMPORT.keys()


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("text", "from minutes_cli.model import Status"),
        ("dates", "from minutes_cli.text import Span"),
        ("model", "if TYPE_CHECKING:\n    from minutes_cli.config import Config"),
        ("config", "from minutes_cli.reading.parse import parse"),
        ("reading.parse", "from minutes_cli.register.build import build"),
        ("reading.parse", "from minutes_cli import read_folder"),
        ("register.change", "from minutes_cli.reading.blocks import blocks"),
        ("register.query", "from minutes_cli.store.index import rows"),
        ("output.table", "from minutes_cli.reading.parse import parse"),
        ("importing.docx", "from minutes_cli.config import Config"),
        ("store.index", "import minutes_cli.register.build"),
        ("folder", "from minutes_cli.output.json import write"),
        ("register.build", "def build():\n    from minutes_cli.cli.main import main"),
        ("", "from minutes_cli.cli.main import main"),
        ("output.table", "import_module('minutes_cli.cli.main')"),
        ("reading.parse", "from .blocks import blocks"),
        ("output.table", "from rich.table import Table"),
        ("folder", "import typer"),
        ("reading.blocks", "import yaml"),
        ("cli.main", "import yaml"),
        ("reading.parse", "from pathlib import Path"),
        ("folder", "import os.path"),
        ("cli.run", "import subprocess"),
        ("output.html", "import socket"),
        ("cli.main", "open('minutes.toml')"),
        ("cli.main", "path.read_text()"),
        ("cli.main", "import shutil"),
        ("register.check", "date.today()"),
        ("reading.heading", "datetime.datetime.now(UTC)"),
        ("store.files", "time.time()"),
        ("output.json", "print('x')"),
        ("register.fields", "FIELDS = ['id', 'text']"),
        ("register.fields", "FIELDS: Final = {'id': 1}"),
        ("register.fields", "SEEN = set()"),
        ("register.fields", "class Field:\n    known = []"),
        ("register.fields", "def f():\n    global seen\n    seen = 1"),
        ("cli.main", "def f():\n" + "    x = 1\n" * 50),
        ("text", "# a line\n" * 451),
    ],
)
def test_a_breach_is_seen(module: str, text: str) -> None:
    assert len(faults(module, text)) == 1


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("register.change", "from minutes_cli.reading.parse import parse"),
        ("reading.forms.box", "from minutes_cli.reading.forms.words import words"),
        ("reading.records", "import yaml"),
        ("output.yaml", "import yaml"),
        ("store.files", "import os\nopen('a')"),
        (
            "cli.main",
            "from pathlib import Path\nimport os\nimport typer\nfrom minutes_cli.output import json\nprint(1)",
        ),
        ("register.build", "from pathlib import PurePosixPath"),
        ("register.fields", "FIELDS = ('id', 'text')\nKNOWN = frozenset({'id'})\nBY = MappingProxyType({'a': 1})"),
        ("register.fields", "def f():\n    seen = []\n    return seen"),
    ],
)
def test_what_is_allowed_is_let_through(module: str, text: str) -> None:
    assert not faults(module, text)
