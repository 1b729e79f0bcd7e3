"""Shows pages on this machine alone, and says when files change: the only socket that listens.

The server answers on the loopback address, to requests that name it, and gives out pages that it was handed; it
opens no file, whatever is asked for.
"""

from __future__ import annotations

import os
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from urllib.parse import unquote, urlsplit

from minutes_cli.model import MinutesError

HOST = "127.0.0.1"
CHANGES = "/changes"
_HEARTBEAT = 15.0
"""Seconds after which a silent browser is looked for."""
_KINDS = (
    (".html", "text/html; charset=utf-8"),
    (".css", "text/css; charset=utf-8"),
    (".js", "text/javascript; charset=utf-8"),
    (".svg", "image/svg+xml"),
)
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)

Page = Callable[[], str]


class Show:
    """The pages that are shown now; browsers wait in it for the next ones."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self._pages, self._version, self._ended = pages, 0, False
        self._changed = Condition()

    def page(self, path: str) -> Page | None:
        """What makes the text of a page, by its path from the top; None where there is none."""
        return self._pages.get(path)

    @property
    def version(self) -> int:
        """How often the pages were replaced; -1 when the show is over."""
        return -1 if self._ended else self._version

    def replace(self, pages: Mapping[str, Page]) -> None:
        """Show these from now on, and tell every browser."""
        with self._changed:
            self._pages, self._version = pages, self._version + 1
            self._changed.notify_all()

    def end(self) -> None:
        """Let every browser go."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """The version after `seen`, or after so many seconds the same."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != seen, seconds)
            return self.version


@contextmanager
def listening(show: Show, port: int) -> Iterator[str]:
    """Shows the pages at the address that it gives, until the block is left; `port` 0 is any that is free.

    Raises MinutesError where the port cannot be had.
    """

    class Handler(_Handler):
        pages = show

    try:
        server = ThreadingHTTPServer((HOST, port), Handler)
    except (OSError, OverflowError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise MinutesError(
            f"port {port} of {HOST} cannot be had: {reason.lower()}",
            hint="another minutes serve may be running; choose another with --port, or 0 for any that is free",
        ) from fault
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}/"
    finally:
        show.end()
        server.shutdown()
        server.server_close()


def changes(paths: Sequence[str], single: Sequence[str] = (), stop: Event | None = None) -> Iterator[None]:
    """Comes back each time that something changed in the folders, or one of the single files did.

    Ends when `stop` is set. Several changes at once come as one.
    """
    from watchfiles import watch

    files = {os.path.realpath(one) for one in single if os.path.exists(one)}
    while stop is None or not stop.is_set():
        for found in watch(*paths, *files, stop_event=stop, raise_interrupt=True, rust_timeout=200, debounce=400):
            yield
            if files & {os.path.realpath(path) for _, path in found}:
                break  # an editor puts a new file in its place, and the old one is watched no more


def open_browser(address: str) -> bool:
    """Whether a browser could be asked to show the address."""
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False


class _Handler(BaseHTTPRequestHandler):
    pages: Show
    protocol_version = "HTTP/1.1"
    server_version = "minutes"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """One page, or the stream that says when pages change."""
        if not self._is_for_us():
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, "text/plain", b"this server answers to 127.0.0.1 alone\n")
            return
        path = unquote(urlsplit(self.path).path)
        if path == CHANGES:
            self._tell_changes()
            return
        path = (path + "index.html" if path.endswith("/") else path).removeprefix("/")
        page = self.pages.page(path)
        if page is None:
            self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"there is no such page\n")
            return
        try:
            raw = page().encode("utf-8")
        except MinutesError as fault:
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8", f"{fault}\n".encode())
            return
        kind = next((kind for ending, kind in _KINDS if path.endswith(ending)), "text/plain; charset=utf-8")
        self._answer(HTTPStatus.OK, kind, raw)

    def do_HEAD(self) -> None:
        """The same without its text."""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the terminal is the user's."""

    def _is_for_us(self) -> bool:
        """Whether the request names this machine: a page of another site may have been told our address is its own."""
        host = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host") or ""
        return host in {"127.0.0.1", "localhost", "[::1]"}

    def _answer(self, status: HTTPStatus, kind: str, raw: bytes) -> None:
        try:
            self.send_response(status)
            for name, value in (*_HEADERS, ("Content-Type", kind), ("Content-Length", str(len(raw)))):
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(raw)
        except ConnectionError:
            self.close_connection = True

    def _tell_changes(self) -> None:
        self.close_connection = True
        seen = self.pages.version
        try:
            self.send_response(HTTPStatus.OK)
            for name, value in (*_HEADERS, ("Content-Type", "text/event-stream"), ("Connection", "close")):
                self.send_header(name, value)
            self.end_headers()
            while True:
                now = self.pages.wait(seen, _HEARTBEAT)
                if now == -1:
                    return
                self.wfile.write(b": still here\n\n" if now == seen else b"event: changed\ndata: \n\n")
                self.wfile.flush()
                seen = now
        except ConnectionError:
            return
