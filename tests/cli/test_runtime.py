"""gpiot runtime, with a stand-in for uv: nothing is downloaded."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from bench.processes import Process, environment
from core.lockfile import is_held
from core.packages import RUNTIME
from tests.sandbox.installers import with_uv

Gpiot = Callable[..., Result]


@pytest.fixture
def uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return with_uv(monkeypatch, tmp_path / "bin")


def calls(uv: Path) -> list[str]:
    note = uv / "calls"
    return note.read_text().splitlines() if note.exists() else []


def test_install_list_add_and_remove(gpiot: Gpiot, home: Path, uv: Path) -> None:
    made = gpiot("runtime", "install")
    assert made.exit_code == 0, made.output
    assert "numpy 1.0, scipy 1.0" in made.stdout
    assert calls(uv)[-1].endswith(f"-- {' '.join(RUNTIME)}")
    assert gpiot("runtime", "add", "yaml", "Torch").exit_code == 0
    assert calls(uv)[-1].endswith("-- pyyaml torch")
    listed = json.loads(gpiot("runtime", "list", "--json").stdout)
    assert listed["python"] == str(home / "data" / "runtime" / "bin" / "python")
    assert set(listed["packages"]) == {*RUNTIME, "pyyaml", "torch"}
    assert listed["own"] is True
    assert listed["bytes"] > 0
    shown = gpiot("runtime", "list").stdout
    assert "scikit-learn             1.0\n" in shown
    assert f"9 packages for {listed['python']}" in shown
    assert gpiot("runtime", "remove").exit_code == 2
    assert gpiot("runtime", "remove", "--yes").exit_code == 0
    assert not (home / "data" / "runtime").exists()
    assert gpiot("runtime", "remove", "--yes").exit_code == 2


def test_adding_the_first_package_makes_all_of_it(gpiot: Gpiot, uv: Path) -> None:
    added = gpiot("runtime", "add", "torch", "--json")
    assert set(json.loads(added.stdout)["packages"]) == {*RUNTIME, "torch"}
    assert calls(uv)[-1].endswith(f"-- {' '.join(RUNTIME)} torch")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ecgwizard"], "ecgwizard is not a package that gpiot knows"),
        (["scipy", "ecgwizard"], "ecgwizard is not a package that gpiot knows"),
        (["--unknown", "ecgwizard"], "no terminal to ask on"),
        (["--", "-r"], "-r is no package's name"),
        (["--unknown", "git+https://example.org/x"], "is no package's name"),
        (["scipy==1.0"], "is no package's name"),
        (["../here"], "is no package's name"),
    ],
)
def test_what_is_not_known_is_refused_and_nothing_is_installed(
    gpiot: Gpiot, uv: Path, arguments: list[str], message: str
) -> None:
    result = gpiot("runtime", "add", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert calls(uv) == []


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 130), ("\n", 130)])
def test_an_unknown_package_needs_a_yes_to_its_name(
    gpiot: Gpiot, uv: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr("cli.runtime._on_terminal", lambda: True)
    result = gpiot("runtime", "add", "--unknown", "ecgwizard", stdin=answer)
    assert result.exit_code == code
    assert "Install ecgwizard?" in result.stderr
    assert bool(calls(uv)) == (code == 0)


def test_nothing_made_is_exit_code_six_with_the_next_step(gpiot: Gpiot) -> None:
    result = gpiot("runtime", "list")
    assert result.exit_code == 6
    assert "gpiot runtime install" in result.stderr
    told = json.loads(gpiot("runtime", "list", "--json").stdout)
    assert (told["code"], told["hint"]) == (6, "Make it with: gpiot runtime install")


def test_a_failure_is_one_line_and_names_the_log(
    gpiot: Gpiot, home: Path, uv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gpiot("runtime", "install").exit_code == 0
    monkeypatch.setattr("cli.runtime._on_terminal", lambda: True)
    result = gpiot("runtime", "add", "--unknown", "nowhere", stdin="y\n")
    assert result.exit_code == 6
    assert "Installing nowhere failed: no such package: nowhere" in result.stderr
    assert "looking for" not in result.stderr
    log = home / "state" / "runtime-install.log"
    assert str(log) in result.stderr
    assert "looking for nowhere" in log.read_text()
    assert gpiot("runtime", "list").exit_code == 0


def test_an_interpreter_of_the_persons_is_listed_and_left_alone(
    gpiot: Gpiot, uv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GPIOT_RUNTIME_PYTHON", sys.executable)
    listed = json.loads(gpiot("runtime", "list", "--json").stdout)
    assert (listed["python"], listed["own"]) == (sys.executable, False)
    for command in (["install"], ["add", "scipy"], ["remove", "--yes"]):
        result = gpiot("runtime", *command)
        assert result.exit_code == 6
        assert "runtime_python" in result.stderr
    assert calls(uv) == []


def happens(wanted: Callable[[], bool]) -> bool:
    """Whether it comes true within a minute."""
    for _ in range(3000):
        if wanted():
            return True
        time.sleep(0.02)
    return False


def begun(home: Path) -> Process:
    """``gpiot runtime install`` in the middle of making the environment."""
    installing = Process(environment(home), "runtime", "install")
    if happens((home / "data" / "runtime" / "begun").exists):
        return installing
    installing.send(signal.SIGKILL)
    raise AssertionError(installing.outcome(30))


def test_ctrl_c_leaves_nothing_behind(home: Path, uv: Path) -> None:
    (uv / "slow").touch()
    installing = begun(home)
    installing.send(signal.SIGINT)
    outcome = installing.outcome(30)
    assert outcome.code == 130, outcome
    assert outcome.events[-1]["error"] == "interrupted"
    assert not (home / "data" / "runtime").exists()


def test_killed_it_is_made_anew_when_its_installer_has_ended(gpiot: Gpiot, home: Path, uv: Path) -> None:
    (uv / "slow").touch()
    installing = begun(home)
    installing.send(signal.SIGKILL)
    assert installing.outcome(30).code == -signal.SIGKILL
    (uv / "slow").unlink()
    try:
        refused = gpiot("runtime", "install")
        assert refused.exit_code == 6
        assert "Another process" in refused.stderr
        assert "cut off" in gpiot("runtime", "list").stderr
    finally:
        os.killpg(int((uv / "process").read_text()), signal.SIGKILL)
    assert happens(lambda: not is_held(home / "data" / "runtime.lock"))
    assert gpiot("runtime", "install").exit_code == 0
    assert gpiot("runtime", "list").exit_code == 0


def test_help_says_what_it_is_for(gpiot: Gpiot) -> None:
    shown = " ".join(gpiot("runtime", "--help").stdout.split())
    assert "apart from gpiot's own" in shown
    assert "runtime_python" in shown
    assert "made up" in " ".join(gpiot("runtime", "add", "--help").stdout.split())
