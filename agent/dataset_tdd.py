"""TDD with what it needs: the prompts of the graph, the person's papers and the model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from core.budget import fit, verify
from core.errors import LiteratureError, StageError
from core.ports import Filter, Message, Request
from core.problem import Problem
from core.roles import RTSLM, TDSLM, Role
from core.settings import Folders, Settings
from knowledge.datasets.decompositions import Ask, Task
from knowledge.datasets.tdd import Module

if TYPE_CHECKING:
    from agent.wiring import Agent
    from core.ports import ChatModel
    from ingest.ledger import Entry
    from knowledge.datasets.progress import OnProgress
    from knowledge.datasets.writing import Built

T = TypeVar("T")
_PASSAGES, _TRIES = 6, 2
_SYSTEM = "the proposed system, its architecture, overview and technical modules"
_MODULES: dict[str, Any] = {
    "type": "object",
    "properties": {
        "modules": {
            "type": "array",
            "minItems": 1,
            "maxItems": 8,
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "minLength": 3, "maxLength": 60},
                    "problem": {"type": "string", "minLength": 40, "maxLength": 500},
                },
                "required": ["name", "problem"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["modules"],
    "additionalProperties": False,
}
_SPLIT = """Split the system that this paper proposes into its technical modules (at most 8). Give each a short name, and \
state it as a problem of its own in two to four sentences: what is given, what has to come out, and what makes it hard.
Answer as compact JSON: {"modules":[{"name":"...","problem":"..."}]}"""


def asked(plan_format: str) -> Ask:
    """The question of the stage ``decompose``."""
    from graph import prompts

    return lambda problem: prompts.plan(problem, plan_format).text


@dataclass(slots=True)
class ModelWriter:
    """The port ``Writer``: the configured model, asked for one answer with passages of the person's papers."""

    agent: Agent
    model: ChatModel

    @property
    def name(self) -> str:
        """The model that answers."""
        return self.model.model(TDSLM).name

    @property
    def weak(self) -> bool:
        """Whether its backend calls it weak."""
        return self.model.abilities.weak

    async def subtasks(self, problem: Problem, only: Filter) -> Sequence[Task]:
        """The sub-tasks of a problem, with what papers say about it; raises StageError where no answer was valid."""
        from graph.plans import parse_json_plan, parse_text_plan
        from graph.schemas import plan_schema

        shape = self.agent.settings.plan_format
        parse = parse_json_plan if shape == "json" else parse_text_plan
        schema = plan_schema(3, 8) if shape == "json" else None
        passages = await self.passages(problem.statement, only)
        drafts = await self.answer(TDSLM, asked(shape)(problem), passages, schema, parse)
        return [Task(draft.title, draft.description, draft.depends_on) for draft in drafts]

    async def passages(self, query: str, only: Filter) -> Sequence[str]:
        """What the person's papers say about something, best first."""
        return [hit.passage.text for hit in await self.agent.papers.search(query, _PASSAGES, only)]

    async def answer(
        self, role: Role, question: str, passages: Sequence[str], schema: Any, parse: Callable[[str], T]
    ) -> T:
        """A parsed answer, with as many of the passages as the context holds; raises StageError where none was valid."""
        from graph.asking import InvalidError, quoted

        reason = "no answer"
        for attempt in range(_TRIES):
            seed = self._seed(question, attempt)
            fitted = await fit(
                self.model,
                lambda kept, seed=seed: Request(  # type: ignore[misc]
                    role,
                    (Message("user", quoted(kept) + question),),
                    seed,
                    TDSLM.answer,
                    role.sampling.temperature,
                    schema,
                ),
                passages,
            )
            told = await self.model.generate(fitted.request, lambda _, __: None)
            verify(fitted.count, told)
            try:
                return parse(told.text)
            except InvalidError as error:
                reason = error.message
        raise StageError("dataset", f"No valid answer in {_TRIES} tries: {reason}", "Use a stronger model.")

    def _seed(self, question: str, attempt: int) -> int:
        text = f"{self.agent.settings.seed}/{attempt}/{question}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> 1


@dataclass(slots=True)
class PaperAuthor(ModelWriter):
    """The port ``Author``: ``papers`` are those that it reads, by the name that a pair gives as its source."""

    papers: dict[str, str]

    async def modules(self, paper: str) -> Sequence[Module]:
        """See the port."""
        passages = await self.passages(_SYSTEM, self._only(paper))
        return await self.answer(RTSLM, _SPLIT, passages, _MODULES, _modules)

    async def tasks(self, paper: str, module: Module) -> Sequence[Task]:
        """See the port."""
        return await self.subtasks(Problem(module.problem), self._only(paper))

    def _only(self, paper: str) -> Filter:
        return Filter(papers=(self.papers[paper],))


def _modules(text: str) -> Sequence[Module]:
    from graph.answers import one_line, read_json
    from graph.asking import InvalidError

    found = [one for one in read_json(text, "modules", list) if isinstance(one, dict)]
    made = [Module(one_line(str(one.get("name", ""))), one_line(str(one.get("problem", "")))) for one in found]
    told = list({one.problem: one for one in made if one.name and len(one.problem) >= 40}.values())
    if not told:
        raise InvalidError("no module is stated as a problem")
    return told


async def build_tdd(
    names: Sequence[str], out: Path, seed: int, tell: OnProgress, settings: Settings, folders: Folders,
    *, weak: bool = False,
) -> Built:  # fmt: skip
    """Build TDD's raw pairs out of the plans and the person's papers; see ``knowledge.datasets.tdd.build``.

    Raises LiteratureError where a paper is named that was not ingested.
    """
    from agent.wiring import open_agent
    from knowledge.datasets.card import write_card
    from knowledge.datasets.tdd import build

    ask = asked(settings.plan_format)
    async with open_agent(settings, folders) as agent:
        papers = _papers(agent.papers.entries(), names)
        author = PaperAuthor(agent, await agent.open_model(), papers) if papers else None
        built = await build(sorted(papers), author, out, ask, settings.plan_format, seed, tell, weak=weak)
    write_card(out)
    return built


def _papers(entries: Sequence[Entry], names: Sequence[str]) -> dict[str, str]:
    """The papers by the name that a pair gives as its source; all that were ingested where none is named."""
    known = {Path(entry.path).name: entry.paper for entry in entries if entry.passages}
    wanted = {Path(name).name for name in names}
    if missing := sorted(wanted - set(known)):
        raise LiteratureError(f"{', '.join(missing)}: not ingested.", "Ingest it first: gpiot ingest FOLDER")
    return {name: paper for name, paper in sorted(known.items()) if not wanted or name in wanted}
