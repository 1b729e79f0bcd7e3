"""How long the report of a folder takes to make, what it weighs, and how soon Chromium shows it.

    python bench/generate.py TEN-THOUSAND --files 1280      # some 10,000 actions
    python bench/pages.py TEN-THOUSAND

Needs chromium and the extra [browser]. Times in the browser are medians of nine openings from the disk, each by a new
user with an empty cache. Compare two runs on one machine, or the ratio to the empty page that is opened beside it:
a busy machine slows both.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

TIMES = 9
READY = "() => document.getElementById('finder') === null || !document.getElementById('finder').hidden"
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
TYPED = """() => {
  const box = document.getElementById('q'), began = performance.now();
  box.value = 'report';
  box.dispatchEvent(new Event('input'));
  document.body.offsetHeight;
  return performance.now() - began;
}"""


def main() -> None:
    """Make the report, weigh it, open it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    folder: Path = asked.parse_args().folder
    with tempfile.TemporaryDirectory() as scratch:
        site, page = Path(scratch, "site"), Path(scratch, "single.html")
        seconds("reading alone (minutes stats)", folder, "stats", "--format", "json")
        seconds("report, first time", folder, "report", "-o", str(site), "--source-url", "none")
        seconds("report again", folder, "report", "-o", str(site), "--source-url", "none")
        seconds("report --single", folder, "report", "--single", "-o", str(page), "--source-url", "none")
        sizes(site, page)
        empty = Path(scratch, "empty.html")
        empty.write_text("<!doctype html><title>empty</title><p>nothing", encoding="utf-8")
        views([empty, site / "index.html", site / "meetings.html", site / "decisions.html", page])


def seconds(what: str, folder: Path, *words: str) -> None:
    """CPU seconds of one command and of its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "minutes_cli.cli.main", "-C", str(folder), *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{what:<34}{after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime:8.1f} s of CPU", flush=True)


def sizes(site: Path, page: Path) -> None:
    """What the site weighs, and what the first view of it does."""
    files = [one for one in site.rglob("*") if one.is_file()]
    first = sum((site / name).stat().st_size for name in ("index.html", "style.css", "register.js", "register-data.js"))
    print(f"{len(files)} files, {sum(one.stat().st_size for one in files) / 1e6:.1f} MB")
    print(f"first view: {(site / 'index.html').stat().st_size / 1e3:.0f} kB, {first / 1e6:.2f} MB with its scripts")
    print(f"single page: {page.stat().st_size / 1e6:.1f} MB")


def views(pages: list[Path]) -> None:
    """First contentful paint, and when the search can be used, in milliseconds from the start of the opening."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=args)
        print(f"{'opened from the disk':<24}{'painted':>10}{'usable':>10}{'typed':>10}   (ms, median of {TIMES})")
        for path in pages:
            painted, usable, typed = [], [], []
            for _ in range(TIMES):
                page = browser.new_context().new_page()
                page.goto(path.as_uri(), wait_until="commit")
                page.wait_for_function(READY)
                usable.append(page.evaluate("() => performance.now()"))
                page.wait_for_function(PAINT)
                painted.append(page.evaluate(PAINT))
                if page.locator("#q").count():
                    typed.append(page.evaluate(TYPED))
                page.context.close()
            row = [median(painted), median(usable), median(typed) if typed else 0.0]
            print(f"{path.name:<24}" + "".join(f"{one:>10.0f}" for one in row), flush=True)
        browser.close()
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
