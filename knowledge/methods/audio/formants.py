"""Formants of a vowel from the poles of its linear prediction."""

from __future__ import annotations

import numpy as np
from scipy.linalg import solve_toeplitz


def formants(signal: np.ndarray, rate: float, order: int = 0, widest: float = 400.0) -> np.ndarray:
    """Find the resonances of the vocal tract in a voiced frame: roots of the linear prediction polynomial, whose angles are
    frequencies and whose distances from the unit circle are bandwidths; wide ones are no formants.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    order : int
        number of poles; 0 takes the rate in kHz plus 2
    widest : float, in Hz
        largest bandwidth of a formant

    Returns
    -------
    frequencies : numpy.ndarray, shape (formants,), in Hz
        increasing

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples, is constant, or too short for the order

    Notes
    -----
    Time: O(samples + order^3). Memory: O(samples).
    Keywords: vowel, resonance, vocal tract, F1, F2, LPC roots.

    References
    ----------
    R. C. Snell and F. Milinazzo, "Formant Location from LPC Analysis Data", IEEE Trans. Speech Audio Process. 1(2), 1993.
    doi:10.1109/89.222882

    Examples
    --------
    >>> rng = np.random.default_rng(seed=0)
    >>> times = np.arange(800) / 8000.0
    >>> ring = sum(np.exp(-150 * times) * np.sin(2 * np.pi * f * times) for f in (700.0, 1200.0))
    >>> bool(np.allclose(formants(ring + 1e-4 * rng.standard_normal(800), 8000.0)[:2], [700, 1200], atol=60))
    True
    """
    poles = order or round(rate / 1000) + 2
    if signal.ndim != 1 or signal.size <= 2 * poles or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of more than {2 * poles} finite samples")
    emphasised = np.diff(signal, prepend=signal[0] / 0.97) + 0.03 * np.concatenate(([0.0], signal[:-1]))
    framed = emphasised * np.hamming(signal.size)
    correlation = np.array([framed[: framed.size - lag] @ framed[lag:] for lag in range(poles + 1)])
    if correlation[0] <= 1e-20 * signal.size:
        raise ValueError("signal must not be constant")
    correlation[0] *= 1.0 + 1e-9
    roots = np.roots(np.concatenate(([1.0], -solve_toeplitz(correlation[:-1], correlation[1:]))))
    upper = roots[roots.imag > 0]
    frequencies = np.angle(upper) * rate / (2 * np.pi)
    bandwidths = -np.log(np.abs(upper)) * rate / np.pi
    found: np.ndarray = np.sort(frequencies[(frequencies > 90.0) & (bandwidths < widest)])
    return found
