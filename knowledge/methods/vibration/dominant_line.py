"""The strongest line of a spectrum, between its bins."""

from __future__ import annotations

import numpy as np


def dominant_line(
    spectrum: np.ndarray, frequencies: np.ndarray, lowest: float = 0.0, highest: float = 0.0
) -> tuple[float, float]:
    """Find the strongest line of an amplitude spectrum within a range of frequencies or orders, more exactly than the bins are
    apart: a parabola through the logarithms of the highest bin and its neighbours, which fits a windowed line.

    Parameters
    ----------
    spectrum : numpy.ndarray, shape (lines,)
        amplitudes, not negative
    frequencies : numpy.ndarray, shape (lines,)
        of the lines, evenly spaced, in Hz or in orders
    lowest : float
        where the range begins
    highest : float
        where the range ends; 0 for the end of the spectrum

    Returns
    -------
    line : float
        frequency or order of the strongest line
    amplitude : float
        its height

    Raises
    ------
    ValueError
        where spectrum and frequencies are not of one length or the range holds no line

    Notes
    -----
    Time: O(lines). Memory: O(lines).
    Keywords: spectral peak, frequency estimation, parabolic interpolation, main frequency.
    Plain NumPy.

    References
    ----------
    M. Gasior and J. L. Gonzalez, "Improving FFT Frequency Measurement Resolution by Parabolic and Gaussian Spectrum Interpolation",
    AIP Conf. Proc. 732, 2004. doi:10.1063/1.1831158

    Examples
    --------
    >>> wave = np.sin(2 * np.pi * 10.3 * np.arange(1000) / 1000) * np.hanning(1000)
    >>> round(dominant_line(np.abs(np.fft.rfft(wave)), np.arange(501.0))[0], 1)
    10.3
    """
    if spectrum.ndim != 1 or spectrum.shape != frequencies.shape:
        raise ValueError("spectrum and frequencies must be of one length")
    inside = (frequencies >= lowest) & (frequencies <= (highest or np.inf))
    if not inside.any():
        raise ValueError(f"no line lies between {lowest:g} and {highest or np.inf:g}")
    best = int(np.where(inside, spectrum, -1.0).argmax())
    if not 0 < best < spectrum.size - 1 or spectrum[best] <= 0:
        return float(frequencies[best]), float(spectrum[best])
    left, middle, right = np.log(np.maximum(spectrum[best - 1 : best + 2], 1e-12 * spectrum[best]))
    curve = left - 2.0 * middle + right
    between = 0.5 * (left - right) / curve if curve < 0 else 0.0
    step = float(frequencies[best + 1] - frequencies[best])
    return float(frequencies[best]) + float(between) * step, float(np.exp(middle - 0.25 * (left - right) * between))
