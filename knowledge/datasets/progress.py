"""How far a long build is: done, rate and time left."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Progress:
    """One phase of a build; ``seconds_left`` is below 0 where nothing can be said yet."""

    phase: str
    done: int
    total: int
    pairs: int
    per_s: float
    seconds_left: float

    def json(self) -> dict[str, Any]:
        """The progress as an event."""
        return {"type": "dataset_progress", **asdict(self)}


OnProgress = Callable[[Progress], None]


class Meter:
    """Counts what a phase has done, and tells it."""

    def __init__(self, phase: str, total: int, tell: OnProgress) -> None:
        self._phase, self._total, self._tell = phase, total, tell
        self._began = time.monotonic()
        self._done = self._skipped = self._pairs = 0

    def step(self, done: int, pairs: int = 0, resumed: bool = False) -> None:
        """So many more are done; what an earlier run had done does not count for the rate."""
        self._done += done
        self._pairs += pairs
        self._skipped += done if resumed else 0
        rate = (self._done - self._skipped) / max(time.monotonic() - self._began, 1e-6)
        left = (self._total - self._done) / rate if rate else -1.0
        self._tell(Progress(self._phase, self._done, self._total, self._pairs, rate, left))
