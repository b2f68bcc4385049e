"""Spectrograms with masked stretches of time and bands of frequency."""

from __future__ import annotations

import numpy as np


def _mask(generator: np.random.Generator, size: int, widest: int, count: int) -> np.ndarray:
    hidden = np.zeros(size, bool)
    for _ in range(count):
        width = int(generator.integers(0, widest + 1))
        start = int(generator.integers(0, size - width + 1))
        hidden[start : start + width] = True
    return hidden


def time_frequency_mask(
    spectrograms: np.ndarray, widest_band: int = 8, widest_stretch: int = 10, masks: int = 2, seed: int = 0
) -> np.ndarray:
    """Hide random bands of frequency and stretches of time of each spectrogram behind its mean, so that a network
    cannot lean on one cue (SpecAugment without warping).

    Parameters
    ----------
    spectrograms : numpy.ndarray, shape (items, frequencies, times)
        logarithmic magnitudes
    widest_band : int
        most frequencies that one mask hides
    widest_stretch : int
        most times that one mask hides
    masks : int
        number of masks of each kind
    seed : int
        of the random numbers

    Returns
    -------
    changed : numpy.ndarray, shape (items, frequencies, times)
        the spectrograms with masks

    Raises
    ------
    ValueError
        where the shape is not (items, frequencies, times) or a mask is wider than the spectrogram

    Notes
    -----
    Time: O(items times frequencies times times). Memory: O(items times frequencies times times).
    Keywords: SpecAugment, masking, audio, radar, vibration, spectrogram augmentation.
    Plain NumPy.

    References
    ----------
    D. S. Park et al., "SpecAugment: A Simple Data Augmentation Method for Automatic Speech Recognition", Interspeech,
    2019, section 2. doi:10.21437/Interspeech.2019-2680

    Examples
    --------
    >>> items = np.arange(2000.0).reshape(1, 40, 50)
    >>> hidden = time_frequency_mask(items) != items
    >>> bool(0 < hidden.mean() < 0.8), bool(hidden.all(axis=2).any())
    (True, True)
    """
    changed = np.array(spectrograms, float)
    if changed.ndim != 3 or widest_band > changed.shape[1] or widest_stretch > changed.shape[2]:
        raise ValueError(f"spectrograms {changed.shape} must be (items, frequencies, times), larger than the masks")
    generator = np.random.default_rng(seed)
    for item in changed:
        mean = item.mean()
        item[_mask(generator, item.shape[0], widest_band, masks), :] = mean
        item[:, _mask(generator, item.shape[1], widest_stretch, masks)] = mean
    return changed
