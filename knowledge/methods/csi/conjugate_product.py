"""CSI multiplied by the conjugate of the steadiest antenna."""

from __future__ import annotations

import numpy as np

STATIC_GAIN = 1000.0  # how much the reference's static part outweighs what moves in it


def _steadiest(amplitudes: np.ndarray) -> int:
    """The link with the largest mean over deviation: its static paths are strongest."""
    ratios = amplitudes.mean(axis=0) / (amplitudes.std(axis=0) + 1e-12 * amplitudes.mean() + 1e-300)
    return int(np.median(ratios, axis=0).argmax())


def conjugate_product(csi: np.ndarray) -> np.ndarray:
    """Keep the sign of Doppler shifts while the random phase of a receiver is cancelled: weaken the static part of each
    link, strengthen that of the steadiest one, and multiply by the conjugate of the latter (IndoTrack, Widar2.0).

    Parameters
    ----------
    csi : numpy.ndarray, shape (packets, subcarriers, links)
        complex channel matrices, two links or more of one receiver

    Returns
    -------
    product : numpy.ndarray, shape (packets, subcarriers, links - 1)
        complex products without random phase, of unit mean power; the reference link is left out

    Raises
    ------
    ValueError
        where csi is not complex and three-dimensional, has one link or no energy

    Notes
    -----
    Time: O(packets x subcarriers x links). Memory: O(packets x subcarriers x links).
    Keywords: conjugate multiplication, Doppler, carrier frequency offset, direction of movement.
    Plain NumPy.

    References
    ----------
    X. Li et al., "IndoTrack: Device-Free Indoor Human Tracking with Commodity Wi-Fi", Proc. ACM IMWUT 1(3), 2017.
    K. Qian et al., "Widar2.0: Passive Human Tracking with a Single Wi-Fi Link", MobiSys 2018.

    Examples
    --------
    >>> offset = np.exp(1j * np.random.default_rng(0).uniform(0, 6.28, 200))[:, None, None]
    >>> turning = 1 + 0.3 * np.exp(2j * np.pi * 0.1 * np.arange(200))
    >>> links = np.stack([np.full(200, 2.0), turning], axis=1)[:, None, :]
    >>> int(np.abs(np.fft.fft(conjugate_product(links * offset)[:, 0, 0]))[1:].argmax()) + 1
    20
    """
    if csi.ndim != 3 or not np.iscomplexobj(csi) or csi.shape[2] < 2 or not np.abs(csi).sum() > 0:
        raise ValueError("csi must be complex, of shape (packets, subcarriers, links >= 2), and not zero")
    amplitudes = np.abs(csi)
    steady = _steadiest(amplitudes)
    static = amplitudes.min(axis=0)
    turns = np.exp(1j * np.angle(csi))
    reference = (amplitudes[:, :, steady] + STATIC_GAIN * static.mean(axis=1)) * turns[:, :, steady]
    product = np.delete((amplitudes - static) * turns, steady, axis=2) * np.conj(reference)[:, :, None]
    power = np.mean(np.abs(product) ** 2)
    return np.asarray(product / np.sqrt(power) if power > 0 else product)
