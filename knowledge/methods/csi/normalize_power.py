"""CSI scaled to the same power in every packet."""

from __future__ import annotations

import numpy as np


def normalize_power(csi: np.ndarray) -> np.ndarray:
    """Take away the gain steps of a receiver that tells no gain: scale every packet so that its mean power over all
    subcarriers and links is one. Shapes over frequency and antennas stay; fading common to all of them goes.

    Parameters
    ----------
    csi : numpy.ndarray, shape (packets, subcarriers, links)
        complex channel matrices, or amplitudes

    Returns
    -------
    normalized : numpy.ndarray, shape (packets, subcarriers, links)
        the same phases, mean power 1 in each packet; packets without energy are left out

    Raises
    ------
    ValueError
        where csi is not three-dimensional or no packet has energy

    Notes
    -----
    Time: O(packets x subcarriers x links). Memory: O(packets x subcarriers x links).
    Keywords: automatic gain control, AGC, amplitude normalisation.
    Plain NumPy.

    References
    ----------
    Z. Wang et al., "A Survey on CSI-based Human Behavior Recognition in Through-the-Wall Scenario", IEEE Access 7, 2019.

    Examples
    --------
    >>> csi = np.array([1.0, 5.0])[:, None, None] * np.array([1.0, 2.0])[None, :, None]
    >>> normalize_power(csi)[:, 1, 0].round(3).tolist()
    [1.265, 1.265]
    """
    if csi.ndim != 3:
        raise ValueError(f"csi must have the shape (packets, subcarriers, links), not {csi.shape}")
    power = np.mean(np.abs(csi) ** 2, axis=(1, 2))
    heard = np.isfinite(power) & (power > 0)
    if not heard.any():
        raise ValueError("csi has no packet with energy")
    return np.asarray(csi[heard] / np.sqrt(power[heard])[:, None, None])
