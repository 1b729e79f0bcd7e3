from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import minutes_cli
from minutes_cli.folder import Folder, read_document, read_folder
from minutes_cli.model import Diagnostic, MinutesError, Register

NOTHING = "nothing"
BOARD = "# Harbour Board\n\n1 September 2011\n\nACTION: Ann to book the hall\n"


def folder(at: Path, files: tuple[str, ...] = (), **texts: str | bytes) -> Folder:
    for name, text in texts.items():
        path = at / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_folder(environ={}, cwd=str(at), files=files)


def test_a_folder_is_read_from_the_disk_to_its_register(tmp_path: Path) -> None:
    settings = '[[people]]\nname = "Ann Lee"\naliases = ["Ann"]\n'
    found = folder(tmp_path, minutes__a_dot_md=BOARD, minutes_dot_toml=settings)
    (action,) = found.register.actions
    assert (action.file, action.line, action.people, found.register.files) == ("minutes/a.md", 5, ("Ann Lee",), 1)
    assert [one.source.path for one in found.documents] == ["minutes/a.md"]


def test_what_cannot_be_read_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / "gone.md").symlink_to(tmp_path / "nowhere")
    raw = "é".encode("cp1252")
    found = folder(tmp_path, minutes__a_dot_md=BOARD, minutes__b_dot_md=b"PNG\0\0", minutes__c_dot_md=raw)
    told = [(one.path, one.code, one.name, one.severity) for one in found.register.diagnostics if one.code < "M004"]
    assert told == [
        ("b.md", "M002", "binary-file", "error"),
        ("c.md", "M003", "not-utf-8", "info"),
        ("gone.md", "M001", "unreadable-file", "error"),
    ]
    assert [one.path for one in found.unread] == ["b.md", "gone.md"]
    assert (found.register.files, len(found.register.actions)) == (2, 1)


def test_a_file_that_is_named_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    named = ("minutes/README.md", "minutes/a.md")
    found = folder(tmp_path, named, minutes__a_dot_md=BOARD, minutes__README_dot_md="ACTION: Bob to sweep\n")
    assert {"a.md", "README.md"} == {one.file for one in found.register.actions}


def test_an_empty_folder_is_an_empty_register(tmp_path: Path) -> None:
    (tmp_path / "minutes").mkdir()
    assert Register((), (), (), (), 0) == folder(tmp_path).register


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MinutesError, match="does not exist"):
        read_folder("gone", environ={}, cwd=str(tmp_path))


def test_one_file_is_read_under_the_name_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(BOARD)
    found = read_document(str(tmp_path / "a.md"), "shown.md", minutes_cli.Config())
    assert not isinstance(found, Diagnostic)
    assert found.source.path == "shown.md"
    assert isinstance(read_document(str(tmp_path), "shown", minutes_cli.Config()), Diagnostic)


def test_the_same_folder_with_crlf_and_marks_gives_the_same_register(tmp_path: Path) -> None:
    plain = folder(tmp_path / "one", minutes__a_dot_md=BOARD)
    marked = folder(tmp_path / "two", minutes__a_dot_md="\ufeff" + BOARD.replace("\n", "\r\n"))
    assert [(one.id, one.line, one.text) for one in plain.register.actions] == [
        (one.id, one.line, one.text) for one in marked.register.actions
    ]


def test_every_name_of_the_front_door_opens_and_others_do_not() -> None:
    assert all(getattr(minutes_cli, name) is not None for name in minutes_cli.__all__)
    assert set(minutes_cli.__all__) == set(dir(minutes_cli))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(minutes_cli, NOTHING)


def test_the_front_door_imports_nothing_that_is_not_asked_for() -> None:
    heavy = "{'yaml', 'rapidfuzz', 'typer', 'rich', 'dateutil', 'pathspec', 'charset_normalizer', 'subprocess'}"
    code = f"import sys, minutes_cli; print(sorted({heavy} & set(sys.modules)), minutes_cli.__version__)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == f"[] {minutes_cli.__version__}\n"
