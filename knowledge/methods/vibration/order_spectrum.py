"""Order spectrum of a machine whose speed changes."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import CubicSpline, PchipInterpolator


def order_spectrum(
    signal: np.ndarray,
    rate: float,
    turns: np.ndarray,
    highest: float = 20.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Find what vibrates at multiples of a shaft's speed while the speed changes: resample from equal times to equal angles
    between the pulses of a tachometer (computed order tracking), then average the spectra of blocks of whole turns.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        vibration as sampled
    rate : float, in Hz
        its sampling rate
    turns : numpy.ndarray, shape (pulses,), in s
        times of a pulse a turn, counted from the first sample
    highest : float
        highest order; the shaft times this must stay below half the rate

    Returns
    -------
    spectrum : numpy.ndarray, shape (orders,)
        amplitude of each order, in the unit of the signal
    orders : numpy.ndarray, shape (orders,)
        multiples of the shaft's speed

    Raises
    ------
    ValueError
        where the signal is not finite, there are fewer than 17 increasing pulses in it, or the shaft turns too fast

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: computed order tracking, run-up, tacho, angular resampling, imbalance, gear mesh.

    References
    ----------
    K. R. Fyfe and E. D. S. Munck, "Analysis of computed order tracking", Mech. Syst. Signal Process. 11(2), 1997.
    doi:10.1006/mssp.1996.0056

    Examples
    --------
    >>> times = np.arange(20000) / 2000.0
    >>> angle = 5 * times + times**2
    >>> pulses = np.interp(np.arange(1, 149), angle, times)
    >>> spectrum, orders = order_spectrum(np.cos(2 * np.pi * 3 * angle), 2000.0, pulses)
    >>> float(orders[spectrum.argmax()])
    3.0
    """
    if signal.ndim != 1 or not np.isfinite(signal).all() or turns.size < 17 or np.any(np.diff(turns) <= 0):
        raise ValueError("signal must be finite, with at least 17 increasing pulses")
    if turns[0] < 0 or turns[-1] > (signal.size - 1) / rate:
        raise ValueError("pulses must lie within the signal")
    if highest / float(np.diff(turns).min()) >= rate / 2:
        raise ValueError(f"order {highest:g} passes half the rate")
    # Twice the Nyquist angle rate for the highest order, rounded to a power of two, in blocks of 16 whole turns.
    per_turn = 1 << int(np.ceil(np.log2(4.0 * highest)))
    count = (turns.size - 1) // 16 * 16
    angles = np.arange(count * per_turn) / per_turn
    moments = PchipInterpolator(np.arange(turns.size), turns)(angles)
    blocks = CubicSpline(np.arange(signal.size) / rate, signal)(moments).reshape(-1, 16 * per_turn)
    window = np.hanning(16 * per_turn + 1)[:-1]
    amplitudes = 2.0 * np.abs(np.fft.rfft((blocks - blocks.mean()) * window, axis=1)) / window.sum()
    orders = np.arange(amplitudes.shape[1]) / 16.0
    return np.sqrt(np.mean(amplitudes**2, axis=0))[orders <= highest], orders[orders <= highest]
