"""The report in a real Chromium: `python -m pytest -m browser`, which needs chromium and the extra [browser].

The pages are opened from the folder, by file://, as from a share.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import pytest

from minutes_cli.cli.run import run
from minutes_cli.cli.session import World

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ColorScheme: TypeAlias = Literal["light", "dark"]
pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[1]
TODAY = "2026-03-20"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"),
    "--disable-component-update",
)
KINDS = (
    *("index.html", "figures.html", "owners.html", "meetings.html", "decisions.html", "attendance.html"),
    *("actions/a14.html", "owners/gus-pemberton.html", "meetings/2026-02-17-harbour-lane-board.html"),
    "../single.html",
)
HOSTILE = """# <script>document.title="owned"</script> Board, 3 March 2026

Present: Ann <img src=x onerror='document.title="owned"'>, Ben

- [ ] Ann: "><svg onload='document.title="owned"'> [here](javascript:document.title="owned")
- [ ] B\u202eneb: </script><script>document.title="owned"</script>
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert program, "chromium is not installed: apt-get install --no-install-recommends chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample folder as a site, and as a page beside it."""
    folder = tmp_path_factory.mktemp("report")
    report(ROOT, "-o", str(folder / "site"))
    report(ROOT, "--single", "-o", str(folder / "single.html"))
    return folder / "site"


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    opened = new_page(browser)
    opened.goto((site / "index.html").as_uri())
    yield opened
    faults_are_none(opened)
    opened.context.close()


def report(folder: Path, *words: str) -> None:
    err = StringIO()
    assert run(["report", *words, "--today", TODAY], World({}, folder, StringIO(), err)) == 0, err.getvalue()


