"""The end of a command's help. Nothing is imported here: the root help is to be there at once."""

from __future__ import annotations

EPILOG = "Everywhere: -C/--dir PATH, --today DATE, --color auto|always|never, --strict-read, --no-cache, --debug."


def examples(*lines: str) -> str:
    """The end of a command's help: its examples, then the options that it shares with all others."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines) + f"\n\n{EPILOG}"
