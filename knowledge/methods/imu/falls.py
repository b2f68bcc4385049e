"""Falls of a person by free fall, impact, posture and rest."""

from __future__ import annotations

import numpy as np

GRAVITY = 9.81


def _direction(acceleration: np.ndarray) -> np.ndarray:
    mean = acceleration.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9))


def falls(
    acceleration: np.ndarray, rate: float, low: float = 0.6, high: float = 2.0, turn: float = 50.0, rest: float = 0.25
) -> np.ndarray:
    """Find falls with an accelerometer on waist or chest by four tests in a row: nearly weightless, then an impact
    within a second, then a changed posture, and no more motion than lying still.

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        accelerometer on the trunk
    rate : float, in Hz
        its sampling rate
    low : float, in g
        magnitude below which a fall may have begun
    high : float, in g
        magnitude that an impact reaches
    turn : float, in degrees
        change of posture between 2 s before and 3 s after the impact
    rest : float, in g
        highest standard deviation of the magnitude from 1.5 s to 3.5 s after the impact

    Returns
    -------
    impacts : numpy.ndarray, shape (falls,), in samples
        sample numbers of the impacts, 3 s apart or more

    Raises
    ------
    ValueError
        where the rate is below 20 Hz, the shape is not (samples, 3) or values are not finite

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: fall detector, elderly care, emergency, impact, posture.
    Plain NumPy.

    References
    ----------
    M. Kangas, A. Konttila, P. Lindgren, I. Winblad and T. Jämsä, "Comparison of low-complexity fall detection
    algorithms for body attached accelerometers", Gait & Posture 28(2), 2008. doi:10.1016/j.gaitpost.2008.01.003

    Examples
    --------
    >>> body = np.tile([0.0, 0.0, 9.81], (1000, 1))
    >>> body[480:495] *= 0.2
    >>> body[495:500] *= 3.5
    >>> jump = falls(body, 100.0).tolist()
    >>> body[500:] = [9.81, 0.0, 0.0]
    >>> jump, falls(body, 100.0).tolist()
    ([], [495])
    """
    acceleration = np.asarray(acceleration, float)
    if rate < 20 or acceleration.ndim != 2 or acceleration.shape[1] != 3 or not np.all(np.isfinite(acceleration)):
        raise ValueError(f"falls need finite (samples, 3) at 20 Hz or more, not {acceleration.shape} at {rate} Hz")
    magnitude = np.linalg.norm(acceleration, axis=1) / GRAVITY
    second, impacts = round(rate), [-(10**9)]
    for moment in np.flatnonzero(magnitude >= high):
        after = slice(moment + 3 * second // 2, moment + 7 * second // 2)
        before = slice(max(moment - 3 * second, 0), max(moment - second, 1))
        if moment - impacts[-1] < 3 * second or after.stop > len(magnitude):
            continue
        weightless = magnitude[max(moment - second, 0) : moment].min(initial=np.inf) <= low
        cosine = _direction(acceleration[before]) @ _direction(acceleration[after])
        if weightless and magnitude[after].std() <= rest and np.degrees(np.arccos(np.clip(cosine, -1, 1))) >= turn:
            impacts.append(int(moment))
    return np.array(impacts[1:], dtype=int)
