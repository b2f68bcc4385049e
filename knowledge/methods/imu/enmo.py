"""Physical activity by the Euclidean norm minus one."""

from __future__ import annotations

import numpy as np


def enmo(
    acceleration: np.ndarray, rate: float, seconds: float = 5.0, moderate: float = 100.0
) -> tuple[np.ndarray, float]:
    """Measure physical activity with a worn accelerometer: by how much the magnitude exceeds gravity, averaged over
    epochs, and how long that was at least moderate.

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        calibrated: 9.81 in magnitude at rest
    rate : float, in Hz
        its sampling rate
    seconds : float, in s
        length of an epoch
    moderate : float, in mg
        activity from which an epoch counts as moderate or vigorous; about 100 at the wrist of adults

    Returns
    -------
    activity : numpy.ndarray, shape (epochs,), in mg
        mean of max(magnitude - 1 g, 0) of each epoch; NaN samples are left out
    minutes : float, in min
        time in epochs of moderate activity or more

    Raises
    ------
    ValueError
        where the shape is not (samples, 3) or shorter than an epoch

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: energy expenditure, activity counts, MVPA, actigraphy, sedentary, GENEActiv.
    Plain NumPy.

    References
    ----------
    V. T. van Hees et al., "Separating Movement and Gravity Components in an Acceleration Signal and Implications for
    the Assessment of Human Daily Physical Activity", PLoS ONE 8(4), 2013. doi:10.1371/journal.pone.0061691. M.
    Hildebrand, V. T. van Hees, B. H. Hansen and U. Ekelund, "Age Group Comparability of Raw Accelerometer Output from
    Wrist- and Hip-Worn Monitors", Medicine & Science in Sports & Exercise 46(9), 2014.

    Examples
    --------
    >>> activity, minutes = enmo(np.tile([0.0, 0.0, 1.2 * 9.81], (3000, 1)), 50.0)
    >>> activity.round().tolist()[:2], minutes
    ([200.0, 200.0], 1.0)
    """
    acceleration = np.asarray(acceleration, float)
    length = round(seconds * rate)
    if acceleration.ndim != 2 or acceleration.shape[1] != 3 or not 0 < length <= len(acceleration):
        raise ValueError(
            f"acceleration has shape {acceleration.shape}; (samples, 3) with {length} samples or more is needed"
        )
    excess = np.clip(1000 * (np.linalg.norm(acceleration, axis=1) / 9.81 - 1), 0, None)
    epochs = excess[: len(excess) // length * length].reshape(-1, length)
    known = np.isfinite(epochs)
    counts = known.sum(axis=1)
    sums = np.where(known, epochs, 0).sum(axis=1)
    activity = np.divide(sums, counts, out=np.full(len(epochs), np.nan), where=counts > 0)
    return activity, float((activity >= moderate).sum() * seconds / 60)
