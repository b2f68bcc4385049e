"""Direction of a sound from two microphones by GCC-PHAT."""

from __future__ import annotations

import numpy as np


def _phase_correlation(recording: np.ndarray, upsampling: int) -> np.ndarray:
    """Whitened cross-correlation of the two channels, upsampled, averaged over frames by their cross power's phase."""
    size = 2 * len(recording)
    first, second = np.fft.rfft(recording, size, axis=0).T
    cross = first * second.conj()
    # Bins without any energy carry no phase.
    whitened = cross / np.maximum(np.abs(cross), 1e-6 * np.abs(cross).max() + 1e-30)
    return np.fft.irfft(whitened, size * upsampling)


def gcc_phat_direction(
    recording: np.ndarray,
    rate: float,
    spacing: float = 0.15,
    speed: float = 343.0,
    upsampling: int = 16,
) -> tuple[float, float]:
    """Tell from where a sound comes: time difference between two microphones by the generalised cross-correlation with phase
    transform (GCC-PHAT), which stays sharp in a room with echoes, and the angle of a distant source from it.

    Parameters
    ----------
    recording : numpy.ndarray, shape (samples, 2)
        the two microphones, sampled together
    rate : float, in Hz
        sampling rate of both
    spacing : float, in m
        distance between the microphones
    speed : float, in m/s
        speed of sound
    upsampling : int
        into how many steps a sampling interval is divided

    Returns
    -------
    angle : float, in degrees
        from -90 to 90, 0 straight ahead, positive towards the second microphone
    delay : float, in s
        how much later the first microphone hears the sound

    Raises
    ------
    ValueError
        where the recording is not two channels of finite samples, is silent, or the spacing is not positive

    Notes
    -----
    Time: O(samples upsampling log samples). Memory: O(samples upsampling).
    Keywords: time difference of arrival, TDOA, sound source localisation, microphone array, bearing.
    Plain NumPy.

    References
    ----------
    C. H. Knapp and G. C. Carter, "The Generalized Correlation Method for Estimation of Time Delay", IEEE Trans. Acoust., Speech,
    Signal Process. 24(4), 1976. doi:10.1109/TASSP.1976.1162830

    Examples
    --------
    >>> sound = np.random.default_rng(seed=0).standard_normal(4000)
    >>> angle, delay = gcc_phat_direction(np.column_stack([np.roll(sound, 4), sound]), 16000.0, spacing=0.2)
    >>> round(delay * 16000, 2), round(angle, 1)
    (4.0, 25.4)
    """
    if recording.ndim != 2 or recording.shape[1] != 2 or len(recording) < 2 or not np.isfinite(recording).all():
        raise ValueError("recording must be two channels of finite samples")
    if not recording.any(axis=0).all() or spacing <= 0:
        raise ValueError("both microphones must hear something and be apart")
    correlation = _phase_correlation(recording - recording.mean(axis=0), upsampling)
    reach = min(int(np.ceil(spacing / speed * rate * upsampling)), correlation.size // 2 - 1)
    lags = np.arange(-reach, reach + 1)
    delay = float(lags[np.argmax(correlation[lags])]) / (rate * upsampling)
    return float(np.degrees(np.arcsin(np.clip(delay * speed / spacing, -1.0, 1.0)))), delay
