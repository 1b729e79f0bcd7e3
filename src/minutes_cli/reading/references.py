"""Issues and pull requests that the lines of an action name: `#647`, `org/project#12`, `…/pull/3125`, "PR 3544"."""

from __future__ import annotations

import re

_SIGN = r"(?<![\w&#/])(?:[\w.-]{1,40}/)?[\w.-]{0,40}#(?P<sign>\d{1,7})\b"
_OTHERS = (
    r"/(?:pull|pulls|issues|merge_requests)/(?P<address>\d{1,7})"
    r"|\b(?:PR|pull request|issue|MR|GH)[ -](?P<word>\d{1,7})\b"
    r"|^\W*(?:\[)?(?P<head>\d{3,7})\b(?!\])(?=[: ]\s*\D)"
)
_NAMED = re.compile(f"{_SIGN}|{_OTHERS}", re.IGNORECASE | re.MULTILINE)
_WITHOUT_SIGN = re.compile(_OTHERS, re.IGNORECASE | re.MULTILINE)
"""The same where there is no `#`, before which every word would be looked at."""
_LONGEST = 4000


def references(text: str) -> tuple[str, ...]:
    """The numbers, each once, in the order of the text.

    >>> references("- [3125](https://example.org/o/p/pull/3125): Ann to look at #12")
    ('3125', '12')
    """
    pattern = _NAMED if "#" in text else _WITHOUT_SIGN
    found = (one[one.lastgroup or 0] for one in pattern.finditer(text[:_LONGEST]))
    return tuple(dict.fromkeys(one.lstrip("0") or one for one in found))
