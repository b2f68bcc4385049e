"""The CSI ratio of two receive antennas."""

from __future__ import annotations

import numpy as np

FLOOR = 0.05  # of the mean amplitude of the denominator: below it a quotient is noise


def antenna_ratio(csi: np.ndarray, numerator: int = 0, denominator: int = 1) -> np.ndarray:
    """Cancel the random phase and the gain that two antennas of one receiver share: divide the CSI of one by that of the
    other. A small movement of the body then draws an arc in the complex plane (FarSense).

    Parameters
    ----------
    csi : numpy.ndarray, shape (packets, subcarriers, links)
        complex channel matrices, two links or more that share an oscillator
    numerator : int
        link whose changes are to be seen
    denominator : int
        link that it is divided by

    Returns
    -------
    ratio : numpy.ndarray, shape (packets, subcarriers)
        complex quotients; where the denominator fades it is held at 5 % of its mean amplitude

    Raises
    ------
    ValueError
        where csi is not three-dimensional, a link does not exist or the denominator is zero throughout

    Notes
    -----
    Time: O(packets x subcarriers). Memory: O(packets x subcarriers).
    Keywords: CSI quotient, respiration, phase noise removal, WiFi sensing.
    Plain NumPy.

    References
    ----------
    Y. Zeng et al., "FarSense: Pushing the Range Limit of WiFi-based Respiration Sensing with CSI Ratio of Two Antennas",
    Proc. ACM IMWUT 3(3), 2019.

    Examples
    --------
    >>> noise = np.exp(1j * np.array([0.3, 2.0, -1.0]))[:, None, None]
    >>> antenna_ratio(noise * np.array([2.0, 1.0])).round(6).real.ravel().tolist()
    [2.0, 2.0, 2.0]
    """
    if csi.ndim != 3 or max(numerator, denominator) >= csi.shape[2]:
        raise ValueError(f"csi of shape {csi.shape} has no links {numerator} and {denominator}")
    below = csi[:, :, denominator]
    strength = np.abs(below)
    floor = FLOOR * strength.mean()
    if not floor > 0:
        raise ValueError("csi is zero or not finite on the denominator's link")
    return np.asarray(csi[:, :, numerator] * np.conj(below) / np.maximum(strength, floor) ** 2)
