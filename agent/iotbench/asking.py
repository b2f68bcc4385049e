"""One task asked of a model: through the stages of the graph, or without some of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from langgraph.runtime import Runtime

from agent.iotbench.kept import Answered
from agent.iotbench.listening import Listener, Texts
from agent.iotbench.specs import Asked, asked
from core.errors import BudgetError, StageError
from core.ports import Message
from core.project import Project, Spec, SubTask
from core.roles import CGSLM, TDSLM
from graph.asking import Asker, Question
from graph.grammar import body_grammar
from graph.library import NEAR_METHOD, code_example, method_examples, near_methods, with_method
from graph.nodes.decompose import decompose
from graph.nodes.generate import generate
from graph.programs import read_program
from graph.signatures import type_imports
from graph.state import Deps, project_of, state_of
from knowledge.iotbench.tasks import CodeTask, Decomposition

_NEAREST = 5
_TRIES = 3
_BLOCK = re.compile(r"```(?:python|py)?[ \t]*\n(.*?)(?:\n```|\Z)", re.DOTALL | re.IGNORECASE)
# What a person tells a general model.
_BASELINE = replace(CGSLM, system="You are a helpful assistant.")


@dataclass(frozen=True, slots=True)
class Interview:
    """How tasks are asked.

    deps: what the stages work with, for a sample of this number
    temperature: the lowest that answers are drawn at; without: the parts that are left out
    """

    deps: Callable[[int], Deps]
    temperature: float
    without: frozenset[str]

    async def decomposed(self, task: Decomposition, sample: int) -> Answered:
        """A problem decomposed; raises BackendError where the model does not answer."""
        deps, heard = self._deps(sample)
        state = state_of(Project(task.problem), deps.texts)
        try:
            project = project_of({**state, **await decompose(state, Runtime(context=deps))}, deps.texts)
        except (StageError, BudgetError) as error:
            return _answered("td", task.name, sample, heard, failed=error.message)
        steps = tuple(f"{subtask.title}. {subtask.description}" for subtask in project)
        plan = next((subtask.plan for subtask in project if subtask.plan), "")
        return _answered("td", task.name, sample, heard, origin=f"library: {plan}" if plan else "", steps=steps)

    async def written(self, task: CodeTask, sample: int) -> Answered:
        """A function written; raises BackendError where the model does not answer."""
        deps, heard = self._deps(sample)
        wanted = asked(task)
        try:
            origin, code = await self._program(deps, wanted)
        except (StageError, BudgetError) as error:
            return _answered("cg", task.name, sample, heard, failed=error.message)
        return _answered("cg", task.name, sample, heard, origin=origin, code=code)

    def _deps(self, sample: int) -> tuple[Deps, Listener]:
        deps = self.deps(sample)
        heard = Listener(deps.model, self.temperature)
        return replace(deps, model=heard, texts=Texts()), heard

    async def _program(self, deps: Deps, wanted: Asked) -> tuple[str, str]:
        """Where a program comes from, empty for the model, and its text."""
        if "pipeline" in self.without:
            return "", await _whole_program(deps, wanted)
        if taken := await _taken(deps, wanted):
            return taken
        if "rtslm" in self.without:
            return "", await _unspecified(deps, wanted)
        return "", await _generated(deps, wanted)


async def _taken(deps: Deps, wanted: Asked) -> tuple[str, str] | None:
    """A method of the library that the pipeline would take over in the place of the task."""
    if deps.library is None or deps.take_over != "take":
        return None
    for near in await near_methods(deps.library, wanted.subtask, _NEAREST):
        fitted = (
            with_method(wanted.project(given=True), wanted.subtask, near.item) if near.score >= NEAR_METHOD else None
        )
        if fitted and fitted.program and fitted.spec:
            return f"library: {near.item.name}", _adapted(wanted, fitted, fitted.program.code)
    return None


def _adapted(wanted: Asked, fitted: SubTask, code: str) -> str:
    """The method's module with the task's function, which hands the method what the plan would."""
    name = wanted.task.name
    given = ", ".join(f"{parameter}={source.name}" for parameter, source in fitted.sources.items())
    return f"{code.rstrip()}\n\n\n_method = {name}\n\n\n{wanted.signature}\n    return _method({given})\n"


async def _generated(deps: Deps, wanted: Asked) -> str:
    """The program that the stage writes to the specification."""
    state = state_of(wanted.project(), deps.texts)
    changed = await generate({**state, "todo": [1], "number": 1}, Runtime(context=deps))
    subtask = project_of({**state, **changed}, deps.texts).subtasks[1]
    if subtask.program is None:
        raise StageError("generate", subtask.error.removeprefix("generate: "))
    return wanted.with_defaults(subtask.program.code)


async def _unspecified(deps: Deps, wanted: Asked) -> str:
    """The program that CGSLM writes to the statement and the signature alone; asked and read as the stage does."""
    subtask = wanted.bare
    spec = subtask.spec or Spec("", (), ())
    imports = "".join(f"{line}\n" for line in type_imports(spec))
    text = (
        f"### Problem\n{wanted.task.statement}\n\n"
        f"Write the Python function with comments. Its signature is exactly:\n{wanted.signature}\n"
        "Helpers begin with an underscore. Write no example calls. Put the code into one ```python block."
    )
    examples = tuple(map(code_example, await method_examples(deps, subtask)))
    prefix = f"```python\n{imports}\n\n{wanted.signature}\n    # "
    question = Question(
        CGSLM, "code", (Message("user", text),), CGSLM.answer, prefix=prefix, examples=examples, end="\n```"
    )
    start = prefix if deps.model.abilities.prefix else ""
    program = await Asker(deps, lambda _: None, "generate", 1).valid(
        question,
        lambda answer: read_program(start + answer, subtask, spec, deps.model.model(CGSLM).name),
        _TRIES,
        (lambda again: _constrained(again, question, spec)) if deps.model.abilities.grammar else None,
    )
    return wanted.with_defaults(program.code)


def _constrained(again: Question, first: Question, spec: Spec) -> Question:
    numpy = "import numpy as np" in type_imports(spec)
    return replace(again, messages=first.messages, grammar=body_grammar(spec, numpy), answer=500)


async def _whole_program(deps: Deps, wanted: Asked) -> str:
    """What one prompt gives: the statement, and the signature that the tests need; no second try."""
    text = (
        f"{wanted.task.statement}\n\nWrite the whole Python program. What I call in it is exactly:\n{wanted.signature}"
    )
    question = Question(_BASELINE, "program", (Message("user", text),), CGSLM.answer)
    answer = await Asker(deps, lambda _: None, "generate", 1).once(question)
    blocks = _BLOCK.findall(answer.text)
    called = f"def {wanted.task.name}("
    return next((block for block in blocks if called in block), blocks[0] if blocks else answer.text) + "\n"


def _answered(
    stage: str, task: str, sample: int, heard: Listener, *,
    origin: str = "", steps: tuple[str, ...] = (), code: str = "", failed: str = "",
) -> Answered:  # fmt: skip
    """The answer with what it took."""
    name = heard.model(TDSLM if stage == "td" else CGSLM).name
    text = heard.answers[0].text if heard.answers else ""
    tokens = sum(one.answer_tokens for one in heard.answers)
    seconds = round(sum(one.seconds for one in heard.answers), 2)
    return Answered(stage, task, sample, origin or name, text, steps, code, failed, len(heard.answers), tokens, seconds)
