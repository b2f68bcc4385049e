"""The width of each QRS complex."""

from __future__ import annotations

import numpy as np

REACH_S = 0.16
QUIET_S = 0.02


def qrs_width(signal: np.ndarray, rate: float, peaks: np.ndarray, share: float = 0.08) -> tuple[np.ndarray, float]:
    """Measure how wide each QRS complex is: from the R-peak outwards to where the slope stays below a share of the
    complex's steepest slope for 20 ms. Complexes of more than 120 ms point to a block or a ventricular beat.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in mV
        one lead, without baseline wander
    rate : float, in Hz
        its sampling rate, at least 100 Hz
    peaks : numpy.ndarray, shape (peaks,), in samples
        sample numbers of the R-peaks
    share : float
        share of the steepest slope below which the complex has ended

    Returns
    -------
    widths : numpy.ndarray, shape (peaks,), in s
        width of each complex; NaN where it runs over the recording's ends
    median_width : float
        their median, in s; NaN where there is none

    Raises
    ------
    ValueError
        where the rate is below 100 Hz or the share is not between 0 and 1

    Notes
    -----
    Plain NumPy. Time: O(peaks · rate). Memory: O(samples).
    Keywords: QRS duration, wide complex, bundle branch block, delineation, onset, offset.

    References
    ----------
    P. Laguna, R. Jané and P. Caminal, "Automatic Detection of Wave Boundaries in Multilead ECG Signals: Validation with the
    CSE Database", Computers and Biomedical Research 27(1), 1994. doi:10.1006/cbmr.1994.1006

    Examples
    --------
    >>> signal = np.zeros(1000)
    >>> signal[480:521] = np.r_[np.linspace(0, 1, 21), np.linspace(1, 0, 21)[1:]]
    >>> widths, _ = qrs_width(signal, 500.0, np.array([500]))
    >>> abs(float(widths[0]) - 0.08) <= 0.02
    True
    """
    if rate < 100 or not 0 < share < 1:
        raise ValueError("rate, share: at least 100 Hz and a share between 0 and 1 are needed")
    slope = np.abs(np.gradient(_smoothed(np.asarray(signal, np.float64), max(1, round(0.008 * rate)))))
    reach, quiet = round(REACH_S * rate), max(1, round(QUIET_S * rate))
    widths = np.full(len(peaks), np.nan)
    for number, peak in enumerate(np.asarray(peaks).tolist()):
        piece = slope[max(0, peak - reach) : peak + reach + 1]
        if len(piece) == 2 * reach + 1 and piece.max() > 0:
            steep = piece > share * piece[reach // 2 : -reach // 2].max()
            widths[number] = (_end(steep[reach:], quiet) + _end(steep[reach::-1], quiet)) / rate
    return widths, float(np.nanmedian(widths)) if np.isfinite(widths).any() else float("nan")


def _smoothed(signal: np.ndarray, width: int) -> np.ndarray:
    padded = np.pad(signal, (width // 2, width - 1 - width // 2), mode="edge")
    return np.convolve(padded, np.ones(width) / width, mode="valid")


def _end(steep: np.ndarray, quiet: int) -> int:
    """Samples until the slope has come to rest; the top of the R-wave itself has no slope."""
    last = int(np.argmax(steep)) if steep.any() else 0
    for place in np.flatnonzero(steep).tolist():
        if place - last > quiet:
            break
        last = place
    return last
