"""The report as files: what is written where, what stays out, what strangers' words cannot do."""

from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path
from threading import Event, Thread

import pytest

from minutes_cli.cli.run import run
from minutes_cli.cli.session import World
from minutes_cli.model import MinutesError
from minutes_cli.output.site.forge import forge_of, line_link, own_pattern
from minutes_cli.output.site.names import file_names
from minutes_cli.store.serving import Show, changes, listening

HOSTILE = """# <script>alert(1)</script> Board, 3 March 2026

Present: Ann <img src=x onerror=alert(2)>, Ben

## </title><script>alert(3)</script>

- [ ] Ann: "><svg onload=alert(4)> click [here](javascript:alert(5)) {{ 7*7 }} {% raw %}
- [ ] B\u202eneb: turn \u2066round\u2069 \x1b[31mred\x1b[0m </script><script>alert(6)</script>
- DECISION: <iframe src="https://evil.example"></iframe> is agreed

## In camera

- [ ] Cleo: dismiss the gutter
- DECISION: the gutter is dismissed
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / "2026-03-03.md").write_text(HOSTILE, encoding="utf-8")
    return tmp_path


def minutes(folder: Path, *words: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    code = run([*words, "--today", "2026-04-20"], World({"NO_COLOR": "1"}, folder, out, err))
    return code, out.getvalue(), err.getvalue()


def texts(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in site.rglob("*.*")
        if path.is_file()
    }


class Tags(HTMLParser):
    """The tags of a page, as a browser reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


def tags(text: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    reader = Tags()
    reader.feed(text)
    return reader.found


def test_every_page_is_linked_and_every_link_leads_to_a_page(folder: Path) -> None:
    assert minutes(folder, "report", "-o", "site")[0] == 0
    pages = {name: text for name, text in texts(folder / "site").items() if name.endswith(".html")}
    linked = set()
    for name, text in pages.items():
        for href in re.findall(r'(?:href|src)="([^"#:]+)', text):
            target = (folder / "site" / name).parent / href
            assert target.is_file(), f"{name} leads to {href}"
            linked.add(target.resolve())
    assert {(folder / "site" / name).resolve() for name in pages} <= linked


def test_words_of_strangers_are_words(folder: Path) -> None:
    minutes(folder, "report", "-o", "site")
    minutes(folder, "report", "--single", "-o", "one.html")
    pages = {**texts(folder / "site"), "one": (folder / "one.html").read_text(encoding="utf-8")}
    told = "".join(pages.values())
    assert "&lt;svg onload" in told
    for name, text in pages.items():
        if name == "register-data.js":
            assert "<" not in text
            continue
        for tag, attributes in tags(text):
            assert tag != "iframe", name
            assert tag not in ({"script"} if name.endswith(".svg") else {"svg"}), name
            assert not any(
                key.startswith("on") or (key == "style" and not name.endswith(".svg")) for key, _ in attributes
            ), name
            links = [value or "" for key, value in attributes if key in {"href", "src"}]
            assert not [one for one in links if ":" in one and not one.startswith("data:image/svg+xml;base64,")], name
        assert text.count("<script") in (0, 2), name
        assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), name
    assert "49" not in told.replace("2026-03-03", "") or "{{ 7*7 }}" in told


def test_every_page_has_a_strict_policy(folder: Path) -> None:
    minutes(folder, "report", "-o", "site")
    for name, text in texts(folder / "site").items():
        if name.endswith(".html"):
            policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
            assert policy
            assert policy[1].startswith("default-src 'none'"), name
            assert "unsafe" not in policy[1]
            assert not [tag for tag, _ in tags(text) if tag == "style"], name


def test_what_is_private_stays_out_unless_asked_for(folder: Path) -> None:
    _, _, err = minutes(folder, "report", "-o", "site")
    assert "1 private action left out; --private lets them in" in err
    assert "gutter" not in "".join(texts(folder / "site").values()).casefold()
    minutes(folder, "report", "--single", "-o", "one.html")
    assert "gutter" not in (folder / "one.html").read_text(encoding="utf-8").casefold()
    minutes(folder, "report", "-o", "all", "--private")
    told = "".join(texts(folder / "all").values())
    assert "dismiss the gutter" in told
    assert "the gutter is dismissed" in told


def test_a_second_report_writes_what_has_changed_and_removes_what_is_gone(folder: Path) -> None:
    minutes(folder, "report", "-o", "site")
    before = set(texts(folder / "site"))
    assert "(0 changed)" in minutes(folder, "report", "-o", "site")[2]
    file = folder / "minutes" / "2026-03-03.md"
    file.write_text(file.read_text(encoding="utf-8").replace("- [ ] Ann:", "- Ann"), encoding="utf-8")
    (folder / "site" / "mine.txt").write_text("mine", encoding="utf-8")
    assert "removed" in minutes(folder, "report", "-o", "site")[2]
    gone = before - set(texts(folder / "site"))
    assert {name.split("/")[0] for name in gone} == {"actions", "owners"}
    assert (folder / "site" / "mine.txt").exists()


