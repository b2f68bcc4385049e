"""Dips, swells and interruptions of a mains voltage."""

from __future__ import annotations

import numpy as np


def _half_period_rms(voltage: np.ndarray, rate: float, mains: float) -> tuple[np.ndarray, int]:
    """RMS over one period, refreshed every half."""
    period = round(rate / mains)
    windows = np.lib.stride_tricks.sliding_window_view(voltage**2, period)[:: period // 2]
    rms: np.ndarray = np.sqrt(windows.mean(axis=1))
    return rms, period // 2


def _end(inside: np.ndarray, start: int) -> int:
    """The first step after `start` that is inside again."""
    later = np.flatnonzero(inside[start:])
    return start + int(later[0]) if later.size else inside.size


def _extreme(rms: np.ndarray, nominal: float) -> float:
    return float(rms.min() if rms[0] < nominal else rms.max())


def voltage_events(
    voltage: np.ndarray,
    rate: float,
    nominal: float = 230.0,
    mains: float = 50.0,
    hysteresis: float = 0.02,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """List the dips, swells and interruptions of a mains voltage as a power quality meter does: RMS of one period refreshed
    every half period, limits of 90, 110 and 5 percent of the nominal voltage, and a hysteresis for the end.

    Parameters
    ----------
    voltage : numpy.ndarray, shape (samples,), in V
        line to neutral
    rate : float, in Hz
        its sampling rate
    nominal : float, in V
        declared RMS voltage
    mains : float, in Hz
        nominal frequency
    hysteresis : float
        share of the nominal voltage by which it has to come back

    Returns
    -------
    starts : numpy.ndarray, shape (events,), in s
        when each event begins
    durations : numpy.ndarray, shape (events,), in s
        how long it lasts
    extremes : numpy.ndarray, shape (events,), in V
        its lowest or highest RMS voltage
    kinds : numpy.ndarray, shape (events,)
        dip, swell or interruption

    Raises
    ------
    ValueError
        where the voltage is not one channel of finite samples, shorter than two periods, or the rate is below ten times the mains

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: sag, brownout, overvoltage, outage, power quality.
    Plain NumPy.

    References
    ----------
    IEC 61000-4-30:2015, "Electromagnetic compatibility - Testing and measurement techniques - Power quality measurement methods",
    section 5.4.

    Examples
    --------
    >>> wave = np.sqrt(2) * 230 * np.sin(2 * np.pi * 50 * np.arange(10000) / 5000.0)
    >>> wave[4000:5000] *= 0.6
    >>> starts, durations, extremes, kinds = voltage_events(wave, 5000.0)
    >>> extremes.round().tolist(), kinds.tolist()
    ([138.0], ['dip'])
    """
    if rate < 10 * mains or voltage.ndim != 1 or voltage.size < 2 * rate / mains or not np.isfinite(voltage).all():
        raise ValueError(
            "voltage must be one channel of two periods of finite samples at ten times the mains frequency"
        )
    rms, step = _half_period_rms(voltage, rate, mains)
    relative = rms / nominal
    outside = (relative < 0.9) | (relative > 1.1)
    inside = (relative >= 0.9 + hysteresis) & (relative <= 1.1 - hysteresis)
    spans: list[tuple[int, int]] = []
    while outside[spans[-1][1] if spans else 0 :].any():
        begin = spans[-1][1] if spans else 0
        start = begin + int(outside[begin:].argmax())
        spans.append((start, _end(inside, start)))
    starts, ends = np.array(spans, dtype=int).reshape(-1, 2).T
    extremes = np.array([_extreme(rms[start:end], nominal) for start, end in spans])
    kinds = np.where(extremes > nominal, "swell", np.where(extremes < 0.05 * nominal, "interruption", "dip"))
    return starts * step / rate, (ends - starts) * step / rate, extremes, kinds
