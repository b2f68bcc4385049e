"""Energy and power from a meter's pulses."""

from __future__ import annotations

import numpy as np


def pulse_energy(
    times: np.ndarray,
    pulses_per_kwh: float = 1000.0,
    bounce: float = 0.05,
    interval: float = 900.0,
) -> tuple[float, np.ndarray, np.ndarray]:
    """Read an electricity meter by its blinking light or S0 output: bounces are left out, the time between pulses gives the
    power, and energy is summed by interval with the part of a pulse that crosses a boundary given to both sides.

    Parameters
    ----------
    times : numpy.ndarray, shape (pulses,), in s
        when each pulse was seen, increasing
    pulses_per_kwh : float
        as printed on the meter
    bounce : float, in s
        a pulse sooner after the last one is contact bounce or flicker
    interval : float, in s
        length of the intervals of the profile

    Returns
    -------
    energy : float, in kWh
        from the first to the last pulse
    powers : numpy.ndarray, shape (counted pulses - 1,), in W
        mean power between successive pulses
    profile : numpy.ndarray, shape (intervals,), in kWh
        energy of each interval, counted from the first pulse

    Raises
    ------
    ValueError
        where there are fewer than two pulses or times do not increase

    Notes
    -----
    Time: O(pulses + intervals). Memory: O(pulses + intervals).
    Keywords: S0 interface, blinking LED, impulse counter, smart meter, water or gas meter.
    Plain NumPy.

    References
    ----------
    EN 62053-31:1998, "Electricity metering equipment - Pulse output devices for electromechanical and electronic meters".

    Examples
    --------
    >>> energy, powers, profile = pulse_energy(np.arange(0.0, 3601.0, 3.6))
    >>> round(energy, 3), round(float(powers[0])), profile.round(3).tolist()
    (1.0, 1000, [0.25, 0.25, 0.25, 0.25])
    """
    if times.ndim != 1 or times.size < 2 or np.any(np.diff(times) < 0):
        raise ValueError("times must be at least two and increase")
    kept = [float(times[0])]
    for time in times[1:].tolist():
        if time - kept[-1] >= bounce:
            kept.append(time)
    pulses = np.array(kept)
    if pulses.size < 2:
        raise ValueError("all pulses lie within one bounce")
    counted = np.arange(pulses.size) / pulses_per_kwh
    edges = np.append(np.arange(pulses[0], pulses[-1] - 1e-9, interval), pulses[-1])
    profile = np.diff(np.interp(edges, pulses, counted))
    return float(counted[-1]), 3.6e6 / pulses_per_kwh / np.diff(pulses), profile
