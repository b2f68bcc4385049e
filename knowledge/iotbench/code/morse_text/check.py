"""Hidden tests: text out of Morse tones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

letters = {
    "S": "...",
    "O": "---",
    "W": ".--",
    "I": "..",
    "N": "-.",
    "D": "-..",
    "7": "--...",
    "0": "-----",
    "E": ".",
    "A": ".-",
    "R": ".-.",
    "K": "-.-",
    "Q": "--.-",
}


def _keyed(text: str, rate: float, tone: float, unit: float, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    parts = [np.zeros(round(0.3 * rate))]

    def add(level: float, units: float) -> None:
        length = round(unit * rate * (units + random.uniform(-0.15, 0.15)))
        parts.append(level * np.sin(2 * np.pi * tone * np.arange(length) / rate))

    for word in text.split():
        for letter in word:
            for sign in letters.get(letter, letter):
                add(1.0, 3.0 if sign == "-" else 1.0)
                add(0.0, 1.0)
            add(0.0, 2.0)
        add(0.0, 4.0)
    signal = np.concatenate(parts)
    return np.asarray(signal + 0.1 * random.normal(size=len(signal)))


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert function(_keyed("SOS", 8000.0, 700.0, 0.08, 1), 8000.0, 700.0, 0.08) == "SOS"
    assert function(_keyed("WIND 70 AREAS", 8000.0, 600.0, 0.06, 2), 8000.0, 600.0, 0.06) == "WIND 70 AREAS"
    words = _keyed("SNOW ODER RAIN", 4000.0, 500.0, 0.1, 3)
    other = _keyed("KKKKKKKKKKKKKKKKKK", 4000.0, 740.0, 0.11, 4)[: len(words)]
    words[: len(other)] += other
    assert function(words, 4000.0, 500.0, 0.1) == "SNOW ODER RAIN"
    assert function(_keyed("E", 8000.0, 700.0, 0.1, 5), 8000.0, 700.0, 0.1) == "E"
    assert function(np.zeros(8000), 8000.0, 700.0, 0.1) == ""
