"""Tasks as they are read from their folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import KnowledgeError
from knowledge.iotbench.tasks import code_tasks, decompositions

DECOMPOSITION = """
title = "Steps of a walk"
statement = '''
Count the steps
of a walk.
'''
code_input = ["data_path (str): a csv"]
output_format = '''
Steps: 100
'''
modality = ["IMU"]
representation = ["time series"]
resource = ["phone"]

[[steps]]
title = "Load"
description = "Read the file."
needs = []

[[steps]]
title = "Count"
description = "Count the peaks."
needs = [1]
"""


def test_a_stub_tells_everything_but_the_program() -> None:
    task = next(task for task in code_tasks() if task.name == "ring_down_damping")
    assert task.stub.startswith("def ring_down_damping(signal: np.ndarray, rate: float) -> tuple[float, float]:")
    for said in ("logarithmic decrement", "Parameters", "Returns", "Raises", "fewer than two such maxima"):
        assert said in task.stub
    assert "polyfit" not in task.stub


@pytest.mark.parametrize("text", ['title = "Only this"', "title = ["])
def test_a_damaged_function_to_write_is_named(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "broken_task"
    folder.mkdir()
    (folder / "task.toml").write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match="broken_task"):
        code_tasks(tmp_path)


def test_a_decomposition_is_read(tmp_path: Path) -> None:
    (tmp_path / "walk.toml").write_text(DECOMPOSITION, "utf-8")
    (task,) = decompositions(tmp_path)
    assert (task.name, task.problem.statement) == ("walk", "Count the steps of a walk.")
    assert task.problem.output_format == "Steps: 100"
    assert [step.needs for step in task.steps] == [(), (1,)]
    assert task.resource == ("phone",)


def test_a_damaged_decomposition_is_named(tmp_path: Path) -> None:
    (tmp_path / "walk.toml").write_text(DECOMPOSITION.replace("needs = [1]", "needs = [2]"), "utf-8")
    with pytest.raises(KnowledgeError, match=r"walk.*step 2 needs"):
        decompositions(tmp_path)


def test_all_decompositions_can_be_read() -> None:
    assert len(decompositions()) >= 50
    assert all(len(task.steps) >= 3 for task in decompositions())
