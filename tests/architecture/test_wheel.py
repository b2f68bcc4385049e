from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSIDE = {
    "core",
    "backends",
    "modelfiles",
    "ingest",
    "retrieval",
    "knowledge",
    "placement",
    "sandbox",
    "graph",
    "agent",
    "cli",
    "tui",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return next(folder.glob("gpiot-*.whl"))


def test_it_holds_the_packages_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.partition("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == INSIDE
    assert not any("__pycache__" in name for name in names)


def test_it_runs_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    target, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    # Installing a pure wheel is unpacking it; an environment made by uv has no pip.
    zipfile.ZipFile(wheel).extractall(target)
    environ = {**os.environ, "PYTHONPATH": str(target), "GPIOT_HOME": str(tmp_path / "home")}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "cli.main", *arguments]
        result = subprocess.run(command, cwd=elsewhere, env=environ, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        return result.stdout

    assert "sessions" in run("--help")
    assert run("--version").startswith("gpiot, version ")
    where = subprocess.run(
        [sys.executable, "-c", "import cli; print(cli.__file__)"],
        cwd=elsewhere,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(target))
    assert list(elsewhere.iterdir()) == []
