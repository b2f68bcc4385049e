"""Passages, vectors and an embedder for tests: small, the same every time, with words that can be asked for."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

from core.papers import Passage
from retrieval.schema import EmbedderRecord

SIZE = 16
RECORD = EmbedderRecord("letters", "d" * 64, SIZE)
OTHER = EmbedderRecord("numbers", "e" * 64, SIZE)
WORDS = (
    "heartbeat detection filter band wavelet sensor noise peak threshold window sample rate channel state phase "
    "amplitude activity walking sitting falling classifier entropy feature board memory energy radio packet"
).split()


def passage(number: int, text: str = "", *, paper: str = "", title: str = "A paper", year: int = 2020) -> Passage:
    """One passage; without a text, some words that depend on its number."""
    source = random.Random(number)
    words = source.choices(WORDS, k=source.randint(8, 40))
    name = paper or f"paper{number % 5}"
    return Passage(f"id{number}", name, title, year, number, number, "Method", 0, 50, text or " ".join(words) + ".")


def corpus(count: int) -> list[Passage]:
    """Passages of five papers and four years."""
    return [passage(number, year=2020 + number % 4) for number in range(count)]


def vector(text: str) -> list[float]:
    """A vector that depends on the text alone."""
    source = random.Random(text)
    return [source.uniform(-1, 1) for _ in range(SIZE)]


def wait_for(_opened: object, path: Path) -> bool:
    """Work that ends when a file is there."""
    while not path.exists():
        time.sleep(0.005)
    return True


class LetterEmbedder:
    """An Embedder without a model."""

    name, digest, dimensions = RECORD.name, RECORD.digest, RECORD.dimensions

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.asked += texts
        return [vector(text) for text in texts]

    async def close(self) -> None:
        return None
