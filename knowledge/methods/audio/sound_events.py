"""Sound events by level above the background with hysteresis."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import percentile_filter


def _merged(spans: list[tuple[int, int]], gap: int) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _hysteresis(excess: np.ndarray, on: float, off: float) -> list[tuple[int, int]]:
    """Stretches above `off` that reach `on` somewhere."""
    edges = np.diff(np.concatenate(([0], (excess > off).astype(int), [0])))
    spans = zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True)
    return [(int(start), int(end)) for start, end in spans if excess[start:end].max() >= on]


def sound_events(
    signal: np.ndarray,
    rate: float,
    on: float = 9.0,
    off: float = 4.0,
    shortest: float = 0.06,
    gap: float = 0.15,
    background: float = 10.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Find sound events over a changing background: the level in decibels above a running low percentile has to pass one
    threshold to begin and fall below a lower one to end (hysteresis); short gaps are closed and clicks left out.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    on : float, in dB
        level above the background that an event reaches
    off : float, in dB
        level above the background at which it begins and ends
    shortest : float, in s
        shorter events are left out
    gap : float, in s
        shorter breaks do not part an event
    background : float, in s
        over which time the background is followed; longer than any event

    Returns
    -------
    starts : numpy.ndarray, shape (events,), in s
        when each event begins
    ends : numpy.ndarray, shape (events,), in s
        when it ends

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples, is shorter than 40 ms, or off is above on

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: acoustic event detection, bark, alarm, shot, snore, cough.

    References
    ----------
    A. Mesaros, T. Heittola, T. Virtanen and M. D. Plumbley, "Sound Event Detection: A Tutorial", IEEE Signal Process. Mag.
    38(5), 2021. doi:10.1109/MSP.2021.3090678

    Examples
    --------
    >>> sound = 0.01 * np.random.default_rng(seed=0).standard_normal(32000)
    >>> sound[16000:20000] *= 20
    >>> [moments.round(1).tolist() for moments in sound_events(sound, 8000.0)]
    [[2.0], [2.5]]
    """
    step = round(0.02 * rate)
    if signal.ndim != 1 or signal.size < 2 * step or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {2 * step} finite samples")
    if off > on:
        raise ValueError("off must not be above on")
    blocks = signal[: signal.size // step * step].reshape(-1, step)
    levels = 10.0 * np.log10(np.var(blocks, axis=1) + 1e-12)
    width = min(levels.size, round(background * rate / step))
    excess = levels - percentile_filter(levels, 20, size=width, mode="reflect")
    spans = _merged(_hysteresis(excess, on, off), round(gap * rate / step))
    kept = [span for span in spans if (span[1] - span[0]) * step / rate >= shortest]
    starts, ends = np.array(kept, dtype=float).reshape(-1, 2).T * step / rate
    return starts, ends
