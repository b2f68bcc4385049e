"""Sub-task 5: Score detection.

Written by hand.
"""

from __future__ import annotations

import numpy as np

WINDOW_S = 0.15


def _correct(peaks, beats, window):
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


def score_detection(
    peaks: dict[str, np.ndarray], beats: dict[str, np.ndarray], rates: dict[str, float]
) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Compare the detected peaks with the annotated beats, and report for every record how accurate the
    detection was: a peak is correct within 150 ms of a beat that no other peak has claimed (ANSI/AAMI
    EC57). The accuracy is the share of correct peaks among all peaks and missed beats.

    Parameters
    ----------
    peaks : dict[str, numpy.ndarray], shape (peaks,), in samples
        the R-peaks of every recording by its name: increasing sample numbers
    beats : dict[str, numpy.ndarray], shape (beats,), in samples
        the annotated beats of every recording that has annotations: increasing sample numbers
    rates : dict[str, float], in Hz
        the sampling rate of every recording

    Returns
    -------
    detection_accuracy : dict[str, float]
        the detection accuracy of every annotated recording by its name: TP / (TP + FP + FN), from 0 to
        1
    r_peaks : dict[str, numpy.ndarray], shape (peaks,), in samples
        the detected R-peaks of every recording by its name: increasing sample numbers
    """
    detection_accuracy = {}
    for name, found in peaks.items():
        if name in beats:
            correct = _correct(found.tolist(), beats[name].tolist(), WINDOW_S * rates[name])
            all_of_them = len(found) + len(beats[name]) - correct
            detection_accuracy[name] = correct / all_of_them if all_of_them else 1.0
    return detection_accuracy, peaks
