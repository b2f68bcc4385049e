"""The nearest plans and methods to some words: by meaning and by words together.

Every entry has some texts (a plan: its title, its statement, other ways to ask for it); the eight nearest count, so that one
chance likeness is not enough. A plan also has questions that sound like it and that it does not answer: the nearest of them, of
any plan, speaks against all. A long question is compared as a whole and by each of its sentences.
Vectors are made once for each text and embedder, at installation (``gpiot methods index``) or before the first search, and
kept; without an embedder the words alone decide.
"""

from __future__ import annotations

import asyncio
import hashlib
import math
import os
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Generic, TypeVar

from core.disk import storing
from core.knowledge import Method, Near, Plan
from core.ports import Embedder
from core.wording import words
from knowledge.modalities import at_odds, sensed, sensed_by

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")
Meaning = Sequence[Sequence[float]]
"""A cosine for each part of a question and each text."""
Tell = Callable[[int, int], None]
OpenEmbedder = Callable[[], Awaitable[Embedder | None]]

# Share of the meaning in a score; the rest is the words'.
_MEANING = 0.8
# Texts of an entry that count: over 260 problems near and far (bench.near_plans) the mean of eight parts them best.
_COUNTED = 8
# Parts of a question that are looked at, the whole one among them.
_PARTS = 12
# Texts between two words of how far it is.
_PIECE = 64

