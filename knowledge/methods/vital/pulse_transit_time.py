"""Pulse transit time from the heart's beat to the pulse's arrival."""

from __future__ import annotations

import numpy as np


def pulse_transit_time(
    peaks: np.ndarray, onsets: np.ndarray, rate: float, shortest: float = 0.05, longest: float = 0.5
) -> tuple[np.ndarray, np.ndarray]:
    """Measure the time that each pulse takes from the heart (an R-peak, or the foot of a pulse nearer to it) to the
    foot of the pulse at a distal place, and leave out times that stray from the running median.

    Parameters
    ----------
    peaks : numpy.ndarray, shape (beats,), in samples
        R-peaks, or feet of the proximal pulses
    onsets : numpy.ndarray, shape (onsets,), in samples
        feet of the distal pulses, on the same clock
    rate : float, in Hz
        sampling rate that both refer to
    shortest : float, in s
        shortest time that is believed
    longest : float, in s
        longest time that is believed

    Returns
    -------
    transit : numpy.ndarray, shape (pairs,), in s
        transit time of each beat that has a pulse
    times : numpy.ndarray, shape (pairs,), in s
        moments of those beats

    Raises
    ------
    ValueError
        where the rate is not positive

    Notes
    -----
    Time: O(beats log onsets). Memory: O(beats).
    Keywords: PTT, pulse arrival time, PAT, cuffless blood pressure, pulse wave velocity.
    Plain NumPy.

    References
    ----------
    R. Mukkamala et al., "Toward Ubiquitous Blood Pressure Monitoring via Pulse Transit Time: Theory and Practice",
    IEEE Trans. Biomed. Eng. 62(8), 2015. doi:10.1109/TBME.2015.2441951

    Examples
    --------
    >>> transit, _ = pulse_transit_time(np.array([0, 1000, 2000, 3000]), np.array([210, 1220, 3200]), 1000.0)
    >>> transit.round(2).tolist()
    [0.21, 0.22, 0.2]
    """
    if rate <= 0:
        raise ValueError(f"rate is {rate} Hz; it must be positive")
    peaks, onsets = np.asarray(peaks), np.asarray(onsets)
    following = np.searchsorted(onsets, peaks + shortest * rate)
    has_pulse = following < len(onsets)
    beats, arrivals = peaks[has_pulse], onsets[following[has_pulse]] if len(onsets) else peaks[has_pulse]
    transit = (arrivals - beats) / rate
    near = transit <= longest
    beats, transit = beats[near], transit[near]
    padded = np.pad(transit, 3, mode="edge") if len(transit) else transit
    usual = np.array([np.median(padded[place : place + 7]) for place in range(len(transit))])
    kept = np.abs(transit - usual) <= 0.25 * usual
    return transit[kept], beats[kept] / rate
