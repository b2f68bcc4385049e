"""Does the library answer what it knows, and nothing else? Problems near a plan and far from all, some of them held out.

    python -m bench.near_plans [--show] [--run]

Each problem is searched as ``ask`` does it. With --run the project of every near problem is assembled and run on sample data.
Criteria: of 30 near problems at least 28 get a plan that answers them; of 30 far ones none gets any. By those ``seen`` beside
them the score was formed; those held out were written afterwards by somebody who saw the plans' titles alone, and decide nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.knowledge import Knowledge
from agent.literature import open_library
from bench.plans import tried
from bench.report import show
from core.knowledge import Near, Plan
from core.problem import Problem
from core.settings import Folders, Settings, environment
from graph.library import NEAR_PLAN

PROBLEMS = Path(__file__).with_name("near_problems.jsonl")
"""Problems in people's words; of a near one the plans that answer it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A problem and the nearest plan to it; ``answers`` are the plans that would be right."""

    kind: str
    text: str
    answers: tuple[str, ...]
    near: Near[Plan]

    @property
    def taken(self) -> bool:
        """Whether the plan is near enough to be taken over."""
        return self.near.score >= NEAR_PLAN

    @property
    def right(self) -> bool:
        """Whether a plan that answers it is taken over, or none where none does."""
        return self.near.item.name in self.answers if self.taken else not self.answers

    @property
    def row(self) -> tuple[str, ...]:
        """What the table says of it."""
        told = "right" if self.right else "wrong" if self.taken else "missed"
        return f"{self.near.score:.3f}", self.kind, told, self.near.item.name, self.text[:70].replace("\n", " ")


async def nearest() -> list[Found]:
    """The nearest plan of every problem."""
    settings, folders = Settings(), Folders.of(environment())
    async with open_library(settings, folders) as library:
        knowledge = Knowledge(settings, folders, library.embedder)
        told = [json.loads(line) for line in PROBLEMS.read_text("utf-8").splitlines()]
        return [
            Found(one["kind"], one["text"], tuple(one["plans"]), (await knowledge.near_plans(_statement(one), 1))[0])
            for one in told
        ]


def _statement(one: Mapping[str, str]) -> str:
    return Problem.from_text(one["text"]).statement


def broken(answered: Sequence[Found]) -> dict[str, str]:
    """What is wrong with the projects of problems, as a weak model's turn assembles them, on the plans' sample data."""
    with tempfile.TemporaryDirectory(prefix="gpiot-near-") as place:
        found = {}
        for number, one in enumerate(answered):
            (Path(place) / str(number)).mkdir()
            problem = Problem.from_text(one.text)
            found[one.text] = asyncio.run(tried(one.near.item, Path(place) / str(number), problem=problem))[1]
    return {text: why for text, why in found.items() if why}


def totals(found: Sequence[Found]) -> Mapping[str, int]:
    """How many of each kind got the right plan, or none; and how many another plan."""
    counted = {}
    for kind in dict.fromkeys(one.kind for one in found):
        of_kind = [one for one in found if one.kind == kind]
        counted[f"{kind}: right"] = sum(one.right for one in of_kind)
        counted[f"{kind}: another plan"] = sum(one.taken and not one.right for one in of_kind)
    return {name.replace(": ", "_").replace(" ", "_"): count for name, count in counted.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the nearest plan of each problem")
    parser.add_argument("--run", action="store_true", help="run the projects of the near problems")
    given = parser.parse_args()
    found = asyncio.run(nearest())
    failing = broken([one for one in found if one.answers and one.right]) if given.run else {}
    for text, why in failing.items():
        print(f"{text[:70]}: {why}")
    rows = sorted(one.row for one in found) if given.show else []
    counted = totals(found)
    columns = ("score", "problem", "told", "plan", "text")
    show("near_plans", columns, rows, threshold=NEAR_PLAN, **counted, broken=len(failing))
    if counted["near_right"] < 28 or counted["far_another_plan"] or failing:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
