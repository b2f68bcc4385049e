"""Blood pressure from cuff oscillations."""

from __future__ import annotations

import numpy as np


def _crossing(pressures: np.ndarray, sizes: np.ndarray, inner: int, way: int, level: float) -> float:
    while 0 <= inner + way < len(sizes):
        outer = inner + way
        if sizes[outer] < level:
            share = (sizes[inner] - level) / (sizes[inner] - sizes[outer])
            return float(pressures[inner] + share * (pressures[outer] - pressures[inner]))
        inner = outer
    raise ValueError("amplitudes: they do not fall far enough")


def oscillometric_pressure(
    pressures: np.ndarray, amplitudes: np.ndarray, systolic: float = 0.55, diastolic: float = 0.8
) -> tuple[float, float, float]:
    """Give the blood pressure from a cuff that deflates. Each amplitude but the first and the last is replaced by the
    median of itself and its two neighbours. The mean pressure is the cuff's where the amplitude is largest, at the
    first such beat. From there outwards, the systolic pressure (towards earlier beats) and the diastolic one (towards
    later beats) are the cuff's where the amplitude first falls to a share of the largest, interpolated linearly between
    beats.

    Parameters
    ----------
    pressures : numpy.ndarray, shape (beats,), in mmHg
        falling pressure of the cuff at each beat
    amplitudes : numpy.ndarray, shape (beats,), in mmHg
        size of the oscillation at each beat
    systolic : float
        share of the largest amplitude for the systolic pressure
    diastolic : float
        share for the diastolic pressure

    Returns
    -------
    high : float, in mmHg
        systolic pressure
    mean : float, in mmHg
        mean pressure
    low : float, in mmHg
        diastolic pressure

    Raises
    ------
    ValueError
        where the amplitude does not fall to its share on one of the sides
    """
    sizes = np.array(amplitudes, dtype=float)
    sizes[1:-1] = np.median([sizes[:-2], sizes[1:-1], sizes[2:]], axis=0)
    top = int(np.argmax(sizes))
    high = _crossing(pressures, sizes, top, -1, systolic * sizes[top])
    low = _crossing(pressures, sizes, top, 1, diastolic * sizes[top])
    return high, float(pressures[top]), low
