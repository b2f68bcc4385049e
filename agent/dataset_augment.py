"""TDD augmented: the prompts of the three operators (GPIoT, section 4.1.1), and the model that answers them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.dataset_tdd import ModelWriter, asked
from core.errors import BackendError, UsageError
from core.ports import Filter
from core.problem import Problem
from core.roles import RTSLM, TDSLM
from core.settings import Folders, Settings
from knowledge.datasets.by_model import Asked, Restated

if TYPE_CHECKING:
    from agent.wiring import Agent
    from knowledge.datasets.decompositions import Task
    from knowledge.datasets.progress import OnProgress
    from knowledge.datasets.writing import Built

_OPERATORS = {
    "modality": (
        "sensor",
        "with another sensor: the goal stays, but a sensor of another kind observes it. Say what it measures, at which rate, "
        "and what its files hold",
    ),
    "representation": (
        "representation",
        "with another representation of the data: goal and sensor stay, but the program starts from another form of what the "
        "sensor gives, such as raw samples, a spectrogram, or features that were extracted before. Say how it is made and "
        "what its files hold",
    ),
    "resources": (
        "device",
        "for another device: goal, sensor and data stay, but the program runs on other hardware. Name it with its budget of "
        "memory, computation, energy or bandwidth, so tight that the way to solve the problem has to change",
    ),
}
"""What the other thing is called, and how a problem is stated anew with it."""
_RESTATE = """### Problem
{problem}

State this problem anew {change}. Everything that follows from the change has to change with it; keep the headings that \
the problem has, and do not say how it is solved.{known}
Answer as compact JSON: {{"change":"the other {noun} in a few words","problem":"the whole new problem"}}"""
_RESTATED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "change": {"type": "string", "minLength": 3, "maxLength": 60},
        "problem": {"type": "string", "minLength": 40, "maxLength": 1500},
    },
    "required": ["change", "problem"],
    "additionalProperties": False,
}


@dataclass(slots=True)
class ModelRewriter(ModelWriter):
    """The port ``Rewriter``: the configured model with the person's papers."""

    @property
    def prompts(self) -> str:
        """See the port."""
        solve = asked(self.agent.settings.plan_format)(Problem("..."))
        texts = (RTSLM.system, _RESTATE, str(_OPERATORS), str(_RESTATED), TDSLM.system, solve)
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]

    @property
    def at_once(self) -> int:
        """Questions that it works on together."""
        return min(self.agent.settings.parallel, self.model.abilities.parallel)

    async def restate(self, problem: Problem, operator: str, known: Sequence[str]) -> Restated:
        """See the port."""
        taken = f" Choose none of these, which are there already: {'; '.join(known)}." if known else ""
        noun, change = _OPERATORS[operator]
        question = _RESTATE.format(problem=problem.markdown(), noun=noun, change=change, known=taken)
        return await self.answer(RTSLM, question, (), _RESTATED, _another_than(known))

    async def solve(self, problem: Problem) -> Sequence[Task]:
        """See the port."""
        return await self.subtasks(problem, Filter())


def _another_than(known: Sequence[str]) -> Callable[[str], Restated]:
    from graph.answers import one_line, read_object, value_of
    from graph.asking import InvalidError

    def parse(text: str) -> Restated:
        told = read_object(text)
        change, problem = one_line(value_of(told, "change", str)), value_of(told, "problem", str)
        if not change or change.lower() in (one.lower() for one in known):
            raise InvalidError("the change is none, or is there already")
        try:
            lines = "\n".join(one_line(line) for line in problem.splitlines())
            return Restated(change, Problem.from_text(lines).markdown())
        except UsageError as error:
            raise InvalidError(error.message) from error

    return parse


async def augment_tdd(
    raw: Path, out: Path, seed: int, tell: OnProgress, say: Callable[[str], None], settings: Settings, folders: Folders,
    *, variants: int, weak: bool = False,
) -> Built:  # fmt: skip
    """Augment a TDD data set by rules and by the configured model; see ``knowledge.datasets.augment.augment``.

    say: hears why no model is asked
    variants: of a problem by an operator, at most; 0 asks no model. weak: ask a weak one too
    """
    from agent.wiring import open_agent
    from knowledge.datasets.augment import augment
    from knowledge.datasets.card import write_card

    ask = asked(settings.plan_format)
    async with open_agent(settings, folders) as agent:
        rewriter = await _rewriter(agent, weak, say) if variants else None
        whom = Asked(rewriter, variants, rewriter.at_once) if rewriter else None
        built = await augment(raw, out, whom, ask, settings.plan_format, seed, tell)
    write_card(out)
    return built


async def _rewriter(agent: Agent, weak: bool, say: Callable[[str], None]) -> ModelRewriter | None:
    try:
        rewriter = ModelRewriter(agent, await agent.open_model())
    except BackendError as error:
        if agent.settings.backend != "auto" or agent.settings.model:
            raise
        say(f"Rules alone: no model answers. {error.message} {error.hint}")
        return None
    if rewriter.weak and not weak:
        say(f"Rules alone: {rewriter.name} is weak and is not asked. Choose another model, or give --weak.")
        return None
    return rewriter
