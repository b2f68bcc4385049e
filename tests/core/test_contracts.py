from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contracts import arguments, compatible, gaps, meet, normal_type
from core.problem import Problem
from core.project import Source
from tests.fakes import parameter, spec, subtask

PROBLEM = Problem("Do it.", ("data_path (str): the recordings", "The sampling rate in Hz"))


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("np.ndarray", "numpy.ndarray"),
        ("list[ np.ndarray ]", "list[numpy.ndarray]"),
        ("dict[str, List]", "dict[str, list]"),
        ("string", "str"),
        ("tuple[int, ...]", "tuple[int, ...]"),
        ("str|None", "str | None"),
        ("the raw signal", None),
        ("f(x)", None),
        ("", None),
        ("[int]", None),
    ],
)
def test_types_are_spelled_one_way(written: str, spelled: str | None) -> None:
    assert normal_type(written) == spelled


@given(st.text(max_size=60))
def test_a_spelled_type_is_stable_and_compiles(text: str) -> None:
    spelled = normal_type(text)
    if spelled is not None:
        assert normal_type(spelled) == spelled
        compile(f"x: {spelled}", "<type>", "exec")


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("int", "float", True),
        ("float", "int", False),
        ("str", "pathlib.Path", True),
        ("object", "numpy.ndarray", True),
        ("list", "list[float]", True),
        ("list[int]", "list[float]", False),
        ("numpy.ndarray", "list", False),
    ],
)
def test_which_value_may_be_handed_over(one: str, other: str, fits: bool) -> None:
    assert compatible(one, other) is fits


def test_the_code_input_becomes_arguments() -> None:
    named, free = arguments(PROBLEM)
    assert (named.name, named.type) == ("data_path", "str")
    assert (free.name, free.type) == ("sampling_rate_hz", "float")


def test_an_input_is_met_by_name_before_type_and_by_the_nearest_first() -> None:
    first = subtask(1, spec=spec([], [parameter("signal"), parameter("rate", "float")]))
    second = subtask(2, 1, spec=spec([], [parameter("signal")]))
    third = subtask(3, 2, spec=spec([parameter("signal"), parameter("sampling_rate", "float")], []))
    sources = meet(PROBLEM, [first, second, third], 3)
    assert sources["signal"] == Source("subtask", "signal", 2, "name")
    assert sources["sampling_rate"] == Source("subtask", "rate", 1, "similar")


def test_the_only_value_of_a_type_is_taken_but_never_one_of_two() -> None:
    one = subtask(1, spec=spec([], [parameter("beats")]))
    wanting = subtask(2, 1, spec=spec([parameter("template")], []))
    assert meet(Problem("Do it."), [one, wanting], 2)["template"].match == "type"
    two = subtask(1, spec=spec([], [parameter("beats"), parameter("noise")]))
    assert meet(Problem("Do it."), [two, wanting], 2)["template"].kind == "missing"


def test_the_code_input_serves_an_input_that_no_sub_task_provides() -> None:
    reader = subtask(1, spec=spec([parameter("folder", "str", "path of the records")], []))
    assert meet(Problem("Do it.", ("data_path (str): folder of the records",)), [reader], 1)["folder"].kind == "problem"


def test_sub_tasks_that_are_not_above_provide_nothing() -> None:
    sibling = subtask(1, spec=spec([], [parameter("signal")]))
    other = subtask(2, spec=spec([parameter("signal")], []))
    sources = meet(Problem("Do it."), [sibling, other], 2)
    assert gaps(subtask(2, spec=other.spec, sources=sources)) == ("signal",)
