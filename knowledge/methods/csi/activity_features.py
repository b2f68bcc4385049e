"""What a movement looks like in one CSI capture: over subcarriers, over time and over Doppler."""

from __future__ import annotations

import numpy as np

BANDS = np.array([0.2, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.5, 15.0])  # Hz; 15: half of a common rate
QUANTILES = (10, 50, 90)
PARTS = 8
COMPONENTS = 5


def _doppler(moving: np.ndarray, rate: float) -> np.ndarray:
    """Shares of the strongest components' power in BANDS, and their mean frequency."""
    values, weights = np.linalg.eigh(moving.T @ moving)
    waves = moving @ weights[:, -COMPONENTS:] * np.hanning(len(moving))[:, None]
    power = np.sum(np.abs(np.fft.rfft(waves, axis=0)) ** 2, axis=1)
    frequencies = np.fft.rfftfreq(len(moving), 1 / rate)
    shares = np.histogram(frequencies, BANDS, weights=power)[0] / max(float(power.sum()), 1e-300)
    spread = values[-COMPONENTS:][::-1] / max(float(values.sum()), 1e-300)
    return np.concatenate([shares, spread, [shares @ (BANDS[1:] + BANDS[:-1]) / 2]])


def _course(moving: np.ndarray) -> np.ndarray:
    """Mean change from packet to packet in PARTS equal parts of the capture, and each part's share of it."""
    changes = np.abs(np.diff(moving, axis=0)).mean(axis=1)
    parts = np.array([part.mean() for part in np.array_split(changes, PARTS)])
    return np.concatenate([parts, parts / max(float(parts.sum()), 1e-300)])


def activity_features(amplitudes: np.ndarray, rate: float) -> np.ndarray:
    """Describe a capture of one activity for a classifier: mean, deviation and quantiles of each subcarrier and link, the
    share of Doppler bands in the strongest principal components, and how much changes in each eighth of the capture.

    Parameters
    ----------
    amplitudes : numpy.ndarray, shape (packets, subcarriers, links)
        magnitudes, cleaned of outliers and of gain steps; captures may differ in length
    rate : float, in Hz
        packets a second

    Returns
    -------
    features : numpy.ndarray, shape (features,)
        five values of each subcarrier and link, then 18 of Doppler, then 16 of the course in time

    Raises
    ------
    ValueError
        where there are fewer than 16 packets, fewer than 5 channels or values that are not finite

    Notes
    -----
    Time: O(packets x channels^2), channels = subcarriers x links. Memory: O(packets x channels).
    Keywords: human activity recognition, gesture, WiFi sensing, feature extraction.
    Plain NumPy.

    References
    ----------
    L. Guo et al., "Wiar: A Public Dataset for Wifi-Based Activity Recognition", IEEE Access 7, 2019.
    W. Wang et al., "Understanding and Modeling of WiFi Signal Based Human Activity Recognition", MobiCom 2015.
    doi:10.1145/2789168.2790093

    Examples
    --------
    >>> wave = 5 + np.sin(2 * np.pi * 2.5 * np.arange(300) / 30)[:, None, None] * np.ones((1, 30, 3))
    >>> features = activity_features(wave, 30.0)
    >>> len(features), int(features[450:462].argmax())  # the band from 2 to 3 Hz
    (484, 4)
    """
    channels = amplitudes.reshape(len(amplitudes), -1)
    if len(channels) < 2 * PARTS or channels.shape[1] < COMPONENTS or not np.isfinite(channels).all():
        raise ValueError(
            f"amplitudes of shape {amplitudes.shape} are no finite capture of at least {2 * PARTS} packets"
        )
    moving = channels - channels.mean(axis=0)
    levels = [channels.mean(axis=0), channels.std(axis=0), *np.percentile(channels, QUANTILES, axis=0)]
    return np.concatenate([*levels, _doppler(moving, rate), _course(moving)])
