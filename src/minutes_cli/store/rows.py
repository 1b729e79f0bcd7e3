"""What was read, as bytes and back: documents without their texts, actions with their history.

Python's own pickling, with two locks on it: only the values of `model` can come out of the bytes, whatever stands
in them, and each is made by its own constructor. What a piece holds is checked by its sum before it comes here.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from minutes_cli import model
from minutes_cli.store.index import Doubt
from minutes_cli.text import Edit, Source, Span

_CLASSES = (
    *(model.Slot, model.Meeting, model.Mention, model.Decision, model.Approval, model.Diagnostic, model.Document),
    *(model.Told, model.Action),
)
_PLAIN = (Span, Edit, Source, date, model.Status, model.Severity)
_PARTS: Mapping[type, attrgetter[tuple[object, ...]]] = MappingProxyType(
    {one: attrgetter(*(field.name for field in fields(one))) for one in _CLASSES}
)
_KNOWN = MappingProxyType(
    {
        (one.__module__, one.__qualname__): one
        for one in (*_CLASSES, Span, Edit, Source, date, model.Status, model.Severity)
    }
)


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:
        if isinstance(value, Source):  # the text stays in its file
            return Source, (value.path, "")
        parts = _PARTS.get(type(value))
        return NotImplemented if parts is None else (type(value), parts(value))


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        found = _KNOWN.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name} is nothing of ours")
        return found


def to_bytes(value: object) -> bytes:
    """Values of `model`, and plain ones, as bytes."""
    out = io.BytesIO()
    _Pickler(out, 5).dump(value)
    return zlib.compress(out.getbuffer(), 1)


def from_bytes(data: bytes) -> object:
    """The values again; Doubt where these are none."""
    try:
        found: object = _Unpickler(io.BytesIO(zlib.decompress(data))).load()
    except Exception as fault:  # a pickle that is none may raise anything
        raise Doubt("a piece cannot be read") from fault
    return found
