"""What of a run is compared with the truth: the program's own result, and nothing that is the truth itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from agent.judging import judged
from agent.programs import Runnable, Wanted
from core.problem import Problem
from core.project import Parameter, Project, Spec, SubTask
from core.runs import Measured, Ran
from tests.fakes import subtask
from tests.sandbox.evaluators.recordings import write_record

BEATS = [77, 370, 662, 946]
FOUND = Parameter("r_peaks", "dict[str, list[int]]", "sample numbers of the R-peaks")
READ = Parameter("beats", "dict[str, list[int]]", "the annotated beats of every recording")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_record(tmp_path / "data", "a", BEATS)
    return tmp_path / "data"


def step(number: int, *outputs: Parameter, after: int = 0) -> SubTask:
    return subtask(number, *([after] if after else []), spec=Spec("Do it.", (), outputs))


def run(data: Path, result: Mapping[str, object], *subtasks: SubTask, only: int = 0, metric: str = "") -> Ran:
    """The judged run of a program of these sub-tasks whose result this is."""
    project = Project(Problem("Find it."), {one.id: one for one in subtasks}, tuple(one.id for one in subtasks))
    ran = Ran("done", "bubblewrap", Measured(1, 1, 1), result=result)
    return judged(ran, Runnable("x", project, {}, None), data, Wanted(only=only, metric=metric))


def figures(ran: Ran) -> dict[str, float]:
    return {metric.name: metric.value for one in ran.evaluations for metric in one.metrics if not metric.group}


DETECTED: Mapping[str, object] = {"r_peaks": {"a": BEATS[1:]}}
TRUTH: Mapping[str, object] = {"beats": {"a": BEATS}}


def test_the_result_of_the_last_sub_task_is_judged_however_it_came_to_run(data: Path) -> None:
    program = step(1, READ), step(2, FOUND, after=1)
    for only in (0, 2):
        ran = run(data, DETECTED, *program, only=only)
        assert figures(ran)["recall"] == 0.75
        assert ran.notes == ()


@pytest.mark.parametrize("metric", ["", "r-peaks"])
def test_a_sub_task_alone_that_does_not_give_the_programs_result_is_not_judged(data: Path, metric: str) -> None:
    ran = run(data, TRUTH, step(1, READ), step(2, FOUND, after=1), only=1, metric=metric)
    assert ran.evaluations == ()
    [note] = ran.notes
    assert note.startswith("Not judged: sub-task 1 ran alone, and the program's result is that of sub-task 2.")


@pytest.mark.parametrize("metric", ["", "r-peaks"])
@pytest.mark.parametrize("name", ["beats", "annotated_beats"])
def test_the_truth_itself_is_not_judged(data: Path, metric: str, name: str) -> None:
    read = Parameter(name, READ.type, READ.meaning if name == "beats" else "of every recording")
    ran = run(data, {name: {"a": BEATS}}, step(1, FOUND), step(2, read), metric=metric)
    assert ran.evaluations == ()
    [note] = ran.notes
    assert note.startswith(f"Not judged: {name} of sub-task 2 is the truth itself, read from the data.")


def test_what_a_program_finds_beside_the_truth_that_it_reads_is_judged(data: Path) -> None:
    ran = run(data, {**DETECTED, **TRUTH}, step(1, FOUND, READ))
    assert (figures(ran)["recall"], ran.notes) == (0.75, ())


def test_what_a_sub_task_makes_of_others_is_no_truth_that_it_reads(data: Path) -> None:
    peaks = Parameter("r_peaks", FOUND.type, "the beats of the annotated recordings")
    assert figures(run(data, DETECTED, step(1, READ), step(2, peaks, after=1)))["recall"] == 0.75


def test_labels_beside_their_truth_of_one_sub_task_are_judged(tmp_path: Path) -> None:
    true, found = Parameter("y_true", "list[str]", "the true labels"), Parameter("y_pred", "list[str]", "the predicted")
    ran = run(tmp_path, {"y_true": ["a", "b"], "y_pred": ["a", "a"]}, step(1, true, found))
    assert figures(ran)["accuracy"] == 0.5


def test_an_answer_of_yes_and_no_is_no_truth(data: Path) -> None:
    flags = Parameter("r_peaks", "dict[str, list[int]]", "sample numbers where it is true that the heart beats")
    assert figures(run(data, DETECTED, step(1, flags)))["recall"] == 0.75
