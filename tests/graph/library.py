"""A small library for tests: two methods, a plan of them, and answers that are near or far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

from core.knowledge import Expected, Method, Near, Plan, Step
from core.problem import Problem
from knowledge.reading import read_method

LOAD = '''
    """Signals of all recordings in a folder."""

    from __future__ import annotations

    import numpy as np


    def load(data_path: str) -> tuple[dict[str, np.ndarray], float]:
        """Read every signal of a folder.

        Parameters
        ----------
        data_path : str
            path of the folder

        Returns
        -------
        signals : dict[str, numpy.ndarray], shape (samples,), in mV
            signals by name
        rate : float, in Hz
            sampling rate of all

        Notes
        -----
        Time: O(samples). Memory: O(samples). Reads files.
        """
        return {"a": np.arange(4.0), "b": np.arange(6.0)}, 10.0
'''
PEAKS = '''
    """Peaks above a height."""

    from __future__ import annotations

    import numpy as np

    WAIT = 1


    def _high(signal: np.ndarray, height: float) -> np.ndarray:
        return signal > height


    def peaks(signal: np.ndarray, rate: float, height: float = 1.0) -> tuple[np.ndarray, int]:
        """Find the samples of a signal that reach a height.

        Parameters
        ----------
        signal : numpy.ndarray, shape (samples,), in mV
            one channel
        rate : float, in Hz
            its sampling rate
        height : float, in mV
            what a peak exceeds

        Returns
        -------
        peaks : numpy.ndarray, shape (peaks,), in samples
            sample numbers
        count : int
            how many

        Notes
        -----
        Time: O(samples). Memory: O(samples).
        Keywords: maxima, beats.

        References
        ----------
        A. Author, "On Peaks", 1999, section 2.

        Examples
        --------
        >>> peaks(np.array([0.0, 3.0]), 1.0)[1]
        1
        """
        found = np.flatnonzero(_high(signal, height))
        return found, len(found) * WAIT
'''


def method(folder: Path, name: str, text: str) -> Method:
    """A method out of the text of its module."""
    path = folder / name.partition(".")[0] / f"{name.partition('.')[2]}.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(dedent(text).lstrip("\n"))
    return read_method(path)


def methods(folder: Path) -> dict[str, Method]:
    """Both methods by name."""
    return {name: method(folder, name, text) for name, text in (("readers.load", LOAD), ("toy.peaks", PEAKS))}


PLAN = Plan(
    "toy",
    "Peaks of recordings",
    Problem("Count the peaks of all recordings.", ("data_path (str): path of the folder",), "{name}\nPeaks: 3"),
    (
        Step("Load signals", "Read them.", "readers.load", {"data_path": "data_path"}),
        Step(
            "Find peaks",
            "Find them.",
            "toy.peaks",
            {"signal": "1.signals", "rate": "1.rate"},
            settings={"height": "2.0"},
            each=True,
            gives={"count": "peaks_found"},
        ),
    ),
    "",
    (Expected("peaks_found", least=1),),
)


@dataclass
class Library:
    """A MethodLibrary whose answers are told beforehand; what it was asked is kept."""

    known: Mapping[str, Method]
    plan_score: float = 0.0
    method_scores: Mapping[str, float] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def methods(self) -> Mapping[str, Method]:
        return self.known

    def plans(self) -> Mapping[str, Plan]:
        return {PLAN.name: PLAN}

    async def proof(self, methods: Sequence[Method]) -> str:
        return f"{len(methods)} of {len(methods)} examples gave here what they should"

    async def near_methods(self, query: str, limit: int) -> Sequence[Near[Method]]:
        self.asked.append(query)
        found = [Near(self.known[name], score) for name, score in self.method_scores.items()]
        return sorted(found, key=lambda near: -near.score)[:limit]

    async def near_plans(self, query: str, limit: int) -> Sequence[Near[Plan]]:
        self.asked.append(query)
        return [Near(PLAN, self.plan_score)] if self.plan_score else []
