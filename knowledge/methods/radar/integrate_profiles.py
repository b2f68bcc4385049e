"""One range profile out of many chirps."""

from __future__ import annotations

import numpy as np


def integrate_profiles(profiles: np.ndarray, coherent: int = 8) -> np.ndarray:
    """Lift weak echoes out of the noise: add a few successive chirps with their phases, as long as a target stands still
    within a fraction of the wavelength, and average the power of these sums, which small movements do not cancel.

    Parameters
    ----------
    profiles : numpy.ndarray, shape (chirps, ranges)
        complex range profiles
    coherent : int
        successive chirps that are added with their phases

    Returns
    -------
    spectrum : numpy.ndarray, shape (ranges,)
        magnitude by range

    Raises
    ------
    ValueError
        where profiles are not two-dimensional or there are fewer chirps than are added

    Notes
    -----
    Time: O(chirps x ranges). Memory: O(chirps x ranges).
    Keywords: pulse integration, non-coherent integration, signal-to-noise ratio.
    Plain NumPy.

    References
    ----------
    M. I. Skolnik, "Introduction to Radar Systems", 3rd edition, McGraw-Hill, 2001, on integration of radar pulses.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> noise = rng.standard_normal((64, 50)) + 1j * rng.standard_normal((64, 50))
    >>> noise[:, 30] += 1.0
    >>> int(integrate_profiles(noise).argmax())
    30
    """
    if profiles.ndim != 2 or not 0 < coherent <= len(profiles):
        raise ValueError(f"profiles of shape {profiles.shape} hold no {coherent} chirps to add")
    whole = len(profiles) // coherent * coherent
    sums = profiles[:whole].reshape(-1, coherent, profiles.shape[1]).mean(axis=1)
    return np.asarray(np.sqrt(np.mean(np.abs(sums) ** 2, axis=0)))
