"""The subcarriers that see a movement best."""

from __future__ import annotations

import numpy as np


def select_subcarriers(csi: np.ndarray, count: int = 10, smooth: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Keep the subcarriers that are sensitive to movement: those whose smoothed amplitude varies most against the noise that
    is left between packets. Dead subcarriers are never chosen.

    Parameters
    ----------
    csi : numpy.ndarray, shape (packets, subcarriers, links)
        complex channel matrices, or amplitudes
    count : int
        how many subcarriers to keep
    smooth : int, in packets
        length of the moving average that tells movement from noise

    Returns
    -------
    chosen : numpy.ndarray, shape (packets, count, links)
        the channel on these subcarriers, in order of frequency
    subcarriers : numpy.ndarray, shape (count,)
        their indices, increasing

    Raises
    ------
    ValueError
        where there are fewer live subcarriers than count or fewer packets than three times smooth

    Notes
    -----
    Time: O(packets x subcarriers x links). Memory: O(packets x subcarriers x links).
    Keywords: variance, sensitivity, feature selection, OFDM.
    Plain NumPy.

    References
    ----------
    J. Liu et al., "Tracking Vital Signs During Sleep Leveraging Off-the-shelf WiFi", MobiHoc 2015, subcarrier selection.

    Examples
    --------
    >>> csi = 5 + 0.1 * np.random.default_rng(0).standard_normal((200, 6, 1))
    >>> csi[:, 4, 0] += np.sin(np.arange(200) / 10)
    >>> select_subcarriers(csi, count=1)[1].tolist()
    [4]
    """
    if csi.ndim != 3 or len(csi) < 3 * smooth or not np.isfinite(csi).all():
        raise ValueError(f"csi of shape {csi.shape} is no finite recording of {3 * smooth} packets or more")
    amplitudes = np.abs(csi)
    sums = np.cumsum(np.concatenate([np.zeros((1, *csi.shape[1:])), amplitudes]), axis=0)
    slow = (sums[smooth:] - sums[:-smooth]) / smooth
    movement = slow.var(axis=0).sum(axis=1)
    noise = np.diff(amplitudes, axis=0).var(axis=0).sum(axis=1) / 2
    alive = amplitudes.mean(axis=(0, 2)) > 0
    if alive.sum() < count:
        raise ValueError(f"csi has {alive.sum()} live subcarriers, {count} are wanted")
    scores = np.where(alive, movement / np.maximum(noise, 1e-12 * amplitudes.mean() ** 2), -1.0)
    subcarriers = np.sort(np.argsort(scores)[-count:])
    return csi[:, subcarriers], subcarriers
