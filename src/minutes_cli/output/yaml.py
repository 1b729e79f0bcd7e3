"""YAML: a list of mappings, as `minutes` reads it back; long texts stay on one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml

from minutes_cli.output.clean import escape_quoted
from minutes_cli.output.table import Table, Value, records


class _Writer(yaml.SafeDumper):
    """Writes in double quotes what only an escape makes harmless, and no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _write_text(writer: _Writer, text: str) -> yaml.ScalarNode:
    style = '"' if escape_quoted(text) != text else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _write_text)


def render(table: Table) -> str:
    """One list, a mapping a row, keys in the order of the columns."""
    return write(records(table))


def write(value: Value) -> str:
    """One value as YAML."""
    text = yaml.dump(_plain(value), Dumper=_Writer, sort_keys=False, allow_unicode=True, width=2**20)
    return escape_quoted(text, in_pairs=False)


def _plain(value: Value) -> Value:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, str):
        return str(value)  # a StrEnum as well
    return [_plain(one) for one in value] if isinstance(value, Sequence) else value
