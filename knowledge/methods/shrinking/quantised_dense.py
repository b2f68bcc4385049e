"""A dense layer in whole numbers alone."""

from __future__ import annotations

import numpy as np

_FRACTION = 31


def _fixed_multiplier(factor: float) -> tuple[int, int]:
    fraction, exponent = np.frexp(factor)
    return round(float(fraction) * (1 << _FRACTION)), _FRACTION - int(exponent)


def _rescaled(totals: np.ndarray, factor: float) -> np.ndarray:
    multiplier, shift = _fixed_multiplier(factor)
    return (totals * multiplier + (1 << shift - 1)) >> shift


def quantised_dense(
    inputs: np.ndarray,
    input_scale: float,
    input_zero: int,
    weights: np.ndarray,
    weight_scales: np.ndarray,
    bias: np.ndarray,
    output_scale: float,
    output_zero: int,
    relu: bool = True,
) -> np.ndarray:
    """Run a dense layer as an integer-only kernel does: products of eight-bit numbers in accumulators of 32 bits, the bias
    among them, rescaled to eight bits by a fixed-point multiplier and a rounding shift for each output.

    Parameters
    ----------
    inputs : numpy.ndarray, shape (items, inputs)
        int8 activations
    input_scale : float
        value of one step of the inputs
    input_zero : int
        integer that stands for 0.0 in the inputs
    weights : numpy.ndarray, shape (outputs, inputs)
        int8 weights, symmetric
    weight_scales : numpy.ndarray, shape (outputs,)
        value of one step of the weights of each output
    bias : numpy.ndarray, shape (outputs,)
        real biases
    output_scale : float
        value of one step of the outputs
    output_zero : int
        integer that stands for 0.0 in the outputs
    relu : bool
        outputs below 0.0 become 0.0

    Returns
    -------
    outputs : numpy.ndarray, shape (items, outputs)
        int8 activations

    Raises
    ------
    ValueError
        where shapes do not fit, a scale is not above 0, or an accumulator would need more than 32 bits

    Notes
    -----
    Time: O(items inputs outputs). Memory: O(items outputs). Plain NumPy.
    Keywords: int8 inference, fully connected, TinyML, requantisation, CMSIS-NN, microcontroller.

    References
    ----------
    B. Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", CVPR
    2018, sections 2.2 to 2.4. doi:10.1109/CVPR.2018.00286

    Examples
    --------
    >>> layer = np.array([[100, 50]]), np.array([0.01]), np.array([0.5])
    >>> quantised_dense(np.array([[10, 20]]), 0.1, 0, *layer, 0.05, 0).tolist()
    [[50]]
    """
    if inputs.shape[1:] != weights.shape[1:] or not len(weights) == len(weight_scales) == len(bias):
        raise ValueError(f"weights: {weights.shape} does not fit inputs {inputs.shape} and bias {np.shape(bias)}")
    scales = input_scale * np.asarray(weight_scales, dtype=float)
    if output_scale <= 0 or (scales <= 0).any():
        raise ValueError("scales: must be above 0")
    start = np.rint(np.asarray(bias, dtype=float) / scales).astype(np.int64)
    totals = (inputs.astype(np.int64) - input_zero) @ weights.astype(np.int64).T + start
    if totals.size and np.abs(totals).max() >= 1 << 31:
        raise ValueError("inputs: an accumulator needs more than 32 bits")
    rescaled = [_rescaled(column, scale / output_scale) for column, scale in zip(totals.T, scales, strict=True)]
    outputs = np.stack(rescaled, axis=1) + output_zero
    return np.clip(outputs, output_zero if relu else -128, 127).astype(np.int8)
