"""What the pages are called: names of files that every disk and every server takes, and that stay the same.

>>> file_names(["7n7jnzx7n9qb", "Gus Pemberton", "[2011/04]"])["Gus Pemberton"]
'gus-pemberton'
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import blake2b

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_LONGEST = 60
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|index)")
"""What Windows takes for a device whatever its ending, and what a server opens of itself."""


def file_names(keys: Iterable[str]) -> Mapping[str, str]:
    """A name without ending for each key, none twice: its own letters where they do, else with a hash of it."""
    plain = {key: _plain(key) for key in dict.fromkeys(keys)}
    times = Counter(plain.values())
    return {key: name if times[name] == 1 and _does(name) else _with_hash(name, key) for key, name in plain.items()}


def _does(name: str) -> bool:
    return bool(name) and not _DEVICES.fullmatch(name)


def _plain(key: str) -> str:
    folded = unicodedata.normalize("NFKD", key).casefold().encode("ascii", "ignore").decode("ascii")
    return _NOT_PLAIN.sub("-", folded).strip("-")[:_LONGEST].rstrip("-")


def _with_hash(name: str, key: str) -> str:
    mark = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
    return f"{name}-{mark}" if name else mark