def test_a_file_of_somebody_elses_is_left_alone(folder: Path) -> None:
    (folder / "index.html").write_text("mine", encoding="utf-8")
    code, _, err = minutes(folder, "report", "-o", ".")
    assert code == 1
    assert "index.html exists, and was not written by minutes report" in err
    assert (folder / "index.html").read_text(encoding="utf-8") == "mine"
    assert not (folder / "style.css").exists()
    assert minutes(folder, "report", "--single", "-o", "index.html")[0] == 1
    assert minutes(folder, "report", "-o", ".", "--force")[0] == 0


def test_a_single_page_takes_the_place_of_an_older_one(folder: Path) -> None:
    for _ in range(2):
        code, _, err = minutes(folder, "report", "--single", "-o", "one.html")
        assert (code, "wrote one.html" in err) == (0, True)
    code, out, _ = minutes(folder, "report", "--single")
    assert (code, out) == (0, (folder / "one.html").read_text(encoding="utf-8"))


def test_links_in_the_folder_lead_the_report_nowhere(folder: Path) -> None:
    outside = folder / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("kept", encoding="utf-8")
    (folder / "site").mkdir()
    (folder / "site" / "actions").symlink_to(outside)
    code, _, err = minutes(folder, "report", "-o", "site")
    assert (code, list(outside.iterdir())) == (1, [outside / "index.html"])
    assert "is a link to another place" in err


def test_the_list_of_a_report_removes_pages_only(folder: Path) -> None:
    (folder / "site").mkdir()
    (folder / "site" / ".minutes-report").write_text(
        "../minutes/2026-03-03.md\nmine.txt\n/etc/x.html\n", encoding="utf-8"
    )
    (folder / "site" / "mine.txt").write_text("mine", encoding="utf-8")
    assert minutes(folder, "report", "-o", "site")[0] == 0
    assert (folder / "minutes" / "2026-03-03.md").exists()
    assert (folder / "site" / "mine.txt").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["report"], "report needs to know where to write"),
        (["report", "-o", "site", "--body", "Zoo"], "no body is called Zoo"),
        (["report", "-o", "site", "--templates", "nowhere"], "the templates in"),
        (["report", "-o", "site", "--source-url", "javascript:{path}"], "--source-url is"),
        (["report", "-o", "site", "--source-url", "https://x.example/{path}/{who}"], "--source-url is"),
        (["report", "--single", "-o", "minutes"], "minutes is a folder"),
    ],
)
def test_what_cannot_be_reported_is_said(folder: Path, words: list[str], told: str) -> None:
    code, out, err = minutes(folder, *words)
    assert (code, out) == (2, "")
    assert told in err


def test_a_folder_that_cannot_be_written_is_said(folder: Path) -> None:
    (folder / "file").write_text("", encoding="utf-8")
    code, _, err = minutes(folder, "report", "-o", "file/site")
    assert code == 1
    assert "cannot be written" in err


def test_templates_come_from_the_command_line_alone(folder: Path) -> None:
    assert minutes(folder, "report", "--write-templates", "mine")[0] == 0
    page = folder / "mine" / "owners.html.j2"
    page.write_text(
        "{% extends 'base.html' %}{% block main %}Who {% include '_us.html' %}{% endblock %}", encoding="utf-8"
    )
    (folder / "mine" / "_us.html.j2").write_text("{{ site }} <b>&amp;</b>", encoding="utf-8")
    assert minutes(folder, "report", "-o", "site", "--templates", "mine", "--title", "A < B")[0] == 0
    assert "Who A &lt; B <b>&amp;</b>" in (folder / "site" / "owners.html").read_text(encoding="utf-8")
    assert minutes(folder, "report", "-o", "plain")[0] == 0
    assert "Who " not in (folder / "plain" / "owners.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "template",
    ["{{ nothing }}", "{% for %}", "{{ ''.__class__.__mro__ }}", "{{ site.no.such }}", "{% include 'gone.html' %}"],
)
def test_a_template_that_cannot_be_used_is_said(folder: Path, template: str) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / "owners.html.j2").write_text(template, encoding="utf-8")
    code, _, err = minutes(folder, "report", "-o", "site", "--templates", "mine")
    assert (code, "template" in err) == (2, True)


