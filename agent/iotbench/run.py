"""A run from the first question to the table: resumable, in parallel as the model allows, the same for the same seed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from agent.gate import Allow
from agent.iotbench.asking import Interview
from agent.iotbench.judging import Case, Judge, judged_in_batches, open_judge
from agent.iotbench.kept import Answered, Kept, opened, verdict_key
from agent.iotbench.options import Options, Tell
from agent.iotbench.scoring import Scorer
from agent.wiring import Agent, open_agent
from core.ports import ChatModel
from core.settings import Folders, Settings


async def bench(
    options: Options, settings: Settings, folders: Folders, tell: Tell, allow: Allow | None = None
) -> dict[str, Any]:
    """Ask, judge and score; the table with what it was made with. What is kept in the folder is not asked again.

    Raises BackendError where the model does not answer, SandboxError where programs cannot be judged: all that was
    answered until then is kept, and the same call goes on.
    """
    async with open_agent(options.applied(settings), folders, allow) as agent:
        model = await agent.open_model()
        described = options.described(model, agent.settings)
        with opened(options.folder(described, folders), described) as kept:
            # Before anything is asked: answers that cannot be judged here are of no use.
            judge = open_judge(agent.settings, folders) if "cg" in options.stages else None
            await _ask_all(options, agent, model, kept, tell)
            if judge:
                await _judge_all(options, judge, kept, tell)
            table = await Scorer(options, kept, await agent.papers.embedder()).table()
            found = {"options": described, "samples": options.samples, "folder": str(kept.folder), **table}
            kept.finish(found)
            return found


async def _ask_all(options: Options, agent: Agent, model: ChatModel, kept: Kept, tell: Tell) -> None:
    interview = Interview(lambda sample: agent.deps(model, sample), options.temperature, options.without)
    tasks = {("td", one.name): one for one in options.plans} | {("cg", one.name): one for one in options.functions}
    open_ones = iter([key for key in options.asked if key not in kept.answers])
    total = len(options.asked)

    async def one(stage: str, name: str, sample: int) -> Answered:
        ask: Any = interview.decomposed if stage == "td" else interview.written
        answered: Answered = await ask(tasks[stage, name], sample)
        return answered

    async def work() -> None:
        for key in open_ones:
            kept.add(await one(*key))
            tell("answered", sum(done in kept.answers for done in options.asked), total)

    tell("answered", sum(done in kept.answers for done in options.asked), total)
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(agent.settings.parallel, model.abilities.parallel)):
                group.create_task(work())
    except ExceptionGroup as several:
        raise several.exceptions[0] from None


async def _judge_all(options: Options, judge: Judge, kept: Kept, tell: Tell) -> None:
    cases = _unjudged(options, kept)
    before = len(kept.verdicts)

    def keep(verdicts: Mapping[str, str]) -> None:
        kept.judge(verdicts)
        tell("judged", len(kept.verdicts) - before, len(cases))

    await judged_in_batches(judge, cases, keep)


def _unjudged(options: Options, kept: Kept) -> list[Case]:
    """The programs without a verdict, each once."""
    tasks = {task.name: task for task in options.functions}
    wanted = [kept.answers[key] for key in options.asked if key[0] == "cg"]
    cases = {
        key: Case(key, answer.code, answer.task, tasks[answer.task].check)
        for answer in wanted
        if answer.code and (key := verdict_key(answer, tasks[answer.task])) not in kept.verdicts
    }
    return list(cases.values())
