from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import pytest

from core.errors import SandboxError
from core.lockfile import take
from core.settings import Folders
from sandbox.runtime import Runtime
from tests.sandbox.installers import wheel, with_uv, without_uv


@pytest.fixture
def runtime(tmp_path: Path) -> Runtime:
    return Runtime.of(Folders.of({"GPIOT_HOME": str(tmp_path / "home")}))


@pytest.fixture
def uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return with_uv(monkeypatch, tmp_path / "bin")


async def until(happened: Callable[[], bool]) -> None:
    for _ in range(1500):
        if happened():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it has not happened in 30 s")


def real(path: Path) -> Path:
    return path.resolve()


def text(path: Path) -> str:
    return path.read_text()


def pinned(name: str) -> str:
    lines = (files("sandbox") / "runtime-constraints.txt").read_text().splitlines()
    return next(line.partition("==")[2] for line in lines if line.startswith(f"{name}=="))


async def cut_off(runtime: Runtime, packages: Sequence[str], after: str) -> None:
    """Cancel an installation when it has printed this line."""
    seen: list[str] = []
    task = asyncio.create_task(runtime.install(packages, seen.append))
    await until(lambda: after in seen or task.done())
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def running(folder: Path) -> list[str]:
    """The processes that name this folder in their command."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (path / "cmdline").read_bytes().decode(errors="replace")
            if str(folder) in words:
                found.append(words)
    return found


def test_what_is_not_there_is_named_with_the_next_step(runtime: Runtime) -> None:
    assert not runtime.exists
    for ask in (runtime.installed, lambda: runtime.missing(["numpy"]), lambda: runtime.binds, runtime.check):
        with pytest.raises(SandboxError, match="is not there yet") as raised:
            ask()
        assert raised.value.hint == "Make it with: gpiot runtime install"
        assert raised.value.exit_code == 6
    assert runtime.size() == 0


async def test_pip_makes_an_environment_apart_from_ours(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel(tmp_path, "tinything", "1.0")
    for version in (pinned("tzdata"), "9999.1"):
        wheel(tmp_path, "tzdata", version)
    without_uv(monkeypatch, tmp_path)
    lines: list[str] = []
    await runtime.install(["tinything", "tzdata"], lines.append)
    assert runtime.exists
    assert any(line.startswith("Successfully installed tinything-1.0") for line in lines)
    installed = runtime.installed()
    assert (installed["tinything"], installed["tzdata"]) == ("1.0", pinned("tzdata"))
    # Nothing of gpiot's own can be seen from there.
    unseen = {"click", "core", "nothing_of_this_name"}
    assert runtime.missing(["tinything", "json", *unseen]) == unseen
    assert runtime.size() > 1_000_000
    assert {real(runtime.folder), real(Path(sys.base_prefix))} <= set(runtime.binds)
    assert real(runtime.python).is_relative_to(real(Path(sys.base_prefix)))
    assert real(Path.home()) not in runtime.binds
    with pytest.raises(SandboxError, match="no_such_thing") as raised:
        await runtime.install(["no_such_thing"], lines.append)
    assert raised.value.hint == f"All that was printed: {runtime.log}"
    assert "No matching distribution" in text(runtime.log)
    assert runtime.exists


async def test_uv_is_used_where_it_is_installed(runtime: Runtime, uv: Path) -> None:
    await runtime.install(["one", "two"], lambda _: None)
    made, added = (uv / "calls").read_text().splitlines()
    assert made.startswith("venv ")
    assert f"--python {runtime.python} -c " in added
    assert added.endswith("runtime-constraints.txt -- one two")
    assert runtime.installed() == {"one": "1.0", "two": "1.0"}


async def test_packages_of_before_stay(runtime: Runtime, uv: Path) -> None:
    await runtime.install(["one"], lambda _: None)
    await runtime.install(["two"], lambda _: None)
    assert (uv / "calls").read_text().count("venv ") == 1
    assert runtime.installed() == {"one": "1.0", "two": "1.0"}


async def test_cancelled_while_it_is_made_nothing_is_left(runtime: Runtime, uv: Path) -> None:
    (uv / "slow").touch()
    await cut_off(runtime, ["one"], "making")
    assert not runtime.folder.exists()
    await until(lambda: not running(uv))
    (uv / "slow").unlink()
    await runtime.install(["one"], lambda _: None)
    assert runtime.installed() == {"one": "1.0"}


async def test_failed_while_it_is_made_nothing_is_left(runtime: Runtime, uv: Path) -> None:
    with pytest.raises(SandboxError, match="Installing one, nowhere failed: no such package: nowhere"):
        await runtime.install(["one", "nowhere"], lambda _: None)
    assert not runtime.folder.exists()


@pytest.mark.usefixtures("uv")
async def test_cancelled_before_anything_was_touched_it_stays_as_it_was(runtime: Runtime) -> None:
    await runtime.install(["one"], lambda _: None)
    await cut_off(runtime, ["waits"], "looking for waits")
    assert runtime.installed() == {"one": "1.0"}
    # What did not come is not asked for again.
    await runtime.install(["two"], lambda _: None)
    assert runtime.installed() == {"one": "1.0", "two": "1.0"}


async def test_cancelled_in_the_middle_it_no_longer_counts_and_is_made_anew(runtime: Runtime, uv: Path) -> None:
    await runtime.install(["one"], lambda _: None)
    await cut_off(runtime, ["halfway"], "half")
    assert not runtime.exists
    with pytest.raises(SandboxError, match="its installation was cut off") as raised:
        runtime.installed()
    assert "gpiot runtime install" in raised.value.hint
    await runtime.install(["two"], lambda _: None)
    assert (uv / "calls").read_text().count("venv ") == 2
    assert runtime.installed() == {"one": "1.0", "two": "1.0"}


@pytest.mark.usefixtures("uv")
async def test_two_at_a_time_are_refused(runtime: Runtime) -> None:
    runtime.folder.parent.mkdir(parents=True)
    held = take(runtime.folder.with_name("runtime.lock"))
    assert held is not None
    with pytest.raises(SandboxError, match="Another process"):
        await runtime.install(["one"], lambda _: None)
    with pytest.raises(SandboxError, match="Another process"):
        runtime.remove()
    os.close(held)


@pytest.mark.usefixtures("uv")
async def test_a_removed_one_is_gone(runtime: Runtime) -> None:
    await runtime.install(["one"], lambda _: None)
    runtime.remove()
    assert not runtime.folder.exists()
    assert not runtime.exists


def chosen(tmp_path: Path, python: object) -> Runtime:
    return Runtime.of(Folders.of({"GPIOT_HOME": str(tmp_path / "home")}), str(python))


async def test_an_interpreter_of_the_persons_is_used_and_never_changed(tmp_path: Path) -> None:
    runtime = chosen(tmp_path, sys.executable)
    assert runtime.exists
    assert "pytest" in runtime.installed()
    assert runtime.missing(["pytest", "nothing_of_this_name"]) == {"nothing_of_this_name"}
    assert {Path(sys.prefix), Path(sys.base_prefix)} <= set(runtime.binds)
    with pytest.raises(SandboxError, match="gpiot changes nothing in an interpreter of yours"):
        await runtime.install(["one"], lambda _: None)
    with pytest.raises(SandboxError, match="gpiot changes nothing"):
        runtime.remove()
    assert not (tmp_path / "home").exists()


def test_a_link_to_an_interpreter_is_shown_as_a_file_not_with_its_folder(tmp_path: Path) -> None:
    link = tmp_path / "bin" / "python-of-mine"
    link.parent.mkdir()
    link.symlink_to(Path(sys.base_prefix, "bin", "python3"))
    found = chosen(tmp_path, link).binds
    assert link in found
    assert tmp_path not in found
    assert Path(sys.base_prefix).resolve() in found


def test_an_interpreter_that_would_show_all_of_home_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", sys.base_prefix)
    with pytest.raises(SandboxError, match="would see all of HOME"):
        _ = chosen(tmp_path, sys.executable).binds


def test_an_interpreter_that_is_not_there_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="there is no interpreter") as raised:
        chosen(tmp_path, tmp_path / "python").check()
    assert "runtime_python" in raised.value.hint


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("#!/bin/sh\necho this is no python >&2; exit 3\n", "does not run: this is no python"),
        ("#!/bin/sh\necho hello\n", "is no usable interpreter"),
        ("not a program", "is no usable interpreter"),
    ],
)
def test_what_is_no_interpreter_is_said_to_be_none(tmp_path: Path, program: str, reason: str) -> None:
    path = tmp_path / "python"
    path.write_text(program)
    path.chmod(0o755)
    with pytest.raises(SandboxError, match=reason):
        chosen(tmp_path, path).installed()
