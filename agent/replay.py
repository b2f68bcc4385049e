"""Replay: every question of a ``project.json`` asked again, without caches, and the answers compared."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncGenerator, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.wiring import Agent
from core.errors import UsageError
from core.events import Compared, Event, ModelChosen, Replayed
from core.ports import ChatModel, Message, Request
from core.roles import ROLES
from graph.manifest import VERSION


@dataclass(frozen=True, slots=True)
class _Call:
    """One recorded question, with the text that answered it."""

    stage: str
    purpose: str
    subtask: int
    attempt: int
    digest: str
    request: Request
    text: str


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What a project.json says of how it came to be."""

    settings: dict[str, Any]
    calls: tuple[_Call, ...]


async def replay(agent: Agent, file: Path) -> AsyncGenerator[Event, None]:
    """Ask the questions of a file again, stage by stage; ends with Replayed.

    Raises UsageError where the file is no project.json, or one of a newer version. Other digests are reported.
    """
    data = _read(file)
    model = await agent.open_model(data.settings)
    names = {name: model.model(role).name for name, role in ROLES.items()}
    yield ModelChosen(backend=model.backend, models=names, why=agent.why, weak=model.abilities.weak)
    same = 0
    for _, calls in itertools.groupby(data.calls, key=lambda call: call.stage):
        for compared in await _together([_compared(model, call) for call in calls]):
            same += compared.same
            yield compared
    now = {model.model(role).digest for role in ROLES.values()}
    yield Replayed(calls=len(data.calls), same=same, digests_same={call.digest for call in data.calls} <= now)


async def _together(comparisons: list[Coroutine[Any, Any, Compared]]) -> list[Compared]:
    """All at once; where one fails the others are cancelled before its error goes on."""
    tasks = [asyncio.create_task(comparison) for comparison in comparisons]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _compared(model: ChatModel, call: _Call) -> Compared:
    answer = await model.generate(call.request, lambda _text, _tokens: None)
    return Compared(
        stage=call.stage,
        purpose=call.purpose,
        subtask=call.subtask,
        attempt=call.attempt,
        same=answer.text == call.text,
        first_difference=_first_difference(call.text, answer.text),
    )


def _call(data: Mapping[str, Any]) -> _Call:
    request = data["request"]
    messages = tuple(Message(**message) for message in request["messages"])
    changed = {"role": ROLES[request["role"]], "messages": messages, "stop": tuple(request["stop"]), "fresh": True}
    return _Call(
        str(data["stage"]),
        str(data["purpose"]),
        int(data["subtask"]),
        int(data["attempt"]),
        str(data["digest"]),
        Request(**{**request, **changed}),
        str(data["answer"]["text"]),
    )


def _first_difference(one: str, other: str) -> int:
    """The place of the first differing character, -1 where there is none."""
    pairs = itertools.zip_longest(one, other)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), -1)


def _read(file: Path) -> _Recorded:
    try:
        data = json.loads(file.read_text("utf-8"))
        if int(data["version"]) > VERSION:
            raise UsageError(f"{file} was written by a newer gpiot (version {data['version']}).", "Update gpiot.")
        return _Recorded(dict(data["settings"]), tuple(map(_call, data["calls"])))
    except OSError as error:
        raise UsageError(
            f"{file}: {str(error.strerror).lower()}.", "Name the project.json of a project folder."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(
            f"{file} is no project.json of gpiot.", "Name the project.json of a project folder."
        ) from error
