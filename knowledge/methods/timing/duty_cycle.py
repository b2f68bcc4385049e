"""How long a battery lasts under a duty cycle."""

from __future__ import annotations

import numpy as np


def duty_cycle(
    capacity: float,
    phases: np.ndarray,
    sleep_current: float = 0.005,
    period: float = 600.0,
    usable: float = 0.8,
    self_discharge: float = 0.02,
) -> tuple[float, float]:
    """Plan how often a sensor node may wake up: mean current of its phases (measure, compute, send) and of the sleep between
    them, and how many days the battery lasts with what of it is usable and its self-discharge.

    Parameters
    ----------
    capacity : float, in mAh
        printed on the battery
    phases : numpy.ndarray, shape (phases, 2)
        current in mA and duration in s of each phase of one waking
    sleep_current : float, in mA
        between wakings
    period : float, in s
        from one waking to the next
    usable : float
        share of the capacity until the voltage is too low
    self_discharge : float
        share of the capacity lost a year

    Returns
    -------
    days : float, in days
        lifetime
    mean_current : float, in mA
        average over a period, without self-discharge

    Raises
    ------
    ValueError
        where a current or duration is negative, the phases are longer than the period, or nothing is ever drawn

    Notes
    -----
    Time: O(phases). Memory: O(1).
    Keywords: battery life, energy budget, wake-up schedule, sleep, LoRa node.
    Plain NumPy.

    References
    ----------
    H. Karl and A. Willig, "Protocols and Architectures for Wireless Sensor Networks", Wiley, 2005, section 2.2 (energy consumption
    of sensor nodes).

    Examples
    --------
    >>> days, mean_current = duty_cycle(2400.0, np.array([[40.0, 1.5], [5.0, 2.0]]), period=600.0)
    >>> round(mean_current, 4), round(days)
    (0.1216, 629)
    """
    active = float(phases[:, 1].sum())
    if phases.min(initial=0.0) < 0 or sleep_current < 0 or capacity <= 0:
        raise ValueError("currents and durations must not be negative and the capacity positive")
    if active > period:
        raise ValueError(f"the phases last {active:g} s, longer than the period")
    charge = float(phases[:, 0] @ phases[:, 1]) + sleep_current * (period - active)
    mean_current = charge / period
    drain = mean_current + self_discharge * capacity / 8766.0
    if drain <= 0:
        raise ValueError("nothing is ever drawn")
    return usable * capacity / drain / 24.0, mean_current
