"""Machines that sound unlike their normal sound."""

from __future__ import annotations

import numpy as np


def _profile(spectrum: np.ndarray) -> np.ndarray:
    """Mean of each band without the loudness of all, which is the microphone's gain, and the spread of each over time."""
    means = spectrum.mean(axis=0)
    return np.concatenate([means - means.mean(), spectrum.std(axis=0)])


def _deviation(profile: np.ndarray, normal: np.ndarray) -> float:
    """Largest deviation of any band in units of its normal spread; half a decibel is never strange."""
    return float(np.max(np.abs(profile - np.median(normal, axis=0)) / (normal.std(axis=0) + 0.5)))


def sound_novelty(
    spectra: dict[str, np.ndarray],
    labels: dict[str, str],
    groups: dict[str, str],
    normal: str = "normal",
    limit: float = 1.5,
) -> tuple[dict[str, float], dict[str, str]]:
    """Tell by its sound that a machine is not as usual when only normal sounds are known: level and restlessness of every
    mel band are compared with the normal recordings of the same machine, and the band that deviates most decides.

    Parameters
    ----------
    spectra : dict[str, numpy.ndarray]
        log-mel spectrogram of each recording, shape (frames, bands)
    labels : dict[str, str]
        what is known of each recording; only whether it is the normal label is read, to learn from
    groups : dict[str, str]
        the machine of each recording
    normal : str
        label of recordings that may be learnt from
    limit : float
        score from which a recording is strange; 1 is the second largest among the normal ones

    Returns
    -------
    scores : dict[str, float]
        by recording, deviation from the normal ones over the second largest of theirs; a normal recording is left out of its own
    decisions : dict[str, str]
        by recording, normal or anomaly

    Raises
    ------
    ValueError
        where a machine has fewer than three normal recordings

    Notes
    -----
    Time: O(recordings^2 bands + recordings frames bands). Memory: O(recordings bands).
    Keywords: anomalous sound detection, predictive maintenance, acoustic monitoring, one-class.
    Plain NumPy.

    References
    ----------
    K. Dohi et al., "Description and Discussion on DCASE 2022 Challenge Task 2: Unsupervised Anomalous Sound Detection for Machine
    Condition Monitoring Applying Domain Generalization Techniques", 2022. doi:10.48550/arXiv.2206.05876

    Examples
    --------
    >>> spectra = {f"n{i}": np.tile([0.1 * i, -9.0], (5, 1)) for i in range(4)} | {"x": np.tile([5.0, -9.0], (5, 1))}
    >>> labels = {name: "normal" if name != "x" else "?" for name in spectra}
    >>> sound_novelty(spectra, labels, dict.fromkeys(spectra, "pump"))[1]["x"]
    'anomaly'
    """
    profiles = {name: _profile(spectrum) for name, spectrum in spectra.items()}
    scores: dict[str, float] = {}
    for machine in sorted(set(groups.values())):
        known = [name for name in profiles if groups[name] == machine and labels[name] == normal]
        if len(known) < 3:
            raise ValueError(f"machine {machine} has fewer than three normal recordings")
        deviations = {
            name: _deviation(profiles[name], np.stack([profiles[other] for other in known if other != name]))
            for name in profiles
            if groups[name] == machine
        }
        # The second largest: one odd recording among the normal ones must not make everything normal.
        usual = sorted(deviations[name] for name in known)[-2]
        scores |= {name: deviation / max(usual, 1e-12) for name, deviation in deviations.items()}
    return scores, {name: "anomaly" if score > limit else "normal" for name, score in scores.items()}