def test_actions_link_to_their_lines_at_the_commit_that_the_remote_has(folder: Path) -> None:
    git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b"]
    for words in (["init", "-q"], ["add", "minutes"], ["commit", "-qm", "one"]):
        subprocess.run([*git, *words], check=True)
    subprocess.run([*git, "remote", "add", "origin", "https://me:secret@github.com/roof/board.git"], check=True)
    minutes(folder, "report", "-o", "site")
    told = "".join(texts(folder / "site").values())
    assert "https://github.com/roof/board/blob/HEAD/minutes/2026-03-03.md#L7" in told
    assert "secret" not in told
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    subprocess.run([*git, "update-ref", "refs/remotes/origin/main", head], check=True)
    minutes(folder, "report", "-o", "site")
    assert f"/blob/{head}/minutes/2026-03-03.md#L7" in "".join(texts(folder / "site").values())


@pytest.mark.parametrize(
    ("remote", "link"),
    [
        ("git@github.com:a/b.git", "https://github.com/a/b/blob/c0/x%20y.md#L2-L4"),
        ("ssh://git@gitlab.example.org:2222/g/s/b.git", "https://gitlab.example.org/g/s/b/-/blob/c0/x%20y.md#L2-4"),
        ("https://gitlab.com:8443/a/b", "https://gitlab.com:8443/a/b/-/blob/c0/x%20y.md#L2-4"),
        ("https://codeberg.org/a/b.git", "https://codeberg.org/a/b/src/commit/c0/x%20y.md#L2-L4"),
        ("git@bitbucket.org:a/b.git", "https://bitbucket.org/a/b/src/c0/x%20y.md#lines-2:4"),
        ("https://token@github.com/a/b", "https://github.com/a/b/blob/c0/x%20y.md#L2-L4"),
        ("https://git.example.org/a/b", None),
        ("/srv/git/b.git", None),
        ("javascript://github.com/%0aalert(1)", None),
        ('https://github.com/a/b"onload=', None),
    ],
)
def test_where_the_lines_of_a_remote_are(remote: str, link: str | None) -> None:
    pattern = forge_of(remote, "c0")
    assert (pattern and line_link(pattern, "x y.md", 2, 4)) == link


def test_one_line_is_no_range() -> None:
    assert line_link(forge_of("git@github.com:a/b", "c0") or "", "x.md", 12, 12).endswith("x.md#L12")
    assert line_link(own_pattern("https://h.org/{path}?h={commit}#n{line}", "c0"), "x.md", 3, 3) == (
        "https://h.org/x.md?h=c0#n3"
    )


def test_names_of_pages_suit_every_disk() -> None:
    names = file_names(["Ann Lee", "ann-lee", "CON", "../../etc", "", "日本", "日 本", "a" * 300, "[2011/04]"])
    assert len(set(names.values())) == len(names)
    assert all(re.fullmatch("[a-z0-9][a-z0-9-]{0,79}", name) for name in names.values())
    assert names["CON"] != "con"


def asked(address: str, path: str, host: str | None = None) -> tuple[int, str]:
    connection = HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=10)
    connection.request("GET", path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    assert answer.getheader("Content-Security-Policy", "").startswith("default-src 'none'")
    return answer.status, answer.read().decode()


def test_the_server_gives_out_its_pages_and_nothing_else() -> None:
    with listening(Show({"index.html": lambda: "hello"}), 0) as address:
        assert asked(address, "/") == (200, "hello")
        assert asked(address, "/index.html?x=1#y") == (200, "hello")
        for path in ("/etc/passwd", "/../../etc/passwd", "/%2e%2e/pyproject.toml"):
            assert asked(address, path)[0] == 404
        assert asked(address, "/", "evil.example")[0] == 421
        assert asked(address, "/", "localhost:80")[0] == 200


def test_a_port_that_is_taken_is_said() -> None:
    with listening(Show({}), 0) as address:
        port = int(address.rstrip("/").rpartition(":")[2])
        told = f"port {port} of 127.0.0.1 cannot be had: address already in use"
        with pytest.raises(MinutesError, match=told), listening(Show({}), port):
            pass


def test_a_browser_is_told_of_new_pages_and_let_go_at_the_end() -> None:
    show = Show({"index.html": lambda: "one"})
    with listening(show, 0) as address:
        connection = HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=10)
        connection.request("GET", "/changes")
        stream = connection.getresponse()
        show.replace({"index.html": lambda: "two"})
        assert stream.readline() == b"event: changed\n"
        assert asked(address, "/") == (200, "two")
    assert stream.read() in (b"data: \n\n", b"data: \n\n: still here\n\n")


def test_a_change_in_the_folder_is_seen(folder: Path) -> None:
    stop, seen = Event(), Event()

    def look() -> None:
        for _ in changes([str(folder / "minutes")], stop=stop):
            seen.set()

    watching = Thread(target=look, daemon=True)
    watching.start()
    try:
        for number in range(100):  # the watch begins at its own time
            (folder / "minutes" / f"{number}.md").write_text("x", encoding="utf-8")
            if seen.wait(0.1):
                break
        assert seen.is_set()
    finally:
        stop.set()
        watching.join(10)
    assert not watching.is_alive()
