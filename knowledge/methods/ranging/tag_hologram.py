"""Place of an RFID tag from the phases that a moving antenna reads."""

from __future__ import annotations

import numpy as np


def _likelihood(reads: np.ndarray, places: np.ndarray, wavelength: float, deviation: float) -> np.ndarray:
    """How well each place explains the phases: coherent sum of the reads, each weighted by how it fits its neighbours."""
    paths = np.linalg.norm(places[:, None, :] - reads[:, :2], axis=-1)
    misfit = np.exp(1j * (reads[:, 2] - 4 * np.pi * paths / wavelength))
    common = misfit.mean(axis=1, keepdims=True)
    errors = np.angle(misfit * np.conj(common))
    weights = np.exp(-0.5 * (errors / deviation) ** 2)
    return np.asarray(np.abs(np.sum(weights * misfit, axis=1)))


def _grid(middle: np.ndarray, half: float, step: float) -> np.ndarray:
    """Places of a square around the middle."""
    line = np.arange(-half, half + step / 2, step)
    return middle + np.stack(np.meshgrid(line, line, indexing="ij"), axis=-1).reshape(-1, 2)


def tag_hologram(
    reads: np.ndarray, wavelength: float = 0.3256, side: int = 1, reach: float = 4.0, deviation: float = 0.6
) -> np.ndarray:
    """Locate an RFID tag to centimetres from a moving antenna (robot, conveyor): search the plane for the place whose path
    lengths explain all phases up to a common offset, reads that do not fit weighing less (augmented hologram, Tagoram).

    Parameters
    ----------
    reads : numpy.ndarray, shape (reads, 3)
        x and y of the antenna in m and the reported phase in rad, which rises with distance, modulo 2 pi
    wavelength : float, in m
        of the carrier; 0.3256 at 920.625 MHz
    side : int
        1 searches at larger y than the antenna's path, -1 at smaller: along a straight path both mirror each other
    reach : float, in m
        how far from the middle of the path to search
    deviation : float, in rad
        usual error of a phase

    Returns
    -------
    position : numpy.ndarray, shape (2,), in m
        x and y of the tag

    Raises
    ------
    ValueError
        where there are fewer than 8 reads, not three columns, values that are not finite, or the antenna stood still

    Notes
    -----
    Time: O(reads x (reach / wavelength)^2). Memory: O(reads x (reach / wavelength)^2).
    Keywords: UHF RFID, backscatter phase, synthetic aperture, inventory, tag localisation.
    Plain NumPy.

    References
    ----------
    L. Yang et al., "Tagoram: Real-Time Tracking of Mobile RFID Tags to High Precision Using COTS Devices", MobiCom 2014.
    doi:10.1145/2639108.2639111

    Examples
    --------
    >>> antenna = np.column_stack([np.linspace(-1, 1, 60), np.zeros(60)])
    >>> paths = np.linalg.norm(antenna - [0.4, 1.5], axis=1)
    >>> reads = np.column_stack([antenna, (0.7 + 4 * np.pi * paths / 0.3256) % (2 * np.pi)])
    >>> tag_hologram(reads).round(1).tolist()
    [0.4, 1.5]
    """
    if reads.ndim != 2 or reads.shape[1] != 3 or len(reads) < 8 or not np.isfinite(reads).all():
        raise ValueError(f"reads must be 8 or more finite rows of x, y and phase, not of shape {reads.shape}")
    if np.ptp(reads[:, :2], axis=0).max() < wavelength / 2:
        raise ValueError("reads come from one place: the antenna must move by half a wavelength or more")
    middle = reads[:, :2].mean(axis=0)
    places = _grid(middle, reach, wavelength / 6)
    places = places[side * (places[:, 1] - middle[1]) >= 0]
    found = places[_likelihood(reads, places, wavelength, deviation).argmax()]
    for step in (wavelength / 40, wavelength / 400):
        near = _grid(found, 7 * step, step)
        found = near[_likelihood(reads, near, wavelength, deviation).argmax()]
    return np.asarray(found)
