"""A model as the benchmark hands it to the stages: it remembers its answers and draws no colder than it was told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from core.errors import StorageError
from core.ports import Abilities, Answer, ChatModel, Count, ModelInfo, OnText, Request
from core.roles import Role


@dataclass(slots=True)
class Listener:
    """A ChatModel for one task; what it passes on to is opened and closed by others."""

    inner: ChatModel
    temperature: float = 0.0
    answers: list[Answer] = field(default_factory=list)

    @property
    def backend(self) -> str:
        """Of the model."""
        return self.inner.backend

    @property
    def abilities(self) -> Abilities:
        """Of the model."""
        return self.inner.abilities

    async def open(self) -> None:
        """Others do."""

    async def close(self) -> None:
        """Others do."""

    def model(self, role: Role) -> ModelInfo:
        """Of the model."""
        return self.inner.model(role)

    async def count(self, request: Request) -> Count:
        """By the model."""
        return await self.inner.count(request)

    async def generate(self, request: Request, on_text: OnText) -> Answer:
        """The model's answer, remembered."""
        warm = replace(request, temperature=max(request.temperature, self.temperature))
        answer = await self.inner.generate(warm, on_text)
        self.answers.append(answer)
        return answer


@dataclass(slots=True)
class Texts:
    """A TextStore for one task, in memory."""

    texts: dict[str, str] = field(default_factory=dict)

    def put(self, text: str) -> str:
        """Keep a text."""
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        self.texts[key] = text
        return key

    def get(self, key: str) -> str:
        """The text of a key."""
        if key not in self.texts:
            raise StorageError(f"There is no text {key}.")
        return self.texts[key]
