"""Which part of a bearing is damaged."""

from __future__ import annotations

import numpy as np


def _evidence(spectrum: np.ndarray, frequencies: np.ndarray, fault: float, harmonics: int, slip: float) -> float:
    """Mean height of the fault's harmonics over the median of the lines around them, compressed by a logarithm."""
    heights = []
    for line in fault * np.arange(1, harmonics + 1):
        near = np.abs(frequencies - line) <= max(slip * line, 1.5 * (frequencies[1] - frequencies[0]))
        around = np.abs(frequencies - line) <= 0.25 * fault
        if near.any() and line < frequencies[-1]:
            heights.append(np.log(spectrum[near].max() / max(float(np.median(spectrum[around])), 1e-12)))
    return float(np.mean(heights)) if heights else 0.0


def bearing_diagnosis(
    spectrum: np.ndarray,
    frequencies: np.ndarray,
    shaft: float,
    orders: tuple[float, float, float] = (3.585, 5.415, 4.715),
    names: tuple[str, str, str] = ("outer", "inner", "ball"),
    harmonics: int = 3,
    slip: float = 0.02,
    sure: float = 1.8,
) -> tuple[str, np.ndarray]:
    """Name the damaged part of a bearing from its envelope spectrum: the harmonics of each part's fault frequency, within the
    slip of the rolling elements, are held against the lines around them; the best is named where it is clear enough.

    Parameters
    ----------
    spectrum : numpy.ndarray, shape (lines,)
        envelope spectrum
    frequencies : numpy.ndarray, shape (lines,), in Hz
        of the lines, evenly spaced
    shaft : float, in Hz
        turns a second
    orders : tuple[float, float, float]
        fault frequencies in multiples of the shaft: outer race, inner race, ball (here of a 6205 bearing)
    names : tuple[str, str, str]
        what the three are called
    harmonics : int
        how many multiples are looked at
    slip : float
        by which share the frequencies may be off
    sure : float
        mean logarithm of height over surroundings from which a fault is named

    Returns
    -------
    predicted : str
        one of the names, or 'healthy'
    evidence : numpy.ndarray, shape (3,)
        mean logarithmic height of each part's lines

    Raises
    ------
    ValueError
        where spectrum and frequencies are not of one length, or the shaft's speed is not positive

    Notes
    -----
    Time: O(lines harmonics). Memory: O(lines).
    Keywords: BPFO, BPFI, fault classification, rolling element, condition monitoring.
    Plain NumPy.

    References
    ----------
    W. A. Smith and R. B. Randall, "Rolling element bearing diagnostics using the Case Western Reserve University data: A benchmark
    study", Mech. Syst. Signal Process. 64-65, 2015. doi:10.1016/j.ymssp.2015.04.021

    Examples
    --------
    >>> frequencies = np.arange(0.0, 1000.0, 0.5)
    >>> lines = np.full(frequencies.size, 0.01)
    >>> lines[np.isin(frequencies, [107.5, 215.0, 322.5])] = 0.2
    >>> bearing_diagnosis(lines, frequencies, shaft=30.0)[0]
    'outer'
    """
    if spectrum.ndim != 1 or spectrum.shape != frequencies.shape or spectrum.size < 8 or shaft <= 0:
        raise ValueError("spectrum and frequencies must be of one length and the speed positive")
    evidence = np.array([_evidence(spectrum, frequencies, order * shaft, harmonics, slip) for order in orders])
    best = int(evidence.argmax())
    return names[best] if evidence[best] >= sure else "healthy", evidence
