"""Flash and RAM that a network needs on a board."""

from __future__ import annotations

from itertools import pairwise

import numpy as np


def memory_budget(
    weights: list[np.ndarray],
    biases: list[np.ndarray],
    activations: list[int],
    flash: int,
    ram: int,
    weight_bits: int = 8,
    activation_bits: int = 8,
) -> tuple[int, int, bool]:
    """Tell before flashing whether a chain of layers fits a microcontroller: flash holds the weights, biases of 32 bits and a
    scale for each output; RAM holds, at its peak, the input and the output of one layer at once.

    Parameters
    ----------
    weights : list[numpy.ndarray], shape (...)
        weights of each layer, outputs first
    biases : list[numpy.ndarray], shape (...)
        biases of each layer
    activations : list[int]
        values of the network's input and of every layer's output, one more than layers
    flash : int, in bytes
        what is there for the model, without the code of the kernels
    ram : int, in bytes
        what is there for activations
    weight_bits : int
        bits of a weight
    activation_bits : int
        bits of an activation

    Returns
    -------
    flash_bytes : int, in bytes
        parameters of the model
    ram_bytes : int, in bytes
        peak of the activations
    fits : bool
        both are within what there is

    Raises
    ------
    ValueError
        where the numbers of layers do not fit each other

    Notes
    -----
    Time: O(layers). Memory: O(layers). Plain NumPy. Scales take four bytes for each output of a quantised layer, none at 32 bits.
    Keywords: TinyML, footprint, peak memory, model size, arena, microcontroller.

    References
    ----------
    J. Lin et al., "MCUNet: Tiny Deep Learning on IoT Devices", NeurIPS 2020, section 3 (flash bounds the model, SRAM the peak
    activation). arXiv:2007.10319

    Examples
    --------
    >>> memory_budget([np.zeros((16, 40)), np.zeros((4, 16))], [np.zeros(16), np.zeros(4)], [40, 16, 4], 1024, 64)
    (864, 56, True)
    """
    if not len(weights) == len(biases) == len(activations) - 1:
        raise ValueError(f"activations: {len(weights)} layers have {len(weights) + 1} tensors, not {len(activations)}")
    if not weights:
        raise ValueError("weights: there is no layer")
    scales = sum(4 * len(layer) for layer in weights) if weight_bits < 32 else 0
    matrices = sum((layer.size * weight_bits + 7) // 8 for layer in weights)
    flash_bytes = matrices + sum(4 * bias.size for bias in biases) + scales
    pairs = pairwise(activations)
    ram_bytes = max((before + after) * activation_bits + 7 for before, after in pairs) // 8
    return flash_bytes, ram_bytes, flash_bytes <= flash and ram_bytes <= ram
