"""The data files of the languages, `languages/*.toml`, and which of them a text is written in."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from minutes_cli.keeping import kept

Tables = Mapping[str, Mapping[str, object]]
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def codes() -> tuple[str, ...]:
    """The languages there is a data file for."""
    folder = files("minutes_cli.reading").joinpath("languages")
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


@cache
def text_of(code: str) -> str:
    """The data file of a language."""
    return files("minutes_cli.reading").joinpath("languages", f"{code}.toml").read_text("utf-8")


@cache
def tables(code: str) -> Tables:
    """All that the data file of a language says."""
    text = text_of(code)
    return MappingProxyType(kept("toml", text, lambda: tomllib.loads(text)))


@cache
def _table(code: str, name: str) -> Mapping[str, object]:
    """One table of a language; the others are not looked at, which is most of the work."""
    found = re.search(rf"^\[{name}\]\n.*?(?=^\[[a-z_.]+\]$|\Z)", text_of(code), re.MULTILINE | re.DOTALL)
    return MappingProxyType(kept("toml", found[0], lambda: tomllib.loads(found[0]))[name] if found else {})


def written(code: str) -> Mapping[str, str]:
    """What `minutes` itself writes in a language, by key; English where the language has no table for it."""
    table = {**_table("en", "write"), **_table(code, "write")}
    return MappingProxyType({key: str(word) for key, word in table.items()})


@cache
def _common() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Common words → the languages that have them, and what one occurrence counts: words of minute-taking and
    months, which tell a short text's language where it has hardly a sentence, count three."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for code in codes():
        own = {"language": _table(code, "language")}
        for key, weight in (("common", 1), ("telling", 3)):
            for word in texts(own, "language", key):
                found[word] = (*found.get(word, ()), (code, weight))
    return MappingProxyType(found)


def detect(text: str) -> str:
    """The code of the language that a text is most likely written in; `en` in doubt."""
    sample = text[:20_000]
    if not sample.isascii():
        signs = len(CJK.findall(sample[:4000]))
        if signs > 40 or signs * 4 > len(sample) - sample.count("\r"):
            return "ja"
    counts: Counter[str] = Counter()
    common = _common()
    for word, times in Counter(_LETTERS.findall(sample.casefold())).items():
        for code, weight in common.get(word, ()):
            counts[code] += times * weight
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] > counts["en"] else "en"


def texts(tables: Tables, table: str, key: str) -> tuple[str, ...]:
    """The words of one list; none where the language has none."""
    value = tables.get(table, {}).get(key, [])
    return tuple(str(one) for one in value) if isinstance(value, list) else ()
