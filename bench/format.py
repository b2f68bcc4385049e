"""Format correctness: 40 different problems through the whole path; is every plan, specification and module valid?

    python -m bench.format [--count 40] [--jobs 2] [--backend embedded] [--model FILE.gguf] [--seed 1] [--keep DIR]

The paper reports 99 % for its plans (GPIoT, section 6.4). Here a problem counts when its plan has 2 to 12 distinct
sub-tasks without cycles, every specification is complete and every module compiles; otherwise its failure has to
name the stage. How many needed a repair is printed as well: structure that a repair gave is not the model's own.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing
from dataclasses import asdict, dataclass, field
from pathlib import Path

from agent.history import show
from agent.terms import Terms
from agent.turns import ask
from agent.wiring import Agent, open_agent
from bench.problems import PROBLEMS
from core.errors import GpiotError
from core.events import Called, Event, Failed, PlanChecked, Repaired, SubTaskReady
from core.order import dependency_order, edges
from core.project import Project
from core.settings import Folders, Settings
from graph.plans import Draft, near_duplicate


@dataclass
class Outcome:
    """One problem: what is wrong with its result (nothing, if it counts) and what it took."""

    problem: str
    faults: list[str] = field(default_factory=list)
    failed_at: str = ""
    subtasks: int = 0
    calls: int = 0
    repairs: dict[str, int] = field(default_factory=dict)
    gaps: int = 0
    uncovered: int = 0
    seconds: float = 0.0

    def note(self, event: Event) -> None:
        """Count what an event tells."""
        match event:
            case Called():
                self.calls += 1
            case Repaired():
                self.repairs[event.stage] = self.repairs.get(event.stage, 0) + 1
            case SubTaskReady():
                self.subtasks += 1
            case PlanChecked():
                self.gaps, self.uncovered = len(event.gaps), len(event.uncovered)
            case Failed():
                self.failed_at = event.stage
                self.faults.append(f"{event.stage}: {event.reason}")


async def accept(_project: Project, _checked: PlanChecked | None) -> bool:
    return True


async def outcome(agent: Agent, problem: str, folder: Path) -> Outcome:
    """Run one problem and look at what it left."""
    found, started, session = Outcome(problem.split("\n")[0][:70]), time.monotonic(), ""
    try:
        async with aclosing(ask(agent, problem, Terms(accept, overwrite=True, folder=folder))) as events:
            async for event in events:
                session = event.session
                found.note(event)
        if not found.faults:
            found.faults += [*plan_faults(show(agent.store, session)), *folder_faults(folder)]
    except GpiotError as error:
        found.faults.append(f"{type(error).__name__}: {error.message}")
    found.seconds = round(time.monotonic() - started, 1)
    return found


def plan_faults(project: Project) -> Iterable[str]:
    """What is wrong with the plan and its specifications."""
    tasks = [*project]
    if not 2 <= len(tasks) <= 12:
        yield f"{len(tasks)} sub-tasks"
    drafts = [Draft(task.title, task.description, task.depends_on) for task in tasks]
    yield from (f"'{a.title}' twice" for a, b in itertools.combinations(drafts, 2) if near_duplicate(a, b))
    if len(dependency_order(edges(tasks))) != len(tasks):
        yield "a circle of dependencies"
    for task in tasks:
        if not task.spec or not task.spec.target or not task.spec.outputs:
            yield f"specification {task.id} is not complete"
        elif {p.name for p in task.spec.inputs} != set(task.sources):
            yield f"inputs of {task.id} are not accounted for"


def folder_faults(folder: Path) -> Iterable[str]:
    """Modules that do not compile, and a main.py that does not start."""
    for path in sorted(folder.glob("*.py")):
        try:
            compile(path.read_text("utf-8"), path.name, "exec")
        except SyntaxError as error:
            yield f"{path.name}: {error}"
    done = subprocess.run(
        [sys.executable, "main.py", "--help"], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        yield f"main.py --help: {done.stderr.strip().splitlines()[-1:]}"


async def outcomes(agent: Agent, problems: list[str], jobs: int, folder: Path) -> AsyncIterator[Outcome]:
    """The outcomes as they come, ``jobs`` problems at a time on one model."""
    turns = asyncio.Semaphore(jobs)

    async def one(number: int, problem: str) -> Outcome:
        async with turns:
            return await outcome(agent, problem, folder / f"{number:02}")

    for task in asyncio.as_completed([one(number, problem) for number, problem in enumerate(problems, 1)]):
        yield await task


async def run(options: argparse.Namespace, folder: Path) -> list[Outcome]:
    settings = Settings(backend=options.backend, model=options.model, seed=options.seed)
    found: list[Outcome] = []
    async with open_agent(settings, Folders.of({"GPIOT_HOME": str(folder / "home")})) as agent:
        await agent.open_model()
        async for item in outcomes(agent, list(PROBLEMS[: options.count]), options.jobs, folder):
            found.append(item)
            state = "; ".join(item.faults) or "valid"
            print(
                f"{len(found):3} {item.seconds:6.1f} s {item.subtasks:2} sub-tasks  {item.problem}: {state}", flush=True
            )
    return found


def summary(found: list[Outcome]) -> dict[str, object]:
    """The figures of all problems together."""
    calls = sum(item.calls for item in found)
    return {
        "problems": len(found),
        "valid": sum(not item.faults for item in found),
        "clear_failures": sum(bool(item.failed_at) for item in found),
        "needed_repair": sum(bool(item.repairs) for item in found),
        "repairs": {s: sum(item.repairs.get(s, 0) for item in found) for s in ("decompose", "transform", "generate")},
        "repairs_a_call": round(sum(sum(item.repairs.values()) for item in found) / max(1, calls), 3),
        "subtasks": sum(item.subtasks for item in found),
        "gaps": sum(item.gaps for item in found),
        "uncovered_demands": sum(item.uncovered for item in found),
        "seconds_a_problem": round(sum(item.seconds for item in found) / max(1, len(found)), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=len(PROBLEMS))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--backend", default="embedded", choices=("embedded", "ollama"))
    parser.add_argument("--model", default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep the projects and all outcomes in this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        found = asyncio.run(run(options, folder))
        (folder / "outcomes.json").write_text(
            json.dumps([asdict(item) for item in found], indent=1, ensure_ascii=False)
        )
    print(json.dumps(summary(found)))


if __name__ == "__main__":
    main()
