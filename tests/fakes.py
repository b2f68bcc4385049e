"""Fakes for tests of logic: a scripted model with fixed answers, texts in memory, and projects of a given shape."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from backends.scripted import ABILITIES, ScriptedModel
from core.errors import StorageError
from core.papers import Hit
from core.project import Parameter, Program, Spec, SubTask, SubTaskState
from graph.state import Deps

Answers = Sequence[str | Mapping[str, Any]]

PROBLEM = """Detect the R-peaks in every record of the data set.

Code Input
1. data_path (str): path of the data set

Code Output Format
Case {record}
Detection accuracy: 91%

Remarks
The memory must not exceed 50 MB.
"""
BODY = "compute it\n    return None\n```\nIt **computes**."
_TITLES = (
    ("Load recordings", "Read every record of the data set with the wfdb package."),
    ("Filter baseline", "Suppress wander by a Butterworth band-pass from 5 to 15 Hz."),
    ("Derive energy", "Differentiate, square and integrate over a sliding window."),
    ("Pick candidates", "Find local maxima above an adaptive threshold."),
    ("Merge neighbours", "Discard candidates closer than the refractory period of 200 ms."),
    ("Score detection", "Compare with annotated beats and report the accuracy of each record."),
    ("Draw figure", "Plot signal and peaks into a PNG."),
    ("Store results", "Write a table with one row a record."),
)


@dataclass
class MemoryTexts:
    """A TextStore in memory."""

    texts: dict[str, str] = field(default_factory=dict)

    def put(self, text: str) -> str:
        key = hashlib.sha256(text.encode()).hexdigest()[:32]
        self.texts[key] = text
        return key

    def get(self, key: str) -> str:
        if key not in self.texts:
            raise StorageError(f"no text {key}")
        return self.texts[key]


def plan_answer(*items: tuple[str, str, Sequence[int]]) -> str:
    """A plan as a model writes it."""
    return json.dumps({"subtasks": [{"title": t, "description": d, "depends_on": list(n)} for t, d, n in items]})


def chain(count: int) -> str:
    """A plan of ``count`` sub-tasks, each following the one before."""
    return plan_answer(*((t, d, [n] if n else []) for n, (t, d) in enumerate(_TITLES[:count])))


def parameters_answer(side: str, *items: tuple[str, str, str]) -> str:
    """Parameters as a model writes them."""
    return json.dumps({side: [{"name": n, "type": t, "meaning": m} for n, t, m in items]})


OTHER = "estimate it\n    return 1\n```\nIt **estimates**."
NO_CODE = "do\n    return (\n```\n"


def rules(count: int = 3, **changed: Answers) -> list[dict[str, Any]]:
    """A script of a whole run with ``count`` sub-tasks in a chain: value_1 flows into 2, value_2 into 3, and so on.

    ``changed`` answers come first: ``plan``, ``target_2``, ``inputs_2``, ``outputs_2``, ``choose_2``, ``code_2`` ...
    """
    found = [_rule(name, answers) for name, answers in changed.items()]
    found.append(_rule("plan", [chain(count)]))
    for n in range(1, count + 1):
        source = (
            ("data_path", "str", "path of the data set") if n == 1 else (f"value_{n - 1}", "numpy.ndarray", "input")
        )
        result = (
            (f"value_{n}", "numpy.ndarray", "result") if n < count else ("accuracy", "dict[str, float]", "by record")
        )
        found += [
            _rule(f"target_{n}", ['{"target":"Reach the goal of this step by its method."}']),
            _rule(f"inputs_{n}", [parameters_answer("inputs", source)]),
            _rule(f"outputs_{n}", [parameters_answer("outputs", result)]),
            _rule(f"code_{n}", [BODY]),
        ]
    return found


def _rule(name: str, answers: Answers) -> dict[str, Any]:
    """The rule for one kind of prompt; the sub-task is recognised by its heading or its number."""
    kind, _, number = name.partition("_")
    title = rf"### Sub-task {number}: " if number else ""
    matches = {
        "plan": ("tdslm", "Decompose this problem"),
        "more": ("tdslm", "These sub-tasks are there already"),
        "target": ("rtslm", rf"(?s){title}.*target of this sub-task"),
        "inputs": ("rtslm", rf"input parameters of the function for sub-task {number},"),
        "outputs": ("rtslm", f"what the function for sub-task {number} returns"),
        "choose": ("rtslm", rf"(?s){title}.*name the available value"),
        "code": ("cgslm", rf"### Specification of sub-task {number}: "),
        "again": ("", "This answer is not valid"),
    }
    role, match = matches[kind]
    rule = {"match": match, "answers": list(answers)}
    return {**rule, "role": role} if role else rule


def scripted(found: Sequence[Mapping[str, Any]], **abilities: Any) -> ScriptedModel:
    """A scripted model; ``abilities`` differ from its usual ones."""
    return ScriptedModel(rules=found, abilities=replace(ABILITIES, **abilities))


class NoPapers:
    """The literature of a person who has ingested nothing."""

    async def search(self, query: str, limit: int) -> Sequence[Hit]:
        return ()


def deps_of(model: ScriptedModel, texts: MemoryTexts | None = None, **changed: Any) -> Deps:
    """What nodes work with."""
    return Deps(**{"model": model, "texts": texts or MemoryTexts(), "papers": NoPapers(), "seed": 1, **changed})


def parameter(name: str, type_: str = "numpy.ndarray", meaning: str = "a signal") -> Parameter:
    return Parameter(name, type_, meaning)


def spec(inputs: Sequence[Parameter] = (), outputs: Sequence[Parameter] = ()) -> Spec:
    return Spec("Do what is asked.", tuple(inputs), tuple(outputs))


def subtask(number: int, *depends_on: int, **changed: Any) -> SubTask:
    """A named sub-task."""
    title, description = _TITLES[(number - 1) % len(_TITLES)]
    return SubTask(number, title, description, depends_on, **changed).named()


def done(task: SubTask, body: str = "return None") -> SubTask:
    """The sub-task with a program."""
    made = task.spec or spec()
    names = ", ".join(p.name for p in made.inputs)
    program = Program(f"def {task.function}({names}):\n    {body}\n", "Documentation.", (), "script")
    return replace(task, spec=made, program=program, state=SubTaskState.DONE)
