"""Coverage-guided fuzzing with atheris: `python fuzz/run.py TARGET SECONDS [FOLDER]`.

FOLDER keeps what reaches new code, so that a later run goes on from there. A broken law ends the run, and the
bytes that broke it are in `crash-…` in the working directory: move them to `tests/cases/fuzz/TARGET/`.
Needs `pip install atheris`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris  # type: ignore[import-not-found, unused-ignore]

with atheris.instrument_imports(include=["minutes_cli", "tomllib", "yaml"]):
    from targets import TARGETS

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"


QUERIES = (
    "owner:ann due:..2026-03 NOT paper",
    '(roof OR boiler) item:"Any other business" -hall',
    "is:overdue status:all raised:-30d.. age:90.. carried:3..",
    "/scaff?old/ closed:2026-01..2026-03 due:none owner:me",
)


def seeds(name: str, folder: Path) -> None:
    """Begins a corpus: queries, settings, or the texts of the case files, cut at their headings."""
    if name == "query":
        texts = list(QUERIES)
    elif name == "config":
        pages = ("docs/reference/settings.md", "docs/ci.md")
        texts = [
            part.partition("```")[0] for page in pages for part in (ROOT / page).read_text("utf-8").split("```toml\n")
        ]
    else:
        parts = [path.read_text("utf-8").split("\n## ") for path in sorted(CASES.rglob("*.md"))]
        texts = [part if name == "yaml" else f"\0{part}" for some in parts for part in some]
    for number, text in enumerate(texts):
        (folder / f"seed-{number}").write_text(text, encoding="utf-8")


def main() -> None:
    """Runs one target for so many seconds."""
    name, seconds = sys.argv[1], int(sys.argv[2])
    folder = Path(sys.argv[3] if len(sys.argv) > 3 else f"fuzz-{name}")
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        seeds(name, folder)
    limits = [f"-max_total_time={seconds}", "-max_len=4096", "-timeout=20", "-rss_limit_mb=4096"]
    atheris.Setup([sys.argv[0], *limits, str(folder)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
