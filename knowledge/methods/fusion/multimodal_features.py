"""Features of one activity heard by a microphone, seen by a depth camera and felt by a radar."""

from __future__ import annotations

import numpy as np


def _spectrogram(signal: np.ndarray, length: int) -> np.ndarray:
    frames = np.lib.stride_tricks.sliding_window_view(signal, length)[:: length // 2]
    return np.asarray(
        np.abs(np.fft.fft((frames - frames.mean(axis=1, keepdims=True)) * np.hanning(length), axis=1)) ** 2
    )


def _of_sound(signal: np.ndarray, rate: float) -> np.ndarray:
    length = 2 * round(0.016 * rate)
    power = _spectrogram(signal, length)[:, 1 : length // 2]
    edges = np.unique(np.geomspace(1, power.shape[1], 9).astype(int)) - 1
    bands = np.log10(np.add.reduceat(power, edges, axis=1) + 1e-9)
    loudness = bands.max(axis=1) - np.median(bands.max(axis=1))
    rhythm = np.abs(np.fft.rfft(loudness - loudness.mean(), 256))[1:33].reshape(8, 4).mean(axis=1)
    return np.concatenate([bands.mean(axis=0), bands.std(axis=0), np.quantile(loudness, (0.1, 0.9, 1.0)), rhythm])


def _of_depth(frames: np.ndarray) -> np.ndarray:
    moving = np.abs(np.diff(frames.astype(float), axis=0))
    near = np.median(frames) - frames.astype(float)
    figure = np.clip(near, 0, None) * (near > 0.25 * near.max())
    weight = figure.sum(axis=(1, 2)) + 1e-9
    rows = (figure.sum(axis=2) * np.arange(figure.shape[1])).sum(axis=1) / weight
    columns = (figure.sum(axis=1) * np.arange(figure.shape[2])).sum(axis=1) / weight
    path = [number for line in (rows, columns) for number in (line.mean(), np.ptp(line), np.abs(np.diff(line)).max())]
    ways = [rows[-1] - rows[0], columns[-1] - columns[0]]
    return np.concatenate([path, ways, moving.mean(axis=(0, 2)), [moving.mean(), moving.mean(axis=(1, 2)).std()]])


def _of_radar(echo: np.ndarray) -> np.ndarray:
    power = np.fft.fftshift(_spectrogram(echo, 64), axes=1)
    share = power / (power.sum(axis=1, keepdims=True) + 1e-12)
    doppler = np.arange(64) - 32
    centre, strength = share @ doppler, np.log10(power.sum(axis=1) + 1e-12)
    width = np.sqrt(np.maximum(share @ doppler**2 - centre**2, 0))
    lines = np.array([centre, width, strength])
    levels = np.concatenate([lines.mean(axis=1), lines.std(axis=1), lines.max(axis=1), lines.min(axis=1)])
    return np.concatenate([levels, share.mean(axis=0)[::4]])


def multimodal_features(
    signals: dict[str, np.ndarray],
    rates: dict[str, float],
    depths: dict[str, np.ndarray],
    echoes: dict[str, np.ndarray],
    labels: dict[str, str],
    groups: dict[str, str],
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """Describe recordings of activities by one block of features a sensor: band energies and rhythm of the sound,
    path of the figure and motion by height in the depth images, micro-Doppler centroid and width in the radar echo.

    Parameters
    ----------
    signals : dict[str, numpy.ndarray], shape (samples,)
        sound of each recording by name
    rates : dict[str, float], in Hz
        its sampling rates
    depths : dict[str, numpy.ndarray], shape (frames, rows, columns)
        depth images of the same recordings, near is small
    echoes : dict[str, numpy.ndarray], shape (samples,)
        complex radar echo at the person's range, sample by sample
    labels : dict[str, str]
        activity of each recording
    groups : dict[str, str]
        person of each recording

    Returns
    -------
    features : dict[str, numpy.ndarray], shape (items, features)
        by sensor (``audio``, ``depth``, ``radar``), items in the order of the sorted names
    targets : numpy.ndarray, shape (items,)
        activities in that order
    item_groups : numpy.ndarray, shape (items,)
        people in that order

    Raises
    ------
    ValueError
        where a recording is missing at one of the sensors

    Notes
    -----
    Time: O(samples log samples). Memory: O(items times features + samples of one recording).
    Keywords: multimodal activity recognition, audio, depth camera, mmWave radar, micro-Doppler, smart home.
    Plain NumPy.

    References
    ----------
    D. L. Hall and J. Llinas, "An Introduction to Multisensor Data Fusion", Proceedings of the IEEE 85(1), 1997:
    feature extraction a sensor. doi:10.1109/5.554205. V. C. Chen, F. Li, S.-S. Ho and H. Wechsler, "Micro-Doppler
    Effect in Radar: Phenomenon, Model, and Simulation Study", IEEE Trans. Aerospace and Electronic Systems 42(1),
    2006. doi:10.1109/TAES.2006.1603402

    Examples
    --------
    >>> rest = ({"a": np.ones((9, 6, 8))}, {"a": np.ones(256, complex)}, {"a": "sit"}, {"a": "ann"})
    >>> features, targets, _ = multimodal_features({"a": np.ones(4000)}, {"a": 4000.0}, *rest)
    >>> sorted(features), features["depth"].shape, targets.tolist()
    (['audio', 'depth', 'radar'], (1, 16), ['sit'])
    """
    names = sorted(signals)
    if not names or not all(name in sensor for name in names for sensor in (rates, depths, echoes, labels, groups)):
        raise ValueError("every recording needs sound, depth, radar, a label and a group under the same name")
    blocks = {
        "audio": [_of_sound(np.asarray(signals[name], float), rates[name]) for name in names],
        "depth": [_of_depth(np.asarray(depths[name])) for name in names],
        "radar": [_of_radar(np.asarray(echoes[name])) for name in names],
    }
    features = {sensor: np.array(rows) for sensor, rows in blocks.items()}
    return features, np.array([labels[name] for name in names]), np.array([groups[name] for name in names])
