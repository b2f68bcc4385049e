"""The order in which blocks can run, and the cycle that leaves them none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

_NAMED = 12


class Cycle(ValueError):
    """Blocks that wait for each other. ``path`` names them along the flows; its first name is its last, too."""

    def __init__(self, path: Sequence[str]) -> None:
        self.path = tuple(path)
        self.message = f"The data flow goes round in a cycle: {' -> '.join(_shortened(self.path))}."
        self.hint = "Take one of these out of the inputs of the next."
        super().__init__(f"{self.message} {self.hint}")


def order(names: Sequence[str], flows: Iterable[tuple[int, int]]) -> list[int]:
    """The blocks in topological order, earlier ones first where the flows leave a choice.

    flows: pairs of indices into ``names``
    """
    sources, targets = adjacent(len(names), flows)
    waiting = [len(found) for found in sources]
    ready = [index for index, count in enumerate(waiting) if not count]
    heapify(ready)
    found = []
    while ready:
        found.append(heappop(ready))
        for target in targets[found[-1]]:
            waiting[target] -= 1
            if not waiting[target]:
                heappush(ready, target)
    if len(found) < len(names):
        raise Cycle([names[index] for index in _cycle(sources, waiting)])
    return found


def adjacent(count: int, flows: Iterable[tuple[int, int]]) -> tuple[list[list[int]], list[list[int]]]:
    """For each of so many blocks those it takes data from, and those it gives data to."""
    sources: list[list[int]] = [[] for _ in range(count)]
    targets: list[list[int]] = [[] for _ in range(count)]
    for source, target in flows:
        sources[target].append(source)
        targets[source].append(target)
    return sources, targets


def _cycle(sources: Sequence[Sequence[int]], waiting: Sequence[int]) -> list[int]:
    """A cycle among the blocks that still wait: going back from any of them ends in one."""
    block = next(index for index, count in enumerate(waiting) if count)
    seen: dict[int, int] = {}
    path: list[int] = []
    while block not in seen:
        seen[block] = len(path)
        path.append(block)
        block = next(source for source in sources[block] if waiting[source])
    return [block, *reversed(path[seen[block] :])]


def _shortened(path: Sequence[str]) -> Sequence[str]:
    if len(path) <= _NAMED:
        return path
    half = _NAMED // 2
    return [*path[:half], f"... {len(path) - 2 * half} more ...", *path[-half:]]
