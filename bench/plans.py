"""Do the plans of the library run, and are their answers right? Each is assembled and run in the sandbox on its sample data.

    python -m bench.plans [NAME ...] [--seed N] [--keep FOLDER] [--show]

Criteria: every plan runs to its end, keeps its budgets and what it expects of its last step.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import SupportsFloat, cast

from agent.executing import execute
from agent.programs import Wanted, of_folder
from bench.report import show
from core.demands import trace
from core.knowledge import Expected, Plan
from core.problem import Problem
from core.project import Project
from core.runs import Ran
from core.settings import Folders, Settings
from graph.library import taken_plan
from graph.manifest import manifest
from graph.nodes.assemble import files_of
from knowledge.plan_files import PLANS, read_plan
from knowledge.reading import methods
from knowledge.sampling import write


def assembled(plan: Plan, problem: Problem | None = None) -> dict[str, str]:
    """Every file of the project that a plan makes, of a person's problem where there is one."""
    problem, subtasks = taken_plan(plan, problem or plan.problem, methods())
    order = tuple(subtask.id for subtask in subtasks)
    project = Project(problem, {s.id: s for s in subtasks}, order, (), trace(problem, subtasks))
    files = files_of(project)
    return {**files, "project.json": manifest(project, files, (), {}, {})}


def unmet(expected: Expected, result: Mapping[str, object]) -> str:
    """What an expected number misses, empty where it holds; of a mapping every value has to, and there has to be one."""
    value = result.get(expected.output)
    if value is None or (isinstance(value, Mapping) and not value):
        return f"there is no {expected.output}"
    for one in value.values() if isinstance(value, Mapping) else [value]:
        number = float(cast("SupportsFloat", one))
        if (expected.least is not None and not number >= expected.least) or (
            expected.most is not None and not number <= expected.most
        ):
            return f"{expected.output} is {number:.4g}"
    return ""


def figures(plan: Plan, result: Mapping[str, object]) -> str:
    """The expected outputs as they came, of a mapping its least and its greatest value."""
    told = []
    for output in dict.fromkeys(one.output for one in plan.expected):
        value = result[output]
        several = value.values() if isinstance(value, Mapping) else [value]
        numbers = [float(cast("SupportsFloat", one)) for one in several]
        told.append(f"{output} {' to '.join(f'{n:.4g}' for n in sorted({min(numbers), max(numbers)}))}")
    return ", ".join(told)


async def tried(plan: Plan, place: Path, seed: int = 1, problem: Problem | None = None) -> tuple[Ran, str]:
    """Run one plan on sample data of a seed; how it went and what is wrong with it."""
    write(plan.sample, place / "data", seed)
    program = place / "program"
    program.mkdir()
    for name, text in assembled(plan, problem).items():
        (program / name).write_text(text, "utf-8")
    settings, folders = Settings(runtime_python=sys.executable, run="always"), Folders.of({"GPIOT_HOME": str(place)})
    ran, _ = await execute(
        of_folder(program), Wanted(data=str(place / "data")), settings, folders, lambda _: None, attempt=1
    )
    if not ran.ok:
        return ran, ran.fault.reason if ran.fault else "; ".join(b.words for b in ran.budgets if b.state == "fail")
    return ran, "; ".join(filter(None, (unmet(one, ran.result or {}) for one in plan.expected)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seed", type=int, default=1, help="of the sample data")
    parser.add_argument("--keep", type=Path, help="leave projects and data in this folder")
    parser.add_argument("--show", action="store_true", help="print what each program prints")
    given = parser.parse_args()
    wanted = given.names or sorted(path.stem for path in PLANS.glob("*.toml"))
    rows, right = [], 0
    with tempfile.TemporaryDirectory(prefix="gpiot-plans-") as temporary:
        for name in wanted:
            place = (given.keep or Path(temporary)) / name
            place.mkdir(parents=True)
            began = time.monotonic()
            plan = read_plan(PLANS / f"{name}.toml")
            ran, wrong = asyncio.run(tried(plan, place, given.seed))
            right += not wrong
            rows.append(
                [name, wrong or figures(plan, ran.result or {}), time.monotonic() - began, ran.measured.peak_mb]
            )
            print(f"{name}: {wrong or 'right'}\n{ran.printed if given.show else ''}", flush=True)
            if ran.fault and given.show:
                print(ran.fault.trace)
    show("plans", ("plan", "result", "seconds", "MB"), rows, plans=len(rows), right=right)
    if right < len(rows):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
