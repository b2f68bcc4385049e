"""Slip of a held thing from vibrations of a tactile sensor."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfiltfilt


def slip_onsets(
    signal: np.ndarray,
    rate: float,
    band: tuple[float, float] = (60.0, 300.0),
    factor: float = 5.0,
    length: float = 0.02,
    quiet: float = 0.1,
    least: float = 0.08,
) -> np.ndarray:
    """Find when a gripped thing begins to slip: slip shakes the skin at tens to hundreds of hertz while grip force and arm
    movement change slowly, so the energy of that band over short windows is held against its running quiet level.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        pressure, shear or acceleration of a tactile sensor
    rate : float, in Hz
        sampling rate
    band : tuple[float, float], in Hz
        band of slip vibrations; its upper end is brought below half the rate
    factor : float
        band level over the quiet level at which slip begins
    length : float, in s
        window of the level
    quiet : float, in s
        rest that parts two slips
    least : float, in s
        shortest slip: a shorter burst is a tap or a contact

    Returns
    -------
    onsets : numpy.ndarray, shape (slips,), in samples
        first sample of each slip

    Raises
    ------
    ValueError
        where the rate is below 2.5 times the band's lower end or the signal is shorter than ten windows or holds NaN

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: tactile, gripper, incipient slip, vibrotactile, robot hand.

    References
    ----------
    R. D. Howe and M. R. Cutkosky, "Sensing skin acceleration for slip and texture perception", IEEE International
    Conference on Robotics and Automation, 1989; J. M. Romano et al., "Human-Inspired Robotic Grasp Control With Tactile
    Sensing", IEEE Transactions on Robotics 27(6), 2011. doi:10.1109/TRO.2011.2162271

    Examples
    --------
    >>> times = np.arange(0, 3, 0.001)
    >>> signal = 5 + np.sin(times) + 0.01 * np.sin(2 * np.pi * 120 * times)
    >>> signal[1500:1900] += 0.5 * np.sin(2 * np.pi * 150 * times[1500:1900])
    >>> onsets = slip_onsets(signal, 1000.0)
    >>> len(onsets), bool(abs(onsets[0] - 1500) < 20)
    (1, True)
    """
    signal = np.asarray(signal, float)
    if rate < 2.5 * band[0]:
        raise ValueError(f"a rate of {rate} Hz is too low for vibrations from {band[0]} Hz")
    size = max(round(length * rate), 2)
    if len(signal) < 10 * size or not np.isfinite(signal).all():
        raise ValueError(f"the signal needs {10 * size} samples or more without NaN")
    sections = butter(3, (band[0], min(band[1], 0.45 * rate)), "bandpass", fs=rate, output="sos")
    energy = sosfiltfilt(sections, signal) ** 2
    level = np.sqrt(np.convolve(energy, np.full(size, 1 / size), "same"))
    loud = np.flatnonzero(level > factor * max(float(np.quantile(level, 0.3)), 1e-12))
    bursts = np.split(loud, np.flatnonzero(np.diff(loud) > quiet * rate) + 1)
    return np.array([burst[0] for burst in bursts if len(burst) > least * rate], int)
