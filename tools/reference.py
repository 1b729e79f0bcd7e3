"""The parts of the documents that come from the program's own tables: written here, held true by a test.

A page has a region between `<!-- generated: NAME -->` and `<!-- end -->`; its text is what the function
of that name below gives. The man page and the completions are whole files of the same kind.

    python tools/reference.py            write all of them anew
    python tools/reference.py --check    say which are out of date, exit 1
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from minutes_cli import config
from minutes_cli.cli.app import app
from minutes_cli.cli.run import run
from minutes_cli.cli.session import World
from minutes_cli.output import findings, table
from minutes_cli.register import fields
from minutes_cli.version import __version__

ROOT = Path(__file__).resolve().parents[1]
REGION = re.compile(r"(?<=<!-- generated: )(\w+)( -->\n)(.*?)(?=<!-- end -->)", re.DOTALL)
SHELLS = {"bash": "minutes.bash", "zsh": "_minutes", "fish": "minutes.fish"}


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that people see, by name."""
    group: Any = typer.main.get_command(app)
    for name in sorted(group.commands):
        if not group.commands[name].hidden:
            yield name, group.commands[name]


def paragraphs(command: Any) -> list[str]:
    """What a command's help says of it, a paragraph each."""
    return [" ".join(part.split()) for part in (command.help or "").split("\n\n")]


def examples(command: Any) -> list[str]:
    """The lines of the examples of its help."""
    told = (command.epilog or "").partition("Examples:\n")[2].partition("\n\n")[0]
    return [line.strip() for line in told.splitlines()]


def parameters(command: Any) -> Iterator[tuple[str, str]]:
    """The arguments and options of a command as they are written, and what they mean."""
    for one in command.params:
        if getattr(one, "hidden", False):
            continue
        if one.param_type_name == "argument":
            yield one.make_metavar(typer.Context(command)), one.help or ""
            continue
        names = ", ".join(sorted((*one.opts, *one.secondary_opts), key=len))
        choices = "|".join(getattr(one.type, "choices", ()))
        value = "" if one.is_flag or one.count else f" {one.metavar or choices or one.type.name.upper()}"
        yield names + value, one.help or ""


