"""Makes a folder of minutes as many bodies keep them for years, and the truth about every action in it.

    python bench/generate.py OUT                       # 1,000 files
    python bench/generate.py OUT --files 100000 --seed 7

`OUT/minutes/` holds the files, `OUT/minutes.toml` their languages, `OUT/truth.jsonl` one object for each mention of
an action: `path`, `line`, `end_line`, `style`, `owners`, `text`, `due`, `status`, `label`, `raised` (path of the file
where the action was given out, where this one tells of it later). A file depends on the arguments and on its own
number alone, so that any part of a folder can be made anywhere; two runs give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from minutes_maker.compose import compose
from minutes_maker.page import Page
from minutes_maker.plan import Plan

SETTINGS = '# Made by bench/generate.py.\nlanguages = ["en", "de", "fr", "es"]\n'


def main() -> None:
    """Make the folder and say how large it is."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("out", type=Path)
    asked.add_argument("--files", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--bodies", type=int, help="how many committees there are (default: grows with the files)")
    asked.add_argument("--years", type=int, help="over how many years they meet (default: grows with the files)")
    asked.add_argument("--part", default="1/1", metavar="N/OF", help="make the N-th of so many parts only")
    given = asked.parse_args()
    plan = Plan.of(given.files, given.seed, given.bodies, given.years)
    part, of = map(int, given.part.split("/"))
    size, mentions = make(given.out, plan, range(part - 1, plan.files, of))
    print(f"{plan.files} files, {plan.bodies} bodies, {plan.years} years: {size} bytes, {mentions} mentions of actions")


def make(out: Path, plan: Plan, numbers: range) -> tuple[int, int]:
    """Writes the files of these numbers and their truth; gives bytes and mentions written."""
    folder = out / "minutes"
    folder.mkdir(parents=True, exist_ok=True)
    (out / "minutes.toml").write_text(SETTINGS, encoding="utf-8")
    made: set[str] = set()
    size = mentions = 0
    truth = "truth.jsonl" if numbers.step == 1 else f"truth-{numbers.start + 1}-of-{numbers.step}.jsonl"
    with (out / truth).open("w", encoding="utf-8", newline="\n") as told:
        for number in numbers:
            path, text, records = one(plan, number)
            place = folder / path
            if path.rpartition("/")[0] not in made:
                made.add(path.rpartition("/")[0])
                place.parent.mkdir(parents=True, exist_ok=True)
            data = text.encode()
            place.write_bytes(data)
            told.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
            size, mentions = size + len(data), mentions + len(records)
    return size, mentions


def one(plan: Plan, number: int) -> tuple[str, str, list[dict[str, object]]]:
    """Path below the folder, text and truth of the file of that number, from 0."""
    path, text, page = compose(plan, number)
    return path, text, list(_records(plan, number, f"minutes/{path}", page))


def _records(plan: Plan, number: int, path: str, page: Page) -> Iterator[dict[str, object]]:
    raised: dict[int, str] = {}
    for truth in page.truths:
        if truth.later and truth.later not in raised:
            raised[truth.later] = "minutes/" + compose(plan, number - truth.later * plan.bodies)[0]
        yield {
            "path": path,
            "line": truth.line,
            "end_line": truth.end_line,
            "style": truth.style,
            "owners": truth.owners,
            "text": truth.text,
            "due": truth.due and truth.due.isoformat(),
            "status": truth.status,
            "label": truth.label,
            "raised": raised.get(truth.later),
        }


if __name__ == "__main__":
    main()
