"""Detected heartbeats against annotated ones."""

from __future__ import annotations

import numpy as np


def _correct(peaks: list[int], beats: list[int], window: float) -> int:
    """How many peaks can each be given a beat of their own within ``window`` samples."""
    correct = peak = beat = 0
    # In order of time, the earliest that fit together: no other choice makes more pairs.
    while peak < len(peaks) and beat < len(beats):
        late = peaks[peak] - beats[beat]
        if abs(late) <= window:
            correct += 1
        peak += late <= window
        beat += late >= -window
    return correct


def beat_accuracy(
    peaks: dict[str, np.ndarray], beats: dict[str, np.ndarray], rates: dict[str, float], window: float = 0.15
) -> tuple[dict[str, float], float, dict[str, np.ndarray]]:
    """Compare the detected beats of every recording with the annotated ones: a detection is correct within 150 ms of a beat
    that no other detection has claimed (ANSI/AAMI EC57). The accuracy is the F1 score, the harmonic mean of sensitivity and
    positive predictivity.

    Parameters
    ----------
    peaks : dict[str, numpy.ndarray], shape (peaks,), in samples
        the detected beats of every recording by its name: increasing sample numbers
    beats : dict[str, numpy.ndarray], shape (beats,), in samples
        the annotated beats of every recording: increasing sample numbers; recordings without them are left out
    rates : dict[str, float], in Hz
        the sampling rate of every recording
    window : float, in s
        how far a correct detection may lie from its beat

    Returns
    -------
    detection_accuracy : dict[str, float]
        F1 score of every annotated recording, 0 to 1
    overall_f1 : float
        F1 score over the beats of all recordings together, 0 to 1
    r_peaks : dict[str, numpy.ndarray], shape (peaks,), in samples
        the detected beats of the annotated recordings, as they were compared

    Raises
    ------
    ValueError
        where no recording has both detections and annotations

    Notes
    -----
    Plain NumPy. Time: O(peaks + beats). Memory: O(peaks + beats).
    Keywords: QRS detection score, sensitivity, positive predictivity, bxb, heartbeat evaluation.

    References
    ----------
    ANSI/AAMI EC57, "Testing and reporting performance results of cardiac rhythm and ST segment measurement algorithms".

    Examples
    --------
    >>> peaks, beats = {"a": np.array([100, 460, 700])}, {"a": np.array([110, 450, 800, 1160])}
    >>> detection_accuracy, overall_f1, _ = beat_accuracy(peaks, beats, {"a": 360.0})
    >>> round(detection_accuracy["a"], 3), round(overall_f1, 3)
    (0.571, 0.571)
    """
    compared = [name for name in peaks if name in beats]
    if not compared:
        raise ValueError("beats: no recording has both detections and annotated beats")
    accuracy, correct, total = {}, 0, 0
    for name in compared:
        found, known = sorted(peaks[name].tolist()), sorted(beats[name].tolist())
        right, both = _correct(found, known, window * rates[name]), len(found) + len(known)
        accuracy[name] = 2 * right / both if both else 1.0
        correct, total = correct + right, total + both
    return accuracy, 2 * correct / total if total else 1.0, {name: peaks[name] for name in compared}
