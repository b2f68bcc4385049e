"""Does the library answer what it knows, and nothing else? Sixty problems against its plans.

    python -m bench.near_plans [--show] [--run]

Each problem is searched as ``ask`` does it. With --run the project of every near problem is assembled and run on sample data.
Criteria: of 30 near problems at least 28 get a plan that answers them; of 30 far ones none gets any.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from agent.knowledge import Knowledge
from agent.literature import open_library
from bench.near_problems import FAR, NEAR
from bench.plans import tried
from bench.report import show
from core.knowledge import Near, Plan
from core.settings import Folders, Settings, environment
from graph.library import NEAR_PLAN


async def nearest() -> list[Near[Plan]]:
    """The nearest plan of every problem, the near ones first."""
    settings, folders = Settings(), Folders.of(environment())
    async with open_library(settings, folders) as library:
        knowledge = Knowledge(settings, folders, library.embedder)
        texts = [text for _, text in NEAR] + list(FAR)
        return [(await knowledge.near_plans(text, 1))[0] for text in texts]


def runs(plans: Sequence[Plan]) -> dict[str, str]:
    """What is wrong with the project of each plan, empty where it runs and is right."""
    with tempfile.TemporaryDirectory(prefix="gpiot-near-") as place:
        found = {}
        for plan in {plan.name: plan for plan in plans}.values():
            (Path(place) / plan.name).mkdir()
            found[plan.name] = asyncio.run(tried(plan, Path(place) / plan.name))[1]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the nearest plan of each problem")
    parser.add_argument("--run", action="store_true", help="run the projects of the near problems")
    given = parser.parse_args()
    found = asyncio.run(nearest())
    near, far = found[: len(NEAR)], found[len(NEAR) :]
    right = [one.score >= NEAR_PLAN and one.item.name in plans for one, (plans, _) in zip(near, NEAR, strict=True)]
    wrong = [one for one in far if one.score >= NEAR_PLAN]
    rows = [
        [f"{one.score:.3f}", "near" if n < len(NEAR) else "far", one.item.name, text[:70]]
        for n, (one, text) in enumerate(zip(found, [*(text for _, text in NEAR), *FAR], strict=True))
    ]
    broken = {}
    if given.run:
        answered = runs([one.item for one, good in zip(near, right, strict=True) if good])
        broken = {name: why for name, why in answered.items() if why}
    totals = {"threshold": NEAR_PLAN, "near_answered": sum(right), "far_answered": len(wrong), "broken": len(broken)}
    show("near_plans", ("score", "problem", "plan", "text"), sorted(rows) if given.show else [], **totals)
    if sum(right) < 28 or wrong or broken:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
