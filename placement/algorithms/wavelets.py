"""Wavelet decomposition by the filters of Daubechies."""

from __future__ import annotations

import numpy as np

from placement.algorithms.algorithm import Algorithm, BadArguments, Cost, Inputs
from placement.algorithms.arithmetic import joined, products, total
from placement.profiles import Data, Work

_SOURCE = (
    "S. G. Mallat, A Theory for Multiresolution Signal Decomposition: The Wavelet Representation, "
    "IEEE Trans. Pattern Anal. Mach. Intell. 11(7), 1989; filters of I. Daubechies, Ten Lectures on Wavelets, 1992, table 6.1"
)
# Further halvings would leave one value of any signal.
_DEEPEST = 64
# Low pass filters with 1, 2 and 4 vanishing moments, by their length.
_LOW = {
    2: (0.7071067811865476, 0.7071067811865476),
    4: (0.4829629131445341, 0.8365163037378079, 0.2241438680420134, -0.1294095225512604),
    8: (
        0.2303778133088964,
        0.7148465705529154,
        0.6308807679298587,
        -0.0279837694168599,
        -0.1870348117190931,
        0.0308413818355607,
        0.0328830116668852,
        -0.0105974017850690,
    ),
}


def _filters(taps: int) -> tuple[np.ndarray, np.ndarray]:
    """Low and high pass; the high pass is the low pass reversed with every other sign changed."""
    if taps not in _LOW:
        raise BadArguments(f"Wavelet: there is no filter of {taps} taps; give 2, 4 or 8")
    low = np.array(_LOW[taps])
    return low, low[::-1] * (-1.0) ** np.arange(taps)


def _halved(values: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Filter a signal that goes on periodically and keep every other value; an odd one repeats its last.

    The filter is centred, as PyWavelets does it in its mode ``periodization``.
    """
    even = np.append(values, values[-1:]) if values.size % 2 else values
    starts = np.arange(0, even.size, 2) - (kernel.size // 2 - 1)
    places = (starts[:, None] + np.arange(kernel.size)) % even.size
    return np.asarray(even[places] @ kernel)


def wavelet(values: np.ndarray, *, levels: int = 1, taps: int = 8) -> np.ndarray:
    """The low band after `levels` halvings: one order of the decomposition for 1. Shape (values / 2**levels, rounded up)."""
    low, _ = _filters(taps)
    band = np.ravel(values).astype(float)
    for _ in range(levels):
        band = _halved(band, low)
    return band


def _halvings(values: int, levels: int) -> list[int]:
    if levels > _DEEPEST:
        raise BadArguments(f"Wavelet: there are {levels} levels; give {_DEEPEST} at most")
    sizes = [values]
    for _ in range(levels):
        sizes.append((sizes[-1] + 1) // 2)
    return sizes[1:]


def _wavelet_cost(inputs: Inputs, *, levels: int = 1, taps: int = 8) -> Cost:
    """Work a level: n/2 values of `taps` products. RAM: the first level's output; later ones overwrite it."""
    _filters(taps)
    data = joined(inputs)
    sizes = _halvings(data.values, levels)
    return Cost(
        Data(sizes[-1], data.width), products(data, taps * sum(sizes)), sizes[0] * data.width, taps * data.width
    )


def wavelet_energy(values: np.ndarray, *, levels: int = 7, taps: int = 8) -> np.ndarray:
    """Mean energy of the high band at every level, then of what is left low. Shape (levels + 1,)."""
    low, high = _filters(taps)
    band, energies = np.ravel(values).astype(float), []
    for _ in range(levels):
        energies.append(np.mean(_halved(band, high) ** 2))
        band = _halved(band, low)
    return np.array([*energies, np.mean(band**2)])


def _energy_cost(inputs: Inputs, *, levels: int = 7, taps: int = 8) -> Cost:
    """Work a level: two filters of n/2 values and `taps` products each, and n/2 squares that are added up."""
    _filters(taps)
    data = joined(inputs)
    sizes = _halvings(data.values, levels)
    squares = sum(sizes) + sizes[-1]
    means = Work(integer=16.0 * (levels + 1))
    counted = total([products(data, 2 * taps * sum(sizes)), products(data, squares), means])
    memory = sizes[0] * data.width + (levels + 1) * 4
    return Cost(Data(levels + 1, max(data.width, 4)), counted, memory, 2 * taps * data.width)


ALGORITHMS = (
    Algorithm(
        "Wavelet",
        "feature",
        "low band of a wavelet decomposition: halves its input at every level",
        _SOURCE,
        _wavelet_cost,
        420,
        wavelet,
        aliases=("WaveletDecomposition", "DWT"),
    ),
    Algorithm(
        "WaveletEnergy",
        "feature",
        "energy of every band of a wavelet decomposition",
        _SOURCE,
        _energy_cost,
        640,
        wavelet_energy,
    ),
)
