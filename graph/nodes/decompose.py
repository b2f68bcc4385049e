"""decompose (TDSLM): the problem becomes 2 to 12 distinct sub-tasks with dependencies."""

from __future__ import annotations

from collections.abc import Sequence

from langgraph.runtime import Runtime

from core.codec import problem_to_json
from core.errors import StageError
from core.events import Repaired, StageStarted, SubTaskReady
from core.knowledge import Method, Near, Plan
from core.library_events import Nearest
from core.ports import MethodLibrary, Schema
from core.problem import Problem
from core.project import MOST_SUBTASKS
from core.roles import TDSLM
from graph import prompts
from graph.asking import Asker, Question
from graph.library import near_enough, near_plans, plan_examples, taken_plan
from graph.plans import Draft, distinct, parse_json_plan, parse_text_plan, subtasks_of
from graph.schemas import plan_schema
from graph.state import Deps, State, keep, keep_json, project_of

STAGE = "decompose"
FEWEST_SUBTASKS = 2
# Near-duplicates are dropped and asked for anew, at most so often.
_ANEW = 3


async def decompose(state: State, runtime: Runtime[Deps]) -> State:
    """Ask for a plan; drop what is said twice and ask for other sub-tasks in its place.

    Where the library has a plan that is near, and it may be taken over, nobody is asked.
    """
    deps = runtime.context
    runtime.stream_writer(StageStarted(stage=STAGE, role=TDSLM.name))
    asker = Asker(deps, runtime.stream_writer, STAGE)
    problem = project_of(state, deps.texts).problem
    near = await near_plans(deps, problem)
    taken = near_enough(deps, problem, near)
    examples = plan_examples(deps, near)
    if deps.library:
        proof = await deps.library.proof(_methods(taken, deps.library)) if taken else ""
        runtime.stream_writer(_nearest(near, proof, taken, "example" if examples else "none", deps.take_over == "take"))
    if taken and deps.library:
        problem, subtasks = taken_plan(taken, problem, deps.library.methods())
    else:
        subtasks = subtasks_of(await _drafts(asker, problem, examples))
    for subtask in subtasks:
        runtime.stream_writer(SubTaskReady(subtask=subtask.id, item=subtask))
    numbers = [subtask.id for subtask in subtasks]
    kept = keep_json(deps.texts, problem_to_json(problem))
    return {
        "problem": kept,
        "subtasks": keep(deps.texts, subtasks),
        "order": numbers,
        "todo": numbers,
        "calls": asker.calls,
    }


def _methods(plan: Plan, library: MethodLibrary) -> list[Method]:
    return [library.methods()[name] for name in dict.fromkeys(step.method for step in plan.steps)]


def _nearest(near: Sequence[Near[Plan]], proof: str, taken: Plan | None, shown: str, weak: bool) -> Nearest:
    if not near:
        return Nearest(kind="plan", item="", title="", score=0.0, use="none")
    best = near[0]
    choices = tuple(f"{one.item.name} ({one.item.title})" for one in near) if weak and not taken else ()
    return Nearest(
        kind="plan",
        item=best.item.name,
        title=best.item.title,
        score=best.score,
        use="taken" if taken else shown,
        proof=proof,
        choices=choices,
    )


async def _drafts(asker: Asker, problem: Problem, examples: tuple[str, ...]) -> tuple[Draft, ...]:
    kept: tuple[Draft, ...] = ()
    for attempt in range(_ANEW + 1):
        new = await _answered(asker, problem, kept, attempt, examples)
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


async def _answered(
    asker: Asker, problem: Problem, kept: tuple[Draft, ...], attempt: int, examples: tuple[str, ...]
) -> tuple[Draft, ...]:
    shape = asker.deps.plan_format
    titles = [draft.title for draft in kept]
    question = Question(
        TDSLM,
        "plan" if not attempt else f"further sub-tasks {attempt}",
        (prompts.more(problem, titles, shape) if attempt else prompts.plan(problem, shape),),
        answer=TDSLM.answer,
        schema=_schema(len(kept), shape),
        examples=examples,
        heat=0.25 * attempt,
    )
    return await asker.valid(question, parse_json_plan if shape == "json" else parse_text_plan)


def _schema(known: int, shape: str) -> Schema | None:
    """A first plan has up to 8 sub-tasks; a further answer may add 3."""
    if shape == "text":
        return None
    return plan_schema(1, min(3, MOST_SUBTASKS - known)) if known else plan_schema(3, 8)
