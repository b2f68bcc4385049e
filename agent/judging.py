"""How right a run was, and which budgets of the problem it kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from agent.programs import Runnable, Wanted
from core.demands import all_outputs
from core.disk import storing
from core.errors import UsageError
from core.order import dependency_order, edges
from core.output_format import bind, each, parse
from core.printed import matches
from core.project import Project
from core.runs import Budget, Evaluation, Fault, Ran, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sandbox.runtime import Runtime

_ANNOTATED = frozenset("annotated annotation truth groundtruth".split())
_TRUE = _ANNOTATED | {"true", "reference"}
_FOUND = frozenset(
    "detected detection found pred predicted prediction estimate estimated recognised recognized".split()
)

_Judgement = tuple[tuple[Evaluation, ...], tuple[str, ...]]
"""How right a result is, and what there is to say about that."""


def hindrance(folder: Path, steps: Sequence[Step], runtime: Runtime) -> Fault | None:
    """Why a program need not be run at all: a file that is no Python, or an import that the environment lacks."""
    from sandbox.imports import missing, unreadable

    with storing(folder):
        sources = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.py"))}
    faults = unreadable(sources, steps) or tuple(one.fault() for one in missing(sources, runtime.missing, steps))
    return faults[0] if faults else None


def check_metric(name: str) -> None:
    """Raise UsageError for a metric that nothing gives, before anything runs."""
    from sandbox.evaluators import choose

    if name:
        choose({}, Path(), name)


def judged(ran: Ran, program: Runnable, data: Path | None, wanted: Wanted) -> Ran:
    """The run with its evaluation, its budgets and, where it missed one of them, its fault.

    Blocks: it reads the truth in the data.
    """
    from sandbox.budgets import budgets, measured
    from sandbox.evaluators import items

    project = program.project
    wishes = tuple(wish for subtask in project for wish in subtask.wishes)
    stated = budgets(project.problem, wishes)
    if ran.state != "done":
        # What a program took that came to no end says nothing, unless it was too much already.
        found = measured(stated, ran.measured, ())
        return replace(ran, budgets=tuple(b if b.state == "fail" else replace(b, measured=None) for b in found))
    result = ran.result or {}
    evaluations, notes = _compared(result, program, data, wanted)
    took = replace(ran.measured, items=items(result))
    found = measured(stated, took, evaluations)
    # A sub-task that runs alone prints nothing: that is main.py's part.
    printed = matches("" if wanted.only else project.problem.output_format, ran.printed, _each(project))
    return replace(
        ran,
        measured=took,
        evaluations=evaluations,
        budgets=found,
        fault=ran.fault or missed(found, ran),
        notes=(
            *ran.notes,
            *notes,
            *([] if printed.ok else [f"The output is not in the Code Output Format: {printed.reason}"]),
        ),
    )


def _each(project: Project) -> slice:
    """The lines of the output format that main.py prints once for each record."""
    outputs = all_outputs(project.subtasks[number] for number in dependency_order(edges(project)))
    return each(bind(parse(project.problem.output_format), outputs), outputs)


def _compared(result: Mapping[str, object], program: Runnable, data: Path | None, wanted: Wanted) -> _Judgement:
    """The program's own result beside the truth in the data; nothing else is judged, and the note says why."""
    if data is None:
        return (), (f"{wanted.metric} needs the truth in the data: name it with --data PATH.",) if wanted.metric else ()
    steps = program.steps()
    last = steps[-1].subtask if steps else 0
    if wanted.only not in (0, last):
        return (), (
            f"Not judged: sub-task {wanted.only} ran alone, and the program's result is that of sub-task {last}. "
            "Run all of it to have it judged.",
        )
    truth = _truth_read(program.project, steps)
    evaluations, notes = _evaluated({n: v for n, v in result.items() if n not in truth}, data, wanted.metric)
    if truth and not evaluations:
        notes = (
            f"Not judged: {', '.join(truth)} of sub-task {last} is the truth itself, read from the data. "
            "Let the last sub-task return what the program finds.",
        )
    return evaluations, notes


def _truth_read(project: Project, steps: Sequence[Step]) -> tuple[str, ...]:
    """Outputs of the last sub-task that are the truth itself: nothing feeds it, and it finds nothing."""
    from sandbox.evaluators.answers import name_words

    if not steps or project.subtasks[steps[-1].subtask].depends_on:
        return ()
    words = {one.name: (name_words(one.name), name_words(one.meaning)) for one in steps[-1].outputs}
    if any((name | meaning) & _FOUND for name, meaning in words.values()):
        return ()
    # "True where it is above the threshold" is an answer: of a meaning only these words tell.
    return tuple(one for one, (name, meaning) in words.items() if name & _TRUE or meaning & _ANNOTATED)


def _evaluated(result: Mapping[str, object], data: Path, metric: str) -> _Judgement:
    """What the evaluator of this name says, or the one that fits, and why there is nothing where one was asked for."""
    from sandbox.evaluators import choose

    chosen = choose(result, data, metric)
    try:
        return ((chosen.evaluate(result, data),) if chosen else ()), ()
    except UsageError as error:
        return (), (f"Not judged: {error.message} {error.hint}".rstrip(),)


def missed(budgets: tuple[Budget, ...], ran: Ran) -> Fault | None:
    """The first budget that was missed; too much time is the fault of the sub-task that took most of it."""
    found = next((budget for budget in budgets if budget.state == "fail"), None)
    if found is None:
        return None
    steps = ran.measured.steps
    slowest = max(steps, key=lambda number: steps[number], default=0) if found.unit == "s" else 0
    return Fault(
        "budget",
        f"{found.what}: {found.measured:.3g} {found.unit}, the problem says {found.words}".replace("  ", " "),
        slowest,
        trace="\n".join(f"sub-task {number}: {seconds:.3f} s" for number, seconds in steps.items()),
    )
