"""The seams: what the rooms in the middle offer each other, joined in ``agent/wiring.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from core.knowledge import Method, Near, Plan
from core.papers import Hit, Passage, ReadPaper
from core.roles import Role

Schema = Mapping[str, Any]
OnText = Callable[[str, int], None]
"""Gets a piece of an answer and the number of tokens in it."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with a role; the system message is the role's own and not among them."""

    author: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a role.

    schema: JSON schema that the answer must follow (simple keywords only: type, properties, required, items, enum,
        minItems, maxItems, minLength, maxLength, minimum, maximum)
    grammar: GBNF grammar that the answer must follow; only where ``Abilities.grammar``
    prefix: the beginning of the answer, which the model continues; only where ``Abilities.prefix``.
        The answer's text does not repeat it.
    stop: the answer ends before any of these
    fresh: no prompt cache, so that the same request is computed the same way again
    """

    role: Role
    messages: tuple[Message, ...]
    seed: int
    answer: int
    temperature: float
    schema: Schema | None = None
    grammar: str | None = None
    prefix: str = ""
    stop: tuple[str, ...] = ()
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, with what the server says it did.

    finish: ``stop``, or ``length`` when the answer was cut at its token limit
    prompt_tokens, answer_tokens: as evaluated by the server (cached prefixes included)
    seconds: wall time of the request, queueing included
    """

    text: str
    finish: Literal["stop", "length"]
    prompt_tokens: int
    answer_tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Count:
    """Tokens of a request's whole prompt, template included; an estimate never counts too few."""

    tokens: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a backend can do with its model.

    parallel: requests that it works on at once
    context: tokens that one request's prompt and answer may share
    adapters: the roles differ by adapters and not by their system text alone
    weak: its programs are not to be relied upon; every front end says so once
    """

    schema: bool
    grammar: bool
    prefix: bool
    adapters: bool
    parallel: int
    context: int
    weak: bool


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model answers a role: its name for people and the digest of its weights (adapter included)."""

    name: str
    digest: str


class ChatModel(Protocol):
    """A model server with the three roles.

    ``open`` comes first and may load weights; it raises a BackendError when there is no model.
    A request is cancelled by cancelling the task that awaits it: the server is free again within two seconds.
    """

    @property
    def backend(self) -> str:
        """Its name in the registry."""
        ...

    @property
    def abilities(self) -> Abilities:
        """Valid after ``open``."""
        ...

    async def open(self) -> None:
        """Make ready; a second call does nothing."""
        ...

    async def close(self) -> None:
        """Release everything; a second call does nothing."""
        ...

    def model(self, role: Role) -> ModelInfo:
        """Which model answers this role."""
        ...

    async def count(self, request: Request) -> Count:
        """Count the prompt of this request before it is sent."""
        ...

    async def generate(self, request: Request, on_text: OnText) -> Answer:
        """Answer a request; pieces of the text go to ``on_text`` as they come (joined to at most 30 a second), in the
        event loop's thread.

        Raises BackendError and its kinds; never returns a partial answer as a whole one.
        """
        ...


class PaperReader(Protocol):
    """Reads one file format. It runs in a worker process: constructed without arguments, everything picklable."""

    suffixes: tuple[str, ...]

    def read(self, path: Path) -> ReadPaper:
        """The paper in a file; raises LiteratureError with the reason and what would help."""
        ...


class Embedder(Protocol):
    """Texts to vectors of one model; the index records ``name`` and ``digest`` and refuses vectors of another one."""

    name: str
    digest: str
    dimensions: int

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One unit vector a text, in order; raises BackendError. Longer texts than the model reads are cut at its limit."""
        ...

    async def close(self) -> None:
        """Release everything; a second call does nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Filter:
    """What a search is restricted to; empty fields restrict nothing."""

    papers: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


class PaperSearch(Protocol):
    """The literature as a stage sees it: ranked passages for a question."""

    async def search(self, query: str, limit: int) -> Sequence[Hit]:
        """The best passages, best first; empty where nothing was ingested."""
        ...


class PaperIndex(Protocol):
    """Passages with their BM25 and, later, their dense vectors. Every method opens what it needs and lets go of it."""

    async def add(self, passages: Sequence[Passage]) -> None:
        """Make passages searchable by their words at once; the same id replaces. Acknowledged passages survive a kill."""
        ...

    async def without_vectors(self, limit: int) -> list[Passage]:
        """Passages that have no dense vector yet."""
        ...

    async def add_vectors(self, vectors: Mapping[str, Sequence[float]]) -> None:
        """Dense vectors by passage id; ids that are gone meanwhile are ignored."""
        ...

    async def drop_vectors(self) -> None:
        """Forget the dense vectors and who made them; the words stay."""
        ...

    async def remove(self, papers: Sequence[str]) -> None:
        """Every passage of these papers leaves the index."""
        ...

    async def papers(self) -> dict[str, int]:
        """How many passages each paper has."""
        ...

    async def close(self) -> None:
        """Release everything; a second call does nothing."""
        ...


class TextStore(Protocol):
    """Texts by the hash of their content: checkpoints hold the hashes only."""

    def put(self, text: str) -> str:
        """Keep a text; the same text has the same hash."""
        ...

    def get(self, key: str) -> str:
        """The text of this hash; raises StorageError where it is not there."""
        ...


class MethodLibrary(Protocol):
    """What the models know, as a stage sees it: the nearest methods and plans, best first."""

    def methods(self) -> Mapping[str, Method]:
        """All methods by name."""
        ...

    def plans(self) -> Mapping[str, Plan]:
        """All plans by name."""
        ...

    async def proof(self, methods: Sequence[Method]) -> str:
        """How the examples of these methods go when they are run here and now, in words; or why they were not run."""
        ...

    async def near_methods(self, query: str, limit: int) -> Sequence[Near[Method]]:
        """The nearest methods to some words; empty where there is no library."""
        ...

    async def near_plans(self, query: str, limit: int) -> Sequence[Near[Plan]]:
        """The nearest plans to a problem; empty where there is no library."""
        ...