def rows(head: Iterable[str], body: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    names = list(head)
    lines = [names, ["---"] * len(names), *([cell.replace("|", "\\|") for cell in row] for row in body)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def commands_region() -> str:
    """Each command: what it does, its arguments and options, and its examples."""
    parts = []
    for name, command in commands():
        shown = "\n".join(examples(command))
        told = rows(("option", "meaning"), ((f"`{names}`", meaning) for names, meaning in parameters(command)))
        parts.append(f"## `{name}`\n\n" + "\n\n".join(paragraphs(command)) + f"\n\n{told}\n```sh\n{shown}\n```\n")
    return "\n" + "\n".join(parts) + "\n"


def everywhere_region() -> str:
    """The options of all commands."""
    root: Any = typer.main.get_command(app)
    return rows(("option", "meaning"), ((f"`{names}`", meaning) for names, meaning in parameters(root)))


def fields_region() -> str:
    """The fields of an action: columns, sort keys, keys of JSON, query terms."""
    return rows(
        ("field", "kind", "query", "meaning"),
        (
            (f"`{one.name}`", one.kind, ", ".join(f"`{term}:`" for term in one.terms), one.meaning)
            for one in fields.FIELDS
        ),
    )


def settings_region() -> str:
    """The single keys of `minutes.toml`."""
    return rows(
        ("key", "value", "meaning", "example"),
        ((f"`{one.key}`", one.kind.replace("|", ", "), one.meaning, f"`{one.example}`") for one in config.FIELDS),
    )


def formats_region() -> str:
    """The formats of lists, and those of `check`."""
    lists = ", ".join(f"`{one.name}`" for one in table.FORMATS)
    check = ", ".join(f"`{one.name}`" for one in findings.FORMATS)
    return rows(("of", "formats"), (("lists", f"`table`, {lists}"), ("`minutes check`", check)))


REGIONS: dict[str, Callable[[], str]] = {
    "commands": commands_region,
    "everywhere": everywhere_region,
    "fields": fields_region,
    "settings": settings_region,
    "formats": formats_region,
}


def page(text: str) -> str:
    """A page with all its regions written anew."""
    return REGION.sub(lambda found: f"{found[1]}{found[2]}{REGIONS[found[1]]()}", text)


def roff(words: str) -> str:
    """Words as roff has them."""
    return re.sub(r"^([.'])", r"\\&\1", words.replace("\\", "\\e").replace("-", "\\-"), flags=re.MULTILINE)


def manual() -> str:
    """The man page `minutes(1)`."""
    root: Any = typer.main.get_command(app)
    lines = [f'.TH MINUTES 1 "" "minutes {__version__}" "User Commands"', ".nh", ".SH NAME"]
    lines += ["minutes \\- the action register of a folder of plain\\-text minutes", ".SH SYNOPSIS"]
    lines += [".B minutes", "[\\fIOPTION\\fR]... [\\fICOMMAND\\fR] [\\fIARGUMENT\\fR]...", ".SH DESCRIPTION"]
    lines += ["\n.PP\n".join(map(roff, paragraphs(root))), ".SH OPTIONS", *option_lines(root), ".SH COMMANDS"]
    for name, command in commands():
        lines += [f".SS {roff(name)}", "\n.PP\n".join(map(roff, paragraphs(command))), *option_lines(command)]
        lines += [".PP", "Examples:", ".PP", ".nf", *(f"    {roff(one)}" for one in examples(command)), ".fi"]
    lines += [".SH EXIT STATUS", *EXIT, ".SH ENVIRONMENT", *ENVIRONMENT]
    return "\n".join(lines) + "\n"


def option_lines(command: Any) -> Iterator[str]:
    """The arguments and options in roff."""
    for names, meaning in parameters(command):
        yield from (".TP", f"\\fB{roff(names)}\\fR", roff(meaning) or "\\&")


def _terms(told: dict[str, str]) -> list[str]:
    return [line for name, meaning in told.items() for line in (".TP", f"\\fB{roff(name)}\\fR", roff(meaning))]


EXIT = _terms(
    {
        "0": "Fine, also when nothing matches.",
        "1": "The check found something; a change could not be made; with --strict-read, a file could not be read.",
        "2": "The command, query, settings, folder, owner or id is unknown, wrong or ambiguous.",
        "70": "A fault of the program, which it asks you to report.",
        "130": "Interrupted; nothing is half done.",
    }
)
ENVIRONMENT = _terms(
    {
        "MINUTES_DIR": "The minutes folder, or the project around it, where -C is not given.",
        "MINUTES_TODAY": "The day to call today, as --today.",
        "MINUTES_ME": "Who owner:me is.",
        "NO_COLOR, FORCE_COLOR, COLUMNS": "As everywhere.",
    }
)


def completion(shell: str) -> str:
    """What the program itself gives a shell to complete its words with."""
    environ = os.environ | {"_MINUTES_COMPLETE": f"source_{shell}"}
    words = "import sys; sys.argv = ['minutes']; from minutes_cli.cli.main import main; main()"
    told = subprocess.run([sys.executable, "-c", words], env=environ, capture_output=True, text=True, check=False)
    if not told.stdout:
        raise SystemExit(f"no completion for {shell}: {told.stderr}")
    return told.stdout.strip() + "\n"


def picture() -> str:
    """What a terminal shows of one question, in its colours, as SVG; no font is fetched."""
    question = ["actions", "--overdue", "--body", "board", "--color", "always"]
    environ = {"COLUMNS": "100", "TERM": "xterm-256color", "MINUTES_TODAY": "2026-03-20"}
    out, err = Screen(), Screen()
    run(question, World(environ, ROOT, out, err))
    console = Console(record=True, width=100, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text("$ minutes actions --overdue --body board", style="bold"))
    console.print(Text.from_ansi(out.getvalue() + err.getvalue()))
    told = console.export_svg(title="minutes", unique_id="minutes")
    told = re.sub(r"@font-face \{.*?\}\s*", "", told, flags=re.DOTALL)
    return (
        re.sub(r"[ \t]+$", "", told.replace("Fira Code, monospace", "ui-monospace, monospace"), flags=re.MULTILINE)
        + "\n"
    )


class Screen(StringIO):
    """What stands on a terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def wanted() -> Iterator[tuple[Path, str]]:
    """Every file that is made here, wholly or in part, and what should stand in it."""
    for path in sorted(ROOT.glob("docs/**/*.md")):
        text = path.read_text(encoding="utf-8")
        if REGION.search(text):
            yield path, page(text)
    yield ROOT / "share" / "minutes.1", manual()
    yield ROOT / "docs" / "terminal.svg", picture()
    for shell, name in SHELLS.items():
        yield ROOT / "share" / name, completion(shell)


def main() -> None:
    """Write, or with `--check` compare."""
    old = [(path, text) for path, text in wanted() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path, _ in old:
            sys.stdout.write(f"out of date: {path.relative_to(ROOT)} (python tools/reference.py)\n")
        sys.exit(bool(old))
    for path, text in old:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
