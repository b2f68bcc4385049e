"""Angles of close sources by the subspace of noise (MUSIC)."""

from __future__ import annotations

import numpy as np


def _noise_subspace(snapshots: np.ndarray, sources: int) -> np.ndarray:
    """Eigenvectors of the smallest eigenvalues of the covariance, averaged forward and backward over the array."""
    covariance = snapshots.T @ snapshots.conj() / len(snapshots)
    both = (covariance + covariance[::-1, ::-1].conj()) / 2
    return np.asarray(np.linalg.eigh(both)[1][:, : snapshots.shape[1] - sources])


def music_angles(snapshots: np.ndarray, sources: int = 1, spacing: float = 0.5, step: float = 0.1) -> np.ndarray:
    """Find directions closer together than the width of a beam: search for the angles whose steering vectors are
    orthogonal to the noise subspace of the antennas' covariance (MUSIC, with forward-backward averaging).

    Parameters
    ----------
    snapshots : numpy.ndarray, shape (snapshots, antennas)
        complex values of a row of evenly spaced antennas, two snapshots or more a source
    sources : int
        how many directions to find
    spacing : float, in wavelengths
        distance of neighbouring antennas
    step : float, in degrees
        resolution of the search

    Returns
    -------
    angles : numpy.ndarray, shape (sources,), in degrees
        rising directions, 0 straight ahead; fewer where the spectrum has fewer maxima

    Raises
    ------
    ValueError
        where snapshots are not complex and two-dimensional, or sources is not below the number of antennas

    Notes
    -----
    Time: O(antennas^3 + antennas^2 x 180 / step). Memory: O(antennas x 180 / step).
    Keywords: multiple signal classification, super-resolution, direction of arrival, AoA.
    Plain NumPy.

    References
    ----------
    R. O. Schmidt, "Multiple Emitter Location and Signal Parameter Estimation", IEEE Trans. Antennas Propag. 34(3), 1986.
    doi:10.1109/TAP.1986.1143830

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> steering = np.exp(1j * np.pi * np.outer(np.sin(np.radians([10, 20])), np.arange(8)))
    >>> snapshots = (rng.standard_normal((200, 2)) + 1j * rng.standard_normal((200, 2))) @ steering
    >>> noise = 0.1 * (rng.standard_normal((200, 8)) + 1j * rng.standard_normal((200, 8)))
    >>> music_angles(snapshots + noise, sources=2).round().tolist()
    [10.0, 20.0]
    """
    if snapshots.ndim != 2 or not np.iscomplexobj(snapshots) or not 0 < sources < snapshots.shape[1]:
        raise ValueError(f"snapshots of shape {snapshots.shape} must be complex, with more antennas than {sources}")
    angles = np.arange(-90 + step, 90, step)
    phases = 2 * np.pi * spacing * np.outer(np.arange(snapshots.shape[1]), np.sin(np.radians(angles)))
    noise = _noise_subspace(snapshots, sources)
    spectrum = 1 / np.maximum(np.sum(np.abs(noise.conj().T @ np.exp(1j * phases)) ** 2, axis=0), 1e-12)
    inner = spectrum[1:-1]
    maxima = np.flatnonzero((inner > spectrum[:-2]) & (inner >= spectrum[2:])) + 1
    return np.sort(angles[maxima[np.argsort(spectrum[maxima])[-sources:]]])
