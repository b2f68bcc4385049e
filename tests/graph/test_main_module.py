from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.contracts import meet
from core.problem import Problem
from core.project import Project, SubTask, SubTaskState
from graph.documents import readme, requirements
from graph.nodes.assemble import files_of
from tests.fakes import PROBLEM, done, parameter, spec, subtask


def project(problem: Problem, *tasks: SubTask) -> Project:
    bound = [replace(task, sources=meet(problem, tasks, task.id)) for task in tasks]
    return Project(problem, {task.id: task for task in bound}, tuple(task.id for task in bound))


def chain_of_two(result: str) -> tuple[SubTask, SubTask]:
    first = subtask(1, spec=spec([parameter("data_path", "str")], [parameter("signal", "list")]))
    second = subtask(
        2, 1, spec=spec([parameter("signal", "list")], [parameter("accuracy", result, "accuracy of a record")])
    )
    return first, second


def run(folder: Path, made: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    for name, text in files_of(made).items():
        (folder / name).write_text(text)
    return subprocess.run([sys.executable, "main.py", *arguments], cwd=folder, capture_output=True, text=True)


def test_main_prints_exactly_the_output_format_for_each_key(tmp_path: Path) -> None:
    first, second = chain_of_two("dict[str, float]")
    made = project(
        Problem.from_text(PROBLEM),
        done(first, "return [data_path]"),
        done(second, "return {'100': 0.912, '101': len(signal)}"),
    )
    result = run(tmp_path, made, "/records")
    assert result.stdout == "Case 100\nDetection accuracy: 91%\nCase 101\nDetection accuracy: 100%\n"
    assert result.returncode == 0


def test_main_says_where_it_comes_from() -> None:
    text = files_of(project(Problem.from_text(PROBLEM), done(chain_of_two("float")[0], "return 1")))["main.py"]
    documentation = ast.get_docstring(ast.parse(text)) or ""
    assert "Assembled by gpiot, not written by a model" in documentation


FORMAT = "Meters\nMeter {name}: errors 0.5\nMean error: 0.1\nDone"


@pytest.mark.parametrize(
    ("errors", "printed"),
    [
        ("{'a': 1, 'b': 2.0}", "Meters\nMeter a: errors 1.0\nMeter b: errors 2.0\nMean error: 1.5\nDone\n"),
        ("{}", "Meters\nMean error: 1.5\nDone\n"),
    ],
)
def test_single_values_beside_a_mapping_are_printed_once(tmp_path: Path, errors: str, printed: str) -> None:
    outputs = [parameter("errors", "dict[str, float]", "by meter"), parameter("mean_error", "float", "mean")]
    task = subtask(1, spec=spec([parameter("data_path", "str")], outputs))
    problem = Problem("Read the meters.", ("data_path (str): readings",), FORMAT)
    assert run(tmp_path, project(problem, done(task, f"return {errors}, 1.5")), "x").stdout == printed


def test_without_a_format_each_result_is_printed_with_its_name(tmp_path: Path) -> None:
    first, second = chain_of_two("float")
    made = project(
        Problem("Do it.", ("data_path (str): records",)), done(first, "return [1]"), done(second, "return 0.5")
    )
    assert run(tmp_path, made, "x").stdout == "accuracy_2: 0.5\n"


def test_help_works_before_any_requirement_is_installed(tmp_path: Path) -> None:
    first, second = chain_of_two("float")
    made = project(Problem.from_text(PROBLEM), done(first), done(second))
    (tmp_path / f"{first.module}.py").write_text("import a_package_that_is_not_there")
    result = run(tmp_path, made, "--help")
    assert result.returncode == 0
    assert "data_path" in result.stdout


def test_an_input_that_nobody_provides_is_asked_for(tmp_path: Path) -> None:
    lonely = subtask(1, spec=spec([parameter("threshold", "float", "in 100% of cases")], [parameter("twice", "float")]))
    made = project(Problem("Do it."), done(lonely, "return threshold * 2"))
    assert run(tmp_path, made, "--threshold", "1.5").stdout == "twice_1: 3.0\n"
    missing = run(tmp_path, made)
    assert missing.returncode == 2
    assert "--threshold" in missing.stderr
    assert "nobody provides the input `threshold`" in readme(made)


def test_a_project_with_a_failed_sub_task_says_so_and_ends_with_one(tmp_path: Path) -> None:
    first, second = chain_of_two("float")
    failed = replace(second, state=SubTaskState.FAILED, error="generate: it does not compile")
    made = project(Problem.from_text(PROBLEM), done(first), failed)
    result = run(tmp_path, made, "x")
    assert result.returncode == 1
    assert "2 (Filter baseline) failed" in result.stderr
    assert "generate: it does not compile" in readme(made)


def test_requirements_name_packages_and_never_an_invented_one() -> None:
    task = done(subtask(1))
    program = replace(task.program, imports=("cv2", "mymagic", "sklearn"))  # type: ignore[type-var]
    text = requirements(project(Problem("Do it."), replace(task, program=program)))
    assert text.splitlines()[:2] == ["opencv-python-headless", "scikit-learn"]
    assert text.splitlines()[2].startswith("# mymagic")


def test_hostile_words_of_a_problem_stay_words(tmp_path: Path) -> None:
    nasty = 'Stop """ it\\n {x!r} %s %(prog)s \' " and report 5% of {y}.'
    made = project(Problem(nasty, ('it\'s "100%" \\ of the data',), "Out {x} 'q' \" \\ 7%", ()), done(subtask(1)))
    assert run(tmp_path, made, "--help").returncode == 0
