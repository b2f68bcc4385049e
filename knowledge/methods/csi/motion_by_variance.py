"""When something moves between two radios, by the moving variance of CSI amplitudes."""

from __future__ import annotations

import numpy as np


def _moving_deviation(channels: np.ndarray, length: int) -> np.ndarray:
    """Standard deviation over the ``length`` packets around each packet, shape of the input."""
    padded = np.pad(channels, ((length // 2, length - 1 - length // 2), (0, 0)), mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, length, axis=0)
    return np.asarray(windows.std(axis=-1))


def motion_by_variance(
    amplitudes: np.ndarray, rate: float, window: float = 1.0, times_quiet: float = 2.5, quiet: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Tell when somebody moves: the relative deviation of the amplitudes in a sliding window, its median over subcarriers
    and links, against that of the quietest tenth of the recording or of a known quiet level.

    Parameters
    ----------
    amplitudes : numpy.ndarray, shape (packets, subcarriers, links)
        magnitudes, cleaned of outliers and gain steps
    rate : float, in Hz
        packets a second
    window : float, in s
        length of the sliding window
    times_quiet : float
        how many times the quiet level means motion
    quiet : float
        level of an empty room; 0 takes the tenth percentile of this recording

    Returns
    -------
    motion : numpy.ndarray, shape (packets,)
        whether something moves around each packet
    level : numpy.ndarray, shape (packets,)
        relative deviation that was compared

    Raises
    ------
    ValueError
        where the recording is shorter than a window, the window holds fewer than 4 packets or values are not finite

    Notes
    -----
    Time: O(packets x channels x window). Memory: O(packets x channels x window), channels = subcarriers x links.
    Keywords: presence, intrusion, occupancy, moving variance, device-free.
    Plain NumPy.

    References
    ----------
    J. Xiao, K. Wu, Y. Yi, L. Wang and L. M. Ni, "FIMD: Fine-grained Device-free Motion Detection", ICPADS 2012.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> amplitudes = 10 + 0.1 * rng.standard_normal((600, 30, 1))
    >>> amplitudes[300:] += np.sin(np.arange(300) / 5)[:, None, None]
    >>> motion, _ = motion_by_variance(amplitudes, 50.0)
    >>> int(motion[:250].sum()), int(motion[350:].sum())
    (0, 250)
    """
    length = round(window * rate)
    if amplitudes.ndim != 3 or length < 4 or len(amplitudes) < length:
        raise ValueError(f"amplitudes of shape {amplitudes.shape} hold no window of {length} packets (at least 4)")
    channels = amplitudes.reshape(len(amplitudes), -1)
    means = channels.mean(axis=0)
    if not np.isfinite(means).all() or not means.any():
        raise ValueError("amplitudes must be finite and not all zero")
    relative = channels[:, means > 0] / means[means > 0]
    level = np.median(_moving_deviation(relative, length), axis=1)
    floor = quiet or float(np.percentile(level, 10))
    return level > times_quiet * floor, level
