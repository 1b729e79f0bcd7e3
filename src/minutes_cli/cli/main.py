"""Where the command starts. `--version` imports the version alone; `quick` has the quick door, `run` the other."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line of this process and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from minutes_cli.version import __version__

        sys.stdout.write(f"minutes {__version__}\n")
        return
    from minutes_cli.cli.quick import answer_quickly, read_again, write_out

    if "_MINUTES_COMPLETE" in os.environ or "_MINUTES_REGISTER_COMPLETE" in os.environ:
        from minutes_cli.cli.offering import as_typed, offer_quickly

        text = offer_quickly(os.environ, os.getcwd(), called())
        text = as_typed(_offer() if text is None else text, os.environ)
    else:
        in_pipe = not sys.stdout.isatty()
        try:
            text = answer_quickly(sys.argv[1:], os.environ, os.getcwd(), in_pipe=in_pipe, refresh=read_again)
        except KeyboardInterrupt:  # while what has changed was read
            sys.exit(130)
    if text is not None:
        write_out(text)
        return
    from minutes_cli.cli.run import run_here

    sys.exit(run_here(sys.argv[1:], called()))


def _offer() -> str:
    """What the other door offers the shell."""
    from contextlib import redirect_stdout
    from io import StringIO

    from minutes_cli.cli.run import run_here

    with redirect_stdout(StringIO()) as out:
        run_here(sys.argv[1:], called())
    return out.getvalue()


def called() -> str:
    """What the command was called by: `minutes`, or `minutes-register` where another program has that name."""
    return "minutes-register" if "minutes-register" in os.path.basename(sys.argv[0]) else "minutes"


if __name__ == "__main__":
    main()
