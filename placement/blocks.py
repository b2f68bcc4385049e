"""The data flow graph of an application: logic blocks joined by flows (technical report, section IV-B1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from placement.language.tree import Number, Reference, Span, String


class Kind(StrEnum):
    """What a block is for: the primitives of Fig. 6; DISJ is ours."""

    SAMPLE = "SAMPLE"
    CMP = "CMP"
    CONJ = "CONJ"
    DISJ = "DISJ"
    AUX = "AUX"
    ACTUATE = "ACTUATE"
    ALGORITHM = "ALGORITHM"


@dataclass(frozen=True, slots=True)
class Place:
    """A device that blocks may lie on.

    kind: the name of its profile, such as ``TelosB``
    """

    alias: str
    kind: str
    edge: bool = False
    notes: tuple[tuple[str, float | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A tuple <functionality, placement>.

    name: unique in its graph
    functionality: as Fig. 6 writes it, such as ``MFCC(A.MIC)``
    algorithm: the name that ``setModel`` gives, for an ALGORITHM only
    places: aliases it may lie on; one alone pins it
    notes: its annotation, key to value
    """

    name: str
    kind: Kind
    functionality: str
    places: tuple[str, ...]
    algorithm: str = ""
    arguments: tuple[String | Number | Reference, ...] = ()
    notes: tuple[tuple[str, float | str], ...] = ()
    span: Span | None = field(default=None, compare=False)

    @property
    def pinned(self) -> bool:
        """It can lie on one device only."""
        return len(self.places) == 1


@dataclass(frozen=True, slots=True)
class FlowGraph:
    """A directed acyclic graph. ``flows`` are pairs of indices into ``blocks``; blocks stand in topological order."""

    name: str
    places: tuple[Place, ...]
    blocks: tuple[Block, ...]
    flows: tuple[tuple[int, int], ...]

    @property
    def edge(self) -> str:
        """The alias of the edge server."""
        return next(place.alias for place in self.places if place.edge)

    @property
    def scale(self) -> int:
        """Devices times blocks: the size of the problem as Appendix B counts it."""
        return len(self.places) * len(self.blocks)

    def inputs(self, index: int) -> tuple[int, ...]:
        """The blocks that a block takes data from."""
        return tuple(source for source, target in self.flows if target == index)
