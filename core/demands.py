"""The demands of a problem, numbered, and the places of the plan that answer them.

A demand is a clause of the statement that asks for something, a remark that limits something, one item of the Code
Input or one line of the Code Output Format. Tracing is by content words: it finds what nobody speaks of, it does not
prove that a program does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.contracts import arguments
from core.output_format import Field, bind, fields, parse
from core.problem import Problem
from core.project import Parameter, SubTask, Trace
from core.wording import words

_VERBS = (
    "adapt alert analyse analyze apply assess assign calculate calibrate check choose classify clean cluster collect "
    "combine compare compress compute control convert correct count decide denoise deploy derive detect determine "
    "display distinguish divide draw encode enlarge estimate evaluate extract filter find flag forecast fuse group "
    "identify implement infer keep list load localise localize locate log make map measure merge monitor normalise "
    "normalize notify optimise optimize output perform pick plot predict prepare print process publish quantise quantize "
    "raise rank read recognise recognize reconstruct record reduce reject remove report resample return run sample save "
    "score segment select send separate show smooth sort split spot store stream suppress switch synchronise synchronize "
    "tell test track train transmit tune turn update use verify visualise visualize warn watch write"
).split()
_VERB = rf"(?:{'|'.join(_VERBS)})"
# Where one demand of a sentence ends and the next begins.
_CLAUSE = re.compile(
    rf"[:：；;]\s+|(?<=，)|,?\s+(?:and\s+)?(?:then|finally|afterwards)\s+|,\s+(?:and\s+)?(?={_VERB}\s)|\s+and\s+(?!test\s|train\s)(?={_VERB}\s)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)]))|(?<=[。！？；])")
_CONTEXT = re.compile(
    r"^(?:given|using|with|for|in|from)\b[^,，]*[,，]\s*"
    r"|^(?:first|then|next|finally|please|also|so|and)\b,?\s*"
    r"|^(?:i|we|it|the (?:code|program|system|application))\s+(?:want|need|would like|has|have|should|must|shall)"
    r"(?:\s+also)?(?:\s+to)?\s+",
    re.IGNORECASE,
)
_WRITE = re.compile(
    r"^(?:write|create|develop|build|implement|design)\b[^.]*?\b(?:code|program|script|application|system)\b"
    r"(?:\s+(?:to|that|which))?\s*",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?:must|should|shall|never|exceed|at most|at least|no more than|less than|budget|real[- ]time|deploy\w*)\b"
    r"|不超过|不得|必须|实时|以内|以下",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b\d+(?:\.\d+)?\s*(?:[kmg]i?b|ms|s|sec\w*|min\w*|hz|khz|mw|w|%|percent|bytes?)\b"
    r"|\b(?:within|under|below|limit\w*|every|each|all|only|board|nano|raspberry|esp32|arduino|cortex)\b|每|所有",
    re.IGNORECASE,
)
# What describes the data and asks for nothing.
_FACT = re.compile(
    r"^(?:i|we)\s+(?:have|own|collected|recorded)\b|^there\s+(?:is|are)\b"
    r"|^(?:the|each|every|a|an|some|other|all)\s+[^,.]{2,60}?\s(?:is|are|was|were|has|have|holds?|contains?|consists?|may|counts?)\b",
    re.IGNORECASE,
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand; ``kind`` is ``statement``, ``remark``, ``input`` or ``output``."""

    number: int
    kind: str
    text: str


def demands(problem: Problem) -> tuple[Demand, ...]:
    """Number the demands of a problem in the order in which it states them."""
    found = [("statement", text) for text in _asked(problem.statement)]
    found += [("remark", text) for remark in problem.remarks for text in _sentences(remark) if _is_limit(text)]
    found += [("input", text) for text in problem.code_input]
    found += [("output", line.strip()) for line in problem.output_format.split("\n") if line.strip()]
    unique = dict.fromkeys((kind, text) for kind, text in found if words(text) or kind == "output")
    return tuple(Demand(number, kind, text) for number, (kind, text) in enumerate(unique, 1))


def trace(problem: Problem, subtasks: Sequence[SubTask]) -> tuple[Trace, ...]:
    """Find for each demand the sub-task and the field of its specification that answers it (sub-task 0: none)."""
    lines = bind(parse(problem.output_format), all_outputs(subtasks))
    return tuple(_traced(demand, problem, subtasks, lines) for demand in demands(problem))


def uncovered(traces: Iterable[Trace]) -> tuple[str, ...]:
    """The demands that nothing covers."""
    return tuple(f"{trace.number}. {trace.demand}" for trace in traces if not trace.subtask)


