"""The tasks of IoTBench as they stand in their folders: functions to write, problems to decompose."""

from __future__ import annotations

import ast
import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import KnowledgeError
from core.problem import Problem

CODE = Path(__file__).with_name("code")
DECOMPOSITIONS = Path(__file__).with_name("decompositions")
DIFFICULTIES = ("basic", "specialised")


@dataclass(frozen=True, slots=True)
class CodeTask:
    """A function to write, with the hidden tests that tell right programs from wrong ones.

    name: of the function, and of the folder it stands in
    modality: what is sensed
    difficulty: ``basic``, or ``specialised`` where the field has an algorithm for it
    specialised: regular expressions; the code of a program that uses that algorithm matches one of them
    statement: the person's problem in which this function would be one part
    right: a whole module whose docstring is the specification that a model is given
    check: a module with ``check(function)``, which raises where the function is wrong
    wrong: modules of wrong programs by what is wrong with them
    """

    name: str
    title: str
    modality: str
    difficulty: str
    specialised: tuple[str, ...]
    statement: str
    right: str
    check: str
    wrong: Mapping[str, str]

    @property
    def stub(self) -> str:
        """Signature and docstring of the function, errors and notes included: what a model has to be given."""
        tree = ast.parse(self.right)
        function = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == self.name)
        function.body = function.body[:1]
        return ast.unparse(function)


@dataclass(frozen=True, slots=True)
class ReferenceStep:
    """One sub-task of a reference decomposition.

    needs: numbers of the steps that it depends on, from 1
    """

    title: str
    description: str
    needs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A problem with the steps into which an expert takes it apart.

    modality, representation, resource: tags: what is sensed, how it is represented, where it runs
    """

    name: str
    title: str
    problem: Problem
    steps: tuple[ReferenceStep, ...]
    modality: tuple[str, ...]
    representation: tuple[str, ...]
    resource: tuple[str, ...]


@functools.cache
def code_tasks(folder: Path = CODE) -> tuple[CodeTask, ...]:
    """Every function to write, by name; raises KnowledgeError naming a damaged task."""
    return tuple(_read_code_task(path.parent) for path in sorted(folder.glob("*/task.toml")))


@functools.cache
def decompositions(folder: Path = DECOMPOSITIONS) -> tuple[Decomposition, ...]:
    """Every problem to decompose, by name; raises KnowledgeError naming a damaged one."""
    return tuple(_read_decomposition(path) for path in sorted(folder.glob("*.toml")))


def _read_code_task(folder: Path) -> CodeTask:
    try:
        data = tomllib.loads((folder / "task.toml").read_text("utf-8"))
        if data["difficulty"] not in DIFFICULTIES:
            raise ValueError(f"difficulty {data['difficulty']!r}")
        return CodeTask(
            folder.name,
            data["title"],
            data["modality"],
            data["difficulty"],
            tuple(data["specialised"]),
            _line(data["statement"]),
            (folder / "right.py").read_text("utf-8"),
            (folder / "check.py").read_text("utf-8"),
            {p.stem.removeprefix("wrong_"): p.read_text("utf-8") for p in sorted(folder.glob("wrong_*.py"))},
        )
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(f"The task {folder.name} of IoTBench cannot be read: {error}.") from error


def _read_decomposition(path: Path) -> Decomposition:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        problem = Problem(
            _line(data["statement"]),
            tuple(data["code_input"]),
            data["output_format"].strip("\n"),
            tuple(data.get("remarks", ())),
        )
        steps = tuple(_step(number, step) for number, step in enumerate(data["steps"], 1))
        tags = (tuple(data[key]) for key in ("modality", "representation", "resource"))
        return Decomposition(path.stem, data["title"], problem, steps, *tags)
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(f"The problem {path.stem} of IoTBench cannot be read: {error}.") from error


def _step(number: int, data: Mapping[str, Any]) -> ReferenceStep:
    needs = tuple(data["needs"])
    if not set(needs) <= set(range(1, number)):
        raise ValueError(f"step {number} needs {needs}")
    return ReferenceStep(data["title"], _line(data["description"]), needs)


def _line(text: str) -> str:
    return " ".join(text.split())
