"""The quick door of the shell's completion: ids, owners and bodies from the index, before anything else is loaded.

What a command takes where is in the rows of `commands` and `words`; a test holds them equal to what Typer's door
offers. Whatever is in doubt (quotes, an option not known here, a folder that has changed) is left to that door.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from minutes_cli.cli.commands import COMMANDS
from minutes_cli.cli.words import ACTIONS, ROOT, UnreadWords, read_words

Offer = tuple[str, str]
"""What to type, and a word of explanation."""
_VARIABLES = ("_MINUTES_COMPLETE", "_MINUTES_REGISTER_COMPLETE")
_SHELLS = ("bash", "zsh", "fish")
_LONGEST_HINT = 60
"""Cells that a hint may take: one that is broken over two lines would be two offers."""


def offer_quickly(environ: Mapping[str, str], cwd: str, name: str) -> str | None:
    """What the shell is to be offered, as it reads it; None where the other door has to be taken.

    `name`: what the command is called, by which the shell's variable is named.
    """
    variable = f"_{name.replace('-', '_').upper()}_COMPLETE"
    if any(one in environ for one in _VARIABLES if one != variable):
        return None
    shell = environ.get(variable, "").removeprefix("complete_")
    is_asked = shell == "fish" and environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args"
    typed = _typed(shell, environ) if shell in _SHELLS else None
    if typed is None:
        return None
    words, incomplete = typed
    offers = _offers(words, environ, cwd, names_alone=shell == "bash" or is_asked)
    found = fitting(offers or (), incomplete)
    if not found:
        return None
    if shell == "bash":
        return "".join([f"{one}\n" for one, _ in found])
    if shell == "zsh":
        return "_arguments '*: :((" + "\n".join([_zsh_offer(*one) for one in found]) + "))'\n"
    if any(hint.count(":") > 1 for _, hint in found):  # Typer makes a picture of what stands between them
        return None
    return "" if is_asked else "".join([f"{one}\t{hint}\n" if hint else f"{one}\n" for one, hint in found])


def as_typed(offers: str, environ: Mapping[str, str]) -> str:
    """What bash is offered, a line each, as it reads words: where no quote is open, a space would end one."""
    if "complete_bash" not in (environ.get(one) for one in _VARIABLES) or _is_quoted(environ.get("COMP_WORDS", "")):
        return offers
    return "".join([one if one.isalnum() or one in "_@%+=:,./-\n" else f"\\{one}" for one in offers])


def _is_quoted(line: str) -> bool:
    """Whether a quote is open at the end of a line."""
    quote, is_escaped = "", False
    for one in line:
        if is_escaped:
            is_escaped = False
        elif one == "\\" and quote != "'":
            is_escaped = True
        elif quote:
            quote = "" if one == quote else quote
        elif one in "'\"":
            quote = one
    return bool(quote)


def _offers(words: Sequence[str], environ: Mapping[str, str], cwd: str, *, names_alone: bool) -> Iterable[Offer] | None:
    """Everything that may stand in the next place; None where that is not known here."""
    kind = _kind(words)
    if kind == "commands":
        return [(one.name, "") for one in COMMANDS] if names_alone else None
    if kind is None:
        return None
    from minutes_cli.cli.quick import plain_path
    from minutes_cli.store.hot import known_ids, known_names

    start = plain_path(start_of(words))
    if kind == "ids":
        return known_ids(start, environ, cwd, hints=not names_alone)
    names = known_names(start, environ, cwd)
    return None if names is None else [(one, "") for one in sorted_names(names[kind == "bodies"])]


def start_of(words: Sequence[str]) -> str | None:
    """The `-C` of the line that is being typed, wherever it stands in it."""
    for word, value in zip(words, [*words[1:], ""], strict=True):
        if word in ("-C", "--dir") and value:
            return value
        if word.startswith("--dir="):
            return word.removeprefix("--dir=")
        if word.startswith("-C") and word != "-C":
            return word[2:]
    return None


def fitting(offers: Iterable[Offer], incomplete: str) -> list[Offer]:
    """Those that begin with what is typed and that a terminal shows as they are, with short hints."""
    return [
        (name, _hint(hint))
        for name, hint in offers
        if name.startswith(incomplete) and (name.isprintable() or _clean(name) == name)
    ]


def sorted_names(names: Iterable[str]) -> list[str]:
    """Names as people sort them; those that differ in their case alone in an order of their own."""
    return sorted(names, key=lambda one: (one.casefold(), one))


def _hint(words: str) -> str:
    """A hint on one line, without what Typer would take for marks of its own."""
    cleaned = words if words.isprintable() else _clean(words)
    longest = _LONGEST_HINT if cleaned.isascii() else _LONGEST_HINT // 2
    shown = cleaned if len(cleaned) <= longest else cleaned[:longest].rstrip() + " ..."
    return shown.replace("[", "(").replace("]", ")").replace("\\", "/")


def _clean(text: str) -> str:
    from minutes_cli.output.clean import clean

    return clean(text)


def _typed(shell: str, environ: Mapping[str, str]) -> tuple[list[str], str] | None:
    """The words behind the command's own, and the one that is not yet whole; None for those that need a shell's eye."""
    line = environ.get("COMP_WORDS" if shell == "bash" else "_TYPER_COMPLETE_ARGS", "")
    line = line.replace("\n", " ") if shell == "bash" else line  # by which its script parts the words
    if not line.isprintable() or not line.isascii() or any(one in line for one in "'\"\\="):
        return None
    words = line.split()[1:]
    if shell == "bash":
        place = environ.get("COMP_CWORD", "")
        if not (place.isascii() and place.isdigit() and 0 < int(place) <= len(words) + 1):
            return None
        words = words[: int(place)]
        whole = int(place) > len(words)
    else:
        whole = not words or line.endswith(" ")
    incomplete = "" if whole else words.pop()
    return None if incomplete.startswith("-") or "--" in words else (words, incomplete)


def _kind(words: Sequence[str]) -> str | None:
    """What the next word is: ids, owners, bodies or commands; None for anything else."""
    try:
        rest = read_words(ROOT, words, stops=True)[1]
        if not rest:
            return "commands"
        name, given = rest[0], rest[1:]
        if not any(one.startswith("-") for one in given):
            takes = next((one.takes for one in COMMANDS if one.name == name), "")
            return takes.removesuffix("...") if takes and (takes.endswith("...") or not given) else None
        read_words(ACTIONS, given[:-1])
    except UnreadWords:
        return None
    offers = {spelling: one.offers for one in ACTIONS for spelling in one.spellings}.get(given[-1], "")
    return offers if name == "actions" and offers in ("owners", "bodies") else None


def _zsh_offer(name: str, hint: str) -> str:
    return f'"{_zsh_quoted(name)}"' + (f':"{_zsh_quoted(hint)}"' if hint else "")


def _zsh_quoted(words: str) -> str:
    for one, harmless in (('"', '""'), ("'", "''"), ("$", "\\$"), ("`", "\\`"), (":", "\\\\:")):
        words = words.replace(one, harmless)
    return words
