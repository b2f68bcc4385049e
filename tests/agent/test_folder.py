from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.folder import FolderState, check_folder, digest, write_folder
from core.errors import StorageError

ROOT = Path(__file__).parents[2]


def project(**texts: str) -> dict[str, str]:
    """The files of a project: ``main='x'`` is main.py."""
    files = {f"{name}.py": text for name, text in texts.items()}
    listed = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    return {**files, "project.json": json.dumps({"version": 1, "files": listed})}


def content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


OLD = project(main="old main\n", step_1="one\n", gone="gone\n")
NEW = project(main="new main\r\n", step_1="one\n", step_2="zwei ü 检测\n")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    write_folder(folder, OLD, overwrite=False)
    return folder


def test_a_new_folder_holds_exactly_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    assert check_folder(folder, NEW) == FolderState((), (), ())
    assert write_folder(folder, NEW, overwrite=False) == tuple(NEW)
    assert content(folder) == {name: text.encode() for name, text in sorted(NEW.items())}
    assert [p for p in folder.iterdir() if p.is_dir()] == []


def test_own_files_need_leave_to_be_overwritten(written: Path) -> None:
    (written / "main.py").write_text("edited")
    before = content(written)
    assert check_folder(written, NEW) == FolderState(
        ("gone.py", "main.py", "project.json", "step_1.py"), ("main.py",), ()
    )
    with pytest.raises(StorageError, match=r"you edited main\.py") as caught:
        write_folder(written, NEW, overwrite=False)
    assert caught.value.hint == "--yes overwrites the project's own files."
    assert content(written) == before


def test_overwriting_replaces_edited_and_removes_obsolete_files(written: Path) -> None:
    (written / "main.py").write_text("edited")
    (written / "notes.txt").write_text("foreign")
    write_folder(written, NEW, overwrite=True)
    assert content(written) == {"notes.txt": b"foreign", **{name: text.encode() for name, text in NEW.items()}}


def test_an_obsolete_file_that_was_edited_stays(written: Path) -> None:
    (written / "gone.py").write_text("my own work")
    write_folder(written, NEW, overwrite=True)
    assert (written / "gone.py").read_text() == "my own work"
    with pytest.raises(StorageError, match=r"gone\.py"):
        write_folder(written, OLD, overwrite=True)


def test_somebody_elses_file_is_never_overwritten(written: Path) -> None:
    (written / "step_2.py").write_text("foreign")
    before = content(written)
    with pytest.raises(StorageError, match=r"step_2\.py"):
        write_folder(written, NEW, overwrite=True)
    assert check_folder(written, NEW).foreign == ("step_2.py",)
    assert content(written) == before


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"files": 3}', '{"files": ["main.py"]}', "\xff", "[" * 100_000])
def test_a_project_json_of_somebody_else_is_never_overwritten(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "project.json").write_text(manifest, encoding="latin-1")
    with pytest.raises(StorageError, match=r"project\.json"):
        write_folder(tmp_path, NEW, overwrite=True)
    assert (tmp_path / "project.json").read_text("latin-1") == manifest


def test_a_write_that_was_killed_half_way_can_be_done_again(written: Path) -> None:
    (written / "main.py").write_bytes(NEW["main.py"].encode())
    (written / "step_2.py").write_bytes(NEW["step_2.py"].encode())
    assert check_folder(written, NEW).foreign == ()
    write_folder(written, NEW, overwrite=True)
    assert content(written) == {name: text.encode() for name, text in NEW.items()}


@pytest.mark.parametrize("name", ["../up.py", "a/b.py", "a\\b.py", "", ".", "..", "/etc/x", "a\0b"])
def test_only_plain_names_are_written(tmp_path: Path, name: str) -> None:
    files = {name: "x", "project.json": json.dumps({"files": {name: digest("x")}})}
    with pytest.raises(ValueError, match="plain name"):
        write_folder(tmp_path / "out", files, overwrite=True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "files",
    [
        {"main.py": "x"},
        {"main.py": "x", "project.json": '{"files": {}}'},
        {"main.py": "x", "project.json": json.dumps({"files": {"main.py": digest("y")}})},
    ],
)
def test_the_manifest_must_list_what_is_written(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="digests"):
        write_folder(tmp_path / "out", files, overwrite=True)


