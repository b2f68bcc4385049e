"""What the stages make of the library: its nearest plans and methods as worked examples, or taken over as they are.

A plan is near, a method fits, from a score on that was found by trial (``bench.near_plans``): far problems stay below it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.contracts import Argument, arguments, compatible, is_place, meet
from core.errors import UsageError
from core.knowledge import Method, Near, Plan
from core.ports import MethodLibrary
from core.problem import Problem
from core.project import Parameter, Project, Source, Spec, SubTask
from core.spelling import meant
from graph.state import Deps
from graph.taking import Use, subtasks_of, take

NEAR_PLAN = 0.33
NEAR_METHOD = 0.6
# From here on a method is about the same kind of data; below it distracts.
_HELPFUL = 0.36
# So many plans from here on are shown: where the nearest is not near enough, one of them is often what a person means.
_MEANT, _CHOICES = 0.25, 3
_EXAMPLES = 2


async def near_plans(deps: Deps, problem: Problem) -> Sequence[Near[Plan]]:
    """The plan that the problem names, or the nearest ones, best first; none where the library is switched off."""
    if deps.library is None:
        return ()
    if problem.plan:
        return [Near(named_plan(deps.library, problem.plan), 1.0)]
    return [near for near in await deps.library.near_plans(problem.statement, _CHOICES) if near.score >= _MEANT]


def near_enough(deps: Deps, problem: Problem, near: Sequence[Near[Plan]]) -> Plan | None:
    """The plan that is taken over: the named one, or for a weak model the nearest if it is near."""
    taken = near and (problem.plan or (near[0].score >= NEAR_PLAN and deps.take_over == "take"))
    return near[0].item if taken else None


def plan_examples(deps: Deps, near: Sequence[Near[Plan]]) -> tuple[str, ...]:
    """The plans that stand in the prompt as worked examples."""
    return tuple(plan_example(one.item, deps.plan_format) for one in near[:_EXAMPLES]) if deps.examples else ()


def named_plan(library: MethodLibrary, name: str) -> Plan:
    """The plan of a name; raises UsageError with the names that are close."""
    if name not in library.plans():
        raise UsageError(f"The library has no plan {name}.", meant(name, library.plans(), "See: gpiot plans list"))
    return library.plans()[name]


async def near_methods(library: MethodLibrary, subtask: SubTask, limit: int = _EXAMPLES) -> Sequence[Near[Method]]:
    """The methods nearest to a sub-task and its target, best first."""
    target = subtask.spec.target if subtask.spec else ""
    query = ". ".join(filter(None, [subtask.title, subtask.description, target, *subtask.wishes]))
    return [near for near in await library.near_methods(query, limit) if near.score >= _HELPFUL]


async def method_examples(deps: Deps, subtask: SubTask) -> tuple[Method, ...]:
    """The methods that stand in a sub-task's prompts as worked examples."""
    if deps.library is None or not deps.examples:
        return ()
    return tuple(near.item for near in await near_methods(deps.library, subtask))


def plan_example(plan: Plan, plan_format: str) -> str:
    """A plan as TDSLM is to answer."""
    steps = [{"title": s.title, "description": s.description, "depends_on": list(_needs(s.feed))} for s in plan.steps]
    if plan_format == "json":
        answer = json.dumps({"subtasks": steps}, ensure_ascii=False)
    else:
        answer = "\n\n".join(f"{n}. {s['title']}: {s['description']}" for n, s in enumerate(steps, 1))
    return f"### Example\n{plan.problem.statement}\n\nAnswer:\n{answer}"


def spec_example(method: Method) -> str:
    """A specification as RTSLM is to reach it."""
    return f"### Example: {method.title}\n{method.spec.markdown()}"


def code_example(method: Method) -> str:
    """A method as CGSLM is to write one."""
    return f"### Example: {method.title}\n{method.spec.markdown()}\n\n```python\n{method.code.rstrip()}\n```"


def taken_plan(plan: Plan, problem: Problem, library: Mapping[str, Method]) -> tuple[Problem, tuple[SubTask, ...]]:
    """A plan's sub-tasks for a person's problem, whose gaps (Code Input, Code Output Format) the plan fills."""
    named = {one.name: _argument(one, problem) for one in arguments(plan.problem)}
    missing = [item for one, item in zip(named, plan.problem.code_input, strict=True) if not named[one]]
    filled = replace(
        problem,
        code_input=(*problem.code_input, *missing),
        output_format=problem.output_format or plan.problem.output_format,
    )
    return filled, tuple(_given(subtask, named) for subtask in subtasks_of(plan, library))


def fit(project: Project, subtask: SubTask, method: Method) -> Use | None:
    """How a method would be fed in the place of a sub-task; None where the neighbours cannot feed it or need another result."""
    wanted = [p for p in method.spec.inputs if p.name not in method.settings]
    alone = _met(project, subtask, wanted)
    lists = [replace(p, type=f"dict[str, {p.type}]") if alone[p.name].kind == "missing" else p for p in wanted]
    sources = _met(project, subtask, lists)
    each = frozenset(p.name for p in wanted if alone[p.name].kind == "missing")
    gives = _gives(subtask, method, bool(each))
    if any(source.kind == "missing" for source in sources.values()) or gives is None:
        return None
    return Use({name: replace(source, match="plan") for name, source in sources.items()}, each, gives)


def with_method(project: Project, subtask: SubTask, method: Method) -> SubTask | None:
    """The sub-task with a method in its place, None where it does not fit."""
    use = fit(project, subtask, method)
    return take(replace(subtask, offered=""), method, use) if use else None


def _met(project: Project, subtask: SubTask, wanted: Sequence[Parameter]) -> Mapping[str, Source]:
    asked = replace(subtask, spec=Spec("", tuple(wanted), ()))
    return meet(project.problem, [*project.with_subtasks([asked])], subtask.id)


def _gives(subtask: SubTask, method: Method, each: bool) -> Mapping[str, str] | None:
    """The promised name of each output that a method returns in a promise's place; None where one promise is not kept."""
    free = {p.name: f"dict[str, {p.type}]" if each else p.type for p in method.spec.outputs}
    gives: dict[str, str] = {}
    for promised in subtask.spec.outputs if subtask.spec else ():
        fitting = [name for name, kind in free.items() if compatible(kind, promised.type)]
        if not fitting:
            return None
        name = promised.name if promised.name in fitting else fitting[0]
        gives[name] = promised.name
        del free[name]
    # What nobody was promised must not take a name that somebody was.
    return gives if not set(free) & set(gives.values()) else None


def _argument(wanted: Argument, problem: Problem) -> str:
    """The argument of the problem that stands for one of the plan, empty where there is none."""
    given = arguments(problem)
    if any(one.name == wanted.name for one in given):
        return wanted.name
    places = [one.name for one in given if is_place(one)]
    return places[0] if is_place(wanted) and places else ""


def _given(subtask: SubTask, named: Mapping[str, str]) -> SubTask:
    sources = {
        name: replace(source, name=named[source.name] or source.name) if source.kind == "problem" else source
        for name, source in subtask.sources.items()
    }
    return replace(subtask, sources=sources)


def _needs(feed: Mapping[str, str]) -> tuple[int, ...]:
    return tuple(sorted({int(text.partition(".")[0]) for text in feed.values() if text[0].isdigit()}))
