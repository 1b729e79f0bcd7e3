"""Small faults that can be made in the functions of a module, by its syntax tree; tools/mutate.py tries them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).parents[1] / "src" / "minutes_cli"
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
REAL: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
METHODS = {
    "lower": "upper",
    "upper": "lower",
    "casefold": "upper",
    "lstrip": "rstrip",
    "rstrip": "lstrip",
    "find": "rfind",
    "rfind": "find",
    "partition": "rpartition",
    "rpartition": "partition",
    "split": "rsplit",
    "startswith": "endswith",
    "endswith": "startswith",
    "removeprefix": "removesuffix",
    "min": "max",
    "max": "min",
    "removesuffix": "removeprefix",
    "match": "search",
    "fullmatch": "match",
    "search": "match",
    "any": "all",
    "all": "any",
    "isdigit": "isalpha",
    "isalpha": "isdigit",
    "islower": "isupper",
    "isupper": "islower",
}


@dataclass(frozen=True)
class Mutant:
    """A fault in one function."""

    path: str
    line: int
    nth: int
    """Which of the file's mutants."""
    kind: str
    before: str
    after: str

    @property
    def key(self) -> str:
        """The same fault in the same words, wherever its line has gone."""
        return f"{self.path}:{self.nth}:{self.kind}:{self.before}:{self.after}"


class Faulty(ast.NodeTransformer):
    """Walks a module; the fault number `wanted` is made, or all are told of when there is none."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted, self.seen, self.depth = wanted, 0, 0
        self.found: list[tuple[int, str, str, str]] = []

    def fault(self, node: ast.AST, kind: str, make: Callable[[], ast.AST]) -> ast.AST:
        """The node, or what stands in its place when this is the fault that is wanted."""
        at, self.seen = self.seen, self.seen + 1
        if self.wanted < 0:
            told = [ast.unparse(one)[:200] for one in (node, make())]
            self.found.append((getattr(node, "lineno", 0), kind, *told))
            return node
        return ast.copy_location(make(), node) if at == self.wanted else node

    def try_all(self, node: ast.AST, faults: Iterable[tuple[str, Callable[[], ast.AST]]]) -> ast.AST:
        """Each fault in turn; of a wanted one, what it makes of the node."""
        for kind, make in faults:
            made = self.fault(node, kind, make)
            if made is not node:
                return made
        return node

    def visit(self, node: ast.AST) -> Any:
        """Faults are made in bodies of functions alone; annotations, decorators and docstrings are left."""
        if isinstance(node, ast.FunctionDef):
            self.depth += 1
            rest = node.body[1:] if ast.get_docstring(node) is not None else node.body
            head = node.body[: len(node.body) - len(rest)]
            node.body = [*head, *(self.visit(one) for one in rest)]
            self.depth -= 1
            return node
        if not self.depth:
            return self.generic_visit(node)
        if isinstance(node, ast.AnnAssign):
            node.value = self.visit(node.value) if node.value else None
            return node
        node = self.generic_visit(node)
        return self.try_all(node, faults_of(node))


def swapped(node: ast.AST, **fields: Any) -> Callable[[], ast.AST]:
    """The node with other fields."""

    def make() -> ast.AST:
        return ast.copy_location(type(node)(**{**dict(ast.iter_fields(node)), **fields}), node)

    return make


def put(node: ast.AST) -> Callable[[], ast.AST]:
    """Another node in its place."""
    return lambda: node


def faults_of(node: ast.AST) -> Iterator[tuple[str, Callable[[], ast.AST]]]:  # noqa: PLR0912  a table of kinds
    """The faults that may be made at a node."""
    match node:
        case ast.Compare(ops=[op, *_]):
            yield "comparison", swapped(node, ops=[COMPARED[type(op)](), *node.ops[1:]])
        case ast.BoolOp(op=op):
            yield "and, or", swapped(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            yield "not", put(inner)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            yield "sign", put(inner)
        case ast.BinOp(op=op) if type(op) in REAL:
            yield "arithmetic", swapped(node, op=REAL[type(op)]())
        case ast.AugAssign(op=op) if type(op) in REAL:
            yield "arithmetic", swapped(node, op=REAL[type(op)]())
            yield "assignment", lambda: ast.copy_location(ast.Assign([node.target], node.value), node)
        case ast.Constant(value=bool() as value):
            yield "constant", put(ast.Constant(not value))
        case ast.Constant(value=int() | float() as value):
            yield "number", put(ast.Constant(value + 1))
        case ast.Constant(value=str() as value):
            yield "words", put(ast.Constant(f"XX{value}XX"))
        case ast.Break():
            yield "break", put(ast.Continue())
        case ast.Continue():
            yield "break", put(ast.Break())
        case ast.Assign(value=value) if not isinstance(value, ast.Constant):
            yield "assignment", swapped(node, value=ast.Constant(None))
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield "return", swapped(node, value=ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Yield()):
            yield "statement", put(ast.Pass())
        case ast.If(test=test) | ast.IfExp(test=test):
            yield "condition", swapped(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Call():
            yield from faults_of_call(node)


def faults_of_call(node: ast.Call) -> Iterator[tuple[str, Callable[[], ast.AST]]]:
    """Another method, an argument that is None, a keyword that is left out."""
    match node.func:
        case ast.Attribute(attr=name) if name in METHODS:
            yield "method", swapped(node, func=swapped(node.func, attr=METHODS[name])())
        case ast.Name(id=name) if name in METHODS:
            yield "method", swapped(node, func=ast.Name(METHODS[name], ast.Load()))
        case _:
            pass
    for at, one in enumerate(node.args):
        if not isinstance(one, ast.Starred | ast.Constant | ast.GeneratorExp):
            yield "argument", swapped(node, args=[*node.args[:at], ast.Constant(None), *node.args[at + 1 :]])
    for at in range(len(node.keywords)):
        if node.keywords[at].arg:
            yield "keyword", swapped(node, keywords=[*node.keywords[:at], *node.keywords[at + 1 :]])


def mutants_of(path: Path) -> list[Mutant]:
    """All faults that may be made in a file, in its order."""
    walk = Faulty()
    walk.visit(ast.parse(path.read_text(encoding="utf-8")))
    name = path.relative_to(HOUSE).as_posix()
    return [Mutant(name, line, nth, kind, old, new) for nth, (line, kind, old, new) in enumerate(walk.found)]
