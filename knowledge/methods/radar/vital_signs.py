"""Breaths and heartbeats a minute from the phase of a chest's reflection."""

from __future__ import annotations

import numpy as np
from scipy.signal import detrend

BREATHING = (0.1, 0.6)  # Hz
HEART = (0.8, 2.5)  # Hz
PADDING = 8


def _peak(power: np.ndarray, frequencies: np.ndarray, band: tuple[float, float]) -> float:
    """Frequency of the highest value in a band, between bins by a parabola."""
    inside = np.flatnonzero((frequencies >= band[0]) & (frequencies <= band[1]))
    top = int(inside[power[inside].argmax()])
    left, middle, right = power[top - 1 : top + 2]
    bend = left - 2 * middle + right
    shift = 0.5 * (left - right) / bend if bend < 0 else 0.0
    return float((top + np.clip(shift, -0.5, 0.5)) * frequencies[1])


def _without_harmonics(phase: np.ndarray, rate: float, breathing: float) -> np.ndarray:
    """The phase less the breathing's harmonics, fitted with an amplitude that may change slowly in time."""
    times = np.arange(len(phase)) / rate
    slow = np.linspace(-1, 1, len(phase))
    orders = np.arange(1, int(HEART[1] / breathing) + 1)
    turns = np.exp(2j * np.pi * breathing * np.outer(times, orders))
    waves = np.hstack([turns.real, turns.imag])
    model = np.hstack([waves, waves * slow[:, None]])
    return np.asarray(phase - model @ np.linalg.lstsq(model, phase, rcond=None)[0])


def vital_signs(phase: np.ndarray, rate: float = 20.0) -> tuple[float, float]:
    """Measure breathing and heart rate without contact: the strongest line of the chest's phase in the breathing band; then
    the harmonics of breathing, which are larger than a heartbeat, are fitted and removed before the heart's line is sought.

    Parameters
    ----------
    phase : numpy.ndarray, shape (samples,), in rad
        unwrapped phase of the chest's reflection, of a person who sits or lies still
    rate : float, in Hz
        samples a second

    Returns
    -------
    breathing_rate : float, in 1/min
        breaths a minute
    heart_rate : float, in 1/min
        heartbeats a minute

    Raises
    ------
    ValueError
        where the phase is shorter than 20 s, sampled below 6 Hz or not finite

    Notes
    -----
    Time: O(samples x (log samples + harmonics^2)). Memory: O(samples x harmonics).
    Keywords: respiration, heartbeat, contactless, chest displacement, harmonics.

    References
    ----------
    M. Alizadeh et al., "Remote Monitoring of Human Vital Signs Using mm-Wave FMCW Radar", IEEE Access 7, 2019.

    Examples
    --------
    >>> times = np.arange(0, 60, 0.05)
    >>> chest = 3 * np.sin(2 * np.pi * 0.25 * times) + 0.15 * np.sin(2 * np.pi * 1.2 * times)
    >>> tuple(round(value) for value in vital_signs(chest))
    (15, 72)
    """
    if phase.ndim != 1 or rate < 6 or len(phase) < 20 * rate or not np.isfinite(phase).all():
        raise ValueError(f"phase must be finite, at least 20 s long and sampled at 6 Hz or more, not {rate} Hz")
    length = PADDING * len(phase)
    frequencies = np.fft.rfftfreq(length, 1 / rate)
    taper = np.hanning(len(phase))
    still = detrend(phase)
    breathing = _peak(np.abs(np.fft.rfft(still * taper, length)) ** 2, frequencies, BREATHING)
    # The derivative raises the heart against what is left of breathing.
    beating = np.gradient(_without_harmonics(still, rate, breathing))
    heart = _peak(np.abs(np.fft.rfft(beating * taper, length)) ** 2, frequencies, HEART)
    return 60 * breathing, 60 * heart
