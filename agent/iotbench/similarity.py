"""Texts and code as vectors: by the embedder of the settings, or by a code encoder that the person has."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.errors import ModelMissing
from core.ports import Embedder

Embed = Callable[[Sequence[str]], Awaitable[list[list[float]]]]
_BATCH, _TOKENS = 8, 512


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors of texts, and the name of who made them; similarities are cosines."""

    name: str
    of: Mapping[str, np.ndarray]

    def alike(self, one: str, other: str) -> float:
        """The cosine of two texts."""
        return float(self.of[one] @ self.of[other])

    def table(self, rows: Sequence[str], columns: Sequence[str]) -> list[list[float]]:
        """The cosines of each of the one with each of the other."""
        return [[self.alike(row, column) for column in columns] for row in rows]


async def vectors(name: str, embed: Embed, texts: Sequence[str]) -> Vectors:
    """The vectors of these texts; raises BackendError."""
    wanted = sorted(set(texts))
    found = np.array(await embed(wanted), dtype=float) if wanted else np.zeros((0, 1))
    return Vectors(name, dict(zip(wanted, found, strict=True)))


async def code_embed(encoder: str, embedder: Embedder | None) -> tuple[str, Embed] | None:
    """What embeds code, with its name; None where there is nothing. Raises ModelMissing for an encoder that is not here."""
    if encoder:
        return encoder, await asyncio.to_thread(_transformer, encoder)
    return (embedder.name, embedder.embed) if embedder else None


def _transformer(name: str) -> Embed:
    """A model of transformers that is on this machine: its last layer, averaged over the tokens."""
    try:
        import torch  # type: ignore[import-not-found, unused-ignore]
        from transformers import AutoModel, AutoTokenizer  # type: ignore[import-not-found, unused-ignore]

        tokenizer = AutoTokenizer.from_pretrained(name, local_files_only=True)
        model = AutoModel.from_pretrained(name, local_files_only=True).eval()
    except (ImportError, OSError, ValueError) as error:
        raise ModelMissing(
            f"The encoder {name} cannot be used: {str(error).partition(chr(10))[0]}",
            "Install torch and transformers, and name a folder or a model that was downloaded before.",
        ) from error
    # Of a model that also writes, the part that reads.
    model = getattr(model, "encoder", model) if model.config.is_encoder_decoder else model

    def embedded(texts: Sequence[str]) -> list[list[float]]:
        rows: list[list[float]] = []
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            given: Any = tokenizer(batch, padding=True, truncation=True, max_length=_TOKENS, return_tensors="pt")
            with torch.no_grad():
                last = model(**given).last_hidden_state
            mask = given["attention_mask"].unsqueeze(-1)
            mean = (last * mask).sum(1) / mask.sum(1)
            rows += torch.nn.functional.normalize(mean, dim=-1).tolist()
        return rows

    async def embed(texts: Sequence[str]) -> list[list[float]]:
        return await asyncio.to_thread(embedded, texts)

    return embed
