"""Quality of every pulse by its likeness to the median pulse."""

from __future__ import annotations

import numpy as np


def _without_line(rows: np.ndarray) -> np.ndarray:
    ramp = np.linspace(-1, 1, rows.shape[1])
    level = rows - rows.mean(axis=1, keepdims=True)
    return np.asarray(level - np.outer(level @ ramp / (ramp @ ramp), ramp))


def ppg_template_quality(
    signal: np.ndarray, rate: float, peaks: np.ndarray, least: float = 0.86
) -> tuple[np.ndarray, np.ndarray]:
    """Judge every pulse of a photoplethysmogram by its correlation with the median pulse, both without drift, so that
    pulses spoilt by motion can be left out.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        photoplethysmogram
    rate : float, in Hz
        its sampling rate
    peaks : numpy.ndarray, shape (peaks,), in samples
        systolic peaks of the signal
    least : float
        lowest correlation of a good pulse

    Returns
    -------
    quality : numpy.ndarray, shape (peaks,)
        correlation of each pulse with the median pulse, -1 to 1; 0 where the pulse is cut off by an end of the signal
    good : numpy.ndarray, shape (peaks,)
        True for pulses with a correlation of at least ``least``

    Raises
    ------
    ValueError
        where there are less than three peaks

    Notes
    -----
    Time: O(peaks times pulse length). Memory: O(peaks times pulse length).
    Keywords: signal quality index, motion artefact, template matching, PPG, pulse.
    Plain NumPy.

    References
    ----------
    C. Orphanidou, T. Bonnici, P. Charlton, D. Clifton, D. Vallance and L. Tarassenko, "Signal-Quality Indices for the
    Electrocardiogram and Photoplethysmogram: Derivation and Applications to Wireless Monitoring", IEEE J. Biomed.
    Health Inform. 19(3), 2015. doi:10.1109/JBHI.2014.2338351

    Examples
    --------
    >>> wave = np.sin(2 * np.pi * np.arange(1000) / 100.0)
    >>> wave[400:450] += 3 * np.sin(np.arange(50.0))
    >>> ppg_template_quality(wave, 100.0, np.arange(125, 900, 100))[1].tolist()
    [True, True, True, False, True, True, True, True]
    """
    if len(peaks) < 3:
        raise ValueError("peaks: three or more are needed for a template")
    half = max(int(np.median(np.diff(peaks)) // 2), round(0.1 * rate))
    whole = np.flatnonzero((np.asarray(peaks) >= half) & (np.asarray(peaks) + half < len(signal)))
    quality = np.zeros(len(peaks))
    if len(whole):
        pulses = np.asarray(signal)[np.asarray(peaks)[whole, None] + np.arange(-half, half + 1)]
        pulses = _without_line(pulses)
        template = _without_line(np.median(pulses, axis=0)[None])[0]
        norms = np.linalg.norm(pulses, axis=1) * np.linalg.norm(template)
        quality[whole] = np.divide(pulses @ template, norms, out=np.zeros(len(whole)), where=norms > 0)
    return quality, quality >= least
