"""A trained perceptron run in eight-bit integers."""

from __future__ import annotations

import numpy as np


def _grid(values: np.ndarray) -> tuple[float, int]:
    low, high = np.minimum(np.percentile(values, [0.1, 99.9]), [0.0, np.inf])
    scale = float(max(high, 0.0) - low) / 255 or 1.0
    return scale, int(np.clip(np.rint(-128 - low / scale), -128, 127))


def _on_grid(values: np.ndarray, scale: float, zero: int) -> np.ndarray:
    return np.clip(np.rint(values / scale) + zero, -128, 127).astype(np.int64)


def _network(weights: dict[str, np.ndarray], inputs: np.ndarray) -> dict[str, np.ndarray]:
    scale, zero = _grid(inputs)
    rows = np.maximum(np.abs(weights["hidden.weight"]).max(axis=1), 1e-12) / 127
    hidden = np.maximum(inputs @ weights["hidden.weight"].T + weights["hidden.bias"], 0)
    step = _grid(hidden)[0]
    whole = max(float(np.abs(weights["dense.weight"]).max()), 1e-12) / 127
    fractions, exponents = np.frexp(scale * rows / step)
    return {
        "input": np.array([scale, zero]),
        "hidden.weight": np.rint(weights["hidden.weight"] / rows[:, None]).astype(np.int8),
        "hidden.bias": np.rint(weights["hidden.bias"] / (scale * rows)).astype(np.int32),
        "multiplier": np.minimum(np.rint(fractions * (1 << 31)), (1 << 31) - 1).astype(np.int32),
        "shift": (31 - exponents).astype(np.int8),
        "dense.weight": np.rint(weights["dense.weight"] / whole).astype(np.int8),
        "dense.bias": np.rint(weights["dense.bias"] / (step * whole)).astype(np.int32),
    }


def _classified(network: dict[str, np.ndarray], inputs: np.ndarray) -> np.ndarray:
    wide = {name: part.astype(np.int64) for name, part in network.items() if name != "input"}
    scale, zero = float(network["input"][0]), int(network["input"][1])
    sums = (_on_grid(inputs, scale, zero) - zero) @ wide["hidden.weight"].T + wide["hidden.bias"]
    hidden = (sums * wide["multiplier"] + (1 << wide["shift"] - 1)) >> wide["shift"]
    return (np.clip(hidden, 0, 255) @ wide["dense.weight"].T + wide["dense.bias"]).argmax(axis=1)


def int8_mlp(
    weights: dict[str, np.ndarray], calibration: np.ndarray, features: np.ndarray, flash: int = 8192
) -> tuple[np.ndarray, dict[str, np.ndarray], int]:
    """Quantise a trained perceptron of one hidden layer after its training, refuse it where it exceeds the flash there is, and
    classify with it in whole numbers alone: eight-bit weights and activations, 32-bit sums, a multiplier and shift in between.

    Parameters
    ----------
    weights : dict[str, numpy.ndarray]
        ``mean``, ``spread`` (features,), ``hidden.weight`` (hidden, features), ``hidden.bias``, ``dense.weight``
        (classes, hidden), ``dense.bias`` and ``classes``, as trained
    calibration : numpy.ndarray, shape (train_items, features)
        training data, which tell the ranges of the activations
    features : numpy.ndarray, shape (items, features)
        what is to be classified
    flash : int, in bytes
        what the board has for the parameters

    Returns
    -------
    predicted : numpy.ndarray, shape (items,)
        class of each item
    network : dict[str, numpy.ndarray]
        integers of the network, with scale and zero point of its ``input``
    flash_bytes : int, in bytes
        parameters, with mean and spread in 32-bit floats

    Raises
    ------
    ValueError
        where features are not finite or do not fit the weights, or the parameters need more flash than there is

    Notes
    -----
    Time: O(items features hidden). Memory: O(items hidden). Plain NumPy. Hidden units have a scale each; the outputs share one, so
    that their sums can be compared as they are.
    Keywords: TinyML, post-training quantisation, microcontroller, integer inference, memory budget, neural network.

    References
    ----------
    B. Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", CVPR
    2018, sections 2 and 3. doi:10.1109/CVPR.2018.00286

    Examples
    --------
    >>> layers = {"hidden.weight": np.array([[1.0], [-1.0]]), "hidden.bias": np.zeros(2)}
    >>> layers |= {"dense.weight": np.eye(2), "dense.bias": np.zeros(2), "mean": np.array([5.0])}
    >>> layers |= {"spread": np.array([2.0]), "classes": np.array(["high", "low"])}
    >>> predicted, _, flash_bytes = int8_mlp(layers, np.arange(11.0)[:, None], np.array([[9.0], [3.0]]))
    >>> predicted.tolist(), flash_bytes
    (['high', 'low'], 48)
    """
    if features.shape[1:] != weights["mean"].shape or calibration.shape[1:] != weights["mean"].shape:
        raise ValueError(f"features: {features.shape} do not fit {weights['mean'].size} of the weights")
    if not (np.isfinite(features).all() and np.isfinite(calibration).all()):
        raise ValueError("features: one is not finite")
    network = _network(weights, (calibration - weights["mean"]) / weights["spread"])
    stored = sum(part.nbytes for name, part in network.items() if name != "input")
    flash_bytes = stored + 8 * weights["mean"].size + 8
    if flash_bytes > flash:
        raise ValueError(f"weights: need {flash_bytes} bytes of flash, there are {flash}")
    codes = _classified(network, (features - weights["mean"]) / weights["spread"])
    return weights["classes"][codes], network, flash_bytes
