from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.codec import problem_from_json, problem_to_json, subtask_from_json, subtask_to_json, traces_from_json
from core.errors import StorageError
from core.problem import Problem
from core.project import Parameter, Program, Source, Spec, SubTask, SubTaskState, Trace

TEXT = st.text(max_size=12)
TEXTS = st.lists(TEXT, max_size=2).map(tuple)
PARAMETERS = st.lists(st.builds(Parameter, TEXT, TEXT, TEXT, TEXT, TEXT), max_size=2).map(tuple)
SOURCES = st.builds(Source, st.sampled_from(["subtask", "problem", "missing"]), TEXT, st.integers(0, 9), TEXT)
SUBTASKS = st.builds(
    SubTask,
    id=st.integers(1, 99),
    title=TEXT,
    description=TEXT,
    depends_on=st.lists(st.integers(1, 99), max_size=2).map(tuple),
    state=st.sampled_from(SubTaskState),
    spec=st.none() | st.builds(Spec, TEXT, PARAMETERS, PARAMETERS),
    sources=st.dictionaries(TEXT, SOURCES, max_size=2),
    program=st.none() | st.builds(Program, TEXT, TEXT, TEXTS, TEXT),
    module=TEXT,
    function=TEXT,
    model=TEXT,
    wishes=TEXTS,
    notes=TEXTS,
    error=TEXT,
)
WHOLE = SubTask(
    1, "title", "text", (2,), SubTaskState.DONE,
    Spec("target", (Parameter("signal", "numpy.ndarray", "raw"),), ()), {"signal": Source("problem", "path")},
    Program("def f(): ...", "doc", ("numpy",), "model"),
)  # fmt: skip


def through_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


@settings(max_examples=60)
@given(SUBTASKS)
def test_a_sub_task_comes_back_as_it_was(subtask: SubTask) -> None:
    assert subtask_from_json(through_json(subtask_to_json(subtask))) == subtask


@given(st.builds(Problem, TEXT, TEXTS, TEXT, TEXTS))
def test_a_problem_comes_back_as_it_was(problem: Problem) -> None:
    assert problem_from_json(through_json(problem_to_json(problem))) == problem


@given(st.lists(st.builds(Trace, st.integers(1, 9), TEXT, st.integers(0, 9), TEXT), max_size=3))
def test_traces_come_back_as_they_were(traces: list[Trace]) -> None:
    written = [{"number": t.number, "demand": t.demand, "subtask": t.subtask, "place": t.place} for t in traces]
    assert traces_from_json(through_json(written)) == tuple(traces)


REQUIRED = ["id", "title", "description", "depends_on", "state", "spec", "sources", "program", "wishes", "notes"]


@pytest.mark.parametrize("key", REQUIRED)
def test_a_missing_key_is_named(key: str) -> None:
    data = through_json(subtask_to_json(WHOLE))
    del data[key]
    with pytest.raises(StorageError, match=key):
        subtask_from_json(data)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "asleep"},
        {"depends_on": None},
        {"spec": "text"},
        {"spec": {"target": "t", "inputs": [{"name": "x"}], "outputs": []}},
        {"sources": []},
        {"sources": {"x": {"kind": "problem"}}},
        {"program": {"code": "x"}},
        {"from_the_future": 1},
    ],
)
def test_a_damaged_sub_task_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(StorageError, match="cannot be read"):
        subtask_from_json(through_json(subtask_to_json(WHOLE)) | change)


@pytest.mark.parametrize("data", [None, [], {}, {"statement": "x"}])
def test_a_damaged_problem_is_refused(data: Any) -> None:
    with pytest.raises(StorageError, match="cannot be read"):
        problem_from_json(data)


@pytest.mark.parametrize("data", [None, 3, [3], [{"place": "x"}], [{"number": 1, "demand": "d", "more": 1}]])
def test_damaged_traces_are_refused(data: Any) -> None:
    with pytest.raises(StorageError, match="cannot be read"):
        traces_from_json(data)
