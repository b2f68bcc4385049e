"""Principal components of CSI amplitudes without the first, which holds the correlated noise."""

from __future__ import annotations

import numpy as np


def pca_denoise(amplitudes: np.ndarray, components: int = 5, skip: int = 1) -> np.ndarray:
    """Gather what a movement does to all subcarriers at once: remove the static part, take the principal components over
    subcarriers and links, drop the first, which carries most of the correlated noise, and keep the next ones (CARM).

    Parameters
    ----------
    amplitudes : numpy.ndarray, shape (packets, subcarriers, links)
        magnitudes of the channel
    components : int
        how many components to keep
    skip : int
        how many leading components to drop: 1 for raw Intel 5300 amplitudes, 0 for cleaned ones

    Returns
    -------
    denoised : numpy.ndarray, shape (packets, components)
        projections by falling variance, each with the sign that makes its largest weight positive

    Raises
    ------
    ValueError
        where there are fewer packets or channels than components + skip, or values that are not finite

    Notes
    -----
    Time: O(packets x channels^2), channels = subcarriers x links. Memory: O(packets x channels).
    Keywords: PCA, CARM, correlated noise, subcarriers.
    Plain NumPy.

    References
    ----------
    W. Wang, A. X. Liu, M. Shahzad, K. Ling and S. Lu, "Understanding and Modeling of WiFi Signal Based Human Activity
    Recognition", MobiCom 2015, section 4. doi:10.1145/2789168.2790093

    Examples
    --------
    >>> wave = np.sin(np.arange(100) / 5)
    >>> amplitudes = 3 + wave[:, None, None] * np.linspace(0.5, 1.0, 8)[None, :, None]
    >>> found = pca_denoise(amplitudes, components=1, skip=0)[:, 0]
    >>> bool(np.corrcoef(found, wave)[0, 1] > 0.999)
    True
    """
    channels = amplitudes.reshape(len(amplitudes), -1)
    if min(channels.shape) < components + skip or not np.isfinite(channels).all():
        raise ValueError(f"amplitudes of shape {amplitudes.shape} give no {components + skip} finite components")
    moving = channels - channels.mean(axis=0)
    _, weights = np.linalg.eigh(moving.T @ moving)
    kept = weights[:, ::-1][:, skip : skip + components]
    signs = np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(components)])
    return np.asarray(moving @ (kept * signs))
