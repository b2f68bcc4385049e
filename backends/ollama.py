"""An Ollama server as the model: streaming, one fixed context length, tokens counted with the model's own tokenizer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Any

from backends.ollama_catalogue import Player, cast, held, player
from backends.ollama_counting import Counter
from backends.ollama_wire import Wire
from backends.pieces import Pieces
from backends.simple_schema import simple
from core.errors import BackendError, BadAnswer
from core.ports import Abilities, Answer, Count, ModelInfo, OnText, Request
from core.roles import Role
from core.settings import Settings

PROBE_SECONDS = 1.5
# Programs of models below this many parameters are not to be relied upon.
STRONG = 3e9


class OllamaModel:
    """The three roles on an Ollama server: the newest ``gpiot-<role>`` models, or one model of ``settings`` for all.

    cache: folder in which vocabularies are kept between runs; None keeps them in memory only
    """

    backend = "ollama"

    def __init__(self, settings: Settings, cache: Path | None = None) -> None:
        self._settings = settings
        self._wire = Wire(settings.ollama_url, settings.timeout)
        self._places = asyncio.Semaphore(settings.parallel)
        self._players: dict[str, Player] = {}
        self._counter = Counter(self._wire, cache)

    @property
    def abilities(self) -> Abilities:
        """Valid after ``open``."""
        players = self._players.values()
        trained = [player.context for player in players if player.context]
        return Abilities(
            schema=True,
            grammar=False,
            prefix=False,
            adapters=len({player.weights for player in players}) > 1,
            parallel=self._settings.parallel,
            context=min([self._settings.ollama_num_ctx, *trained]),
            weak=any(player.parameters < STRONG for player in players),
        )

    async def probe(self) -> str:
        """Empty when the server answers and holds the models, else the reason why not; takes 1.5 s at most."""
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await self._wire.get("/api/version")
                cast(self._wire.url, await held(self._wire), self._settings.model)
        except TimeoutError:
            return f"the Ollama server at {self._wire.url} did not answer within {PROBE_SECONDS:g} s"
        except BackendError as error:
            return error.message[:1].lower() + error.message[1:].rstrip(".")
        else:
            return ""
        finally:
            await self._wire.close()

    async def open(self) -> None:
        """Find the models of the roles; loads none of them. Raises BackendUnreachable, ModelMissing and their kin."""
        if self._players:
            return
        chosen = cast(self._wire.url, await held(self._wire), self._settings.model)
        known = {model.name: await player(self._wire, model) for model in set(chosen.values())}
        self._players = {role: known[model.name] for role, model in chosen.items()}

    async def close(self) -> None:
        """Close the connections; the server keeps its models as long as ``ollama_keep_alive`` says."""
        await self._wire.close()

    def model(self, role: Role) -> ModelInfo:
        """Which model of the server answers this role, with the digest of its manifest."""
        player = self._players[role.name]
        return ModelInfo(player.name, player.digest)

    async def generate(self, request: Request, on_text: OnText) -> Answer:
        """Answer a request; see ChatModel."""
        started = time.monotonic()
        body = self._body(request)
        reply = _Reply(body["model"], on_text)
        async with self._places, aclosing(self._wire.stream("/api/chat", body)) as lines:
            async for told in lines:
                if reply.take(told):
                    break
        return self._answer(reply, time.monotonic() - started)

    async def count(self, request: Request) -> Count:
        """Count the prompt as the server renders it; see ``ollama_counting``."""
        room = min(request.role.context, self.abilities.context) - request.answer
        return await self._counter.count(self._body(request), self._players[request.role.name], room)

    def _body(self, request: Request) -> dict[str, Any]:
        if request.prefix or request.grammar:
            raise ValueError("Ollama takes neither the beginning of an answer nor a grammar: look at `abilities` first")
        player, sampling = self._players[request.role.name], request.role.sampling
        body: dict[str, Any] = {
            "model": player.name,
            "messages": [{"role": "system", "content": request.role.system}]
            + [{"role": message.author, "content": message.text} for message in request.messages],
            "keep_alive": self._settings.ollama_keep_alive,
            "truncate": False,
            "shift": False,
            "options": {
                "num_ctx": self._settings.ollama_num_ctx,
                "num_predict": request.answer,
                "seed": request.seed,
                "temperature": request.temperature,
                "top_p": sampling.top_p,
                "min_p": sampling.min_p,
                "repeat_penalty": sampling.repeat_penalty,
            },
        }
        if request.stop:
            body["options"]["stop"] = [*player.stops, *request.stop]
        if request.schema is not None:
            body["format"] = simple(request.schema)
        elif player.thinks:
            # With a format `think: false` breaks the format of some models, so there they think first.
            body["think"] = False
        return body

    def _answer(self, reply: _Reply, seconds: float) -> Answer:
        player, told = reply.model, reply.last
        if told is None:
            raise BadAnswer(
                f"The Ollama server at {self._wire.url} ended the answer of {player} without saying that it is complete.",
                "Try again; the server's log tells why.",
            )
        finish, evaluated = told.get("done_reason"), told.get("prompt_eval_count")
        if finish not in ("stop", "length") or not isinstance(evaluated, int):
            raise BadAnswer(
                f"The Ollama server at {self._wire.url} closed the answer of {player} without its counters "
                f"(done_reason {finish!r}, prompt_eval_count {evaluated!r}).",
                "Try again; the server's log tells why.",
            )
        return Answer(reply.pieces.text, finish, evaluated, int(told.get("eval_count", 0)), seconds)


class _Reply:
    """An answer as it comes, and what the last line says of it."""

    def __init__(self, model: str, on_text: OnText) -> None:
        self.model = model
        self.pieces = Pieces(on_text)
        self.last: Mapping[str, Any] | None = None

    def take(self, told: Mapping[str, Any]) -> bool:
        """Take one line; True when it was the last."""
        message = told.get("message")
        piece = message.get("content") if isinstance(message, Mapping) else None
        if isinstance(piece, str):
            self.pieces.add(piece)
        if told.get("done") is True:
            self.last = told
            self.pieces.end(int(told.get("eval_count") or 0))
        return self.last is not None
