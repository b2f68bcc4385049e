"""transform (RTSLM): one sub-task becomes a specification, by a chain of three prompts (GPIoT, section 4.3)."""

from __future__ import annotations

from dataclasses import replace

from langgraph.runtime import Runtime

from core.errors import StageError
from core.events import SpecReady, StageStarted, SubTaskFailed
from core.ports import Message
from core.project import Project, Spec, SubTask, SubTaskState
from core.roles import RTSLM
from graph import prompts
from graph.answers import read_parameters, read_target
from graph.asking import Asker, Question
from graph.schemas import parameters_schema, target_schema
from graph.state import Deps, State, Task, keep, project_of, task_of

STAGE = "transform"
_PASSAGES = 4


async def transform(state: Task, runtime: Runtime[Deps]) -> State:
    """Specify the sub-task ``number``; that it fails is a state of it, and its siblings go on."""
    deps = runtime.context
    subtask = task_of(state, deps.texts)
    runtime.stream_writer(StageStarted(stage=STAGE, role=RTSLM.name, subtask=subtask.id))
    asker = Asker(deps, runtime.stream_writer, STAGE, subtask.id)
    try:
        spec = await _spec(asker, project_of(state, deps.texts), subtask)
    except StageError as error:
        runtime.stream_writer(SubTaskFailed(stage=STAGE, subtask=subtask.id, reason=error.message))
        failed = replace(subtask, state=SubTaskState.FAILED, spec=None, program=None, error=f"{STAGE}: {error.message}")
        return {"subtasks": keep(deps.texts, [failed]), "calls": asker.calls}
    runtime.stream_writer(SpecReady(subtask=subtask.id, spec=spec, markdown=spec.markdown()))
    done = replace(subtask, spec=spec, state=SubTaskState.RUNNING, notes=(), error="")
    return {"subtasks": keep(deps.texts, [done]), "calls": asker.calls}


async def _spec(asker: Asker, project: Project, subtask: SubTask) -> Spec:
    """Target, then inputs, then outputs, in one conversation: each prompt sees the answers before it."""
    talk: tuple[Message, ...] = (prompts.target(project, subtask),)
    passages = await _passages(asker.deps, project, subtask)
    first = Question(RTSLM, "target", talk, 160, target_schema(), passages=passages)
    target = await asker.valid(first, read_target)
    talk = (*talk, Message("assistant", target), prompts.inputs(project, subtask))
    least = 1 if subtask.depends_on or project.problem.code_input else 0
    second = Question(RTSLM, "inputs", talk, 420, parameters_schema("inputs", least, 4), passages=passages)
    given = await asker.valid(second, lambda text: read_parameters(text, "inputs", least))
    listed = "; ".join(parameter.markdown() for parameter in given) or "no inputs"
    talk = (*talk, Message("assistant", listed), prompts.outputs(subtask))
    third = Question(RTSLM, "outputs", talk, 330, parameters_schema("outputs", 1, 3), passages=passages)
    return Spec(target, given, await asker.valid(third, lambda text: read_parameters(text, "outputs", 1)))


async def _passages(deps: Deps, project: Project, subtask: SubTask) -> tuple[str, ...]:
    query = f"{subtask.title}. {subtask.description} {project.problem.title}"
    return tuple(hit.passage.text for hit in await deps.papers.search(query, _PASSAGES))
