"""`minutes report` and `minutes serve`: the register as pages, written to a folder or shown while files change."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli.clock import read_today
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import finish, number_of
from minutes_cli.cli.options import AtOption, BodyOption, PrivateOption, StrictOption
from minutes_cli.cli.session import Session, session_at, session_of
from minutes_cli.model import MinutesError

if TYPE_CHECKING:
    from minutes_cli.folder import Folder
    from minutes_cli.model import Register
    from minutes_cli.output.site.view import Asked

REPORT_EXAMPLES = examples(
    "minutes report -o site",
    'minutes report -o site --body "Harbour Lane Board" --title "Harbour Lane Board: who does what"',
    "minutes report --single -o register.html      one page, for mailing",
    "minutes report --write-templates mine         templates, to change ...",
    "minutes report -o site --templates mine       ... and used",
)
SERVE_EXAMPLES = examples("minutes serve", "minutes serve --port 0 --open", 'minutes serve --body "Harbour Lane Board"')
PORT = 8765
TitleOption = Annotated[str | None, typer.Option("--title", metavar="WORDS", help="What the pages are called.")]
TemplatesOption = Annotated[
    Path | None,
    typer.Option("--templates", metavar="FOLDER", help="Templates of your own, in place of those with their names."),
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source-url",
        metavar="PATTERN",
        help="What links to lines of the minutes look like, with {commit} {path} {line} {end_line}; none for none.",
    ),
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options say the pages are to hold."""

    bodies: list[str] | None
    title: str | None
    templates: Path | None
    source_url: str | None
    private: bool
    strict: bool


def report(
    context: typer.Context,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", help="The folder to write, or the file for --single."),
    ] = None,
    single: Annotated[bool, typer.Option("--single", help="One page with all that it needs, for mailing.")] = False,
    body: BodyOption = None,
    title: TitleOption = None,
    templates: TemplatesOption = None,
    write_templates: Annotated[
        Path | None,
        typer.Option("--write-templates", metavar="FOLDER", help="Write the templates there, and no report."),
    ] = None,
    source_url: SourceOption = None,
    private: PrivateOption = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that no report has written.")] = False,
    strict: StrictOption = False,
    at: AtOption = None,
) -> None:
    """Write the register as a web site that needs no server: for GitHub Pages, a file share or a mail.

    What stands under headings such as "In camera" is left out. A page of an action quotes the minutes and links
    to their lines where the remote of the repository is known.
    """
    session = session_of(context)
    if write_templates is not None:
        _write_templates(session, write_templates)
        return
    if output is None and not single:
        raise MinutesError("report needs to know where to write", hint="give a folder: minutes report -o site")
    session = session_at(context, at)
    wanted = Wanted(body, title, templates, source_url, private, strict)
    own = _own_templates(session, templates)
    folder = session.read(strict=strict)
    asked = asked_of(session, folder, wanted)
    if single:
        _write_single(session, asked, own, output)
    elif output is not None:
        _write_site(session, asked, own, output, force=force)
    finish(session, folder, "", 1, "")


def serve(
    context: typer.Context,
    port: Annotated[
        int, typer.Option("--port", "-p", metavar="N", min=0, max=65535, help="0 is any that is free.")
    ] = PORT,
    browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    body: BodyOption = None,
    title: TitleOption = None,
    templates: TemplatesOption = None,
    source_url: SourceOption = None,
    private: PrivateOption = False,
    strict: StrictOption = False,
) -> None:
    """Show the report in a browser on this machine, and show it anew whenever the minutes change. Ctrl-C ends it.

    Nobody else can reach it. What stands under headings such as "In camera" is left out.
    """
    from minutes_cli.store.serving import Show, changes, listening, open_browser

    session = session_of(context)
    wanted = Wanted(body, title, templates, source_url, private, strict)
    folder = session.read(strict=strict)
    show = Show(_live_pages(session, folder, wanted))
    place = folder.place
    settings = [place.config_path] if place.config_path else []
    watched = [*place.paths, *([str(session.world.cwd / templates)] if templates else [])]
    with listening(show, port) as address:
        session.say(f"{address} shows {_shown(folder, wanted)}; Ctrl-C ends it")
        if browser and not open_browser(address):
            session.say("minutes: no browser could be opened; open that address yourself")
        try:
            for _ in changes(watched, settings):
                _show_again(session, wanted, show.replace)
        except KeyboardInterrupt:
            session.say("")


def _show_again(session: Session, wanted: Wanted, replace: Callable[[Mapping[str, Callable[[], str]]], None]) -> None:
    """Reads the folder anew; what is wrong with it is said, and the pages of before stay."""
    try:
        folder = session.read(strict=wanted.strict)
        replace(_live_pages(session, folder, wanted))
    except MinutesError as fault:
        session.say(f"minutes: {fault}")
        return
    session.say(f"read again: {_shown(folder, wanted)}")


def _shown(folder: Folder, wanted: Wanted) -> str:
    """`65 actions`: how many the pages have."""
    return number_of(len(_register_of(folder, wanted).actions), "action")


def _register_of(folder: Folder, wanted: Wanted) -> Register:
    """What the pages are to tell of: without what is private, and of the bodies that are named."""
    from minutes_cli.register.part import of_bodies, public

    register = folder.register if wanted.private else public(folder.register)
    return of_bodies(register, wanted.bodies, folder.people.bodies) if wanted.bodies else register


