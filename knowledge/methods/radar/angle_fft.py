"""Angle of arrival by a Fourier transform over the antennas."""

from __future__ import annotations

import numpy as np


def angle_fft(snapshots: np.ndarray, spacing: float = 0.5, bins: int = 256) -> tuple[np.ndarray, np.ndarray]:
    """Show from which directions a target's reflection comes: a zero-padded Fourier transform across a row of evenly spaced
    antennas, averaged over snapshots in power (Bartlett beamformer).

    Parameters
    ----------
    snapshots : numpy.ndarray, shape (snapshots, antennas)
        complex values of one range-Doppler cell at every antenna
    spacing : float, in wavelengths
        distance of neighbouring antennas
    bins : int
        length of the padded transform

    Returns
    -------
    spectrum : numpy.ndarray, shape (angles,)
        mean power by direction
    angles : numpy.ndarray, shape (angles,), in degrees
        rising, 0 straight ahead, above zero where the phase rises over the antennas

    Raises
    ------
    ValueError
        where snapshots are not complex and two-dimensional, or have one antenna

    Notes
    -----
    Time: O(snapshots x bins x log bins). Memory: O(snapshots x bins).
    Keywords: beamforming, direction of arrival, azimuth, virtual array, MIMO.
    Plain NumPy.

    References
    ----------
    H. L. Van Trees, "Optimum Array Processing", Wiley, 2002, chapter 2. doi:10.1002/0471221104

    Examples
    --------
    >>> row = np.exp(1j * np.pi * np.sin(np.radians(30)) * np.arange(8))[None, :]
    >>> spectrum, angles = angle_fft(row)
    >>> round(float(angles[spectrum.argmax()]))
    30
    """
    if snapshots.ndim != 2 or not np.iscomplexobj(snapshots) or snapshots.shape[1] < 2:
        raise ValueError("snapshots must be complex, of shape (snapshots, antennas >= 2)")
    beams = np.fft.fftshift(np.fft.fft(snapshots, bins, axis=1), axes=1) / snapshots.shape[1]
    sines = np.fft.fftshift(np.fft.fftfreq(bins)) / spacing
    visible = np.abs(sines) <= 1
    return np.mean(np.abs(beams[:, visible]) ** 2, axis=0), np.degrees(np.arcsin(sines[visible]))