def all_outputs(subtasks: Iterable[SubTask]) -> list[tuple[int, Parameter]]:
    """Every output with the sub-task that gives it, in the order of the sub-tasks."""
    return [(subtask.id, output) for subtask in subtasks if subtask.spec for output in subtask.spec.outputs]


def _asked(statement: str) -> list[str]:
    """The clauses that ask for something; a statement in which none is recognised is one demand as a whole."""
    clauses = [short for s in _sentences(statement) for c in _CLAUSE.split(s) if (short := _without_frame(c))]
    return [clause for clause in clauses if _asks(clause)] or [" ".join(statement.split())]


def _asks(clause: str) -> bool:
    """Whether a clause is a demand: a command, a limit, or text in a language whose verbs are not known here."""
    if _MODAL.search(clause) or _CJK.search(clause):
        return True
    if _FACT.match(clause):
        return False
    return bool(re.match(rf"(?:\w+\s+)?{_VERB}\b", clause, re.IGNORECASE) or _LIMIT.search(clause))


def _is_limit(remark: str) -> bool:
    """Whether a remark demands something; "the folder holds 8 files, each with ..." only describes the data."""
    return bool(_MODAL.search(remark)) or (bool(_LIMIT.search(remark)) and not _FACT.match(remark))


def _sentences(text: str) -> list[str]:
    return [" ".join(part.split()) for part in _SENTENCE.split(text) if part.strip()]


def _without_frame(clause: str) -> str:
    """The clause without its context ("Given the data set, write code to ...")."""
    short = clause.strip()
    for frame in (_CONTEXT, _WRITE, _CONTEXT):
        short = frame.sub("", short, count=1)
    short = short.strip(" ,.;。，；")
    return short if words(short) else ""


def _traced(
    demand: Demand, problem: Problem, subtasks: Sequence[SubTask], lines: Sequence[Sequence[str | Field]]
) -> Trace:
    if demand.kind == "input":
        where = _takes(demand, problem, subtasks)
    elif demand.kind == "output":
        where = _prints(demand, lines, problem)
    else:
        where = _speaks(demand, subtasks)
    return Trace(demand.number, demand.text, *where)


def _takes(demand: Demand, problem: Problem, subtasks: Sequence[SubTask]) -> tuple[int, str]:
    names = {argument.name for argument in arguments(problem) if argument.meaning == demand.text}
    for subtask in subtasks:
        for name, source in subtask.sources.items():
            if source.kind == "problem" and source.name in names:
                return subtask.id, f"input {name}"
    return 0, ""


def _prints(demand: Demand, lines: Sequence[Sequence[str | Field]], problem: Problem) -> tuple[int, str]:
    """A line is answered when all its values are; a line without values needs nobody."""
    texts = [line.strip() for line in problem.output_format.split("\n")]
    wanted = fields([lines[texts.index(demand.text)]])
    every = fields(lines)
    filled = [field for field in wanted if field.output] or ([f for f in every if f.subtask] if not wanted else [])
    if len(filled) < len(wanted) or not filled:
        return 0, ""
    named = next((field for field in [*filled, *every] if field.subtask), None)
    return (named.subtask, f"output {named.output}") if named else (0, "")


def _speaks(demand: Demand, subtasks: Sequence[SubTask]) -> tuple[int, str]:
    """The sub-task that speaks of at least half of the demand's words, and of all its numbers where it has some."""
    wanted = words(demand.text)
    numbers = set(_NUMBER.findall(demand.text))
    best, share = None, 0.5
    for subtask in subtasks:
        text = " ".join(text for _, text in _places(subtask))
        covered = len(wanted & words(text)) / len(wanted)
        if covered >= share and numbers <= set(_NUMBER.findall(text)) and (best is None or covered > share):
            best, share = subtask, covered
    if best is None:
        return 0, ""
    return best.id, max(_places(best), key=lambda place: len(wanted & words(place[1])))[0]


def _places(subtask: SubTask) -> list[tuple[str, str]]:
    """The fields of a specification, then what the plan says, each with its text."""
    spec = subtask.spec
    places = [("target", spec.target)] if spec else []
    for side in ("input", "output"):
        parameters = (spec.inputs if side == "input" else spec.outputs) if spec else ()
        places += [(f"{side} {p.name}", f"{p.name} {p.meaning} {p.unit}") for p in parameters]
    return [*places, ("description", subtask.description), ("title", subtask.title)]
