"""Breathing rate of a person at rest from the CSI ratio of two antennas."""

from __future__ import annotations

import numpy as np
from scipy.signal import detrend

DIRECTIONS = np.exp(-1j * np.pi * np.arange(8) / 8)  # axes in the complex plane that an arc is seen along
PADDING = 8


def _ratio(csi: np.ndarray) -> np.ndarray:
    """The second link over the first; amplitudes where there is but one link."""
    if csi.shape[2] < 2:
        return np.abs(csi[:, :, 0])
    below = csi[:, :, 0]
    floor = 0.05 * np.abs(below).mean()
    return np.asarray(csi[:, :, 1] * np.conj(below) / np.maximum(np.abs(below), floor) ** 2)


def _spectra(csi: np.ndarray) -> np.ndarray:
    """Power spectra of every subcarrier along every direction, each of unit area, shape (frequencies, waves)."""
    ratio = _ratio(csi)
    waves = (ratio[:, :, None] * DIRECTIONS).real.reshape(len(csi), -1)
    tapered = detrend(waves, axis=0) * np.hanning(len(waves))[:, None]
    power = np.abs(np.fft.rfft(tapered, PADDING * len(waves), axis=0)) ** 2
    return np.asarray(power / np.maximum(power.sum(axis=0), 1e-300))


def _peak(power: np.ndarray) -> float:
    """Place of the highest value between its neighbours, by a parabola."""
    top = int(power[1:-1].argmax()) + 1
    left, middle, right = power[top - 1 : top + 2]
    bend = left - 2 * middle + right
    return top + (0.5 * (left - right) / bend if bend < 0 else 0.0)


def breathing_rate(csi: np.ndarray, rate: float, low: float = 0.1, high: float = 0.6) -> float:
    """Count the breaths of a resting person from WiFi: divide the CSI of two antennas, look at the arcs along several
    directions of the complex plane, and add up their spectra by how much of each lies in one peak of the breathing band.

    Parameters
    ----------
    csi : numpy.ndarray, shape (packets, subcarriers, links)
        complex channel matrices at even times; two links of one receiver, or one (its amplitude is then used)
    rate : float, in Hz
        packets a second
    low : float, in Hz
        slowest breathing
    high : float, in Hz
        fastest breathing

    Returns
    -------
    breathing_rate : float, in 1/min
        breaths a minute

    Raises
    ------
    ValueError
        where the recording holds fewer than three of the slowest breaths or the rate is too low for the fastest

    Notes
    -----
    Time: O(packets x subcarriers x log packets). Memory: O(packets x subcarriers).
    Keywords: respiration, vital signs, contactless, breathing-to-noise ratio.

    References
    ----------
    Y. Zeng et al., "FarSense: Pushing the Range Limit of WiFi-based Respiration Sensing with CSI Ratio of Two Antennas",
    Proc. ACM IMWUT 3(3), 2019.

    Examples
    --------
    >>> times = np.arange(1200) / 20
    >>> chest = np.exp(1j * 0.8 * np.sin(2 * np.pi * 0.25 * times))
    >>> csi = np.stack([np.full(1200, 2.0 + 0j), 1 + 0.2 * chest], axis=1)[:, None, :]
    >>> round(breathing_rate(csi, 20.0), 1)
    15.0
    """
    if csi.ndim != 3 or len(csi) < 3 * rate / low or high >= rate / 2 or not np.isfinite(csi).all():
        raise ValueError(f"csi of shape {csi.shape} at {rate} Hz is no finite recording of three breaths at {low} Hz")
    spectra = _spectra(csi)
    frequencies = np.fft.rfftfreq(PADDING * len(csi), 1 / rate)
    first, last = np.searchsorted(frequencies, [low, high])
    band = spectra[first - 1 : last + 1]
    weights = band.max(axis=0) ** 2
    return float((first - 1 + _peak(band @ weights)) * frequencies[1] * 60)