def new_page(browser: Browser, width: int = 1200, color: ColorScheme = "light", *, script: bool = True) -> Page:
    """A page of a new user, which remembers what goes wrong in it and what it asks for."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=color, java_script_enabled=script
    )
    page = context.new_page()
    found: list[str] = []
    page.on("console", lambda said: found.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda fault: found.append(f"error: {fault}"))
    page.on("dialog", lambda dialog: found.append(f"dialog: {dialog.message}"))
    page.on("request", lambda asked: None if is_local(asked.url) else found.append(f"request: {asked.url}"))
    vars(page)["found"] = found
    return page


def is_local(address: str) -> bool:
    return address.startswith(("file://", "data:", "http://127.0.0.1:"))


def faults_are_none(page: Page) -> None:
    """Nothing was said on the console (breaches of the policy are), and nothing asked for elsewhere."""
    assert vars(page)["found"] == []


def rows(page: Page) -> Locator:
    return page.locator("#register tbody tr")


def texts(page: Page) -> list[str]:
    return page.locator("#register td .text").all_inner_texts()


def count(page: Page) -> str:
    return page.locator("#count").inner_text()


def test_the_first_view_is_what_the_script_would_draw(page: Page) -> None:
    told = page.locator("#register tbody").inner_text()
    page.locator("#status").select_option("all")
    page.locator("#status").select_option("open")
    assert page.locator("#register tbody").inner_text() == told
    assert count(page) == "39 of 65 actions"


def test_search_as_you_type(page: Page) -> None:
    page.locator("#q").press_sequentially("Scaffold gus")
    assert texts(page) == ["Tell every household when the scaffold goes up"]
    assert count(page) == "1 of 65 actions"
    assert page.url.endswith("#q=Scaffold+gus")
    page.locator("#q").fill("nothing is like this")
    assert page.locator("#nothing").inner_text() == "No action is like that."
    assert not page.locator("#register").is_visible()
    page.get_by_role("button", name="Clear").click()
    assert count(page) == "39 of 65 actions"


def test_search_looks_past_accents_and_case(page: Page) -> None:
    page.locator("#q").fill("GASTE zwolf")
    assert texts(page) == ["Betten für zwölf Gäste finden"]


def test_filters_hold_together(page: Page) -> None:
    page.get_by_label("Owner", exact=True).select_option("Wren Adeyemi")
    page.get_by_label("Status").select_option("overdue")
    assert count(page) == "2 of 65 actions"
    page.get_by_label("Due").select_option("past")
    page.get_by_label("Body").select_option("Tool Library")
    assert count(page) == "0 of 65 actions"
    page.get_by_label("Owner", exact=True).select_option("-")
    page.get_by_label("Body").select_option("")
    page.get_by_label("Status").select_option("open")
    page.get_by_label("Due").select_option("")
    assert count(page) == "6 of 65 actions"
    page.get_by_label("Due").select_option("none")
    assert "Buy a plinth for Gerald" in texts(page)


def test_order_by_the_heads_of_the_columns(page: Page) -> None:
    head = page.get_by_role("columnheader", name="Action")
    head.get_by_role("button").click()
    first = texts(page)
    assert first == sorted(first, key=str.casefold)
    assert head.get_attribute("aria-sort") == "ascending"
    head.get_by_role("button").click()
    assert texts(page) == first[::-1]
    assert head.get_attribute("aria-sort") == "descending"
    assert page.locator("#sort").input_value() == "-text"


def test_what_says_no_day_comes_last_both_ways(page: Page) -> None:
    due = "#register td.day"
    assert page.locator(due).last.inner_text().strip() == "–"
    page.locator("#sort").select_option("-due")
    assert page.locator(due).first.inner_text().strip() == "10 Apr 2026"
    assert page.locator(due).last.inner_text().strip() == "–"


def test_an_address_can_be_shared(page: Page, browser: Browser) -> None:
    page.locator("#q").fill("roof")
    page.locator("#status").select_option("all")
    page.locator("#sort").select_option("-raised")
    shown, address = texts(page), page.url
    other = new_page(browser)
    other.goto(address)
    assert texts(other) == shown
    assert other.locator("#q").input_value() == "roof"
    other.goto(address.partition("#")[0] + "#status=nonsense&sort=%00&owner=%22%3E%3Cb%3E&due=x")
    assert count(other) == "39 of 65 actions"
    faults_are_none(other)


def test_tiles_lead_to_their_lists(page: Page) -> None:
    page.get_by_role("link", name="overdue").click()
    assert count(page) == "11 of 65 actions"
    page.get_by_role("link", name="open with no owner").click()
    assert count(page) == "6 of 65 actions"


def test_from_an_action_to_its_owner_and_meeting(page: Page) -> None:
    page.get_by_role("link", name="Apply to the council").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Apply to the council for a scaffold licence"
    assert "mislaid the form" in page.locator(".history").inner_text()
    page.locator(".lead").get_by_role("link", name="Wren Adeyemi").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Wren Adeyemi"
    page.get_by_role("link", name="Harbour Lane Board, 9 Dec 2025").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Harbour Lane Board"
    page.get_by_role("navigation", name="Meetings before and after").get_by_role("link").last.click()
    assert "20 Jan 2026" in page.locator(".lead").inner_text()
    for name in ("Register", "Figures", "Owners", "Meetings", "Decisions", "Attendance"):
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
        assert page.locator("[aria-current=page]").inner_text() == name


def test_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("gerald/")
    assert page.locator("#q").input_value() == "gerald/"
    page.keyboard.press("Backspace")
    assert count(page) == "2 of 65 actions"
    for _ in range(7):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Action"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert texts(page) == ["Buy a plinth for Gerald", "empty Gerald whenever he is more than half full"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("color", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, site: Path, kind: str, color: ColorScheme) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = new_page(browser, color=color)
    page.goto((site / kind).as_uri())
    found = Axe().run(page, options={"preload": False}).response["violations"]
    told = [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}" for one in found]
    assert told == []
    faults_are_none(page)


@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_has_nothing_to_scroll_sideways(browser: Browser, site: Path, kind: str) -> None:
    page = new_page(browser, width=390)
    page.goto((site / kind).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for one in page.locator(".scroll").all():
        assert one.evaluate("box => box.scrollWidth - box.clientWidth") == 0
    faults_are_none(page)


def test_a_phone_shows_each_action_as_a_card(browser: Browser, site: Path) -> None:
    page = new_page(browser, width=390)
    page.goto((site / "index.html").as_uri())
    row = rows(page).first
    assert row.evaluate("row => getComputedStyle(row).display") == "block"
    assert row.locator("td[data-label=Owner]").evaluate("one => getComputedStyle(one, '::before').content") == '"Owner"'
    assert page.get_by_role("table").get_by_role("row").count() > 30  # still a table for who cannot see it


def test_dark_and_light_follow_the_reader(browser: Browser, site: Path) -> None:
    shades = []
    for color in ("light", "dark"):
        page = new_page(browser, color="dark" if color == "dark" else "light")
        page.goto((site / "figures.html").as_uri())
        shades.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert page.locator(".chart img").first.evaluate("async one => { await one.decode(); return one.naturalWidth }")
        shades.append(str(hash(page.locator(".chart img").first.screenshot())))
    assert shades[0] == "rgb(251, 250, 247)"
    assert shades[2] == "rgb(20, 24, 27)"
    assert shades[1] != shades[3]


def test_paper_has_the_list_and_not_the_controls(page: Page, tmp_path: Path) -> None:
    page.locator("#status").select_option("all")
    shown = rows(page).count()
    page.pdf(path=tmp_path / "register.pdf", format="A4")
    assert (tmp_path / "register.pdf").read_bytes().startswith(b"%PDF")
    assert shown < rows(page).count() == 65
    page.emulate_media(media="print")
    assert not page.locator("#finder").is_visible()
    assert not page.get_by_role("navigation").is_visible()
    assert page.locator("#register").is_visible()
    page.goto(page.url.replace("index.html", "figures.html").partition("#")[0])
    assert page.evaluate("[...document.images].map(one => one.complete && one.naturalWidth > 0)") == [True] * 5


def test_without_a_script_the_first_rows_are_there(browser: Browser, site: Path) -> None:
    page = new_page(browser, script=False)
    page.goto((site / "index.html").as_uri())
    assert rows(page).count() == 39
    assert not page.locator("#finder").is_visible()


def test_the_single_page_has_all_in_itself(browser: Browser, site: Path) -> None:
    page = new_page(browser)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site.parent / "single.html").as_uri())
    page.locator("#q").fill("scaffold")
    assert count(page) == "3 of 65 actions"
    assert page.locator(".chart img").first.evaluate("async one => { await one.decode(); return one.naturalWidth }") > 0
    assert [one for one in asked if not one.startswith("data:")] == [(site.parent / "single.html").as_uri()]
    faults_are_none(page)


@pytest.mark.parametrize("words", [("-o", "site"), ("--single", "-o", "site.html")])
def test_words_of_strangers_run_nothing(browser: Browser, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / "2026-03-03.md").write_text(HOSTILE, encoding="utf-8")
    report(tmp_path, *words)
    pages = sorted(path for path in tmp_path.rglob("*.html"))
    for path in pages:
        page = new_page(browser)
        page.goto(path.as_uri())
        if page.locator("#status").count():
            page.locator("#status").select_option("all")
            assert rows(page).count() == 2
        assert page.title() != "owned"
        faults_are_none(page)
        page.context.close()


def test_an_empty_folder_has_pages_that_say_so(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / "2026-03-03.md").write_text(
        "# Roof Board, 3 March 2026\n\nNobody came.\n", encoding="utf-8"
    )
    report(tmp_path, "-o", "site")
    page = new_page(browser)
    for name in ("index", "figures", "owners", "decisions", "attendance"):
        page.goto((tmp_path / "site" / f"{name}.html").as_uri())
        assert page.get_by_role("heading", level=1).is_visible()
    assert "No minutes here say who was there." in page.locator("main").inner_text()
    faults_are_none(page)


@contextlib.contextmanager
def hearing_interrupts() -> Iterator[None]:
    """What a shell starts in the background does not hear Ctrl-C, nor does what that starts, unless it is told to."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def test_serve_shows_what_is_written_and_ends_by_ctrl_c(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "minutes").mkdir()
    file = tmp_path / "minutes" / "2026-03-03.md"
    file.write_text("# Roof Board, 3 March 2026\n\n- [ ] Ann: buy slates\n", encoding="utf-8")
    words = [sys.executable, "-m", "minutes_cli.cli.main", "serve", "--port", "0", "--today", TODAY]
    environ = {**os.environ, "COLUMNS": "80"}
    with hearing_interrupts():
        serving = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, text=True, env=environ)
    try:
        assert serving.stderr is not None
        told = serving.stderr.readline()
        address = re.match(r"(http://127\.0\.0\.1:\d+/) shows 1 action; Ctrl-C ends it", told)
        assert address, told
        page = new_page(browser)
        page.goto(address[1])
        assert texts(page) == ["buy slates"]
        file.write_text(
            "# Roof Board, 3 March 2026\n\n- [ ] Ann: buy slates\n- [ ] Ben: find a ladder\n", encoding="utf-8"
        )
        page.get_by_text("find a ladder").wait_for()
        faults_are_none(page)
        page.goto("about:blank")
        serving.send_signal(signal.SIGINT)
        assert serving.wait(30) == 0
        assert "Traceback" not in serving.stderr.read()
    finally:
        serving.kill()
