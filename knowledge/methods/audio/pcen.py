"""Per-channel energy normalisation of a spectrogram."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter


def pcen(
    energies: np.ndarray,
    hop: float = 0.010,
    time_constant: float = 0.4,
    gain: float = 0.98,
    bias: float = 2.0,
    power: float = 0.5,
) -> np.ndarray:
    """Make a mel or power spectrogram robust to loudness, distance and steady noise: divide every band by its own smoothed
    past and compress with a root (PCEN). It takes the logarithm's place for sounds in the open.

    Parameters
    ----------
    energies : numpy.ndarray, shape (frames, bands)
        energy of each band, not its logarithm, none negative
    hop : float, in s
        time from one frame to the next
    time_constant : float, in s
        how long the past is remembered
    gain : float
        strength of the normalisation, from 0 to 1
    bias : float
        offset before the root
    power : float
        exponent of the root

    Returns
    -------
    spectrum : numpy.ndarray, shape (frames, bands)
        normalised energies, near 0 where nothing changes

    Raises
    ------
    ValueError
        where the energies are not a matrix of finite numbers from 0 on

    Notes
    -----
    Time: O(frames bands). Memory: O(frames bands).
    Keywords: automatic gain control, far field, bird song, keyword spotting front end.

    References
    ----------
    Y. Wang, P. Getreuer, T. Hughes, R. F. Lyon and R. A. Saurous, "Trainable Frontend for Robust and Far-Field Keyword Spotting",
    ICASSP 2017. doi:10.1109/ICASSP.2017.7953242

    Examples
    --------
    >>> hum, loud_hum = pcen(np.ones((300, 4))), pcen(np.full((300, 4), 100.0))
    >>> round(float(loud_hum[-1, 0] / hum[-1, 0]), 2)
    1.09
    """
    if energies.ndim != 2 or not len(energies) or not np.isfinite(energies).all() or energies.min() < 0:
        raise ValueError("energies must be a matrix of finite numbers from 0 on")
    smoothing = 1.0 - np.exp(-hop / time_constant)
    # Started at its first frame: from zero the first second would be one loud onset.
    smooth, _ = lfilter([smoothing], [1.0, smoothing - 1.0], energies, axis=0, zi=(1.0 - smoothing) * energies[:1])
    normalised: np.ndarray = (energies / (1e-6 + smooth) ** gain + bias) ** power - bias**power
    return normalised
