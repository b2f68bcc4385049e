"""Steps of a walk by peaks of the filtered acceleration."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, find_peaks, sosfiltfilt


def _steps_of_bout(magnitude: np.ndarray, rate: float, share: float) -> np.ndarray:
    beat = sosfiltfilt(butter(2, (0.7, 3.0), "bandpass", fs=rate, output="sos"), magnitude)
    spectrum = np.abs(np.fft.rfft(beat * np.hanning(len(beat)), 8 * len(beat)))
    cadence = float(np.fft.rfftfreq(8 * len(beat), 1 / rate)[np.argmax(spectrum)])
    cadence = 2 * cadence if cadence < 1.1 else cadence
    return np.asarray(find_peaks(beat, distance=max(0.6 * rate / cadence, 1), prominence=share * beat.std())[0])


def step_peaks(acceleration: np.ndarray, rate: float, bouts: np.ndarray, share: float = 0.7) -> tuple[np.ndarray, int]:
    """Find each step within known stretches of walking: filter the magnitude of the acceleration to the band of steps
    and take peaks that stand out of the stretch's own strength, no closer than its cadence allows.

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        of a phone or wearable, worn in any way
    rate : float, in Hz
        its sampling rate
    bouts : numpy.ndarray, shape (bouts, 2), in samples
        stretches of walking: first sample and the one after the last
    share : float
        prominence that a step needs, as a share of the standard deviation in its stretch

    Returns
    -------
    steps : numpy.ndarray, shape (steps,), in samples
        increasing sample numbers of the steps
    count : int
        number of steps

    Raises
    ------
    ValueError
        where the rate is below 10 Hz, the shape is not (samples, 3) or values are not finite

    Notes
    -----
    Time: O(samples log samples). Memory: O(samples).
    Keywords: step counter, pedometer, step detection, cadence, windowed peak detection.

    References
    ----------
    A. Brajdic and R. Harle, "Walk Detection and Step Counting on Unconstrained Smartphones", UbiComp, 2013.
    doi:10.1145/2493432.2493449

    Examples
    --------
    >>> walk = 9.81 + 3 * np.cos(2 * np.pi * 2 * np.arange(500) / 50.0)
    >>> step_peaks(np.column_stack([walk, 0 * walk, 0 * walk]), 50.0, np.array([[0, 500]]))[0][1:5].tolist()
    [50, 75, 100, 125]
    """
    acceleration = np.asarray(acceleration, float)
    if rate < 10 or acceleration.ndim != 2 or acceleration.shape[1] != 3:
        raise ValueError(f"steps need (samples, 3) at 10 Hz or more, not {acceleration.shape} at {rate} Hz")
    if not np.all(np.isfinite(acceleration)):
        raise ValueError("acceleration holds values that are not finite")
    magnitude = np.linalg.norm(acceleration, axis=1)
    found = [
        start + _steps_of_bout(magnitude[start:stop], rate, share)
        for start, stop in np.asarray(bouts, int)
        if stop - start >= rate
    ]
    steps = np.concatenate(found) if found else np.array([], dtype=int)
    return steps, len(steps)
