"""Put a recording onto the reference clock."""

from __future__ import annotations

import numpy as np


def correct_clock(
    signal: np.ndarray, rate: float, offset: float, drift: float, samples: int = 0, hold: bool = False
) -> np.ndarray:
    """Put a logger's recording onto the clock of the reference: each moment of the reference is looked up at where the drifting
    clock shows it, between samples by a windowed sinc; what was not recorded is NaN.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        the drifting logger's recording
    rate : float, in Hz
        nominal rate of both
    offset : float, in s
        drifting clock minus reference at reference time 0
    drift : float, in ppm
        positive where it runs fast
    samples : int
        how many samples of the reference are wanted; 0 takes as many as the recording has
    hold : bool
        give the nearest value where nothing was recorded, instead of NaN

    Returns
    -------
    signal : numpy.ndarray, shape (samples,)
        the recording at the reference's moments, NaN where nothing was recorded

    Raises
    ------
    ValueError
        where the signal is not one channel of at least 16 finite samples

    Notes
    -----
    The first and last 8 samples are held where the sinc would need what lies beyond them.
    Time: O(samples). Memory: O(samples).
    Keywords: clock correction, time base, resynchronise, fractional delay.
    Plain NumPy.

    References
    ----------
    T. I. Laakso, V. Valimaki, M. Karjalainen and U. K. Laine, "Splitting the Unit Delay - Tools for Fractional Delay Filter
    Design", IEEE Signal Process. Mag. 13(1), 1996. doi:10.1109/79.482137

    Examples
    --------
    >>> tone = np.sin(2 * np.pi * 5 * np.arange(1000) / 100.0)
    >>> moved = correct_clock(tone, 100.0, offset=0.005, drift=0.0, samples=900)
    >>> bool(np.abs(moved - np.sin(2 * np.pi * 5 * (np.arange(900) / 100.0 + 0.005)))[8:].max() < 1e-3)
    True
    """
    if signal.ndim != 1 or signal.size < 16 or not np.isfinite(signal).all():
        raise ValueError("signal must be one channel of at least 16 finite samples")
    places = np.arange(samples or signal.size) * (1.0 + drift * 1e-6) + offset * rate
    whole = np.floor(places).astype(int)
    reach = np.arange(-7, 9)
    distance = (places - whole)[:, None] - reach
    weights = np.sinc(distance) * np.cos(np.pi * distance / 16.0) ** 2
    weights /= weights.sum(axis=1, keepdims=True)
    taken = signal[np.clip(whole[:, None] + reach, 0, signal.size - 1)]
    corrected: np.ndarray = np.sum(weights * taken, axis=1)
    if not hold:
        corrected[(places < 0) | (places > signal.size - 1)] = np.nan
    return corrected
