"""Sleep and wake from wrist activity."""

from __future__ import annotations

import numpy as np

WEIGHTS = 0.001 * np.array([106.0, 54.0, 58.0, 76.0, 230.0, 74.0, 67.0])


def sleep_minutes(counts: np.ndarray) -> np.ndarray:
    """Score each minute as sleep or wake from wrist activity: a minute is sleep where the weighted sum of the 4 minutes
    before it, itself and the 2 minutes after it is below 1. The weights are 0.001 times 106, 54, 58, 76 (the minutes
    before, oldest first), 230 (the minute itself), 74, 67 (the minutes after). Then a minute of sleep right behind at
    least 4 minutes of wake is rescored as wake.

    Parameters
    ----------
    counts : numpy.ndarray, shape (minutes,)
        activity counts a minute; beyond both ends they are 0

    Returns
    -------
    asleep : numpy.ndarray, shape (minutes,)
        True for each minute of sleep; the rescoring looks at the scores before any rescoring

    References
    ----------
    R. J. Cole, D. F. Kripke, W. Gruen, D. J. Mullaney and J. C. Gillin, "Automatic Sleep/Wake Identification From Wrist
    Activity", Sleep 15(5), 1992.
    """
    padded = np.concatenate([np.zeros(4), np.asarray(counts, dtype=float), np.zeros(2)])
    scored = np.correlate(padded, WEIGHTS, mode="valid") < 1.0
    asleep = scored.copy()
    for minute in range(4, len(scored)):
        if not scored[minute - 4 : minute].any():
            asleep[minute] = False
    return asleep