def test_a_manifest_cannot_reach_outside(tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("precious")
    folder = tmp_path / "out"
    folder.mkdir()
    listed = {"../victim.txt": digest("precious"), str(victim): digest("precious")}
    (folder / "project.json").write_text(json.dumps({"files": listed}))
    write_folder(folder, NEW, overwrite=True)
    assert victim.read_text() == "precious"


@pytest.mark.parametrize("name", ["main.py", "project.json", "step_2.py"])
def test_a_symbolic_link_is_never_written_through(written: Path, tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (written / name).unlink(missing_ok=True)
    (written / name).symlink_to(victim)
    with pytest.raises(StorageError, match=name):
        write_folder(written, NEW, overwrite=True)
    assert victim.read_text() == "precious"
    assert (written / name).is_symlink()


def test_a_folder_in_place_of_a_file_is_named(written: Path) -> None:
    (written / "step_2.py").mkdir()
    with pytest.raises(StorageError, match=r"step_2\.py"):
        write_folder(written, NEW, overwrite=True)


def test_places_where_no_folder_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    places = [tmp_path / "file", tmp_path / "file" / "below", tmp_path / "dangling", Path("/proc/gpiot/out")]
    for folder in places:
        with pytest.raises(StorageError, match=str(folder)) as caught:
            write_folder(folder, NEW, overwrite=True)
        assert caught.value.hint
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dangling", "file"]


def failing_at(call: int, real: Callable[..., Any], number: int = errno.ENOSPC) -> Callable[..., Any]:
    """The real function, except that this one call fails."""
    made = 0

    def function(*args: Any, **kwargs: Any) -> Any:
        nonlocal made
        made += 1
        if made == call:
            raise OSError(number, os.strerror(number))
        return real(*args, **kwargs)

    return function


@pytest.mark.parametrize(
    ("function", "call"),
    [
        *[(function, call) for function in ("write", "replace", "fsync") for call in (1, 2, 3, 4)],
        ("mkdir", 2),  # the first finds the folder in its place
        ("unlink", 1),
    ],
)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_a_failure_leaves_the_old_project(
    written: Path, monkeypatch: pytest.MonkeyPatch, function: str, call: int, number: int
) -> None:
    (written / "notes.txt").write_text("foreign")
    before = content(written)
    with monkeypatch.context() as patch:
        patch.setattr(os, function, failing_at(call, getattr(os, function), number))
        with pytest.raises(StorageError, match=f"{written}.*{os.strerror(number)[1:]}"):
            write_folder(written, NEW, overwrite=True)
    assert content(written) == before
    assert [p for p in written.iterdir() if p.is_dir()] == []
    write_folder(written, NEW, overwrite=True)


@pytest.mark.parametrize("function", ["write", "replace"])
def test_a_failure_leaves_no_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, function, failing_at(2, getattr(os, function)))
        with pytest.raises(StorageError, match="no space left") as caught:
            write_folder(tmp_path / "a" / "b", NEW, overwrite=False)
    assert "Free some space" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_leaves_the_old_project(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real, calls = content(written), os.replace, []

    def replace(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            write_folder(written, NEW, overwrite=True)
    assert content(written) == before


NAMES = st.sampled_from(["main", "step_1", "step_2", "step_3"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dictionaries(NAMES, TEXTS), min_size=1, max_size=4), st.dictionaries(NAMES, TEXTS, max_size=1))
def test_versions_follow_each_other_and_foreign_files_stay(
    versions: list[dict[str, str]], foreign: dict[str, str]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        others = {f"{name}.txt": text.encode() for name, text in foreign.items()}
        for name, data in others.items():
            (folder / name).write_bytes(data)
        for version in versions:
            files = project(**version)
            write_folder(folder, files, overwrite=True)
            assert content(folder) == others | {name: text.encode() for name, text in files.items()}


_KILLED = """
import json, os, sys
from pathlib import Path
from agent.folder import write_folder
folder, steps, files = Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
usual = os.replace
def replace(*given):
    global steps
    if not steps:
        os._exit(9)
    steps -= 1
    usual(*given)
os.replace = replace
write_folder(folder, files, overwrite=False)
"""


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
@pytest.mark.parametrize("fresh", [True, False])
def test_what_a_killed_process_left_half_done_is_done_by_the_next_one(tmp_path: Path, steps: int, fresh: bool) -> None:
    old, new = ({**files, "project.json": _owned(files)} for files in (OLD, NEW))
    if not fresh:
        write_folder(tmp_path, old, overwrite=False)
    command = [sys.executable, "-c", _KILLED, str(tmp_path), str(steps), json.dumps(new)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    assert list(tmp_path.glob(".gpiot-*"))
    write_folder(tmp_path, new, overwrite=False)
    assert content(tmp_path) == {name: text.encode() for name, text in new.items()}
    assert not list(tmp_path.glob(".gpiot-*"))


def _owned(files: dict[str, str]) -> str:
    return json.dumps({**json.loads(files["project.json"]), "session": "falls-1"})


def test_a_session_replaces_its_own_files_but_not_another_ones(tmp_path: Path) -> None:
    old, new = ({**files, "project.json": _owned(files)} for files in (OLD, NEW))
    write_folder(tmp_path, old, overwrite=False)
    assert check_folder(tmp_path, new).session == "falls-1"
    write_folder(tmp_path, new, overwrite=False)
    other = {**NEW, "project.json": new["project.json"].replace("falls-1", "falls-2")}
    with pytest.raises(StorageError, match="are there already"):
        write_folder(tmp_path, other, overwrite=False)
    (tmp_path / "main.py").write_text("edited")
    with pytest.raises(StorageError, match=r"you edited main\.py"):
        write_folder(tmp_path, old, overwrite=False)
