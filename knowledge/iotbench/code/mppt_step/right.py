"""One step of a solar panel's power tracker."""

from __future__ import annotations


def mppt_step(
    voltage: float,
    current: float,
    last_voltage: float,
    last_current: float,
    step: float = 0.1,
    low: float = 0.0,
    high: float = 20.0,
) -> float:
    """Give the next voltage of a panel by perturbing and observing: where the power has risen since the last step, the
    voltage goes on in the direction in which it went; where it has fallen, in the other. Where the power or the voltage
    has not changed at all, it goes up.

    Parameters
    ----------
    voltage : float, in V
        panel now
    current : float, in A
        panel now
    last_voltage : float, in V
        panel at the last step
    last_current : float, in A
        panel at the last step
    step : float, in V
        change of the voltage
    low : float, in V
        lowest voltage
    high : float, in V
        highest voltage

    Returns
    -------
    target : float, in V
        present voltage plus or minus the step, kept within low and high
    """
    gained = voltage * current - last_voltage * last_current
    moved = voltage - last_voltage
    direction = -1.0 if gained * moved < 0 else 1.0
    return min(high, max(low, voltage + direction * step))
