"""Where the command starts. `minutes --version` imports nothing but the version; the rest is `cli.run`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line of this process and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from minutes_cli.version import __version__

        sys.stdout.write(f"minutes {__version__}\n")
        return
    from minutes_cli.cli.run import run_here

    sys.exit(run_here(sys.argv[1:]))


if __name__ == "__main__":
    main()
