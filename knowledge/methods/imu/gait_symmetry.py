"""Cadence, regularity and symmetry of gait by autocorrelation."""

from __future__ import annotations

import numpy as np


def _unbiased_autocorrelation(signal: np.ndarray) -> np.ndarray:
    centred = signal - signal.mean()
    spectrum = np.fft.rfft(centred, 2 * len(centred))
    products = np.fft.irfft(np.abs(spectrum) ** 2)[: len(centred)]
    unbiased = products / np.arange(len(centred), 0, -1)
    return np.asarray(unbiased / unbiased[0])


def _peak(curve: np.ndarray, low: int, high: int) -> int:
    return low + int(np.argmax(curve[low : high + 1]))


def gait_symmetry(
    signal: np.ndarray, rate: float, shortest: float = 0.7, longest: float = 2.0
) -> tuple[float, float, float, float]:
    """Measure how regular and how symmetric a walk is: the unbiased autocorrelation of the trunk's vertical
    acceleration peaks after one step and after one stride (Moe-Nilssen).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in m/s²
        vertical acceleration of the lower trunk while walking straight on
    rate : float, in Hz
        its sampling rate
    shortest : float, in s
        shortest stride that is looked for
    longest : float, in s
        longest stride that is looked for

    Returns
    -------
    cadence : float, in 1/min
        steps a minute
    step_regularity : float
        autocorrelation after one step, at most 1
    stride_regularity : float
        autocorrelation after one stride, at most 1
    symmetry : float
        step over stride regularity: 1 for equal steps of both legs, lower for a limp

    Raises
    ------
    ValueError
        where the signal is shorter than four of the longest strides, flat or not finite

    Notes
    -----
    Time: O(samples log samples). Memory: O(samples).
    Keywords: limp, hemiparesis, rehabilitation, walking asymmetry, stride.
    Plain NumPy.

    References
    ----------
    R. Moe-Nilssen and J. L. Helbostad, "Estimation of gait cycle characteristics by trunk accelerometry", Journal of
    Biomechanics 37(1), 2004. doi:10.1016/S0021-9290(03)00233-1

    Examples
    --------
    >>> steps = np.cos(2 * np.pi * 2 * np.arange(1500) / 100.0)
    >>> [round(value, 2) for value in gait_symmetry(steps, 100.0)]
    [120.0, 1.0, 1.0, 1.0]
    """
    signal = np.asarray(signal, float)
    if len(signal) < 4 * longest * rate or not np.all(np.isfinite(signal)) or np.ptp(signal) == 0:
        raise ValueError(f"signal needs {4 * longest} s or more of finite samples of a walk")
    curve = _unbiased_autocorrelation(signal)
    step, shortest_step = (
        _peak(curve, round(shortest / 2 * rate), round(longest / 2 * rate)),
        round(shortest / 2 * rate),
    )
    half = _peak(curve, max(round(0.4 * step), 1), round(0.6 * step))
    if half >= shortest_step and curve[half] > 0:
        step = half
    stride = _peak(curve, round(1.8 * step), round(2.2 * step))
    step_regularity, stride_regularity = float(curve[step]), float(curve[stride])
    return 120 * rate / stride, step_regularity, stride_regularity, step_regularity / stride_regularity
