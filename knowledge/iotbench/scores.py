"""What IoTBench counts: pass@k, well-formed plans, covered steps, specialised algorithms. Pure functions."""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

_STEP = re.compile(
    r"^ {0,2}(?:#+ *)?(?:\*\* *)?(?:(?:step|sub-?task|task) +)?(\d{1,2}) *[.):](?!\d) *", re.IGNORECASE | re.MULTILINE
)
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)


def pass_at_k(samples: int, right: int, k: int) -> float:
    """The probability that one of k programs passes, of which ``samples`` were drawn and ``right`` passed: unbiased.

    M. Chen et al., "Evaluating Large Language Models Trained on Code", 2021, section 2.1. Raises ValueError where fewer
    than k were drawn.
    """
    if not 0 <= right <= samples or not 1 <= k <= samples:
        raise ValueError(f"pass@{k} of {right} right ones among {samples}")
    return 1.0 - math.comb(samples - right, k) / math.comb(samples, k)


def mean_pass_at_k(tasks: Sequence[tuple[int, int]], k: int) -> float:
    """The mean of pass@k over tasks, each given as samples drawn and samples right."""
    if not tasks:
        raise ValueError("no tasks")
    return sum(pass_at_k(samples, right, k) for samples, right in tasks) / len(tasks)


def steps_of(answer: str) -> tuple[str, ...]:
    """The texts of the steps of an answer that keeps to a form; empty where it keeps to none.

    The forms are steps numbered from 1 without a gap, each with some text, and JSON: a list, or an object with a list
    ``subtasks`` or ``steps``, of texts or of objects with title or description, whose ``depends_on`` names earlier steps.
    """
    return _json_steps(answer) or _numbered_steps(answer)


def is_well_formed(answer: str, fewest: int = 2) -> bool:
    """Whether an answer is a plan in one of the two forms, with as many steps at least."""
    return len(steps_of(answer)) >= fewest


def coverage(similarity: Sequence[Sequence[float]], threshold: float) -> float:
    """Sub-task completeness: the share of reference steps (rows) that steps of the answer (columns) cover.

    A reference step is covered by one step of the answer that is at least as similar as the threshold, and a step of the
    answer covers one reference step: the largest matching there is. Our measure; 1 where the reference has no steps.
    """
    if not similarity:
        return 1.0
    near = [[column for column, score in enumerate(row) if score >= threshold] for row in similarity]
    owners: dict[int, int] = {}
    covered = sum(_matched(row, near, owners, set()) for row in range(len(near)))
    return covered / len(similarity)


def uses_specialised(code: str, patterns: Iterable[str]) -> bool:
    """Whether the code matches one of the regular expressions: as ``ast.unparse`` writes it, in what its functions do.

    Docstrings, comments and signatures do not count; code that is no Python matches nothing.
    """
    try:
        body = _bare(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError):
        return False
    return any(re.search(pattern, body) for pattern in patterns)


def specialised_share(programs: Iterable[tuple[str, Sequence[str]]]) -> float:
    """The share of programs that use the specialised algorithm; those of tasks without patterns are left out.

    Raises ValueError where none is left.
    """
    found = [uses_specialised(code, patterns) for code, patterns in programs if patterns]
    if not found:
        raise ValueError("no program of a task that has a specialised algorithm")
    return sum(found) / len(found)


def _numbered_steps(answer: str) -> tuple[str, ...]:
    _, *found = _STEP.split(answer)
    numbers, texts = [int(number) for number in found[::2]], [_line(text) for text in found[1::2]]
    return tuple(texts) if all(texts) and numbers == list(range(1, len(numbers) + 1)) else ()


def _json_steps(answer: str) -> tuple[str, ...]:
    fenced = _FENCED.search(answer)
    try:
        data = json.loads(fenced[1] if fenced else answer)
    except (ValueError, RecursionError):
        return ()
    if isinstance(data, dict):
        data = data.get("subtasks", data.get("steps"))
    steps = [_step_text(number, step) for number, step in enumerate(data, 1)] if isinstance(data, list) else []
    return tuple(steps) if all(steps) else ()


def _step_text(number: int, step: Any) -> str:
    """Title and description of the step of this number; empty where it has none or depends on one that is not before."""
    if not isinstance(step, dict):
        return _line(step) if isinstance(step, str) else ""
    needs = step.get("depends_on", [])
    if not isinstance(needs, list) or any(type(need) is not int or not 1 <= need < number for need in needs):
        return ""
    texts = [step[key] for key in ("title", "description") if isinstance(step.get(key), str)]
    return _line(" ".join(texts))


def _line(text: str) -> str:
    return " ".join(text.replace("**", "").split())


def _matched(row: int, near: Sequence[Sequence[int]], owners: dict[int, int], seen: set[int]) -> bool:
    """Give the row a column, moving other rows to other columns where needed (augmenting paths)."""
    for column in near[row]:
        if column not in seen:
            seen.add(column)
            if column not in owners or _matched(owners[column], near, owners, seen):
                owners[column] = row
                return True
    return False


def _bare(tree: ast.Module) -> str:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | _FUNCTION) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, _FUNCTION):
            node.name, node.args, node.returns = "function", _no_arguments(), None
    return ast.unparse(tree)


def _no_arguments() -> ast.arguments:
    return ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
