"""Sub-task 2: Suppress noise.

Written by hand.
"""

from __future__ import annotations

import numpy as np

LOW_HZ = 5.0
HIGH_HZ = 15.0
ORDER = 2
LEAST_HZ = 100.0
BLOCK_S = 60.0
MARGIN_S = 2.0


def _gain(samples, rate):
    """The magnitude of a Butterworth band-pass at each frequency of a spectrum, without its phase."""
    frequency = np.fft.rfftfreq(samples, 1 / rate)
    # The mean has no place in a band-pass: its gain is 0, in the limit of the formula too.
    frequency[0] = 1e-9
    return 1 / np.sqrt((1 + (LOW_HZ / frequency) ** (2 * ORDER)) * (1 + (frequency / HIGH_HZ) ** (2 * ORDER)))


def _filtered(block, rate):
    # A level that the gain takes away anyway would leave its rounding errors in a flat recording, like tiny beats.
    return np.fft.irfft(np.fft.rfft(block - block[0]) * _gain(len(block), rate), len(block))


def _band(signal, rate, spacing):
    """The filtered signal, every ``spacing``-th sample; block by block, so that a long recording needs no more memory."""
    margin = round(MARGIN_S * rate)
    block = round(BLOCK_S * rate) // spacing * spacing
    # A recording is shorter than its margins where it holds a few beats only: it is mirrored as far as it goes.
    mirrored = min(margin, len(signal) - 1)
    padded = np.pad(signal, mirrored, mode="reflect")
    parts = []
    for start in range(0, len(signal), block):
        first, last = max(0, start + mirrored - margin), start + mirrored + block + margin
        piece = _filtered(padded[first:last].astype(np.float64), rate)
        inside = start + mirrored - first
        kept = min(block, len(signal) - start)
        parts.append(piece[inside : inside + kept : spacing].astype(np.float32))
    return np.concatenate(parts)


def suppress_noise(
    signals: dict[str, np.ndarray], rates: dict[str, float]
) -> tuple[dict[str, np.ndarray], dict[str, int]]:
    """Suppress the noise: keep the band from 5 to 15 Hz, where the energy of the QRS complex stands out
    against baseline wander, T-waves and muscle noise (Pan and Tompkins 1985), without moving a peak.
    Work block by block and thin the result, so that the program runs on a gateway without a GPU and
    uses no more than 200 MB of memory.

    Parameters
    ----------
    signals : dict[str, numpy.ndarray], shape (samples,), in ADC units
        the first lead of every recording by its name, as sampled
    rates : dict[str, float], in Hz
        the sampling rate of every recording

    Returns
    -------
    filtered : dict[str, numpy.ndarray], shape (samples,), in ADC units
        the 5-15 Hz band of every recording by its name, thinned to a rate of at least 100 Hz
    spacing : dict[str, int], in samples
        how many samples of a recording lie between two of its filtered samples
    """
    filtered, spacing = {}, {}
    for name, signal in signals.items():
        spacing[name] = max(1, int(rates[name] // LEAST_HZ))
        some = len(signal) > 1
        filtered[name] = _band(signal, rates[name], spacing[name]) if some else np.zeros(0, np.float32)
    return filtered, spacing
