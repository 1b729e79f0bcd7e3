"""YAML → a tree of values with their places; the only place that knows PyYAML. TOML → its plain values.

`yaml.compose` builds nodes and never objects, so tags from a stranger's file do nothing. What would make
it crash or explode (deep nesting, aliases of aliases) is refused by a cheap scan first.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # most minutes have no YAML, and its import takes as long as they do
    import yaml

DEPTH, NODES = 60, 200_000


class Unreadable(ValueError):
    """YAML that cannot be read: what is wrong, and the offset where."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class Value(NamedTuple):
    """One value: a mapping has `entries`, a list has `items`, a scalar has `text`. Offsets are in the file's text."""

    kind: str
    """`map`, `list`, `text` or `null`."""
    text: str
    start: int
    end: int
    entries: tuple[tuple[str, Value], ...]
    items: tuple[Value, ...]
    quoted: bool = False

    def get(self, *keys: str) -> Value | None:
        """The value of the first of these keys that the mapping has, in any letters."""
        for key, value in self.entries:
            if key.casefold().replace("-", "_").replace(" ", "_") in keys:
                return value
        return None

    def texts(self) -> tuple[str, ...]:
        """The scalar texts of a list, or of a scalar, or of the `name` of mappings."""
        if self.kind == "text":
            return (self.text,)
        return tuple(text for item in self.items for text in _name_of(item))


def _name_of(item: Value) -> tuple[str, ...]:
    if item.kind == "map":
        name = item.get("name", "person", "who")
        if name is None:
            return tuple(key for key, _ in item.entries[:1])
        return (name.text,)
    return (item.text,) if item.kind == "text" else ()


def read_records(text: str, offset: int) -> tuple[Value, ...]:
    """The documents of a YAML text that begins at `offset` of its file.

    Raises Unreadable, with the place, for what is no YAML or more deeply nested than minutes can be.
    """
    lead = 1 if text.startswith("\ufeff") else 0
    body = text[lead:]
    deep = too_deep(body)
    if deep is not None:
        raise Unreadable(f"nested more than {DEPTH} deep", offset + lead + deep)
    import yaml

    left = [NODES]
    try:
        nodes = list(yaml.compose_all(body, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        return tuple(_value(node, offset + lead, left, 0) for node in nodes if node is not None)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        raise Unreadable(_sentence(fault), offset + lead + (mark.index if mark else 0)) from fault
    except (yaml.YAMLError, UnicodeError, RecursionError) as fault:
        raise Unreadable(" ".join(str(fault).split())[:200], offset) from fault


def _sentence(fault: yaml.MarkedYAMLError) -> str:
    return " ".join(part for part in (fault.problem, fault.context) if part)


def too_deep(text: str) -> int | None:
    """The offset at which a YAML text nests deeper than DEPTH, counted from above; None where it does not."""
    flow, stack, at = 0, [0], 0
    for line in text.split("\n"):
        words = line.lstrip(" ")
        dashes = re.match(r"(?:[-?:][ \t]+){1,1000}", words)
        indent = len(line) - len(words)
        while len(stack) > 1 and stack[-1] >= indent:
            stack.pop()
        if indent > stack[-1]:
            stack.append(indent)
        flow = max(0, flow + line.count("[") + line.count("{") - line.count("]") - line.count("}"))
        in_line = max(line.count("["), line.count("{"))
        if len(stack) + (len(dashes.group(0)) // 2 if dashes else 0) + max(flow, in_line) > DEPTH:
            return at
        at += len(line) + 1
    return None


def _value(node: yaml.Node, offset: int, left: list[int], depth: int) -> Value:
    import yaml

    left[0] -= 1
    start, end = node.start_mark.index + offset, node.end_mark.index + offset
    if left[0] < 0 or depth > DEPTH:
        raise Unreadable("more values than minutes can have (aliases of aliases?)", start)
    if isinstance(node, yaml.MappingNode):
        entries = tuple((str(key.value), _value(one, offset, left, depth + 1)) for key, one in _pairs(node))
        return Value("map", "", start, end, entries, ())
    if isinstance(node, yaml.SequenceNode):
        return Value("list", "", start, end, (), tuple(_value(one, offset, left, depth + 1) for one in node.value))
    if not isinstance(node, yaml.ScalarNode):
        raise Unreadable("a value of no known kind", start)
    null = node.tag == "tag:yaml.org,2002:null"
    quoted = node.style is not None
    text = _decoded(node)
    return Value("null" if null else "text", "" if null else text, start, end, (), (), quoted)


def _pairs(node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    import yaml

    for key, one in node.value:
        if isinstance(key, yaml.ScalarNode):
            yield key, one


def _decoded(node: yaml.ScalarNode) -> str:
    """The text of a scalar; `!binary`, which some blog engines write for titles, is decoded."""
    if node.tag != "tag:yaml.org,2002:binary":
        return str(node.value)
    try:
        return base64.b64decode("".join(node.value.split()), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return str(node.value)


def read_toml(text: str, offset: int) -> Value:
    """The texts, days and lists of texts at the top of TOML front matter as a mapping.

    Raises Unreadable, with the beginning of the line, for what is no TOML.
    """
    from minutes_cli import toml

    try:
        table = toml.read(text)
    except toml.BadToml as fault:
        before = sum(len(line) + 1 for line in text.split("\n")[: fault.line - 1])
        raise Unreadable(str(fault), offset + min(before, len(text))) from fault
    entries: list[tuple[str, Value]] = []
    for key, value in table.items():
        found = re.search(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=[ \t]*", text, re.MULTILINE)
        start = offset + (found.end() if found else 0)
        items = value if isinstance(value, list) else [value]
        if all(isinstance(one, str | date | bool | int) for one in items):
            texts = tuple(Value("text", str(one), start, start, (), ()) for one in items)
            entries.append((key, Value("list", "", start, start, (), texts) if isinstance(value, list) else texts[0]))
    return Value("map", "", offset, offset + len(text), tuple(entries), ())
