"""Runs command lines in children of its own, one for each line of standard input, with faults of the system in them.

Started by tests/test_system_calls.py with `faults.c` loaded. A request is an object: `words`, `cwd`, `environ` (what
the command is told of its surroundings), `faults` (variables for `faults.c`, none for none) and `answer`, the file to
which output, messages and exit code go. The first request of a kind is carried out here too, so that children have
everything loaded already.
"""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

from minutes_cli.cli.quick import answer_quickly
from minutes_cli.cli.run import run
from minutes_cli.cli.session import World


def carried_out(request: dict[str, Any]) -> tuple[str, str, int]:
    """What a command line prints, and its exit code, as `minutes_cli.cli.main` does it in a pipe."""
    words, environ, cwd = request["words"], request["environ"], request["cwd"]
    os.chdir(cwd)
    quick = answer_quickly(words, environ, cwd, in_pipe=True)
    if quick is not None:
        return quick, "", 0
    out, err = io.StringIO(), io.StringIO()
    code = run(words, World(environ, Path(cwd), out, err))
    return out.getvalue(), err.getvalue(), code


def answer(request: dict[str, Any]) -> None:
    """In a child: the command with its faults, and what came of it."""
    os.environ.update(request["faults"])
    try:
        told = carried_out(request)
    except BaseException as fault:
        told = ("", f"Traceback: {fault!r}", 70)
    os.environ.pop("FAULT_NTH", None)
    Path(request["answer"]).write_text(json.dumps(told), encoding="utf-8")
    os._exit(0)


def main() -> None:
    """Answers requests until there are no more; a line is written for each."""
    for line in sys.stdin:
        request = json.loads(line)
        if request.get("warm"):
            carried_out(request)
        elif (child := os.fork()) == 0:
            answer(request)
        else:
            os.waitpid(child, 0)
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
