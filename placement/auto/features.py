"""Features of a window that a small board can compute, and what they cost there."""

from __future__ import annotations

import math

import numpy as np

from placement.profiles import Work

# Shares of the spectrum's energy in octaves below half of the sampling rate, the highest first.
BANDS = 4
# A band needs a bin of its own.
SHORTEST = 2 ** (BANDS + 1)
STATISTICS = ("mean", "deviation", "least", "most", "slope", "crossings")
NAMES = (*STATISTICS, *(f"band {number}" for number in range(1, BANDS + 1)))


def windows(values: np.ndarray, length: int) -> np.ndarray:
    """A recording, shape (samples, columns), as windows that do not overlap: (windows, length, columns)."""
    count = len(values) // length
    return values[: count * length].reshape(count, length, values.shape[1])


def features(windows: np.ndarray) -> np.ndarray:
    """Of windows, shape (windows, length, columns): (windows, columns * len(NAMES)), all of one column beside each other.

    mean, deviation, least, most: of the samples; slope: mean absolute step from one sample to the next
    crossings: share of steps that cross the mean; band n: share of the energy about the mean within
    2^-n-1 to 2^-n of the sampling rate, 0 where nothing moves
    """
    middle = windows.mean(axis=1, keepdims=True)
    about = windows - middle
    statistics = [
        middle[:, 0],
        windows.std(axis=1),
        windows.min(axis=1),
        windows.max(axis=1),
        np.abs(np.diff(windows, axis=1)).mean(axis=1),
        np.mean((about[:, 1:] >= 0.0) != (about[:, :-1] >= 0.0), axis=1),
    ]
    return np.stack([*statistics, *_bands(about)], axis=-1).reshape(len(windows), -1)


def _bands(about: np.ndarray) -> list[np.ndarray]:
    energy = np.abs(np.fft.rfft(about, axis=1)) ** 2
    total = energy.sum(axis=1)
    total[total <= 0.0] = 1.0
    frequencies = np.fft.rfftfreq(about.shape[1])
    shares = []
    for octave in range(1, BANDS + 1):
        # Half of the sampling rate belongs to the highest octave.
        within = (frequencies > 2.0 ** -(octave + 1)) & (frequencies <= 2.0**-octave)
        shares.append(energy[:, within].sum(axis=1) / total)
    return shares


def work(length: int, columns: int) -> Work:
    """Operations for one window: a pass or two over the samples for each statistic, a radix-2 FFT, one pass over its bins."""
    butterflies = length / 2 * math.log2(length)
    return Work(
        integer=columns * 3 * length,
        float_add=columns * (6 * length + 6 * butterflies + length),
        float_multiply=columns * (length + 4 * butterflies + length),
        special=columns * (4 + BANDS),
    )


def ram(length: int, columns: int) -> float:
    """Bytes: the window, a complex spectrum of one column, and the features, in single precision."""
    return 4.0 * (length * columns + 2 * length + columns * len(NAMES))
