"""One schema for both engines: what a point holds, what it is called, and which embedder made its vectors."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from core.errors import LiteratureError
from core.papers import Passage
from core.ports import Embedder

VERSION = 1
DENSE, BM25 = "dense", "bm25"
DIMENSIONS = 384
KEYWORDS, INTEGERS = ("paper",), ("year",)
# What the engines give beyond what was asked for, so that a tie at the end is cut by key and not by chance.
SPARE = 16
TIE = 1e-5
REBUILD = "gpiot index rebuild"
_NAMESPACE = uuid.UUID("6f1c7d0e-3a52-5b0a-9d0b-6a1f2f1f8f5d")
_FIELDS = tuple(field.name for field in fields(Passage))


@dataclass(frozen=True, slots=True)
class EmbedderRecord:
    """Which embedder made the vectors of an index; vectors of two are not comparable."""

    name: str
    digest: str
    dimensions: int

    @classmethod
    def of(cls, embedder: Embedder) -> EmbedderRecord:
        """The record of an embedder."""
        return cls(embedder.name, embedder.digest, embedder.dimensions)

    def __str__(self) -> str:
        return f"{self.name} ({self.digest[:12]}, {self.dimensions} dimensions)"


@dataclass(frozen=True, slots=True)
class IndexRecord:
    """What is kept beside an index: the size of its vectors and, as soon as there are any, who made them."""

    dimensions: int = DIMENSIONS
    embedder: EmbedderRecord | None = None

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        made = self.embedder
        about = {"name": made.name, "digest": made.digest, "dimensions": made.dimensions} if made else None
        return {"version": VERSION, "dimensions": self.dimensions, "embedder": about}

    @classmethod
    def from_json(cls, text: str | Mapping[str, Any], where: str) -> IndexRecord:
        """Read it back; raises LiteratureError where it is damaged or of another version."""
        try:
            data = json.loads(text) if isinstance(text, str) else text
            made = data["embedder"]
            record = cls(int(data["dimensions"]), EmbedderRecord(**made) if made else None)
            version = data["version"]
        except (ValueError, KeyError, TypeError) as error:
            raise LiteratureError(f"The record of the index {where} is damaged.", _AGAIN) from error
        if version != VERSION:
            raise LiteratureError(f"The index {where} has version {version}; this gpiot reads {VERSION}.", _AGAIN)
        return record

    def permit(self, asked: EmbedderRecord | None, where: str) -> EmbedderRecord:
        """The embedder whose vectors may be added or searched with; raises LiteratureError for another one."""
        if asked is None:
            raise LiteratureError(f"The index {where} was opened without an embedder.", "Set `embedder`.")
        if self.embedder is not None and self.embedder != asked:
            raise LiteratureError(
                f"The index {where} was made with the embedder {self.embedder} and cannot take {asked}.",
                f"Make its vectors anew with `{REBUILD}`, or set `embedder` back.",
            )
        if asked.dimensions != self.dimensions:
            raise LiteratureError(
                f"The index {where} holds vectors of {self.dimensions} dimensions and cannot take those of {asked}.",
                f"Make its vectors anew with `{REBUILD}`, or set `embedder` back.",
            )
        return asked


_AGAIN = "Remove it and ingest the papers again."


def point_id(passage: str) -> str:
    """The point of a passage, 32 hexadecimal digits: Qdrant takes UUIDs only. The same on every engine and machine."""
    return uuid.uuid5(_NAMESPACE, passage).hex


def key_of(point: object) -> str:
    """The name of a point as ``point_id`` writes it; engines give UUIDs in other forms."""
    return point.hex if isinstance(point, uuid.UUID) else str(point).replace("-", "")


def payload_of(passage: Passage) -> dict[str, Any]:
    """What a point holds of a passage: all of it."""
    return {name: getattr(passage, name) for name in _FIELDS}


def passage_of(payload: Mapping[str, Any]) -> Passage:
    """The passage of a point; raises LiteratureError where another program wrote the point."""
    try:
        return Passage(*[payload[name] for name in _FIELDS])
    except KeyError as error:
        raise LiteratureError(
            f"The index holds a point that is no passage: {error} is missing.", "Give gpiot an index of its own."
        ) from error


class Candidate(NamedTuple):
    """A point as one leg of a search ranks it."""

    key: str
    score: float


def ranked(found: Iterable[tuple[str, float]], limit: int | None = None) -> list[Candidate]:
    """Candidates best first, ties by key. Engines agree to five digits: scores as near as that are a tie."""
    ordered = sorted(((score, key) for key, score in found), reverse=True)
    keyed: list[tuple[int, str, float]] = []
    group, last = 0, 0.0
    for score, key in ordered:
        # Along the chain: rounding would part two that are equal but for their last digit.
        group += bool(keyed) and last - score > TIE * max(1.0, abs(score))
        keyed.append((group, key, score))
        last = score
    return [Candidate(key, score) for _, key, score in sorted(keyed)[:limit]]
