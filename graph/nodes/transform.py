"""transform (RTSLM): one sub-task becomes a specification, by a chain of three prompts (GPIoT, section 4.3)."""

from __future__ import annotations

from dataclasses import replace

from langgraph.runtime import Runtime

from core.errors import BudgetError, StageError
from core.events import SpecReady, StageStarted, SubTaskFailed
from core.ports import Message
from core.project import Project, Spec, SubTask, SubTaskState
from core.roles import RTSLM
from graph import prompts
from graph.answers import read_parameters, read_target
from graph.asking import Asker, Question
from graph.library import method_examples, spec_example
from graph.schemas import parameters_schema, target_schema
from graph.sources import Sources, cite
from graph.state import Deps, State, Task, keep, project_of, task_of

STAGE = "transform"
_PASSAGES = 4
_TRIES = 3


async def transform(state: Task, runtime: Runtime[Deps]) -> State:
    """Specify the sub-task ``number``; that it fails is a state of it, and its siblings go on."""
    deps = runtime.context
    subtask = task_of(state, deps.texts)
    runtime.stream_writer(StageStarted(stage=STAGE, role=RTSLM.name, subtask=subtask.id))
    asker = Asker(deps, runtime.stream_writer, STAGE, subtask.id)
    if subtask.taken and subtask.spec:
        runtime.stream_writer(SpecReady(subtask=subtask.id, spec=subtask.spec, markdown=subtask.spec.markdown()))
        return {}
    try:
        spec = await _spec(asker, project_of(state, deps.texts), subtask)
    except (StageError, BudgetError) as error:
        runtime.stream_writer(SubTaskFailed(stage=STAGE, subtask=subtask.id, reason=error.message))
        failed = replace(subtask, state=SubTaskState.FAILED, spec=None, program=None, error=f"{STAGE}: {error.message}")
        return {"subtasks": keep(deps.texts, [failed]), "calls": asker.calls}
    runtime.stream_writer(SpecReady(subtask=subtask.id, spec=spec, markdown=spec.markdown()))
    done = replace(subtask, spec=spec, state=SubTaskState.RUNNING, notes=(), error="")
    return {"subtasks": keep(deps.texts, [done]), "calls": asker.calls}


async def _spec(asker: Asker, project: Project, subtask: SubTask) -> Spec:
    """Target, then inputs, then outputs, in one conversation: each prompt sees the answers before it."""
    sources = await _sources(asker.deps, project, subtask)
    fields, shape, passages = sources.fields(), sources.shape(), sources.shown()
    examples = tuple(map(spec_example, await method_examples(asker.deps, subtask)))
    talk: tuple[Message, ...] = (prompts.target(project, subtask, shape),)
    first = Question(RTSLM, "target", talk, 160, target_schema(fields), passages=passages, examples=examples)
    target = await asker.valid(first, read_target, _TRIES)
    talk = (*talk, Message("assistant", target[0]), prompts.inputs(project, subtask, shape))
    least = 1 if subtask.depends_on or project.problem.code_input else 0
    second = Question(
        RTSLM, "inputs", talk, 420, parameters_schema("inputs", least, 4, fields), passages=passages, examples=examples
    )
    given = await asker.valid(second, lambda text: read_parameters(text, "inputs", least), _TRIES)
    listed = "; ".join(parameter.markdown() for parameter, _ in given) or "no inputs"
    talk = (*talk, Message("assistant", listed), prompts.outputs(subtask, shape))
    third = Question(
        RTSLM, "outputs", talk, 330, parameters_schema("outputs", 1, 3, fields), passages=passages, examples=examples
    )
    taken = await asker.valid(third, lambda text: read_parameters(text, "outputs", 1), _TRIES)
    shown = replace(sources, hits=sources.hits[: asker.shown])
    return cite(shown, target, given, taken, asker.say, f"{subtask.title}. {subtask.description}")


async def _sources(deps: Deps, project: Project, subtask: SubTask) -> Sources:
    """The best passages for a sub-task: asked for by its own words, its neighbours' titles and the problem's."""
    near = [other.title for other in project if other.id in subtask.depends_on or subtask.id in other.depends_on]
    query = ". ".join([subtask.title, subtask.description, *subtask.wishes, *near, project.problem.title])
    hits = await deps.papers.search(query, _PASSAGES)
    return Sources(tuple(hits), quoting=not deps.model.abilities.weak)
