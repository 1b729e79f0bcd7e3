"""Where a file can be seen at its line on the web: GitHub, GitLab, Forgejo and Gitea, Bitbucket.

>>> forge = forge_of("git@github.com:harbour/board.git", "main")
>>> forge and line_link(forge, "minutes/2026-03-17 board.md", 12, 14)
'https://github.com/harbour/board/blob/main/minutes/2026-03-17%20board.md#L12-L14'
"""

from __future__ import annotations

import re
from types import MappingProxyType
from urllib.parse import quote

from minutes_cli.model import MinutesError

_REMOTE = re.compile(
    r"(?:(?P<scheme>https?|ssh|git)://(?:[^/@\s]*@)?(?P<host>[\w.-]+)(?::(?P<port>\d+))?/"
    r"|(?:[\w.-]+@)?(?P<short>[\w.-]+):(?!/))(?P<path>[\w./~+-]+?)(?:\.git)?/?"
)
_PATTERNS = MappingProxyType(
    {
        "github": "{base}/blob/{commit}/{path}#L{line}-L{end_line}",
        "gitlab": "{base}/-/blob/{commit}/{path}#L{line}-{end_line}",
        "codeberg": "{base}/src/commit/{commit}/{path}#L{line}-L{end_line}",
        "gitea": "{base}/src/commit/{commit}/{path}#L{line}-L{end_line}",
        "forgejo": "{base}/src/commit/{commit}/{path}#L{line}-L{end_line}",
        "bitbucket": "{base}/src/{commit}/{path}#lines-{line}:{end_line}",
    }
)
"""A word in the name of the host → what its links look like."""
_FIELD = re.compile(r"\{(\w*)\}")
_FIELDS = frozenset({"commit", "path", "line", "end_line"})


def forge_of(remote: str, commit: str) -> str | None:
    """The pattern of links to the lines of a commit, for a remote as git has it; None for a host nobody knows.

    A name and password within the address are left out.
    """
    found = _REMOTE.fullmatch(remote.strip())
    if found is None:
        return None
    host = (found["host"] or found["short"]).casefold()
    known = next((pattern for word, pattern in _PATTERNS.items() if word in host), None)
    if known is None:
        return None
    is_web = found["scheme"] in ("http", "https")
    where = f"{found['scheme'] if is_web else 'https'}://{host}" + (
        f":{found['port']}" if is_web and found["port"] else ""
    )
    return known.replace("{base}", f"{where}/{found['path'].strip('/')}").replace("{commit}", quote(commit, safe=""))


def own_pattern(written: str, commit: str) -> str:
    """The pattern that somebody gives, such as `https://git.example.org/board/{commit}/{path}#n{line}`.

    Raises MinutesError for one that is no address of the web, or has a field that there is not.
    """
    unknown = [name for name in _FIELD.findall(written) if name not in _FIELDS]
    if unknown or "{path}" not in written or not re.match(r"https?://[^\s/{}]+/", written):
        raise MinutesError(
            f"--source-url is {written!r}, and must be an address that begins with https:// and has {{path}}",
            hint="it may have {commit}, {path}, {line} and {end_line}",
        )
    return written.replace("{commit}", quote(commit, safe=""))


def line_link(pattern: str, path: str, line: int, end_line: int) -> str:
    """The address of these lines, from 1, of a file called `path` from the top of its repository."""
    values = {"path": quote(path, safe="/"), "line": str(line), "end_line": str(end_line)}
    found = _FIELD.sub(lambda field: values[field[1]], pattern)
    return re.sub(rf"L{line}-L?{line}$", f"L{line}", found) if line == end_line else found
