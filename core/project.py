"""The artefact a session builds: a problem, its sub-tasks, their specifications and programs.

Everything here is frozen: a change makes a new value, so that a revision can be kept and restored as it was.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from core.papers import Citation
from core.problem import DATA, Problem

MOST_SUBTASKS = 12
"""A plan has no more."""


class SubTaskState(StrEnum):
    """Where a sub-task stands; ``stale`` means that something it depends on has changed since it was built."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STALE = "stale"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One input or output: ``signal (numpy.ndarray): the raw ECG data`` (GPIoT, section 4.3)."""

    name: str
    type: str
    meaning: str
    shape: str = ""
    unit: str = ""
    citation: Citation | None = None

    def markdown(self) -> str:
        """The parameter as one line of a specification."""
        facts = [
            self.type,
            *([f"shape {self.shape}"] if self.shape else []),
            *([f"in {self.unit}"] if self.unit else []),
        ]
        return f"{self.name} ({', '.join(facts)}): {self.meaning}"


@dataclass(frozen=True, slots=True)
class Spec:
    """The well-structured specification of one sub-task: target, input and output (GPIoT, section 4.3, Fig. 10c).

    data: what the person's files are like, where this sub-task reads them: measured, never a model's guess
    """

    target: str
    inputs: tuple[Parameter, ...]
    outputs: tuple[Parameter, ...]
    citations: tuple[Citation, ...] = ()
    data: str = ""

    def cited(self) -> tuple[tuple[str, Citation], ...]:
        """Every citation with the field that it supports: ``target``, ``input signal``, ``output peaks``."""
        sides = (("input", self.inputs), ("output", self.outputs))
        fields = [(f"{side} {p.name}", p.citation) for side, parameters in sides for p in parameters if p.citation]
        return (*(("target", citation) for citation in self.citations), *fields)

    def markdown(self) -> str:
        """The specification as CGSLM reads it."""
        measured = f"{DATA}\n{self.data}\n\n" if self.data else ""
        return (
            f"**Target**\n{self.target}\n\n"
            f"**Input Specification**\n{_listed(self.inputs)}\n\n{measured}"
            f"**Output Specification**\n{_listed(self.outputs)}"
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where the value of an input comes from.

    kind: ``subtask`` (the output ``name`` of sub-task ``subtask``), ``problem`` (the program's argument ``name``),
    ``value``, or ``missing`` (nobody provides it: the program asks for it as the argument ``name``).
    match: how it was found: ``name``, ``similar`` or ``type``; ``plan`` where the library's plan says so.
    A ``value`` is the literal ``name`` itself.
    """

    kind: str
    name: str
    subtask: int = 0
    match: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """One module with exactly one public function.

    code: the module's whole text
    documentation: Markdown
    imports: top-level names of the third-party modules it imports
    model: who wrote it, empty for a method of the library
    method: the method of the library that it is
    """

    code: str
    documentation: str
    imports: tuple[str, ...]
    model: str
    method: str = ""

    @property
    def origin(self) -> str:
        """Where it came from, in words."""
        return f"from the library, tested: {self.method}" if self.method else f"written by {self.model}"


@dataclass(frozen=True, slots=True)
class SubTask:
    """One step of the plan. Its id never changes and is never used twice; neither do its module and function.

    wishes: what the person asked of this sub-task, oldest first; later ones add to earlier ones
    sources: for each input of the specification, where its value comes from
    notes: what a stage has to say about it (a flagged input, a repair), for people
    error: why it failed, when it did
    plan: the plan of the library that it comes from, empty where a model or the person wrote it
    taken: the method of the library that it takes over as it is; offered: one that fits and was not taken over
    """

    id: int
    title: str
    description: str
    depends_on: tuple[int, ...] = ()
    state: SubTaskState = SubTaskState.WAITING
    spec: Spec | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    program: Program | None = None
    module: str = ""
    function: str = ""
    model: str = ""
    wishes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    error: str = ""
    plan: str = ""
    taken: str = ""
    offered: str = ""

    @property
    def file_name(self) -> str:
        """The name of the sub-task's module in the project folder."""
        return f"{self.module}.py"

    def named(self) -> SubTask:
        """The sub-task with module and function named after its title, once and for all."""
        if self.module:
            return self
        function = identifier(self.title, fallback=f"subtask_{self.id}")
        return replace(self, module=f"step_{self.id}_{function}", function=function)


@dataclass(frozen=True, slots=True)
class Trace:
    """One numbered demand of the problem and the place that answers it; ``subtask`` 0 means that nothing does."""

    number: int
    demand: str
    subtask: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """All of it: the problem, the sub-tasks in order, dropped ones as tombstones, the demands and where they are met."""

    problem: Problem
    subtasks: Mapping[int, SubTask] = field(default_factory=dict)
    order: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    traces: tuple[Trace, ...] = ()

    def __iter__(self) -> Iterator[SubTask]:
        return (self.subtasks[number] for number in self.order)

    def get(self, number: int) -> SubTask | None:
        """The sub-task of this id, None where there is none or it was dropped."""
        return self.subtasks.get(number) if number in self.order else None

    def with_subtasks(self, changed: Iterable[SubTask]) -> Project:
        """The project with these sub-tasks in place of the ones of the same id."""
        return replace(self, subtasks={**self.subtasks, **{subtask.id: subtask for subtask in changed}})


def identifier(text: str, fallback: str, words: int = 5) -> str:
    """A Python identifier out of the first words of a title; ``fallback`` where no ASCII letter is left."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    found = re.findall(r"[A-Za-z0-9]+", re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", ascii_text))
    name = "_".join(found[:words]).lower()[:48].strip("_")
    if not name or name[0].isdigit() or keyword.iskeyword(name) or keyword.issoftkeyword(name):
        return fallback if not name else f"{fallback}_{name}"
    return name


def _listed(parameters: tuple[Parameter, ...]) -> str:
    return "\n".join(f"- {parameter.markdown()}" for parameter in parameters) or "- none"
