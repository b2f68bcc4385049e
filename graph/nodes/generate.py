"""generate (CGSLM): one specification becomes one module with one public function, and its documentation."""

from __future__ import annotations

import json
from dataclasses import replace

from langgraph.runtime import Runtime

from core.errors import BudgetError, StageError
from core.events import ProgramReady, StageStarted, SubTaskFailed
from core.project import Project, Spec, SubTask, SubTaskState
from core.roles import CGSLM
from core.runs import Fault
from graph import prompts
from graph.asking import Asker, Question
from graph.grammar import body_grammar
from graph.library import code_example, method_examples
from graph.programs import prefix, read_program
from graph.signatures import signature, type_imports
from graph.state import Deps, State, Task, keep, project_of, task_of

STAGE = "generate"
_TRIES = 3


async def generate(state: Task, runtime: Runtime[Deps]) -> State:
    """Write the module of the sub-task ``number``; that it fails is a state of it, and its siblings go on."""
    deps = runtime.context
    subtask = task_of(state, deps.texts)
    if subtask.spec is None:
        return {}
    runtime.stream_writer(StageStarted(stage=STAGE, role=CGSLM.name, subtask=subtask.id))
    asker = Asker(deps, runtime.stream_writer, STAGE, subtask.id)
    fault = _fault_of(state, deps)
    if subtask.taken and subtask.program and not fault:
        done = replace(subtask, state=SubTaskState.DONE, error="")
        _say_ready(runtime, done)
        return {"subtasks": keep(deps.texts, [done])}
    try:
        done = await _programmed(asker, project_of(state, deps.texts), subtask, subtask.spec, fault)
    except (StageError, BudgetError) as error:
        runtime.stream_writer(SubTaskFailed(stage=STAGE, subtask=subtask.id, reason=error.message))
        done = replace(subtask, state=SubTaskState.FAILED, program=None, error=f"{STAGE}: {error.message}")
    _say_ready(runtime, done)
    return {"subtasks": keep(deps.texts, [done]), "calls": asker.calls}


def _say_ready(runtime: Runtime[Deps], done: SubTask) -> None:
    if done.program:
        runtime.stream_writer(
            ProgramReady(subtask=done.id, module=done.module, function=done.function, program=done.program)
        )


def _fault_of(state: Task, deps: Deps) -> Fault | None:
    """The fault of a run after which this sub-task is written anew."""
    key = state.get("mends", {}).get(str(state["number"]))
    return Fault(**json.loads(deps.texts.get(key))) if key else None


async def _programmed(asker: Asker, project: Project, subtask: SubTask, spec: Spec, fault: Fault | None) -> SubTask:
    model = asker.deps.model.model(CGSLM).name
    examples = tuple(map(code_example, await method_examples(asker.deps, subtask)))
    question = replace(_question(project, subtask, spec, fault), examples=examples)
    start = question.prefix if asker.deps.model.abilities.prefix else ""
    program = await asker.valid(
        question,
        lambda text: read_program(start + text, subtask, spec, model),
        tries=_TRIES,
        mend=lambda asked: _constrained(asked, question, spec) if asker.deps.model.abilities.grammar else asked,
    )
    # What was said of a method is not true of the program that took its place.
    notes = tuple(note for note in subtask.notes if not (subtask.taken and subtask.taken in note))
    return replace(subtask, program=program, state=SubTaskState.DONE, model=model, error="", taken="", notes=notes)


def _question(project: Project, subtask: SubTask, spec: Spec, fault: Fault | None) -> Question:
    return Question(
        CGSLM,
        "mend" if fault else "code",
        (prompts.code(project, subtask, spec, signature(subtask, spec), fault),),
        answer=CGSLM.answer,
        end="\n```",
        prefix=prefix(subtask, spec),
    )


def _constrained(asked: Question, first: Question, spec: Spec) -> Question:
    """Where the server takes a grammar, a repair is drawn from one that only knows programs that compile.

    The failed code is not shown again: a model that needs the grammar copies it.
    """
    numpy = "import numpy as np" in type_imports(spec)
    return replace(asked, messages=first.messages, grammar=body_grammar(spec, numpy), answer=500)
