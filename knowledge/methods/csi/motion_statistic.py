"""How surely something moves, by the autocorrelation of CSI power from packet to packet."""

from __future__ import annotations

import numpy as np


def _lag_one(windows: np.ndarray) -> np.ndarray:
    """Sample autocorrelation at lag one along the last axis; 0 where nothing varies."""
    moving = windows - windows.mean(axis=-1, keepdims=True)
    energy = np.sum(moving**2, axis=-1)
    product = np.sum(moving[..., 1:] * moving[..., :-1], axis=-1)
    return np.asarray(np.where(energy > 0, product / np.maximum(energy, 1e-300), 0.0))


def motion_statistic(csi: np.ndarray, rate: float, window: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    """Detect motion without calibration to a room: thermal noise is independent from packet to packet, movement is not, so
    the autocorrelation of each subcarrier's power at one packet's lag, averaged over subcarriers, leaves zero (WiDetect).

    Parameters
    ----------
    csi : numpy.ndarray, shape (packets, subcarriers, links)
        complex channel matrices, or amplitudes; without gain steps
    rate : float, in Hz
        packets a second; the lag must be short against the movement: 30 Hz or more
    window : float, in s
        length of a decision, without overlap

    Returns
    -------
    statistic : numpy.ndarray, shape (windows,)
        about 0 in a still room, towards 1 with motion; 0.1 to 0.2 is a common threshold
    times : numpy.ndarray, shape (windows,), in s
        middles of the windows

    Raises
    ------
    ValueError
        where the recording holds no window of at least 10 packets or values are not finite

    Notes
    -----
    Time: O(packets x subcarriers x links). Memory: O(packets x subcarriers x links).
    Keywords: motion detection, presence, autocorrelation function, calibration-free.
    Plain NumPy.

    References
    ----------
    F. Zhang et al., "WiDetect: Robust Motion Detection with a Statistical Electromagnetic Model", Proc. ACM IMWUT 3(3),
    2019.

    Examples
    --------
    >>> noise = 5 + 0.1 * np.random.default_rng(0).standard_normal((400, 30, 3))
    >>> walking = noise + np.sin(np.arange(400) / 8)[:, None, None]
    >>> motion_statistic(noise, 100.0)[0].round(1).tolist(), motion_statistic(walking, 100.0)[0].round(1).tolist()
    ([-0.0, -0.0], [1.0, 1.0])
    """
    length = round(window * rate)
    if csi.ndim != 3 or length < 10 or len(csi) < length or not np.isfinite(csi).all():
        raise ValueError(f"csi of shape {csi.shape} holds no finite window of {length} packets (at least 10)")
    count = len(csi) // length
    power = np.abs(csi[: count * length].reshape(count, length, -1)) ** 2
    statistic = _lag_one(power.swapaxes(1, 2)).mean(axis=1)
    return statistic, (np.arange(count) + 0.5) * length / rate
