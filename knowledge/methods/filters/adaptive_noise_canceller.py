"""Cancel noise with a reference sensor by normalised LMS."""

from __future__ import annotations

import numpy as np


def adaptive_noise_canceller(
    signal: np.ndarray,
    reference: np.ndarray,
    taps: int = 32,
    step: float = 0.05,
) -> np.ndarray:
    """Remove noise that a second sensor hears alone (engine, mains, motion of a wearable): an adaptive filter of the reference
    learns what of it is in the signal, by normalised least mean squares, and that is subtracted.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    reference : numpy.ndarray, shape (samples,)
        the noise alone, sampled together with the signal
    taps : int
        length of the filter: the path from noise to signal in samples
    step : float
        speed of learning, from 0 to 2; small keeps more of the signal

    Returns
    -------
    signal : numpy.ndarray, shape (samples,)
        the signal without the noise; its beginning still holds some while the filter learns

    Raises
    ------
    ValueError
        where both are not one channel of finite samples of one length, or the step is out of range

    Notes
    -----
    Time: O(samples taps). Memory: O(samples).
    Keywords: NLMS, adaptive filter, motion artefact, active noise control, echo.
    Plain NumPy.

    References
    ----------
    B. Widrow et al., "Adaptive Noise Cancelling: Principles and Applications", Proc. IEEE 63(12), 1975.
    doi:10.1109/PROC.1975.10036

    Examples
    --------
    >>> rng = np.random.default_rng(seed=0)
    >>> noise, wanted = rng.standard_normal(8000), np.sin(np.arange(8000) / 20.0)
    >>> heard = wanted + np.convolve(noise, [0.8, -0.5, 0.3])[:8000]
    >>> bool(np.std(adaptive_noise_canceller(heard, noise)[4000:] - wanted[4000:]) < 0.25)
    True
    """
    if signal.ndim != 1 or signal.shape != reference.shape or not np.isfinite(signal + reference).all():
        raise ValueError("signal and reference must be one channel of finite samples of one length")
    if not 0 < step < 2:
        raise ValueError("step must lie between 0 and 2")
    history = np.lib.stride_tricks.sliding_window_view(np.concatenate([np.zeros(taps - 1), reference]), taps)
    power = np.sum(history**2, axis=1) + 1e-6 * taps * float(np.var(reference)) + 1e-12
    weights = np.zeros(taps)
    clean = np.empty(signal.size)
    for index, past in enumerate(history):
        clean[index] = signal[index] - weights @ past
        weights += step * clean[index] / power[index] * past
    return clean
