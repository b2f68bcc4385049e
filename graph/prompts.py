"""What each stage says to its role.

The problem comes first and whole in every prompt: its demands reach every stage, and requests of one stage share
their beginning, which a server computes once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.ports import Message
from core.problem import Problem
from core.project import Project, Spec, SubTask
from core.runs import Fault

PLAN_SHAPE = '{"subtasks":[{"title":"...","description":"...","depends_on":[]},{"title":"...","description":"...","depends_on":[1]}]}'


def plan(problem: Problem, plan_format: str) -> Message:
    """TDSLM: the first question (GPIoT, section 4.1.1)."""
    if plan_format == "text":
        return _user(
            _problem(problem),
            "Decompose this problem into sub-tasks with implementation details. "
            "Write numbered steps, each separated from the next by one blank line.",
        )
    return _user(
        _problem(problem),
        "Decompose this problem into 3 to 8 different sub-tasks, in the order in which they run: what is read, how it "
        "is processed, what is reported. Each has a short title, a description with implementation details (algorithm, "
        f"parameters, packages) and the numbers of the sub-tasks whose results it needs.\nAnswer as compact JSON: {PLAN_SHAPE}",
    )


def more(problem: Problem, titles: Sequence[str], plan_format: str) -> Message:
    """TDSLM: ask anew for what was said twice."""
    listed = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
    shape = (
        f"Answer as compact JSON: {PLAN_SHAPE}"
        if plan_format == "json"
        else "Write numbered steps with a blank line between them."
    )
    return _user(
        _problem(problem),
        f"These sub-tasks are there already:\n{listed}",
        f"Write further sub-tasks that are different from all of these and still missing. {shape}",
    )


def target(project: Project, subtask: SubTask, source: str = "") -> Message:
    """RTSLM, first prompt: the target (GPIoT, section 4.3, Fig. 12a). ``source`` shows how an answer names one."""
    return _user(
        _problem(project.problem),
        _here(project, subtask),
        "Summarise the target of this sub-task in one or two sentences: what the code must achieve and by which method."
        f'{_sourced(source)}\nAnswer as compact JSON: {{"target":"..."{source}}}',
    )


def inputs(project: Project, subtask: SubTask, source: str = "") -> Message:
    """RTSLM, second prompt: the inputs (Fig. 12b, asked apart from the outputs)."""
    return _user(
        _available(project, subtask),
        f"List the input parameters of the function for sub-task {subtask.id}, and only its inputs: "
        + _listing("inputs", source),
    )


def outputs(subtask: SubTask, source: str = "") -> Message:
    """RTSLM, third prompt: the outputs."""
    return _user(
        f"List what the function for sub-task {subtask.id} returns, and only its outputs: "
        + _listing("outputs", source)
    )


def _listing(side: str, source: str) -> str:
    shape = f'{{"name":"...","type":"...","meaning":"..."{source},"shape":"...","unit":"..."}}'
    return (
        f"name, type, brief meaning, and shape and unit where they have one.{_sourced(source)}\n"
        f'Answer as compact JSON: {{"{side}":[{shape}]}}'
    )


def _sourced(source: str) -> str:
    if not source:
        return ""
    quoted = ", and quote its words exactly" if "quote" in source else ""
    return f" Name as source the number of the quotation that it rests on{quoted}; 0 where there is none."


def choose(project: Project, subtask: SubTask, missing: Sequence[str], available: Sequence[str]) -> Message:
    """RTSLM, the repair of a contract: which available value is meant by an input that nobody provides."""
    wanted = "\n".join(f"- {p.markdown()}" for p in subtask.spec.inputs if p.name in missing) if subtask.spec else ""
    shape = ",".join(f'"{name}":"..."' for name in missing)
    return _user(
        _problem(project.problem),
        _here(project, subtask),
        f"These inputs of the sub-task are not provided under their names:\n{wanted}",
        "These values are available:\n" + "\n".join(f"- {value}" for value in available),
        f'For each input name the available value that is meant, or "none".\nAnswer as compact JSON: {{{shape}}}',
    )


def code(project: Project, subtask: SubTask, spec: Spec, signature: str, fault: Fault | None = None) -> Message:
    """CGSLM: one specification to one function and its documentation (GPIoT, section 4.1.2); after a run with its fault."""
    return _user(
        # What the data is like stands in the specifications that read it.
        "The function is one part of this application:\n" + _problem(replace(project.problem, data="")),
        _wishes(subtask),
        f"### Specification of sub-task {subtask.id}: {subtask.title}\n{subtask.description}\n\n{spec.markdown()}",
        _failed(subtask, fault) if fault else "",
        f"Write the Python function with comments. Its signature is exactly:\n{signature}\n"
        "Helpers begin with an underscore. Write no example calls. Put the code into one ```python block and after it "
        "the documentation of the function in Markdown.",
    )


def blame(project: Project, fault: Fault) -> Message:
    """RTSLM: which sub-task is at fault for a failed run that no traceback and no contract explains."""
    return _user(
        _problem(project.problem),
        "### Plan\n" + "\n".join(f"{s.id}. {s.title}: {s.description}" for s in project),
        f"### What went wrong when the program ran\n{fault.reason}\n{fault.trace}",
        "Which one sub-task most likely has to be changed? Answer with its number.",
    )


def question(text: str, project: Project | None, meant: Sequence[SubTask]) -> Message:
    """RTSLM: a question beside the stages, answered out of the project and the quotations."""
    plan = [f"{subtask.id}. {subtask.title} ({subtask.state})" for subtask in project or ()]
    about = [f"### Sub-task {s.id}: {s.title}\n{s.description}\n\n{s.spec.markdown() if s.spec else ''}" for s in meant]
    return _user(
        _problem(project.problem) if project else "",
        "### Plan\n" + "\n".join(plan) if plan else "",
        *about,
        f"### Question\n{text}",
        "Answer in a few sentences, from the project and the quotations alone. Put the number of the quotation behind "
        "each sentence that rests on one, like [1]. Say so where they do not answer it.",
    )


def _problem(problem: Problem) -> str:
    return f"### Problem\n{problem.markdown()}"


def _failed(subtask: SubTask, fault: Fault) -> str:
    """What a mended program has to do better; the old text stands there to be changed, not copied."""
    old = subtask.program.code if subtask.program else ""
    values = "\n".join(f"- {name}: {value}" for name, value in fault.values.items())
    return "\n\n".join(
        part
        for part in (
            f"### This program of it failed when it ran\n```python\n{old.rstrip()}\n```" if old else "",
            f"### The failure\n{fault.reason}\n{fault.trace}".rstrip(),
            f"### Its inputs were\n{values}" if values else "",
            "Write it anew so that this does not happen again.",
        )
        if part
    )


def _here(project: Project, subtask: SubTask) -> str:
    """A sub-task with its neighbours: those it needs and those that need it."""
    needs = [project.subtasks[n] for n in subtask.depends_on]
    needed_by = [other for other in project if subtask.id in other.depends_on]
    lines = [f"### Sub-task {subtask.id}: {subtask.title}", subtask.description, _wishes(subtask)]
    lines += [f"It follows sub-task {other.id}: {other.title}." for other in needs]
    lines += [f"Its results go to sub-task {other.id}: {other.title}." for other in needed_by]
    return "\n".join(line for line in lines if line)


def _available(project: Project, subtask: SubTask) -> str:
    """The outputs that are known already, when a finished plan is revised."""
    known = [p.markdown() for n in subtask.depends_on if (spec := project.subtasks[n].spec) for p in spec.outputs]
    return "The sub-tasks before it give:\n" + "\n".join(f"- {line}" for line in known) if known else ""


def _wishes(subtask: SubTask) -> str:
    lines = [f"The person asks of this sub-task: {wish}" for wish in subtask.wishes]
    last = ["All of these hold; where two contradict each other, the later one does."] if len(lines) > 1 else []
    return "\n".join([*lines, *last])


def _user(*parts: str) -> Message:
    return Message("user", "\n\n".join(part for part in parts if part))
