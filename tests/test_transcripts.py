"""Every transcript of tests/cases/cli, played in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcripts import differences, lay_out, play, read_transcript

CASES = sorted((Path(__file__).parent / "cases" / "cli").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_commands_print_what_the_transcript_says(case: Path, tmp_path: Path) -> None:
    transcript = read_transcript(case.read_text(encoding="utf-8"))
    lay_out(transcript.files, tmp_path)
    assert transcript.steps, "the transcript has no command"
    faults = [fault for step in transcript.steps for fault in differences(step, play(step, tmp_path))]
    assert faults == [], "\n".join(faults)
