"""check: outputs meet inputs before any code is written, and each demand of the problem is traced to its place."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, replace

from langgraph.runtime import Runtime

from core.contracts import Argument, arguments, gaps, is_place, meet
from core.demands import trace, uncovered
from core.errors import StageError
from core.events import Event, PlanChecked, StageStarted
from core.library_events import Nearest
from core.order import ancestors, dependency_order, edges, mark_stale
from core.project import Parameter, Project, Source, SubTask
from core.roles import RTSLM
from graph import prompts
from graph.answers import read_object
from graph.asking import Asker, Question
from graph.matching import matched
from graph.schemas import choice_schema
from graph.state import Deps, State, keep, keep_json, project_of

STAGE = "check"
_NOBODY = "Nobody provides the input"


async def check(state: State, runtime: Runtime[Deps]) -> State:
    """Bind the inputs of the sub-tasks of this turn; ask once about those that nobody provides; flag what is left."""
    deps = runtime.context
    runtime.stream_writer(StageStarted(stage=STAGE, role=RTSLM.name))
    project = project_of(state, deps.texts)
    asker = Asker(deps, runtime.stream_writer, STAGE)
    todo = [subtask for subtask in project if subtask.id in state["todo"] and subtask.spec]
    bound = await asyncio.gather(*(_bound(project, subtask, replace(asker, subtask=subtask.id)) for subtask in todo))
    project = project.with_subtasks(bound)
    others = [_rebound(project, subtask) for subtask in project if subtask.id not in state["todo"] and subtask.spec]
    project = project.with_subtasks(others)
    rebuilt = [subtask.id for subtask in bound if subtask.program]
    offers: list[Nearest] = []

    def tell(event: Event) -> None:
        runtime.stream_writer(event)
        offers.extend([event] if isinstance(event, Nearest) and event.use == "offered" else [])

    project = await matched(project, state["todo"], deps, tell, _rebound)
    # What had a program before this turn is being replaced: what depends on it was built on something else.
    project = mark_stale(project, rebuilt)
    project = replace(project, traces=trace(project.problem, _in_order(project)))
    runtime.stream_writer(
        PlanChecked(
            gaps=tuple(f"{s.id}. {s.title}: {name}" for s in project for name in gaps(s)),
            traces=project.traces,
            uncovered=uncovered(project.traces),
            offers=tuple(f"take {event.subtask}: {event.item} ({event.title}). {event.proof}" for event in offers),
        )
    )
    traces = keep_json(deps.texts, [asdict(item) for item in project.traces])
    return {"subtasks": keep(deps.texts, project), "traces": traces, "calls": asker.calls}


def _rebound(project: Project, subtask: SubTask) -> SubTask:
    """A sub-task that this turn leaves alone, its inputs met with what the others give now: ``main.py`` goes by it."""
    notes = tuple(note for note in subtask.notes if not note.startswith(_NOBODY))
    return _flagged(replace(_with_sources(project, subtask), notes=notes))


async def _bound(project: Project, subtask: SubTask, asker: Asker) -> SubTask:
    """The sub-task with a source for each input."""
    if subtask.taken:
        return _rebound(project, subtask)
    subtask = _with_sources(project, _same_types(project, subtask))
    missing = gaps(subtask)
    offers = _offers(project, subtask)
    if not missing or not offers:
        return _flagged(subtask)
    question = Question(
        RTSLM,
        "inputs that nobody provides",
        (prompts.choose(project, subtask, missing, list(offers)),),
        answer=40 * len(missing) + 20,
        schema=choice_schema(missing, list(offers)),
    )
    try:
        chosen = await asker.valid(question, read_object, tries=1)
    except StageError:
        return _flagged(subtask)
    taken = {name: offers[str(chosen.get(name))] for name in missing if str(chosen.get(name)) in offers}
    return _flagged(_with_sources(project, _taken(subtask, taken)))


def _with_sources(project: Project, subtask: SubTask) -> SubTask:
    subtasks = [*project.with_subtasks([subtask])]
    sources = {**meet(project.problem, subtasks, subtask.id), **_held(project, subtask)}
    places = {one.name for one in arguments(project.problem) if is_place(one)}
    reads = any(source.kind == "problem" and source.name in places for source in sources.values())
    spec = replace(subtask.spec, data=project.problem.data if reads else "") if subtask.spec else None
    return replace(subtask, sources=sources, spec=spec)


def _held(project: Project, subtask: SubTask) -> dict[str, Source]:
    """The sources that the library's plan has named, as far as they still give what they gave."""
    given = {("problem", one.name, 0) for one in arguments(project.problem)}
    given |= {("subtask", p.name, a.id) for a in _above(project, subtask) if a.spec for p in a.spec.outputs}
    return {
        name: source
        for name, source in subtask.sources.items()
        if subtask.taken
        and (source.kind == "value" or (source.match == "plan" and (source.kind, source.name, source.subtask) in given))
    }


def _same_types(project: Project, subtask: SubTask) -> SubTask:
    """An input that has the name of a neighbour's output is that output: it takes over its type, shape and unit."""
    outputs = {p.name: p for a in _above(project, subtask) if a.spec for p in reversed(a.spec.outputs)}
    return _taken(subtask, {name: outputs[name] for name in _input_names(subtask) if name in outputs})


def _taken(subtask: SubTask, taken: Mapping[str, Parameter]) -> SubTask:
    """The sub-task whose inputs are replaced by these values, each under its provider's name and once."""
    if subtask.spec is None or not taken:
        return subtask
    inputs: dict[str, Parameter] = {}
    for parameter in subtask.spec.inputs:
        value = taken.get(parameter.name, parameter)
        inputs.setdefault(value.name, replace(value, meaning=parameter.meaning, citation=parameter.citation))
    return replace(subtask, spec=replace(subtask.spec, inputs=tuple(inputs.values())))


def _offers(project: Project, subtask: SubTask) -> dict[str, Parameter]:
    """What the sub-task could take: the outputs of all it depends on, nearest first, and the program's arguments."""
    found = {p.name: p for a in reversed(_above(project, subtask)) if a.spec for p in a.spec.outputs}
    given = {argument.name: _parameter(argument) for argument in arguments(project.problem)}
    return {**given, **found}


def _above(project: Project, subtask: SubTask) -> list[SubTask]:
    return [project.subtasks[n] for n in ancestors(edges(project), subtask.id)]


def _parameter(argument: Argument) -> Parameter:
    return Parameter(argument.name, argument.type, argument.meaning)


def _input_names(subtask: SubTask) -> tuple[str, ...]:
    return tuple(p.name for p in subtask.spec.inputs) if subtask.spec else ()


def _flagged(subtask: SubTask) -> SubTask:
    notes = [f"{_NOBODY} {name}: the program asks for it as an argument." for name in gaps(subtask)]
    return replace(subtask, notes=(*subtask.notes, *notes))


def _in_order(project: Project) -> list[SubTask]:
    return [project.subtasks[number] for number in dependency_order(edges(project))]
