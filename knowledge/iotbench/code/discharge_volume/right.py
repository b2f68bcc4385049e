"""Water that ran down a river by its stage."""

from __future__ import annotations

import numpy as np


def discharge_volume(
    times: np.ndarray, stage: np.ndarray, zero: float, coefficient: float, exponent: float
) -> tuple[float, float]:
    """Give the volume and the highest discharge of a stream from its stage. Missing stages are bridged linearly in
    time; the discharge is coefficient * (stage - zero)**exponent, 0 where the stage is not above zero; the volume is
    its integral by trapezoids.

    Parameters
    ----------
    times : numpy.ndarray, shape (readings,), in s
        increasing times, not always evenly spaced
    stage : numpy.ndarray, shape (readings,), in m
        water levels, nan where one is missing, but not the first and the last
    zero : float, in m
        stage at which nothing runs
    coefficient : float, in m³/s
        discharge one metre above that
    exponent : float
        exponent of the rating curve

    Returns
    -------
    volume : float, in m³
        water between the first and the last reading
    highest : float, in m³/s
        highest discharge at a reading
    """
    known = ~np.isnan(stage)
    bridged = np.interp(times, np.asarray(times)[known], np.asarray(stage)[known])
    discharge = coefficient * np.maximum(bridged - zero, 0.0) ** exponent
    volume = np.sum(np.diff(times) * (discharge[1:] + discharge[:-1]) / 2.0)
    return float(volume), float(discharge.max())
