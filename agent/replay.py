"""Replay: every question of a ``project.json`` asked again, without caches, and the answers compared."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any

from agent.wiring import Agent
from core.errors import UsageError
from core.events import Compared, Event, ModelChosen, Replayed
from core.ports import ChatModel, Message, Request
from core.roles import ROLES
from graph.manifest import VERSION


async def replay(agent: Agent, file: Path) -> AsyncGenerator[Event, None]:
    """Ask the questions of a file again, stage by stage; ends with Replayed.

    Raises UsageError where the file is no project.json, or one of a newer version. Other digests are reported.
    """
    data = _read(file)
    model = await agent.open_model(data["settings"])
    digests = {call["digest"] for call in data["calls"]}
    now = {model.model(role).digest for role in ROLES.values()}
    names = {name: model.model(role).name for name, role in ROLES.items()}
    yield ModelChosen(backend=model.backend, models=names, why=agent.why, weak=model.abilities.weak)
    same = 0
    for _, calls in itertools.groupby(data["calls"], key=lambda call: call["stage"]):
        for compared in await asyncio.gather(*(_compared(model, call) for call in calls)):
            same += compared.same
            yield compared
    yield Replayed(calls=len(data["calls"]), same=same, digests_same=digests <= now)


async def _compared(model: ChatModel, call: Mapping[str, Any]) -> Compared:
    answer = await model.generate(_request(call["request"]), lambda _text, _tokens: None)
    before = call["answer"]["text"]
    return Compared(
        stage=call["stage"],
        purpose=call["purpose"],
        subtask=call["subtask"],
        attempt=call["attempt"],
        same=answer.text == before,
        first_difference=_first_difference(before, answer.text),
    )


def _request(data: Mapping[str, Any]) -> Request:
    messages = tuple(Message(**message) for message in data["messages"])
    changed = {"role": ROLES[data["role"]], "messages": messages, "stop": tuple(data["stop"]), "fresh": True}
    return Request(**{**data, **changed})


def _first_difference(one: str, other: str) -> int:
    """The place of the first differing character, -1 where there is none."""
    pairs = itertools.zip_longest(one, other)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), -1)


def _read(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(file.read_text("utf-8"))
        version, _, _ = data["version"], data["calls"], data["settings"]
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}.", "Name the project.json of a project folder.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{file} is no project.json of gpiot.", "Name the project.json of a project folder."
        ) from error
    if version > VERSION:
        raise UsageError(f"{file} was written by a newer gpiot (version {version}).", "Update gpiot.")
    found: dict[str, Any] = data
    return found
