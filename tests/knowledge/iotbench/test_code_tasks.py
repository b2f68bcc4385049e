"""The functions to write: every right program passes its hidden tests, every wrong one fails, none is in the library."""

from __future__ import annotations

import ast
import itertools
import re
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from core.contracts import normal_type
from core.knowledge import Method
from knowledge.iotbench.tasks import CodeTask, code_tasks
from knowledge.reading import methods, read_method

TASKS = code_tasks()
ALLOWED = {"numpy", "scipy", "pandas", "sklearn", "pywt", "wfdb", "__future__"}
STANDARD = {"collections", "functools", "itertools", "math", "struct", "typing"}
WRONG = [(task, reason) for task in TASKS for reason in task.wrong]


def loaded(code: str, name: str) -> Callable[..., Any]:
    space: dict[str, Any] = {}
    exec(compile(code, name, "exec"), space)
    function: Callable[..., Any] = space[name]
    return function


def checked(task: CodeTask, program: str) -> None:
    loaded(task.check, "check")(loaded(program, task.name))


@pytest.fixture(scope="module")
def specified(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Method]:
    """Each right program as the library reads a method."""
    folder = tmp_path_factory.mktemp("iotbench")
    for task in TASKS:
        (folder / f"{task.name}.py").write_text(task.right, "utf-8")
    return {task.name: read_method(folder / f"{task.name}.py") for task in TASKS}


def trigrams(text: str) -> set[tuple[str, ...]]:
    said = re.findall(r"\w+", text.lower())
    return {tuple(said[at : at + 3]) for at in range(len(said) - 2)}


def jaccard(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / max(1, len(one | other))


def inputs_of(code: str, name: str) -> list[str]:
    function = next(n for n in ast.parse(code).body if isinstance(n, ast.FunctionDef) and n.name == name)
    return [ast.unparse(argument) for argument in function.args.args]


@pytest.fixture(params=TASKS, ids=lambda task: task.name)
def task(request: pytest.FixtureRequest) -> CodeTask:
    found: CodeTask = request.param
    return found


def test_there_are_seventy_most_of_them_specialised() -> None:
    assert len(TASKS) == 70
    assert 0.65 <= sum(task.difficulty == "specialised" for task in TASKS) / len(TASKS) <= 0.8
    assert len({task.modality for task in TASKS}) >= 30
    assert len({task.title for task in TASKS}) == 70
    assert len(WRONG) >= 140


def test_the_right_program_passes(task: CodeTask) -> None:
    checked(task, task.right)


@pytest.mark.parametrize(("task", "reason"), WRONG, ids=lambda value: getattr(value, "name", value))
def test_a_wrong_program_fails(task: CodeTask, reason: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises((AssertionError, ArithmeticError, LookupError, TypeError, ValueError)):
            checked(task, task.wrong[reason])


def test_a_program_that_gives_nothing_fails(task: CodeTask) -> None:
    nothing = f"def {task.name}(*given):\n    return None\n"
    with pytest.raises((AssertionError, LookupError, TypeError, ValueError)):
        checked(task, nothing)


def test_a_task_is_whole(task: CodeTask) -> None:
    assert len(task.wrong) >= 2
    assert len(task.title) > 10
    assert 1 <= len(re.findall(r"[.?!](?:\s|$)", task.statement)) <= 3
    assert (task.difficulty == "specialised") == bool(task.specialised)
    asserts = [node for node in ast.walk(ast.parse(task.check)) if isinstance(node, ast.Assert)]
    assert len({ast.unparse(node) for node in asserts}) >= 3


def test_the_specification_is_complete(task: CodeTask, specified: dict[str, Method]) -> None:
    spec = specified[task.name].spec
    assert len(spec.target.split()) >= 12
    for parameter in (*spec.inputs, *spec.outputs):
        assert "ndarray" not in parameter.type or parameter.shape, parameter.name
    assert ("raise ValueError" in task.right) == ("    Raises\n" in task.right)
    assert not specified[task.name].examples


def test_types_in_the_docstring_are_those_of_the_code(task: CodeTask, specified: dict[str, Method]) -> None:
    spec = specified[task.name].spec
    function = next(n for n in ast.parse(task.right).body if isinstance(n, ast.FunctionDef) and n.name == task.name)
    annotated = [normal_type(ast.unparse(a.annotation)) if a.annotation else None for a in function.args.args]
    assert annotated == [p.type for p in spec.inputs]
    types = [p.type for p in spec.outputs]
    returned = types[0] if len(types) == 1 else f"tuple[{', '.join(types)}]"
    assert function.returns is not None
    assert normal_type(ast.unparse(function.returns)) == returned


def test_the_parts_of_a_task_fit_together(task: CodeTask) -> None:
    expected = inputs_of(task.right, task.name)
    assert all(inputs_of(program, task.name) == expected for program in task.wrong.values())
    public = [n.name for n in ast.parse(task.check).body if isinstance(n, ast.FunctionDef) and n.name[0] != "_"]
    assert public == ["check"]


def test_programs_stand_alone(task: CodeTask) -> None:
    for program in (task.right, task.check, *task.wrong.values()):
        nodes = list(ast.walk(ast.parse(program)))
        imported = {a.name.partition(".")[0] for n in nodes if isinstance(n, ast.Import) for a in n.names}
        imported |= {(n.module or "").partition(".")[0] for n in nodes if isinstance(n, ast.ImportFrom)}
        assert imported <= ALLOWED | STANDARD


def test_no_two_tasks_are_alike(specified: dict[str, Method]) -> None:
    targets = {name: trigrams(method.spec.target) for name, method in specified.items()}
    pairs = itertools.combinations(targets, 2)
    assert [pair for pair in pairs if jaccard(targets[pair[0]], targets[pair[1]]) > 0.2] == []


def test_no_task_is_a_method_of_the_library(specified: dict[str, Method]) -> None:
    library = {name: trigrams(method.spec.target) for name, method in methods().items()}
    assert {task.name for task in TASKS}.isdisjoint(method.function for method in methods().values())
    targets = {name: trigrams(method.spec.target) for name, method in specified.items()}
    near = [(one, name) for one in targets for name in library if jaccard(targets[one], library[name]) > 0.2]
    assert near == []
