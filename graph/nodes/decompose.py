"""decompose (TDSLM): the problem becomes 2 to 12 distinct sub-tasks with dependencies."""

from __future__ import annotations

from langgraph.runtime import Runtime

from core.errors import StageError
from core.events import Repaired, StageStarted, SubTaskReady
from core.ports import Schema
from core.problem import Problem
from core.project import MOST_SUBTASKS
from core.roles import TDSLM
from graph import prompts
from graph.asking import Asker, Question
from graph.plans import Draft, distinct, parse_json_plan, parse_text_plan, subtasks_of
from graph.schemas import plan_schema
from graph.state import Deps, State, keep, project_of

STAGE = "decompose"
FEWEST_SUBTASKS = 2
# Near-duplicates are dropped and asked for anew, at most so often.
_ANEW = 3


async def decompose(state: State, runtime: Runtime[Deps]) -> State:
    """Ask for a plan; drop what is said twice and ask for other sub-tasks in its place."""
    deps = runtime.context
    runtime.stream_writer(StageStarted(stage=STAGE, role=TDSLM.name))
    asker = Asker(deps, runtime.stream_writer, STAGE)
    drafts = await _drafts(asker, project_of(state, deps.texts).problem)
    subtasks = subtasks_of(drafts)
    for subtask in subtasks:
        runtime.stream_writer(SubTaskReady(subtask=subtask.id, item=subtask))
    numbers = [subtask.id for subtask in subtasks]
    return {"subtasks": keep(deps.texts, subtasks), "order": numbers, "todo": numbers, "calls": asker.calls}


async def _drafts(asker: Asker, problem: Problem) -> tuple[Draft, ...]:
    kept: tuple[Draft, ...] = ()
    for attempt in range(_ANEW + 1):
        new = await _answered(asker, problem, kept, attempt)
        before, kept = kept, distinct(kept, new)
        twice = len(before) + len(new) - len(kept)
        if not twice or len(kept) == MOST_SUBTASKS:
            break
        if attempt < _ANEW:
            reason = f"{twice} of {len(new)} sub-tasks repeat another one"
            asker.emit(Repaired(stage=STAGE, attempt=attempt + 1, reason=reason, of=_ANEW))
    if len(kept) < FEWEST_SUBTASKS:
        raise StageError(
            STAGE,
            f"The model gave {len(kept)} distinct sub-task in {_ANEW + 1} answers; a plan needs {FEWEST_SUBTASKS}.",
            "Try again with another --seed, say more about the problem, or use a stronger model.",
        )
    return kept


async def _answered(asker: Asker, problem: Problem, kept: tuple[Draft, ...], attempt: int) -> tuple[Draft, ...]:
    shape = asker.deps.plan_format
    titles = [draft.title for draft in kept]
    question = Question(
        TDSLM,
        "plan" if not attempt else f"further sub-tasks {attempt}",
        (prompts.more(problem, titles, shape) if attempt else prompts.plan(problem, shape),),
        answer=TDSLM.answer,
        schema=_schema(len(kept), shape),
        heat=0.25 * attempt,
    )
    return await asker.valid(question, parse_json_plan if shape == "json" else parse_text_plan)


def _schema(known: int, shape: str) -> Schema | None:
    """A first plan has up to 8 sub-tasks; a further answer may add 3."""
    if shape == "text":
        return None
    return plan_schema(1, min(3, MOST_SUBTASKS - known)) if known else plan_schema(3, 8)
