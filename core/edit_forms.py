"""What can be changed in a plan, as plain data: one class for each kind of edit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Add:
    """A new sub-task after sub-task ``after`` (0: at the end)."""

    title: str
    description: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class Drop:
    """The sub-task leaves the plan; its id is never used again."""

    number: int


@dataclass(frozen=True, slots=True)
class Merge:
    """Several sub-tasks become a new one; without ``title`` theirs are joined."""

    numbers: tuple[int, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """The sub-task comes directly before ``before``, directly after ``after`` or ``first``; with none of them to the end."""

    number: int
    before: int = 0
    after: int = 0
    first: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """The sub-task becomes a new one for each title, in this order."""

    number: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reword:
    """The sub-task gets another title or description; what is empty stays."""

    number: int
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """The sub-task needs exactly these sub-tasks' results."""

    number: int
    depends_on: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Take:
    """The sub-task takes over, as it is, the method of the library that was offered for it."""

    number: int


Edit = Add | Drop | Merge | Move | Split | Reword | Link | Take
