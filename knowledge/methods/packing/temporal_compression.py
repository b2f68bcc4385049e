"""Microclimate readings as connected lines (LTC)."""

from __future__ import annotations

import numpy as np


def _narrowed(
    start: tuple[float, float], time: float, reading: float, margin: float, low: float, high: float
) -> tuple[float, float]:
    span, rise = time - start[0], reading - start[1]
    return max(low, (rise - margin) / span), min(high, (rise + margin) / span)


def _middle(start: tuple[float, float], time: float, low: float, high: float) -> tuple[float, float]:
    return float(time), float(start[1] + (low + high) / 2 * (time - start[0]))


def temporal_compression(signal: np.ndarray, rate: float, margin: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Replace readings by a chain of straight lines that misses none by more than the sensor's own error: keep the cone of
    all lines from the last vertex through the error bars, and where a bar misses the cone set a vertex in its middle at the
    reading before (lightweight temporal compression). Vertices need not be readings.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        readings at regular times, without NaN
    rate : float, in Hz
        sampling rate
    margin : float
        half of an error bar, in the signal's unit

    Returns
    -------
    vertex_times : numpy.ndarray, shape (vertices,), in s
        where the line bends; first and last time among them
    vertex_values : numpy.ndarray, shape (vertices,)
        its values there

    Raises
    ------
    ValueError
        where the rate is not above 0, a reading is not finite, or the margin is not above 0

    Notes
    -----
    Time: O(samples). Memory: O(vertices). Plain NumPy.
    Keywords: LTC, piecewise linear, sensor accuracy, lossy compression, habitat monitoring, data logger.

    References
    ----------
    T. Schoellhammer et al., "Lightweight Temporal Compression of Microclimate Datasets", IEEE International Conference on
    Local Computer Networks (LCN), 2004.

    Examples
    --------
    >>> where, what = temporal_compression(np.array([20.0, 20.1, 19.9, 20.0, 22.0]), 1.0)
    >>> where.tolist()
    [0.0, 3.0, 4.0]
    """
    signal = np.asarray(signal, dtype=float)
    if signal.ndim != 1 or rate <= 0:
        raise ValueError("signal, rate: one row and a rate above 0 are needed")
    if not np.isfinite(signal).all() or margin <= 0:
        raise ValueError("signal, margin: readings must be finite and the margin above 0")
    times = np.arange(signal.size) / rate
    vertices = [(float(times[0]), float(signal[0]))] if signal.size else []
    low, high = cone = -np.inf, np.inf
    for index in range(1, signal.size):
        low, high = _narrowed(vertices[-1], times[index], signal[index], margin, low, high)
        if low > high:
            vertices.append(_middle(vertices[-1], times[index - 1], *cone))
            low, high = _narrowed(vertices[-1], times[index], signal[index], margin, -np.inf, np.inf)
        cone = low, high
    if signal.size > 1:
        vertices.append(_middle(vertices[-1], times[-1], low, high))
    points = np.array(vertices).reshape(-1, 2)
    return points[:, 0], points[:, 1]
