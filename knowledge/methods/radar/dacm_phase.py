"""Phase of a vibrating target beyond one turn (extended DACM)."""

from __future__ import annotations

import numpy as np


def _centre(samples: np.ndarray) -> complex:
    """Centre of the circle nearest to the samples, by linear least squares (Kasa): where no target moves."""
    plane = np.column_stack([samples.real, samples.imag, np.ones(len(samples))])
    solution = np.linalg.lstsq(plane, np.abs(samples) ** 2, rcond=None)[0]
    return complex(solution[0] / 2, solution[1] / 2)


def dacm_phase(samples: np.ndarray, offset: bool = True) -> np.ndarray:
    """Demodulate the phase of a moving target without the jumps of an arctangent: remove the static reflection, then add up
    the cross product of successive samples over their power (extended differentiate and cross-multiply, DACM).

    Parameters
    ----------
    samples : numpy.ndarray, shape (samples,)
        complex slow-time signal; the phase must turn by well under a quarter turn from sample to sample
    offset : bool
        remove the centre of the circle that the samples lie on; leave out where the arc is a small part of it

    Returns
    -------
    phase : numpy.ndarray, shape (samples,), in rad
        starts at zero; displacement of the target = phase x wavelength / (4 pi)

    Raises
    ------
    ValueError
        where samples are not complex, fewer than 3 or not finite

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: phase unwrapping, displacement, arctangent demodulation, vital signs, vibration.
    Plain NumPy.

    References
    ----------
    J. Wang et al., "Noncontact Distance and Amplitude-Independent Vibration Measurement Based on an Extended DACM
    Algorithm", IEEE Trans. Instrum. Meas. 63(1), 2014.

    Examples
    --------
    >>> truth = 5 * np.sin(np.arange(2000) / 200)
    >>> bool(np.abs(dacm_phase(3 + np.exp(1j * truth)) - truth).max() < 0.01)
    True
    """
    if samples.ndim != 1 or len(samples) < 3 or not np.iscomplexobj(samples) or not np.isfinite(samples).all():
        raise ValueError("samples must be at least 3 finite complex values")
    moving = samples - _centre(samples) if offset else samples
    before, after = moving[:-1], moving[1:]
    power = np.maximum(np.abs(before) * np.abs(after), 1e-12 * np.mean(np.abs(moving) ** 2) + 1e-300)
    steps = (after * np.conj(before)).imag / power
    return np.concatenate([[0.0], np.cumsum(steps)])
