"""Even samples from uneven timestamps."""

from __future__ import annotations

import numpy as np


def resample_irregular(
    signal: np.ndarray,
    times: np.ndarray,
    rate: float = 1.0,
    longest_gap: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Put readings with uneven timestamps onto an even grid: where readings are denser than the grid they are averaged over the
    step (which keeps noise from aliasing), elsewhere interpolated by a line; longer gaps stay NaN and are not invented.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        readings; NaN ones are left out
    times : numpy.ndarray, shape (samples,), in s
        when each was taken, in any order; of readings with one time the mean counts
    rate : float, in Hz
        of the grid
    longest_gap : float, in s
        longest gap that is bridged; 0 takes five times the median interval, and at least two steps

    Returns
    -------
    signal : numpy.ndarray, shape (grid,)
        even samples, NaN in gaps
    times : numpy.ndarray, shape (grid,), in s
        the grid, beginning at the first reading

    Raises
    ------
    ValueError
        where times and readings differ in number, fewer than two are usable, or the rate is not positive

    Notes
    -----
    Time: O(samples log samples + grid). Memory: O(samples + grid).
    Keywords: uneven sampling, jitter, timestamps, regular grid, missing data.
    Plain NumPy.

    References
    ----------
    A. Eckner, "A Framework for the Analysis of Unevenly Spaced Time Series Data", 2014.

    Examples
    --------
    >>> grid, times = resample_irregular(np.array([0.0, 1.0, 4.0, 5.0]), np.array([0.0, 1.0, 4.0, 5.0]), 1.0)
    >>> grid.tolist()
    [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    """
    if signal.ndim != 1 or signal.shape != times.shape or rate <= 0:
        raise ValueError("signal and times must be of one length and the rate positive")
    usable = np.isfinite(signal) & np.isfinite(times)
    moments, places = np.unique(times[usable], return_inverse=True)
    if moments.size < 2:
        raise ValueError("fewer than two usable readings")
    values = np.bincount(places, signal[usable]) / np.bincount(places)
    grid = moments[0] + np.arange(int((moments[-1] - moments[0]) * rate + 1e-9) + 1) / rate
    cells = np.clip(np.round((moments - moments[0]) * rate).astype(int), 0, grid.size - 1)
    counts = np.bincount(cells, minlength=grid.size)
    even = np.interp(grid, moments, values)
    dense = counts > 1
    even[dense] = (np.bincount(cells, values, minlength=grid.size)[dense]) / counts[dense]
    limit = longest_gap or max(5.0 * float(np.median(np.diff(moments))), 2.0 / rate)
    after = np.clip(np.searchsorted(moments, grid, side="left"), 1, moments.size - 1)
    inside = (moments[after] - moments[after - 1] > limit) & (grid > moments[after - 1]) & (grid < moments[after])
    even[inside & (counts == 0)] = np.nan
    return even, grid
