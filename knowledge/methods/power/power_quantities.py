"""Real, reactive and apparent power from voltage and current."""

from __future__ import annotations

import numpy as np


def _phasors(waves: np.ndarray, rate: float, mains: float) -> np.ndarray:
    """RMS phasors of the fundamentals, at the frequency that the first wave's phase tells over some periods."""
    size = waves.shape[1]
    lag = round(min(10.0, 0.25 * size * mains / rate) * rate / mains)
    turning = np.exp(-2j * np.pi * mains * np.arange(size) / rate) * waves[0]
    window = np.hanning(size - lag)
    advance = np.angle(np.sum(turning[lag:] * window) * np.conj(np.sum(turning[:-lag] * window)))
    frequency = mains + float(advance) * rate / (2 * np.pi * lag)
    whole = np.hanning(size)
    turned = np.exp(-2j * np.pi * frequency * np.arange(size) / rate) * whole
    phasors: np.ndarray = np.sqrt(2.0) * (waves @ turned) / whole.sum()
    return phasors


def power_quantities(
    voltage: np.ndarray,
    current: np.ndarray,
    rate: float,
    mains: float = 50.0,
) -> tuple[float, float, float, float, float, float]:
    """Measure what a load draws: RMS voltage and current, real, reactive and apparent power and the power factor, by
    windowed means and phasors at the true mains frequency, so that harmonics count and nothing depends on where it was cut.

    Parameters
    ----------
    voltage : numpy.ndarray, shape (samples,), in V
        line to neutral
    current : numpy.ndarray, shape (samples,), in A
        sampled together with the voltage
    rate : float, in Hz
        sampling rate of both
    mains : float, in Hz
        nominal frequency

    Returns
    -------
    voltage_rms : float, in V
        root mean square voltage
    current_rms : float, in A
        root mean square current
    active : float, in W
        real power, negative where the load feeds in
    reactive : float, in var
        of the fundamental, positive for an inductive load
    apparent : float, in VA
        product of the root mean squares
    power_factor : float
        real over apparent power, 0 without current

    Raises
    ------
    ValueError
        where both are not finite and of one length, or hold fewer than four periods

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: smart plug, energy meter, wattmeter, cos phi, VA, var.
    Plain NumPy.

    References
    ----------
    IEEE Std 1459-2010, "Definitions for the Measurement of Electric Power Quantities Under Sinusoidal, Nonsinusoidal, Balanced,
    or Unbalanced Conditions", section 3.1. doi:10.1109/IEEESTD.2010.5439063

    Examples
    --------
    >>> angle = 2 * np.pi * 50 * np.arange(10000) / 10000.0
    >>> volts, amps = np.sqrt(2) * 230 * np.sin(angle), np.sqrt(2) * 2 * np.sin(angle - np.pi / 3)
    >>> [round(value, 1) for value in power_quantities(volts, amps, 10000.0)]
    [230.0, 2.0, 230.0, 398.4, 460.0, 0.5]
    """
    if voltage.ndim != 1 or voltage.shape != current.shape or not np.isfinite(voltage + current).all():
        raise ValueError("voltage and current must be finite and of one length")
    if voltage.size < 4 * rate / mains:
        raise ValueError("voltage must hold at least four periods of the mains")
    # The window's weights take the ripple of a cut-off period out of the means.
    weights = np.hanning(voltage.size) / np.hanning(voltage.size).sum()
    voltage_rms, current_rms = float(np.sqrt(weights @ voltage**2)), float(np.sqrt(weights @ current**2))
    active, apparent = float(weights @ (voltage * current)), voltage_rms * current_rms
    first, second = _phasors(np.stack([voltage, current]), rate, mains)
    reactive = float((first * second.conj()).imag)
    return voltage_rms, current_rms, active, reactive, apparent, active / apparent if apparent > 0 else 0.0
