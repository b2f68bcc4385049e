"""First second of a forced expiration."""

from __future__ import annotations

import numpy as np


def forced_expiration(flow: np.ndarray, rate: float) -> tuple[float, float]:
    """Give the volume of the first second and the whole volume of one forced expiration. The volume is the running
    integral of the flow; its time zero is found by back-extrapolation: the tangent to the volume at the peak flow is
    followed back to volume 0.

    Parameters
    ----------
    flow : numpy.ndarray, shape (samples,), in L/s
        expired flow of one breath
    rate : float, in Hz
        its sampling rate

    Returns
    -------
    first_second : float, in L
        volume one second after time zero, interpolated between samples
    whole : float, in L
        volume at the end of the flow

    Raises
    ------
    ValueError
        where the flow ends less than one second after time zero
    """
    volume = np.cumsum(flow) / rate
    times = np.arange(len(flow)) / rate
    peak = int(np.argmax(flow))
    zero = times[peak] - volume[peak] / flow[peak]
    if zero + 1.0 > times[-1]:
        raise ValueError("flow: it ends within the first second")
    return float(np.interp(zero + 1.0, times, volume)), float(volume[-1])
