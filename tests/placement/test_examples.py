"""Every example can be priced and placed as it is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.costs import problem
from placement.flow import graph
from placement.language.parsing import parse
from placement.loading import load
from placement.partition import solve
from placement.problem import Goal, Status

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "placement").glob("*.ep"))


def test_there_are_the_eight_of_the_report() -> None:
    assert len(EXAMPLES) >= 8


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("goal", Goal)
def test_an_example_is_placed(path: Path, goal: Goal) -> None:
    application, diagnostics = parse(path.read_text(encoding="utf-8"))
    assert application is not None
    assert not diagnostics
    answer = solve(problem(graph(application), load()), goal)
    assert answer.status is Status.OPTIMAL
    assert answer.value > 0
