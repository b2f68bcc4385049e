"""Any OpenAI-compatible chat server as the model: llama.cpp and vLLM with all they can do, others as far as they go."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

from backends.engine import body_of, messages_of
from backends.openai_catalogue import Server, look, mapping
from backends.openai_wire import OpenAIWire, RefusedField
from backends.pieces import Pieces
from backends.simple_schema import simple
from backends.vocabulary import most_tokens
from core.errors import BackendError, BadAnswer, BudgetError, ModelMissing
from core.ports import Abilities, Answer, Count, Message, ModelInfo, OnText, Request
from core.roles import RTSLM, Role
from core.settings import Settings

# Programs of models below this many parameters are not to be relied upon.
STRONG = 3e9
_CHAT = "/chat/completions"
# Asked of a server of unknown kind when it is opened: whether it holds an answer to a schema.
_PROBE_SCHEMA = {"type": "object", "properties": {"cold": {"type": "boolean"}}, "required": ["cold"]}
_PROBE = Request(RTSLM, (Message("user", "Is ice cold?"),), seed=1, answer=24, temperature=0.0, schema=_PROBE_SCHEMA)
# Thoughts would use up the answer's tokens; templates that do not know the word ignore it.
_NO_THOUGHTS = {"chat_template_kwargs": {"enable_thinking": False}}


class OpenAIModel:
    """The three roles on one server: models by name, or on llama.cpp the adapters that it has loaded.

    Where the server does not hold an answer to a schema, the schema stands in the prompt; ``abilities`` say so.
    """

    backend = "openai"

    def __init__(self, settings: Settings, cache: Path | None = None) -> None:  # noqa: ARG002 - alike for all backends
        self._settings = settings
        key = settings.openai_api_key.get_secret_value()
        self._wire = OpenAIWire(settings.openai_url, key, settings.timeout)
        self._server: Server | None = None
        self._places = asyncio.Semaphore(settings.parallel)
        self._follows = True
        self._limit = "max_tokens"

    @property
    def abilities(self) -> Abilities:
        """Valid after ``open``."""
        server = self._opened()
        players = set(server.players.values())
        sizes = [player.model.parameters for player in players if player.model.parameters]
        return Abilities(
            schema=self._follows,
            grammar=server.kind == "llama.cpp",
            prefix=server.kind == "llama.cpp",
            adapters=len(players) > 1,
            parallel=min(self._settings.parallel, server.slots or self._settings.parallel),
            context=server.context or self._settings.openai_num_ctx,
            weak=bool(sizes) and min(sizes) < STRONG,
        )

    async def open(self) -> None:
        """Find the models of the roles, and on a server of unknown kind try what it can do."""
        if self._server is not None:
            return
        self._server = await look(self._wire, self._settings)
        try:
            if self._server.kind == "other":
                await self._try()
        except BaseException:
            self._server = None
            raise
        self._places = asyncio.Semaphore(self.abilities.parallel)

    async def close(self) -> None:
        """Close the connections."""
        await self._wire.close()

    def model(self, role: Role) -> ModelInfo:
        """Which model answers this role; its digest is one of what the server tells about it, not of its weights."""
        return self._opened().players[role.name].info

    async def generate(self, request: Request, on_text: OnText) -> Answer:
        """Answer a request; see ChatModel."""
        body = self._body(request)
        async with self._places:
            return await self._said(body, on_text)

    async def count(self, request: Request) -> Count:
        """Exact where llama.cpp or vLLM count themselves; else as many tokens as bytes, which is never too few."""
        body = self._body(request)
        try:
            tokens = await self._counted({key: body[key] for key in ("model", "messages")} | _NO_THOUGHTS)
        except (ModelMissing, BadAnswer, BudgetError):
            # Behind a proxy their own paths may be missing; vLLM counts no prompt that is too long.
            tokens = None
        if tokens is not None:
            return Count(tokens, exact=True)
        return Count(sum(most_tokens(message["content"]) + 8 for message in body["messages"]), exact=False)

    async def _counted(self, asked: Mapping[str, Any]) -> int | None:
        """What the server itself makes of this prompt; None where it does not say."""
        kind, root = self._opened().kind, self._wire.root
        if kind == "llama.cpp":
            rendered = (await self._wire.post(f"{root}/apply-template", asked)).get("prompt")
            whole = {"model": asked["model"], "content": rendered, "add_special": True, "parse_special": True}
            tokens = (await self._wire.post(f"{root}/tokenize", whole)).get("tokens")
            return len(tokens) if isinstance(tokens, list) else None
        if kind == "vllm":
            told = (await self._wire.post(f"{root}/tokenize", {**asked, "add_generation_prompt": True})).get("count")
            return told if isinstance(told, int) else None
        return None

    def _opened(self) -> Server:
        if self._server is None:
            raise BackendError(f"The model server at {self._wire.url} is not open.")
        return self._server

    def _body(self, request: Request) -> dict[str, Any]:
        server = self._opened()
        player = server.players[request.role.name]
        request = replace(request, schema=simple(request.schema)) if request.schema is not None else request
        if server.kind == "llama.cpp":
            chosen = player.adapter.adapter if player.adapter else None
            scales = [{"id": number, "scale": float(number == chosen)} for number in server.adapters]
            return {**body_of(request, []), **_NO_THOUGHTS, "lora": scales, "model": player.model.name}
        if request.prefix or request.grammar:
            raise ValueError("This server takes neither the beginning of an answer nor a grammar: look at `abilities`")
        body = self._common(request, player.model.name)
        if server.kind == "vllm":
            sampling = request.role.sampling
            more = {"min_p": sampling.min_p, "repetition_penalty": sampling.repeat_penalty, **_NO_THOUGHTS}
            return {**body, **more}
        return body

    def _common(self, request: Request, model: str) -> dict[str, Any]:
        """The request in the words that every server knows; the schema stands in the prompt as well."""
        body: dict[str, Any] = {
            "model": model,
            "messages": messages_of(request),
            self._limit: request.answer,
            "temperature": request.temperature,
            "top_p": request.role.sampling.top_p,
            "seed": request.seed,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if request.stop:
            body["stop"] = list(request.stop)
        if request.schema is not None and self._follows:
            schema = {"name": "answer", "schema": request.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        if request.schema is not None and self._opened().kind == "other":
            body["messages"][-1]["content"] += (
                "\n\nAnswer with one JSON object that follows this JSON schema, without a word or a fence around it:\n"
                + json.dumps(request.schema, separators=(",", ":"))
            )
        return body

    async def _try(self) -> None:
        """Learn how this server wants the token limit and whether it holds an answer to a schema."""
        for _ in range(3):
            try:
                answer = await self._said(self._body(_PROBE), lambda _text, _tokens: None)
            except RefusedField as error:
                if self._limit == "max_tokens" and "max_completion_tokens" in error.message:
                    self._limit = "max_completion_tokens"
                elif self._follows and ("response_format" in error.message or "schema" in error.message):
                    self._follows = False
                    return
                else:
                    raise
            else:
                self._follows = _follows(answer)
                return

    async def _said(self, body: Mapping[str, Any], on_text: OnText) -> Answer:
        started = time.monotonic()
        reply = _Reply(on_text)
        async with aclosing(self._wire.stream(_CHAT, body)) as events:
            async for told in events:
                reply.take(told)
        return self._answer(reply, str(body["model"]), time.monotonic() - started)

    def _answer(self, reply: _Reply, model: str, seconds: float) -> Answer:
        reply.pieces.end(reply.usage[1] if reply.usage else 0)
        if reply.finish not in ("stop", "length"):
            broke = f"ended it for the reason {reply.finish!r}" if reply.finish else "broke it off without saying why"
            raise BadAnswer(f"{self._wire.named} did not finish the answer of {model}: it {broke}.", "Try again.")
        if reply.usage is None:
            raise BadAnswer(
                f"{self._wire.named} answered for {model} without saying how many tokens it evaluated.",
                "Take a server that knows `stream_options.include_usage`, as vLLM, llama.cpp and Ollama do.",
            )
        text, (prompt, answer) = reply.pieces.text, reply.usage
        if reply.thought and not text:
            raise BadAnswer(
                f"{model} spent all {answer} tokens on thoughts.", "Take a model that does not think first."
            )
        return Answer(text, "length" if reply.finish == "length" else "stop", prompt, answer, seconds)


class _Reply:
    """An answer as its events come."""

    def __init__(self, on_text: OnText) -> None:
        self.pieces = Pieces(on_text)
        self.finish = ""
        self.usage: tuple[int, int] | None = None
        self.thought = False

    def take(self, told: Mapping[str, Any]) -> None:
        """Take one event; those without choices carry usage or progress."""
        usage, choices = mapping(told.get("usage")), told.get("choices")
        if isinstance(usage.get("prompt_tokens"), int):
            self.usage = usage["prompt_tokens"], int(usage.get("completion_tokens") or 0)
        if isinstance(choices, list) and choices:
            choice = mapping(choices[0])
            delta = mapping(choice.get("delta"))
            self.thought |= bool(delta.get("reasoning_content") or delta.get("reasoning"))
            self.pieces.add(str(delta.get("content") or ""))
            self.finish = str(choice.get("finish_reason") or self.finish)


def _follows(answer: Answer) -> bool:
    """Whether the probe's answer shows that the schema was held; one that was cut shows nothing."""
    if answer.finish == "length":
        return True
    try:
        found = json.loads(answer.text)
    except ValueError:
        return False
    return isinstance(found, dict) and isinstance(found.get("cold"), bool)
