"""The JSON Schema (2020-12) of YAML minutes and of front matter, as it is shipped beside this module."""

from __future__ import annotations

from importlib.resources import files


def schema() -> str:
    """The schema's text."""
    return files("minutes_cli.output").joinpath("schema.json").read_text(encoding="utf-8")
