"""State of charge of a battery by counting coulombs, put right at rest."""

from __future__ import annotations

import numpy as np


def _rested(current: np.ndarray, count: int, limit: float) -> np.ndarray:
    """Samples before which the current has been near zero for some time."""
    quiet = np.concatenate(([0], np.cumsum(np.abs(current) < limit)))
    rested = np.zeros(current.size, dtype=bool)
    rested[count - 1 :] = quiet[count:] - quiet[: current.size - count + 1] == count
    return rested


def state_of_charge(
    current: np.ndarray,
    voltage: np.ndarray,
    rate: float,
    capacity: float = 2.5,
    curve_voltage: tuple[float, ...] = (3.0, 3.45, 3.6, 3.68, 3.8, 3.95, 4.08, 4.2),
    curve_charge: tuple[float, ...] = (0.0, 0.05, 0.15, 0.35, 0.55, 0.75, 0.9, 1.0),
    efficiency: float = 0.99,
    rest: float = 1800.0,
) -> np.ndarray:
    """Gauge a battery: integrate the current (coulomb counting), and whenever the cell has rested long enough for its voltage
    to settle, put the count right by the open-circuit voltage curve; a current sensor's offset would let the count run away.

    Parameters
    ----------
    current : numpy.ndarray, shape (samples,), in A
        positive charges, negative discharges
    voltage : numpy.ndarray, shape (samples,), in V
        at the terminals
    rate : float, in Hz
        sampling rate of both
    capacity : float, in Ah
        usable charge when full
    curve_voltage : tuple[float, ...], in V
        open-circuit voltage, increasing; here of a lithium cell
    curve_charge : tuple[float, ...]
        state of charge at those, from 0 to 1
    efficiency : float
        share of the charging current that is stored
    rest : float, in s
        time without load after which the voltage is believed

    Returns
    -------
    charge : numpy.ndarray, shape (samples,)
        state of charge, from 0 to 1

    Raises
    ------
    ValueError
        where both are not finite and of one length, the capacity is not positive or the curve does not increase

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: battery gauge, SoC, fuel gauge, coulomb counter, lithium, OCV.
    Plain NumPy.

    References
    ----------
    K. S. Ng, C.-S. Moo, Y.-P. Chen and Y.-C. Hsieh, "Enhanced coulomb counting method for estimating state-of-charge and
    state-of-health of lithium-ion batteries", Applied Energy 86(9), 2009. doi:10.1016/j.apenergy.2008.11.021

    Examples
    --------
    >>> curve = (3.0, 4.2), (0.0, 1.0)
    >>> charge = state_of_charge(np.full(3601, -1.0), np.full(3601, 4.2), 1.0, 2.0, *curve)
    >>> round(float(charge[-1]), 3)
    0.5
    """
    if current.ndim != 1 or current.shape != voltage.shape or not np.isfinite(current + voltage).all():
        raise ValueError("current and voltage must be finite and of one length")
    if capacity <= 0 or np.any(np.diff(curve_voltage) <= 0):
        raise ValueError("capacity must be positive and the curve's voltage increase")
    stored = np.where(current > 0, efficiency * current, current) / (3600.0 * capacity * rate)
    open_circuit = np.interp(voltage, curve_voltage, curve_charge)
    rested = _rested(current, max(1, round(rest * rate)), 0.01 * capacity)
    charge = np.empty(current.size)
    level = float(open_circuit[0])
    for index in range(current.size):
        level = float(open_circuit[index]) if rested[index] else level + (float(stored[index]) if index else 0.0)
        charge[index] = level = min(max(level, 0.0), 1.0)
    return charge
