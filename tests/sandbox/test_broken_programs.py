"""Broken programs of every kind end with one clear line that names the right sub-task; all hundred: ``bench.faults``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bench.broken_programs import CASES, Case
from bench.faults import tried

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
# One of each kind that can happen in any sub-task, in turn in another one, and a few of those that belong to one.
SOME = (*(CASES[4 * n + n % 4] for n in range(18)), *CASES[72::6])


@pytest.mark.parametrize("case", SOME, ids=lambda case: case.name)
async def test_the_sub_task_at_fault_is_named(tmp_path: Path, case: Case) -> None:
    fault, _ = await tried(case, tmp_path, seconds=2)
    assert fault is not None
    assert (fault.subtask, fault.kind in case.kinds) == (case.step, True), fault
    assert fault.reason
    assert "\n" not in fault.reason


def test_there_are_a_hundred() -> None:
    assert len({case.name for case in CASES}) == 100
