"""Cut the silence around a word."""

from __future__ import annotations

import numpy as np


def trim_silence(signal: np.ndarray, rate: float, below: float = 30.0, margin: float = 0.02) -> np.ndarray:
    """Cut a recording to the word within it: keep what lies between the first and last frame whose level is within some
    decibels of the loudest and above the background, which is taken from the quietest frames.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    below : float, in dB
        how far below the loudest frame a word may fade
    margin : float, in s
        what is kept on either side

    Returns
    -------
    signal : numpy.ndarray, shape (samples,)
        the word, at least one frame long

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or is shorter than 20 ms

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: endpoint detection, crop, leading and trailing silence.
    Plain NumPy.

    References
    ----------
    L. R. Rabiner and M. R. Sambur, "An Algorithm for Determining the Endpoints of Isolated Utterances", Bell System Technical
    Journal 54(2), 1975.

    Examples
    --------
    >>> word = np.concatenate([np.zeros(4000), np.sin(np.arange(3000)), np.zeros(4000)])
    >>> trim_silence(word, 8000.0).size
    3360
    """
    step = round(0.01 * rate)
    if signal.ndim != 1 or signal.size < 2 * step or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {2 * step} finite samples")
    blocks = signal[: signal.size // step * step].reshape(-1, step)
    levels = 10.0 * np.log10(np.mean(blocks**2, axis=1) + 1e-12)
    # Half way to the loudest at most: a recording without any silence is kept whole.
    background = min(np.quantile(levels, 0.05) + 6.0, (levels.max() + levels.min()) / 2)
    loud = np.flatnonzero(levels >= max(levels.max() - below, background))
    extra = round(margin * rate)
    return signal[max(0, int(loud[0]) * step - extra) : (int(loud[-1]) + 1) * step + extra]
