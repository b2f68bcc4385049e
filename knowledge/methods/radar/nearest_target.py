"""The nearest real obstacle among the echoes of a radar."""

from __future__ import annotations

import numpy as np


def nearest_target(
    places: np.ndarray,
    spectrum: np.ndarray,
    peaks: np.ndarray,
    blind: float = 0.3,
    below: float = 25.0,
    reach: float = 1e3,
) -> float:
    """Tell the distance of the nearest obstacle: leave out the leakage of the transmitter in the blind zone and echoes far
    weaker than the strongest once both are brought to equal distance (power falls with the fourth power of distance).

    Parameters
    ----------
    places : numpy.ndarray, shape (peaks,), in m
        distances of the echoes
    spectrum : numpy.ndarray, shape (ranges,)
        magnitudes of the range profile
    peaks : numpy.ndarray, shape (peaks,), in samples
        bins of the echoes
    blind : float, in m
        reach of the leakage
    below : float, in dB
        how much smaller than the largest an obstacle's cross-section may be
    reach : float, in m
        echoes beyond are left out: leakage wraps around to the last bins of complex samples

    Returns
    -------
    distance : float, in m
        of the nearest obstacle; NaN where there is none

    Raises
    ------
    ValueError
        where places and peaks differ in number

    Notes
    -----
    Time: O(peaks). Memory: O(peaks).
    Keywords: obstacle, parking aid, level gauge, radar cross-section, sidelobes.
    Plain NumPy.

    References
    ----------
    M. I. Skolnik, "Introduction to Radar Systems", 3rd edition, McGraw-Hill, 2001, chapter 1 on the radar equation.

    Examples
    --------
    >>> spectrum = np.array([0.0, 90.0, 0.0, 0.4, 0.0, 9.0, 0.0, 8.0])
    >>> nearest_target(np.array([0.1, 1.5, 2.5, 3.5]), spectrum, np.array([1, 3, 5, 7]))
    2.5
    """
    if len(places) != len(peaks):
        raise ValueError(f"{len(places)} places need as many peaks, not {len(peaks)}")
    seen = (places > blind) & (places < reach)
    if not seen.any():
        return float("nan")
    section = 20 * np.log10(np.maximum(spectrum[peaks[seen]], 1e-300)) + 40 * np.log10(places[seen])
    return float(places[seen][section >= section.max() - below].min())