def _live_pages(session: Session, folder: Folder, wanted: Wanted) -> Mapping[str, Callable[[], str]]:
    from minutes_cli.output.site.pages import site

    return site(asked_of(session, folder, wanted), _own_templates(session, wanted.templates), live=True).pages


def asked_of(session: Session, folder: Folder, wanted: Wanted) -> Asked:
    """What the pages are to be made of."""
    from minutes_cli.output.site.view import Asked
    from minutes_cli.register.part import public
    from minutes_cli.version import __version__

    left_out = 0 if wanted.private else len(folder.register.actions) - len(public(folder.register).actions)
    if left_out:
        session.say(f"{number_of(left_out, 'private action')} left out; --private lets them in")
    register = _register_of(folder, wanted)
    if wanted.bodies and not register.meetings:
        raise MinutesError(f"no body is called {' or '.join(wanted.bodies)}", hint="minutes meetings names them")
    return Asked(
        register=register,
        people=folder.people,
        today=session.today if session.told_today else read_today(None, session.world.environ),
        title=wanted.title or _title(register),
        lines=_lines_of(session, folder),
        source=_source_of(folder, wanted.source_url),
        made_by=f"minutes-register {__version__}",
    )


def _title(register: Register) -> str:
    bodies = {one.body for one in register.meetings if one.body}
    return f"{bodies.pop()}: action register" if len(bodies) == 1 else "Action register"


def _lines_of(session: Session, folder: Folder) -> Callable[[str, int, int], Sequence[str]]:
    """The lines of a file of the folder; a file that is as it is now is read as text, and not parsed once more."""
    from minutes_cli.store.files import Loaded, read
    from minutes_cli.store.find import absolute
    from minutes_cli.text import Source

    then = folder.by_path if session.then is not None else {}
    sources: dict[str, Source | None] = {}

    def source_of(path: str) -> Source | None:
        if session.then is not None:
            return then[path].source if path in then else None
        loaded = read(absolute(path, folder.place.root), folder.config.encodings)
        return Source(path, loaded.text) if isinstance(loaded, Loaded) else None

    def lines(path: str, first: int, last: int) -> Sequence[str]:
        if path not in sources:
            sources[path] = source_of(path)
        source = sources[path]
        if source is None:
            return ()
        return [source.line_span(at).of(source.text) for at in range(first, min(last, len(source.starts)) + 1)]

    return lines


def _source_of(folder: Folder, pattern: str | None) -> Callable[[str, int, int], str | None]:
    """Where lines of a file can be seen: by the pattern that is given, else by what the remote is known to have."""
    from minutes_cli.output.site.forge import forge_of, line_link, own_pattern
    from minutes_cli.store.remote import remote_of

    remote = None if pattern == "none" else remote_of(folder.place.root)
    given = own_pattern(pattern, remote.commit if remote else "HEAD") if pattern and pattern != "none" else None
    found = given or (forge_of(remote.address, remote.commit) if remote and remote.address else None)
    if found is None:
        return lambda path, line, end_line: None
    prefix, known = (remote.prefix, remote.files) if remote else ("", None)

    def link(path: str, line: int, end_line: int) -> str | None:
        return line_link(found, prefix + path, line, end_line) if known is None or path in known else None

    return link


def _own_templates(session: Session, folder: Path | None) -> Mapping[str, str]:
    if folder is None:
        return {}
    from minutes_cli.output.site.pages import built_in
    from minutes_cli.store.site import read_templates

    return read_templates(str(session.world.cwd / folder), built_in())


def _write_templates(session: Session, folder: Path) -> None:
    from minutes_cli.output.site.pages import built_in
    from minutes_cli.store.site import write_templates

    texts = built_in()
    write_templates(str(session.world.cwd / folder), texts.items())
    session.say(f"wrote {number_of(len(texts), 'file')} to {folder}; keep those that you change, and remove the others")


def _write_site(session: Session, asked: Asked, own: Mapping[str, str], output: Path, *, force: bool) -> None:
    from minutes_cli.cli.bar import bar_for, watched
    from minutes_cli.output.site.pages import site
    from minutes_cli.store.site import write_site

    pages = site(asked, own).pages
    with bar_for(session.world.err, f"writing {output}", in_color=session.color != "never") as bar:
        texts = (page() for page in watched(tuple(pages.values()), bar))
        done = write_site(str(session.world.cwd / output), tuple(pages), texts, force=force)
    size = f"{done.size / 1_000_000:.1f} MB"
    gone = f", {done.removed} removed" if done.removed else ""
    start = os.path.join(str(output), "index.html")
    session.say(
        f"wrote {number_of(done.changed + done.same, 'page')}, {size} ({done.changed} changed{gone}); open {start}"
    )


def _write_single(session: Session, asked: Asked, own: Mapping[str, str], output: Path | None) -> None:
    from minutes_cli.output.site.pages import single
    from minutes_cli.store.site import write_page

    text = single(asked, own)
    if output is None or str(output) == "-":
        session.write(text)
        return
    file = session.world.cwd / output
    if file.is_dir():
        raise MinutesError(
            f"{output} is a folder, and --single writes one file", hint=f"give {output / 'register.html'}"
        )
    write_page(str(file), text)
    session.say(f"wrote {output}, {len(text.encode()) / 1_000_000:.1f} MB")
