"""CSI at even times from packets that came irregularly."""

from __future__ import annotations

import numpy as np


def resample_packets(csi: np.ndarray, times: np.ndarray, rate: float = 0.0) -> tuple[np.ndarray, float]:
    """Bring packets that were lost, delayed or reported twice to an even clock, so that filters and Fourier transforms hold:
    magnitude and unwrapped phase of each subcarrier and link are interpolated linearly.

    Parameters
    ----------
    csi : numpy.ndarray, shape (packets, subcarriers, links)
        complex channel matrices whose phases are continuous in time (a ratio or product of antennas), or amplitudes
    times : numpy.ndarray, shape (packets,), in s
        when each packet came; of packets at the same time or out of order the first is kept
    rate : float, in Hz
        wanted packets a second; 0 takes the inverse of the median interval

    Returns
    -------
    even : numpy.ndarray, shape (samples, subcarriers, links)
        the channel from the first to the last packet
    even_rate : float, in Hz
        its sampling rate

    Raises
    ------
    ValueError
        where the lengths differ or fewer than two packets have increasing times

    Notes
    -----
    Time: O(packets x subcarriers x links). Memory: O(samples x subcarriers x links).
    Keywords: interpolation, packet loss, jitter, uniform sampling.
    Plain NumPy.

    References
    ----------
    J. Liu et al., "Tracking Vital Signs During Sleep Leveraging Off-the-shelf WiFi", MobiHoc 2015, data calibration.

    Examples
    --------
    >>> even, rate = resample_packets(np.array([1.0, 2.0, 4.0])[:, None, None], np.array([0.0, 1.0, 3.0]), 1.0)
    >>> even.ravel().tolist(), rate
    ([1.0, 2.0, 3.0, 4.0], 1.0)
    """
    if len(csi) != len(times) or not np.isfinite(times).all():
        raise ValueError(f"{len(csi)} packets need as many finite times, not {len(times)}")
    kept = np.concatenate([[True], times[1:] > np.maximum.accumulate(times)[:-1]])
    times, channels = times[kept], csi[kept].reshape(int(kept.sum()), -1)
    if len(times) < 2:
        raise ValueError("csi needs two packets at increasing times")
    even_rate = rate or 1 / float(np.median(np.diff(times)))
    grid = np.arange(times[0], times[-1] + 1e-9, 1 / even_rate)
    even = _interpolated(grid, times, np.abs(channels))
    if np.iscomplexobj(csi):
        even = even * np.exp(1j * _interpolated(grid, times, np.unwrap(np.angle(channels), axis=0)))
    return even.reshape(len(grid), *csi.shape[1:]), even_rate


def _interpolated(grid: np.ndarray, times: np.ndarray, channels: np.ndarray) -> np.ndarray:
    """Every column at the times of the grid."""
    return np.stack([np.interp(grid, times, column) for column in channels.T], axis=1)
