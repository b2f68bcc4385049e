"""TDD, the task decomposition data set: problem statement to sub-tasks (GPIoT, section 4.1.1), out of plans and papers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Protocol

from core.errors import StageError
from core.problem import Problem
from knowledge.datasets.decompositions import Ask, Task, Writer, answer, plan_pair, signed, unfit_answer
from knowledge.datasets.families import write_families
from knowledge.datasets.pairs import Pair, Source, pair_of
from knowledge.datasets.progress import Meter, OnProgress
from knowledge.datasets.shards import Shards
from knowledge.datasets.writing import Built, distinct
from knowledge.plan_files import plans

_LICENCE = "written by a model after the paper in the source"


@dataclass(frozen=True, slots=True)
class Module:
    """One technical module of a paper's system, stated as a problem of its own."""

    name: str
    problem: str


class Author(Writer, Protocol):
    """A model that has read papers."""

    async def modules(self, paper: str) -> Sequence[Module]:
        """The modules of the system that a paper proposes; raises StageError where no answer was valid."""
        ...

    async def tasks(self, paper: str, module: Module) -> Sequence[Task]:
        """The sub-tasks of a module; raises StageError where no answer was valid."""
        ...


@dataclass(slots=True)
class Raw:
    """Pairs, and how many were left out for which reason."""

    pairs: list[Pair] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    def note(self, made: Pair | str, what: str) -> None:
        """Keep a pair, or count why there is none."""
        if isinstance(made, Pair):
            self.pairs.append(made)
        else:
            self.dropped[f"{what}: {made}"] += 1


def pairs_of_plans(ask: Ask, plan_format: str) -> Raw:
    """Every hand-made plan, asked for by its statement and by each other way in which people ask for it."""
    found = Raw()
    for name, plan in plans().items():
        found.note(plan_pair(plan, name, "", ask, plan_format), "plan")
        for number, text in enumerate(plan.also, 1):
            asked = replace(plan, problem=replace(plan.problem, statement=text))
            found.note(plan_pair(asked, name, f"asked in another way, {number}", ask, plan_format), "plan")
    return found


async def build(
    papers: Sequence[str], author: Author | None, out: Path, ask: Ask, plan_format: str, seed: int, tell: OnProgress,
    *, weak: bool = False,
) -> Built:  # fmt: skip
    """Build TDD's raw pairs in a folder; papers that an earlier call has worked through are not asked about again.

    weak: keep the pairs of a weak model; without it, it is not asked
    Raises UsageError where the folder holds work of other options, BackendError, StorageError.
    """
    raw = pairs_of_plans(ask, plan_format)
    if author and author.weak and not weak:
        raw.dropped["paper: the model is weak, and --weak was not given"] += len(papers)
    elif author and papers:
        settings = {"model": author.name, "papers": sorted(papers), "format": plan_format, "seed": seed}
        await _of_papers(papers, author, Shards(out / ".work", settings), raw, ask, plan_format, tell)
    return write_families(out, distinct(raw.pairs, tell), raw.dropped, {"made": {"raw": len(raw.pairs)}}, seed)


async def _of_papers(
    papers: Sequence[str], author: Author, shards: Shards, raw: Raw, ask: Ask, plan_format: str, tell: OnProgress
) -> None:
    meter = Meter("reading papers", len(papers), tell)
    for number, paper in enumerate(sorted(papers)):
        kept = shards.get(f"paper-{number}.json")
        if kept is None:
            found = await pairs_of_paper(paper, author, ask, plan_format)
            told = {"pairs": [asdict(pair) for pair in found.pairs], "dropped": found.dropped}
            shards.put(f"paper-{number}.json", json.dumps(told).encode())
        else:
            told = json.loads(kept)
            found = Raw([pair_of(pair) for pair in told["pairs"]], Counter(told["dropped"]))
        raw.pairs += found.pairs
        raw.dropped += found.dropped
        meter.step(1, len(found.pairs), resumed=kept is not None)


async def pairs_of_paper(paper: str, author: Author, ask: Ask, plan_format: str) -> Raw:
    """A paper's system, split into modules and each of them into sub-tasks."""
    found = Raw()
    try:
        modules = await author.modules(paper)
    except StageError:
        found.dropped["paper: no valid modules"] += 1
        return found
    for module in modules:
        try:
            tasks = await author.tasks(paper, module)
        except StageError:
            found.dropped["module: no valid sub-tasks"] += 1
            continue
        found.note(_paper_pair(paper, module, tasks, author, ask, plan_format), "module")
    return found


def _paper_pair(
    paper: str, module: Module, tasks: Sequence[Task], author: Author, ask: Ask, plan_format: str
) -> Pair | str:
    problem, text = Problem(module.problem), answer(tasks, plan_format)
    question = ask(problem)
    if reason := unfit_answer(problem, tasks, question, text):
        return reason
    source = Source("a paper", signed(author), module.name, paper)
    return Pair("decomposition", f"paper: {paper}", question, text, source, _LICENCE, "model", f"paper:{paper}")
