"""CSI of the Intel 5300 in absolute units, by its reported strengths and gain."""

from __future__ import annotations

import numpy as np

REFERENCE_DB = 44.0  # the card reports received power 44 dB and the gain above its level in dBm


def compensate_gain(csi: np.ndarray, strengths: np.ndarray, gains: np.ndarray) -> np.ndarray:
    """Undo the automatic gain control of an Intel 5300: scale each packet so that its total power is the received power
    that the card reported, in milliwatts.

    Parameters
    ----------
    csi : numpy.ndarray, shape (packets, subcarriers, links)
        complex channel matrices in the card's own units
    strengths : numpy.ndarray, shape (packets, antennas), in dB
        RSSI of each receive antenna; 0 where the antenna is absent
    gains : numpy.ndarray, shape (packets,), in dB
        automatic gain of each packet

    Returns
    -------
    scaled : numpy.ndarray, shape (packets, subcarriers, links), in sqrt(mW)
        channel matrices whose mean power over the subcarriers, summed over the links, is the received power

    Raises
    ------
    ValueError
        where the lengths differ or a packet has no energy or no strength

    Notes
    -----
    Time: O(packets x subcarriers x links). Memory: O(packets x subcarriers x links).
    Keywords: AGC, RSSI, scaled CSI, CSI Tool.
    Plain NumPy.

    References
    ----------
    D. Halperin, W. Hu, A. Sheth and D. Wetherall, "Tool Release: Gathering 802.11n Traces with Channel State
    Information", ACM SIGCOMM CCR 41(1), 2011, and its get_scaled_csi.

    Examples
    --------
    >>> csi = np.full((1, 30, 1), 3.0 + 4.0j)
    >>> power = np.abs(compensate_gain(csi, np.array([[40.0]]), np.array([50.0]))) ** 2
    >>> round(float(10 * np.log10(power.mean())), 3)
    -54.0
    """
    if csi.ndim != 3 or strengths.ndim != 2 or not len(csi) == len(strengths) == len(gains):
        raise ValueError("csi, strengths and gains must have one entry a packet")
    power = np.sum(np.abs(csi) ** 2, axis=(1, 2)) / csi.shape[1]
    received = np.where(strengths != 0, 10 ** (strengths / 10), 0.0).sum(axis=1)
    if not (np.all(power > 0) and np.all(received > 0)):
        raise ValueError("csi or strengths has packets without energy")
    wanted = received * 10 ** (-(REFERENCE_DB + gains) / 10)
    return np.asarray(csi * np.sqrt(wanted / power)[:, None, None])
