"""Methods of the library taken over as they are: a method becomes a module of the project, a plan its sub-tasks."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.contracts import compatible
from core.knowledge import Method, Plan, Step
from core.project import Parameter, Program, Source, Spec, SubTask
from graph.signatures import docstring, plain, signature

_STEP = re.compile(r"(\d+)\.(\w+)")
_OF_EACH = re.compile(r"dict\[str, (.+)\]")


@dataclass(frozen=True, slots=True)
class Use:
    """How a sub-task uses a method: where its inputs come from, and which of them hold a value for every recording.

    sources: of every input that is given a value, settings among them
    each: inputs of which each recording has its own; empty where the method is called once
    """

    sources: Mapping[str, Source]
    each: frozenset[str] = frozenset()
    gives: Mapping[str, str] | None = None


def subtasks_of(plan: Plan, library: Mapping[str, Method]) -> tuple[SubTask, ...]:
    """The sub-tasks of a plan, specified and with their programs."""
    done: dict[int, SubTask] = {}
    for number, step in enumerate(plan.steps, 1):
        method = library[step.method]
        use = _use(step, method, done)
        needs = tuple(sorted({source.subtask for source in use.sources.values() if source.subtask}))
        bare = SubTask(number, step.title, step.description, needs, plan=plan.name)
        named = replace(bare, module=f"step_{number}_{method.function}", function=_free(method.function, done))
        done[number] = take(named, method, use)
    return tuple(done.values())


def take(subtask: SubTask, method: Method, use: Use) -> SubTask:
    """The sub-task with the method as its program and the method's specification as its own."""
    spec = _spec(method, use)
    code = _module(subtask, method, spec, use)
    program = Program(code, _documentation(subtask, method, spec), method.imports, "", method.name)
    note = f"From the library, tested: {method.name}{f', by its plan {subtask.plan}' if subtask.plan else ''}."
    return replace(
        subtask, spec=spec, sources=dict(use.sources), program=program, taken=method.name, model="", notes=(note,)
    )


def _use(step: Step, method: Method, done: Mapping[int, SubTask]) -> Use:
    fed = {name: _source(text) for name, text in step.feed.items()}
    values = {name: Source("value", literal, match="plan") for name, literal in step.settings.items()}
    given = {name: _given(source, done) for name, source in fed.items()}
    wanted = {p.name: p.type for p in method.spec.inputs}
    each = {name for name, kind in given.items() if step.each and is_each(kind, wanted[name])}
    return Use({**fed, **values}, frozenset(each), step.gives)


def _source(text: str) -> Source:
    found = _STEP.fullmatch(text)
    return Source("subtask", found[2], int(found[1]), "plan") if found else Source("problem", text, match="plan")


def _given(source: Source, done: Mapping[int, SubTask]) -> str:
    spec = done[source.subtask].spec if source.subtask else None
    return next((p.type for p in spec.outputs if p.name == source.name), "") if spec else ""


def is_each(given: str, wanted: str) -> bool:
    """Whether a value is a mapping by recording of what a method wants of one."""
    found = _OF_EACH.fullmatch(given)
    return bool(found and not compatible(given, wanted) and compatible(found[1], wanted))


def _free(function: str, done: Mapping[int, SubTask]) -> str:
    taken = {subtask.function for subtask in done.values()}
    return next(name for name in (function, *(f"{function}_{n}" for n in range(2, 20))) if name not in taken)


def _spec(method: Method, use: Use) -> Spec:
    inputs = tuple(_of_each(p) if p.name in use.each else p for p in method.spec.inputs if p.name in use.sources)
    names = use.gives or {}
    outputs = tuple(replace(p, name=names.get(p.name, p.name)) for p in method.spec.outputs)
    if not use.each:
        return Spec(method.spec.target, inputs, outputs)
    return Spec(f"For every recording: {method.spec.target}", inputs, tuple(map(_of_each, outputs)))


def _of_each(parameter: Parameter) -> Parameter:
    meaning = f"{parameter.meaning.rstrip('.')}; of every recording by its name"
    return replace(parameter, type=f"dict[str, {parameter.type}]", meaning=meaning)


def _module(subtask: SubTask, method: Method, spec: Spec, use: Use) -> str:
    body = method.code.partition('"""')[2].partition('"""')[2].lstrip("\n")
    title = plain(subtask.title).replace('"', "'").rstrip(". ")
    head = f'"""Sub-task {subtask.id}: {title}.\n\nFrom the library, tested: {method.name}.\n{_wrapped(method.reference)}"""\n\n'
    if not use.each:
        return head + _renamed(body, method.function, subtask.function)
    own = f"_{method.function}"
    return head + _renamed(body, method.function, own).rstrip("\n") + "\n\n\n" + _mapped(subtask, spec, use, own)


def _wrapped(reference: str) -> str:
    return f"Source: {plain(reference)}\n" if reference else ""


def _renamed(code: str, old: str, new: str) -> str:
    """The module with its function under another name, in its code and in the calls of its examples."""
    if old == new:
        return code
    lines = code.splitlines(keepends=True)
    for token in reversed(list(tokenize.generate_tokens(io.StringIO(code).readline))):
        (row, start), (last, end) = token.start, token.end
        if token.type == tokenize.NAME and token.string == old and not lines[row - 1][:start].endswith("."):
            lines[row - 1] = lines[row - 1][:start] + new + lines[row - 1][end:]
        elif token.type == tokenize.STRING and last > row:
            for number in range(row - 1, last):
                if lines[number].lstrip().startswith((">>>", "...")):
                    lines[number] = re.sub(rf"(?<![\w.]){old}(?=\()", new, lines[number])
    return "".join(lines)


def _mapped(subtask: SubTask, spec: Spec, use: Use, own: str) -> str:
    """The public function that applies a method to every recording."""
    first = next(p.name for p in spec.inputs if p.name in use.each)
    given = ", ".join(f"{p.name}={p.name}[name]" if p.name in use.each else f"{p.name}={p.name}" for p in spec.inputs)
    calls = f"{{name: {own}({given}) for name in {first}}}"
    if len(spec.outputs) == 1:
        body = f"    return {calls}\n"
    else:
        parts = ", ".join(f"{{name: one[{n}] for name, one in found.items()}}" for n in range(len(spec.outputs)))
        body = f"    found = {calls}\n    return {parts}\n"
    return f"{signature(subtask, spec)}\n{docstring(spec)}\n{body}"


def _documentation(subtask: SubTask, method: Method, spec: Spec) -> str:
    facts = [f"**From the library, tested: `{method.name}`**", method.cost, f"Source: {method.reference}"]
    if unset := [f"{n} = {v}" for n, v in method.settings.items() if n not in {p.name for p in spec.inputs}]:
        facts.append(f"Settings of the method left at their defaults: {', '.join(unset)}.")
    return f"`{signature(subtask, spec).removesuffix(':')}`\n\n{spec.markdown()}\n\n" + "\n\n".join(filter(None, facts))
