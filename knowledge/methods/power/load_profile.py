"""Base load, peak demand and load factor of a site."""

from __future__ import annotations

import numpy as np


def load_profile(power: np.ndarray, rate: float, interval: float = 900.0) -> tuple[float, float, float, float]:
    """Sum up how a site uses electricity: energy, base load that is never switched off, peak demand over the tariff's interval
    and load factor; lost readings are left out and scaled for.

    Parameters
    ----------
    power : numpy.ndarray, shape (samples,), in W
        total power, NaN where a reading is missing
    rate : float, in Hz
        readings a second
    interval : float, in s
        over which the supplier averages the peak

    Returns
    -------
    energy : float, in kWh
        of the whole time, missing readings taken as the mean
    base_load : float, in W
        5th percentile of the interval means
    peak_demand : float, in W
        highest mean of an interval, of which at least half was read
    load_factor : float
        mean over peak demand

    Raises
    ------
    ValueError
        where the power is not one channel or holds no interval that is at least half read

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: standby, demand charge, quarter hour, energy report, kilowatt hours.
    Plain NumPy.

    References
    ----------
    T. A. Short, "Electric Power Distribution Handbook", 2nd ed., CRC Press, 2014, section on load characteristics.

    Examples
    --------
    >>> power = np.concatenate([np.full(1800, 200.0), np.full(900, 1100.0), np.full(900, 500.0)])
    >>> [round(value, 2) for value in load_profile(power, 1.0)]
    [0.5, 200.0, 1100.0, 0.45]
    """
    length = max(1, round(interval * rate))
    if power.ndim != 1 or power.size < length:
        raise ValueError(f"power must be one channel of at least {length} readings")
    blocks = power[: power.size // length * length].reshape(-1, length)
    known = np.isfinite(blocks)
    read = known.sum(axis=1) >= length / 2
    if not read.any():
        raise ValueError("no interval is at least half read")
    means = np.where(known, blocks, 0.0).sum(axis=1)[read] / known.sum(axis=1)[read]
    mean = float(np.nanmean(power))
    base, peak = float(np.quantile(means, 0.05)), float(means.max())
    return mean * power.size / rate / 3.6e6, base, peak, mean / peak if peak else 0.0
