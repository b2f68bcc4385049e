"""A task as CGSLM gets it: the specification out of the docstring, and what a Spec has no place for in words beside it."""

from __future__ import annotations

import ast
import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

import docstring_parser
from docstring_parser import DocstringStyle

from core.knowledge import Method
from core.problem import Problem
from core.project import Project, Spec, SubTask
from graph.signatures import signature
from knowledge.iotbench.tasks import CodeTask, code_tasks
from knowledge.reading import method_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A function to write.

    signature: with its defaults, which a Spec does not have
    remarks: defaults, errors and notes of the docstring
    """

    task: CodeTask
    spec: Spec
    signature: str
    remarks: str

    @property
    def subtask(self) -> SubTask:
        """The task as the only sub-task of a project."""
        name = self.task.name
        return SubTask(1, self.task.title, self.remarks, spec=self.spec, module=f"step_1_{name}", function=name)

    @property
    def bare(self) -> SubTask:
        """The same without a structured specification: the statement, and names and types out of the signature."""
        inputs = tuple(replace(p, meaning="", shape="", unit="") for p in self.spec.inputs)
        outputs = tuple(replace(p, meaning="", shape="", unit="") for p in self.spec.outputs)
        return replace(self.subtask, description="", spec=Spec(self.task.statement, inputs, outputs))

    def project(self, given: bool = False) -> Project:
        """The project around the sub-task; ``given``: its inputs are what the person's program is given."""
        code_input = tuple(f"{p.name} ({p.type}): {p.meaning}" for p in self.spec.inputs) if given else ()
        return Project(Problem(self.task.statement, code_input), {1: self.subtask}, (1,))

    def with_defaults(self, code: str) -> str:
        """A module as the stage writes it, with the defaults in its signature."""
        return code.replace(signature(self.subtask, self.spec), self.signature, 1)


def asked(task: CodeTask) -> Asked:
    """A task as CGSLM gets it; raises KnowledgeError for a damaged one."""
    method = _methods()[task.name]
    function = next(n for n in ast.parse(task.stub).body if isinstance(n, ast.FunctionDef))
    remarks = _remarks(ast.get_docstring(function) or "", method.settings)
    function.body = [ast.Pass()]
    return Asked(task, method.spec, ast.unparse(function).partition("\n")[0], remarks)


@functools.cache
def _methods() -> Mapping[str, Method]:
    return {task.name: method_of(f"iotbench.{task.name}", task.right) for task in code_tasks()}


def _remarks(docstring: str, defaults: Mapping[str, str]) -> str:
    parsed = docstring_parser.parse(docstring, DocstringStyle.NUMPYDOC)
    lines = [f"Defaults: {', '.join(f'{name} = {value}' for name, value in defaults.items())}."] if defaults else []
    lines += [f"It raises {one.type_name} {_line(one.description or '')}." for one in parsed.raises]
    lines += [_line(meta.description or "") for meta in parsed.meta if meta.args[:1] == ["notes"]]
    return "\n".join(lines)


def _line(text: str) -> str:
    return " ".join(text.split())
