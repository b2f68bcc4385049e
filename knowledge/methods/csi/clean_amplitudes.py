"""CSI amplitudes without outliers, by a Hampel filter along time."""

from __future__ import annotations

import numpy as np

GAUSSIAN_MAD = 1.4826  # standard deviation of a Gaussian over its median absolute deviation


def clean_amplitudes(csi: np.ndarray, half_width: int = 5, deviations: float = 3.0) -> np.ndarray:
    """Remove the impulses that bursts of interference and gain steps leave in CSI amplitudes: along the time of each
    subcarrier and link, a value far from the median of its neighbours gives way to that median (Hampel filter).

    Parameters
    ----------
    csi : numpy.ndarray, shape (packets, subcarriers, links)
        complex channel matrices, or amplitudes
    half_width : int
        packets on each side of a value that form its neighbourhood
    deviations : float
        how many standard deviations, estimated from the median absolute deviation, a value may lie off

    Returns
    -------
    amplitudes : numpy.ndarray, shape (packets, subcarriers, links)
        magnitudes with the outliers replaced

    Raises
    ------
    ValueError
        where csi is not three-dimensional, is empty or holds values that are not finite

    Notes
    -----
    Time: O(packets x subcarriers x links x half_width). Memory: O(packets x subcarriers x links x half_width).
    Keywords: outlier removal, despiking, channel state information, WiFi sensing.
    Plain NumPy.

    References
    ----------
    F. R. Hampel, "The Influence Curve and Its Role in Robust Estimation", J. Am. Stat. Assoc. 69(346), 1974.
    doi:10.1080/01621459.1974.10482962

    Examples
    --------
    >>> csi = np.ones((20, 1, 1)) + 0.01 * np.arange(20)[:, None, None]
    >>> csi[7] = 9.0
    >>> bool(clean_amplitudes(csi).max() < 1.2)
    True
    """
    if csi.ndim != 3 or not csi.size or not np.isfinite(csi).all():
        raise ValueError("csi must be finite, of shape (packets, subcarriers, links)")
    amplitudes = np.abs(csi)
    padded = np.pad(amplitudes, ((half_width, half_width), (0, 0), (0, 0)), mode="edge")
    neighbours = np.lib.stride_tricks.sliding_window_view(padded, 2 * half_width + 1, axis=0)
    middle = np.median(neighbours, axis=-1)
    spread = GAUSSIAN_MAD * np.median(np.abs(neighbours - middle[..., None]), axis=-1)
    return np.where(np.abs(amplitudes - middle) > deviations * spread, middle, amplitudes)
