"""Range-Doppler map of one FMCW frame."""

from __future__ import annotations

import numpy as np


def range_doppler_map(
    profiles: np.ndarray, interval: float = 1e-4, wavelength: float = 3.9e-3
) -> tuple[np.ndarray, np.ndarray]:
    """Separate targets at the same distance by their speed: a tapered Fourier transform over the chirps of a frame, bin by
    bin of range, with the chirps' mean (what stands still) left in.

    Parameters
    ----------
    profiles : numpy.ndarray, shape (chirps, ranges)
        complex range profiles of one frame
    interval : float, in s
        time from chirp to chirp
    wavelength : float, in m
        of the carrier: 3.9 mm at 77 GHz, 12.4 mm at 24 GHz

    Returns
    -------
    power : numpy.ndarray, shape (ranges, speeds)
        squared magnitudes
    speeds : numpy.ndarray, shape (speeds,), in m/s
        radial speed of each column, rising, above zero for targets that go away

    Raises
    ------
    ValueError
        where profiles are not complex and two-dimensional or hold fewer than 4 chirps

    Notes
    -----
    Time: O(chirps x ranges x log chirps). Memory: O(chirps x ranges).
    Keywords: velocity, slow time, two-dimensional FFT, moving target.
    Plain NumPy.

    References
    ----------
    M. A. Richards, J. A. Scheer and W. A. Holm, "Principles of Modern Radar: Basic Principles", SciTech, 2010,
    on pulse-Doppler processing.

    Examples
    --------
    >>> turn = np.exp(2j * np.pi * 2 * 1.5 / 3.9e-3 * np.arange(128) * 1e-4)  # away at 1.5 m/s
    >>> power, speeds = range_doppler_map(turn[:, None] * np.eye(4)[2])
    >>> row, column = np.unravel_index(power.argmax(), power.shape)
    >>> int(row), round(float(speeds[column]), 1)
    (2, 1.5)
    """
    if profiles.ndim != 2 or not np.iscomplexobj(profiles) or len(profiles) < 4:
        raise ValueError("profiles must be complex, of shape (chirps >= 4, ranges)")
    taper = np.hanning(len(profiles))
    turning = np.fft.fftshift(np.fft.fft(profiles * (taper / taper.sum())[:, None], axis=0), axes=0)
    speeds = np.fft.fftshift(np.fft.fftfreq(len(profiles), interval)) * wavelength / 2
    return np.abs(turning.T) ** 2, speeds