INSTALLED = Path(__file__).with_name("index")
"""Where an installation keeps the vectors of its library."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """Something to be found, the texts that it is found by, and those that sound like it and mean another thing."""

    item: T
    texts: tuple[str, ...]
    unlike: tuple[str, ...] = ()


def plan_entry(plan: Plan) -> Entry[Plan]:
    """A plan is found by its title, its statement and the other ways to ask for it."""
    return Entry(plan, (plan.title, f"{plan.title}. {plan.problem.statement}", *plan.also), plan.unlike)


def method_entry(method: Method) -> Entry[Method]:
    """A method is found by its title and target, with its keywords."""
    named = f"{method.title}. {', '.join(method.keywords)}"
    return Entry(method, (named, f"{method.title}. {method.spec.target}"))


class Vectors:
    """Unit vectors by text, of one embedder, kept in a file of each folder; raises BackendError where the embedder fails.

    folders: all are read, the last is written to
    """

    def __init__(self, embedder: Embedder, folders: Sequence[Path]) -> None:
        self._embedder = embedder
        name = f"{embedder.name.replace('/', '-')}-{embedder.digest[:16]}.npz"
        self._files = [folder / name for folder in folders]
        self._known: dict[str, np.ndarray] | None = None

    async def of(self, texts: Sequence[str], tell: Tell | None = None) -> np.ndarray:
        """One row a text, those that are not kept yet made and kept; ``tell`` hears how many of them are made."""
        import numpy as np

        if self._known is None:
            self._known = await asyncio.to_thread(self._read)
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        for piece in _pieces(list(missing.items())):
            made = await self._embedder.embed([text for _, text in piece])
            self._known.update(zip((key for key, _ in piece), np.asarray(made, np.float32), strict=True))
            if tell:
                tell(sum(key in self._known for key in missing), len(missing))
        if missing:
            await asyncio.to_thread(self._write, self._known)
        return np.stack([self._known[key] for key in keys])

    async def once(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors of a question's parts, which are not kept."""
        import numpy as np

        return np.asarray(await self._embedder.embed(texts), np.float32)

    def _read(self) -> dict[str, np.ndarray]:
        return {key: vector for file in self._files for key, vector in _kept_in(file).items()}

    def _write(self, known: Mapping[str, np.ndarray]) -> None:
        import numpy as np

        file = self._files[-1]
        with storing(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(f".{os.getpid()}.npz")
            np.savez(part, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
            part.replace(file)


def _kept_in(file: Path) -> dict[str, np.ndarray]:
    import zipfile

    import numpy as np

    try:
        with np.load(file, allow_pickle=False) as kept:
            return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
    # What is missing or damaged is made anew.
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def _pieces(items: Sequence[tuple[str, str]]) -> list[Sequence[tuple[str, str]]]:
    return [items[start : start + _PIECE] for start in range(0, len(items), _PIECE)]


@dataclass(slots=True)
class Shelf(Generic[T]):
    """Entries that are searched together."""

    entries: Sequence[Entry[T]]
    _owners: list[int] = field(init=False)
    _rarity: dict[str, float] = field(init=False)
    _said: list[tuple[frozenset[str], float]] = field(init=False)

    def __post_init__(self) -> None:
        self._owners = [number for number, entry in enumerate(self.entries) for _ in entry.texts]
        found = Counter(word for entry in self.entries for word in words(" ".join(entry.texts)))
        self._rarity = {word: math.log(1 + len(self.entries) / count) for word, count in found.items()}
        self._said = [self._vector(text) for text in self.texts]

    @property
    def texts(self) -> list[str]:
        """All texts, entry by entry; then those that mean another thing."""
        found = [text for entry in self.entries for text in entry.texts]
        return [*found, *(text for entry in self.entries for text in entry.unlike)]

    def ranked(self, parts: Sequence[str], meaning: Meaning | None, limit: int) -> list[Near[T]]:
        """The nearest entries to any of the parts, best first, ties in their order."""
        near = self._nearness([self._vector(part) for part in parts], meaning)
        scores: list[list[float]] = [[] for _ in self.entries]
        for owner, score in zip(self._owners, near, strict=False):
            scores[owner].append(score)
        doubt = max(near[len(self._owners) :], default=0.0) ** 2
        best = [fmean(sorted(some, reverse=True)[:_COUNTED]) * (1 - doubt) for some in scores]
        order = sorted(range(len(best)), key=lambda number: -best[number])[:limit]
        return [Near(self.entries[number].item, round(best[number], 4)) for number in order if best[number] > 0]

    def _nearness(self, asked: Sequence[tuple[frozenset[str], float]], meaning: Meaning | None) -> list[float]:
        """How near each text is to the part of the question that is nearest to it."""
        return [
            max(_score(self._cosine(*one, *said), meaning, part, place) for part, one in enumerate(asked))
            for place, said in enumerate(self._said)
        ]

    def _cosine(self, asked: frozenset[str], asked_weight: float, said: frozenset[str], said_weight: float) -> float:
        shared = asked & said
        return self._weight(shared) ** 2 / (asked_weight * said_weight) if shared else 0.0

    def _vector(self, text: str) -> tuple[frozenset[str], float]:
        """The words of a text, and how long their vector is."""
        said = words(text)
        return said, self._weight(said)

    def _weight(self, some: frozenset[str]) -> float:
        """The length of the vector of some words; a word that no entry has is as rare as can be."""
        rarest = math.log(1 + len(self.entries))
        return math.sqrt(sum(self._rarity.get(word, rarest) ** 2 for word in some))


def _score(words_shared: float, meaning: Meaning | None, part: int, place: int) -> float:
    if meaning is None:
        return words_shared
    return _MEANING * max(0.0, meaning[part][place]) + (1 - _MEANING) * words_shared


class LibrarySearch:
    """The shelves of methods and plans; nothing is embedded before the first search."""

    def __init__(
        self,
        methods: Mapping[str, Method],
        plans: Mapping[str, Plan],
        open_embedder: OpenEmbedder,
        folders: Sequence[Path],
    ) -> None:
        self._methods = Shelf([method_entry(one) for one in methods.values()])
        self._plans = Shelf([plan_entry(one) for one in plans.values()])
        self._sensed = {one.name: sensed_by(one.modality, plan_entry(one).texts) for one in plans.values()}
        self._open_embedder = open_embedder
        self._folders = folders
        self._vectors: Vectors | None = None
        self._embedding = asyncio.Lock()

    async def near_methods(self, query: str, limit: int) -> Sequence[Near[Method]]:
        """The nearest methods, best first; raises BackendError."""
        parts = _parts(query)
        return self._methods.ranked(parts, await self._meaning(self._methods.texts, parts), limit)

    async def near_plans(self, query: str, limit: int) -> Sequence[Near[Plan]]:
        """The nearest plans, best first, without those for other sensors than the query names; raises BackendError."""
        parts, asked = _parts(query), sensed(query)
        found = self._plans.ranked(parts, await self._meaning(self._plans.texts, parts), len(self._sensed))
        return [near for near in found if not at_odds(asked, self._sensed[near.item.name])][:limit]

    async def prepare(self, tell: Tell) -> int:
        """Make the vectors that are missing; how many texts the library is found by."""
        texts = [*self._methods.texts, *self._plans.texts]
        async with self._embedding:
            if vectors := await self._opened():
                await vectors.of(texts, tell)
        return len(texts)

    async def _meaning(self, texts: Sequence[str], parts: Sequence[str]) -> Meaning | None:
        """How near each part of the question is to each text in meaning; None without an embedder."""
        async with self._embedding:
            vectors = await self._opened()
            if vectors is None or not texts:
                return None
            rows = await vectors.of(texts)
        cosines: Meaning = (await vectors.once(parts) @ rows.T).tolist()
        return cosines

    async def _opened(self) -> Vectors | None:
        if self._vectors is None and (embedder := await self._open_embedder()):
            self._vectors = Vectors(embedder, self._folders)
        return self._vectors


def _parts(query: str) -> list[str]:
    """The question, and its sentences of three words or more."""
    said = re.split(r"(?<=[.!?;:。！？])\s+|\n+", query.strip())
    return list(dict.fromkeys([query, *(one for one in said if len(one.split()) >= 3)]))[:_PARTS]


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
