from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_cli.store import files
from minutes_cli.store.files import Loaded, Refused, decode, read

JAPANESE = "# 議事録\n\n- アクション: 田中さんは次回までに資料を準備する\n- 決定: 予算を承認した\n"
RUSSIAN = "Протокол заседания\n\nРешили: Иванову подготовить отчёт к пятнице\n"


def loaded(raw: bytes, *encodings: str) -> Loaded:
    found = decode(raw, encodings)
    assert isinstance(found, Loaded)
    return found


def refused(path: Path) -> Refused:
    found = read(str(path))
    assert isinstance(found, Refused)
    return found


def test_utf_8_is_read_as_it_is_with_its_mark_and_its_line_ends() -> None:
    raw = "\ufeffACTION: Ann\r\n\x0bend\x85".encode()
    assert Loaded("\ufeffACTION: Ann\r\n\x0bend\x85", "utf-8", None) == decode(raw)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_by_its_mark_which_stays(encoding: str) -> None:
    found = loaded("\ufeffACTION: Ann ☕\r\n".encode(encoding))
    assert ("\ufeffACTION: Ann ☕\r\n", encoding) == (found.text, found.encoding)
    assert found.note is not None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        ("会议纪要\n\n行动：王明负责在下周五之前提交报告\n", "gb18030"),
        ("Πρακτικά συνεδρίασης\n\nΕνέργεια: ο Γιώργος να στείλει την έκθεση\n", "cp1253"),
    ],
)
def test_other_scripts_are_guessed(text: str, encoding: str) -> None:
    assert text == loaded(text.encode(encoding)).text


@pytest.mark.parametrize(
    "text",
    [
        "Aufgabe: Jürgen prüft die Rechnungen für März\n",
        "# Board\n\nAction: José to send the budget to the board\n- [ ] Ann: book room\n",
        "The Chair’s report was noted – ACTION: Ann to “circulate” it\n",
        "Réunion du comité: Élodie présentera le budget\n",
    ],
)
def test_a_latin_text_that_is_not_utf_8_is_windows_1252(text: str) -> None:
    assert (text, "cp1252") == (loaded(text.encode("cp1252")).text, loaded(text.encode("cp1252")).encoding)


def test_the_note_says_where_the_file_is_not_utf_8_and_what_it_was_read_as() -> None:
    found = loaded("one\ntwo é\n".encode("cp1252"))
    assert found.note == "it is not UTF-8 (byte 0xe9 in line 2) and was read as cp1252"


def test_what_is_configured_goes_before_the_guess() -> None:
    text = "Zadanie: Łukasz wyśle zaproszenia\n"
    assert (text, "cp1250") == (
        loaded(text.encode("cp1250"), "cp1250").text,
        loaded(text.encode("cp1250"), "cp1250").encoding,
    )


def test_a_configured_encoding_that_does_not_exist_is_passed_over() -> None:
    assert loaded("é".encode("cp1252"), "klingon").encoding == "cp1252"


def test_a_byte_that_windows_1252_does_not_know_makes_it_latin_1() -> None:
    assert (loaded(b"caf\xe9 \x81").text, loaded(b"caf\xe9 \x81").encoding) == ("caf\xe9 \x81", "latin-1")


def test_zero_bytes_make_a_file_binary() -> None:
    found = decode(b"\x89PNG\0\0\0")
    assert isinstance(found, Refused)
    assert found.binary


def test_an_empty_file_is_an_empty_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"")
    assert Loaded("", "utf-8", None) == read(str(tmp_path / "a.md"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    assert Refused(binary=False, reason="a named pipe, not a file") == refused(tmp_path / "a.md")


def test_a_folder_a_device_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert Refused(binary=False, reason="a folder, not a file") == refused(tmp_path)
    assert Refused(binary=False, reason="no such file or directory") == refused(tmp_path / "none.md")
    assert Refused(binary=False, reason="no file can have this name") == refused(tmp_path / "a\0b")
    if Path("/dev/zero").exists():
        assert Refused(binary=False, reason="a device, not a file") == refused(Path("/dev/zero"))


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("ACTION: Ann\n")
    (tmp_path / "a.md").chmod(0)
    assert Refused(binary=False, reason="permission denied") == refused(tmp_path / "a.md")


def test_a_file_of_more_than_a_hundred_megabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as stream:
        stream.truncate(files.LARGEST + 1)
    assert Refused(binary=False, reason="larger than 100 MB") == refused(tmp_path / "a.md")


@given(st.binary(max_size=200))
def test_whatever_is_read_gives_the_same_bytes_back(raw: bytes) -> None:
    found = decode(raw)
    assert isinstance(found, Refused) or found.text.encode(found.encoding) == raw


@given(st.text(max_size=60), st.sampled_from(["shift_jis", "utf-16-le", "cp1251", "utf-16", "iso2022_jp", "utf-7"]))
def test_a_configured_encoding_never_loses_a_byte(text: str, encoding: str) -> None:
    raw = text.encode(encoding, errors="ignore")
    found = decode(raw, [encoding])
    assert isinstance(found, Refused) or found.text.encode(found.encoding) == raw


@pytest.mark.skipif(os.name != "posix", reason="files that would have us wait")
def test_a_file_that_would_have_us_wait_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Such as /proc/kmsg, a file by its looks: with nothing to read its `read` gives None."""
    (tmp_path / "a.md").write_text("- [ ] Ann: buy tea\n")
    receiver, sender = os.pipe()
    os.set_blocking(receiver, False)
    monkeypatch.setattr(os, "open", lambda *_: os.dup(receiver))
    monkeypatch.setattr(os, "fstat", lambda _: os.stat(tmp_path / "a.md"))
    try:
        assert files.read(str(tmp_path / "a.md")) == files.Refused(
            binary=False, reason="nothing can be read from it without waiting"
        )
    finally:
        os.close(receiver)
        os.close(sender)
