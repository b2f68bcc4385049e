"""CSI phases without the line that timing and frequency offsets add."""

from __future__ import annotations

import numpy as np


def sanitize_phase(csi: np.ndarray) -> np.ndarray:
    """Free CSI phases from what differs from packet to packet for reasons of hardware: fit one line over the subcarriers,
    common to all links of a packet, and rotate it away (sampling time offset, carrier offset; SpotFi, Algorithm 1).
    Phase differences between links, and so angles of arrival, stay.

    Parameters
    ----------
    csi : numpy.ndarray, shape (packets, subcarriers, links)
        complex channel matrices, subcarriers equally spaced

    Returns
    -------
    sanitized : numpy.ndarray, shape (packets, subcarriers, links)
        the same magnitudes; the first link's phase has neither slope in common with the others nor offset

    Raises
    ------
    ValueError
        where csi is not complex and three-dimensional, or has fewer than two subcarriers

    Notes
    -----
    Time: O(packets x subcarriers x links). Memory: O(packets x subcarriers x links).
    Keywords: phase calibration, STO, CFO, packet detection delay, linear fit.
    Plain NumPy.

    References
    ----------
    M. Kotaru, K. Joshi, D. Bharadia and S. Katti, "SpotFi: Decimeter Level Localization Using WiFi", SIGCOMM 2015,
    Algorithm 1. doi:10.1145/2785956.2787487

    Examples
    --------
    >>> line = np.exp(1j * (0.4 * np.arange(30) + 1.0))[None, :, None]
    >>> bool(np.allclose(sanitize_phase(line), 1.0))
    True
    """
    if csi.ndim != 3 or not np.iscomplexobj(csi) or csi.shape[1] < 2:
        raise ValueError("csi must be complex, of shape (packets, subcarriers >= 2, links)")
    phases = np.unwrap(np.angle(csi), axis=1)
    places = np.arange(csi.shape[1]) - (csi.shape[1] - 1) / 2
    slopes = np.einsum("k,pkl->p", places, phases) / (csi.shape[2] * places @ places)
    offsets = phases[:, :, 0].mean(axis=1)
    lines = slopes[:, None] * places + offsets[:, None]
    return np.asarray(csi * np.exp(-1j * lines)[:, :, None])
