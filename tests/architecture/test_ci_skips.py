from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CONFTEST = Path(__file__).parents[1] / "conftest.py"
TESTS = """
import pytest

@pytest.mark.skipif(True, reason="no server here")
def test_skipped(): pass

def test_skips_itself(): pytest.skip("no weights here")

@pytest.mark.gpu
@pytest.mark.skipif(True, reason="no GPU here")
def test_excused(): pass

@pytest.mark.xfail
def test_expected(): raise AssertionError

def test_good(): pass
"""
MODULE = """
import pytest
pytest.importorskip("no_such_module_at_all")
"""


def run(folder: Path, ci: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(CONFTEST, folder / "conftest.py")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    gpu: needs a GPU\n")
    environ = {k: v for k, v in os.environ.items() if k != "CI"} | ({"CI": ci} if ci else {})
    command = [sys.executable, "-m", "pytest", "-q", "-ra", "-p", "no:cacheprovider", "--tb=line", str(folder)]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)


def test_skips_fail_in_ci_unless_they_need_a_gpu(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(TESTS)
    outside, inside = run(tmp_path, ""), run(tmp_path, "true")
    assert outside.returncode == 0
    assert "1 passed, 3 skipped, 1 xfailed" in outside.stdout
    assert inside.returncode == 1
    # What skips before it is set up is an error to pytest, what skips itself a failure.
    assert "1 failed, 1 passed, 1 skipped, 1 xfailed, 1 error" in inside.stdout
    assert "no server here" in inside.stdout
    assert "no weights here" in inside.stdout


def test_a_module_that_skips_itself_fails_in_ci(tmp_path: Path) -> None:
    (tmp_path / "test_module.py").write_text(MODULE)
    inside = run(tmp_path, "true")
    assert inside.returncode != 0
    assert "no_such_module_at_all" in inside.stdout
