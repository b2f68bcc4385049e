"""A perceptron with fewer hidden units."""

from __future__ import annotations

import numpy as np


def _refitted(units: np.ndarray, outputs: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    design = np.column_stack([units, np.ones(len(units))])
    solution = np.linalg.lstsq(design, outputs, rcond=None)[0]
    return solution[:-1].T, solution[-1], float(((design @ solution - outputs) ** 2).sum())


def _chosen(units: np.ndarray, outputs: np.ndarray, keep: int) -> list[int]:
    kept: list[int] = []
    for _ in range(keep):
        left = [unit for unit in range(units.shape[1]) if unit not in kept]
        kept.append(min(left, key=lambda unit: _refitted(units[:, [*kept, unit]], outputs)[2]))
    return sorted(kept)


def _size(weights: dict[str, np.ndarray]) -> int:
    return sum(part.size for name, part in weights.items() if name.endswith((".weight", ".bias")))


def prune_mlp(
    weights: dict[str, np.ndarray], calibration: np.ndarray, keep: int = 8
) -> tuple[dict[str, np.ndarray], float]:
    """Make a trained perceptron smaller without training it again: choose the hidden units whose outputs explain the network's
    outputs best, one after the other, and refit the output layer by least squares, so that the units that stay take over what
    those that go have said.

    Parameters
    ----------
    weights : dict[str, numpy.ndarray]
        ``mean``, ``spread`` (features,), ``hidden.weight`` (hidden, features), ``hidden.bias``, ``dense.weight``
        (classes, hidden), ``dense.bias`` and ``classes``, as trained
    calibration : numpy.ndarray, shape (items, features)
        training data without labels
    keep : int
        hidden units that stay

    Returns
    -------
    small : dict[str, numpy.ndarray]
        the network with ``keep`` hidden units, under the same names
    smaller : float
        how many times fewer weights and biases it has

    Raises
    ------
    ValueError
        where the calibration data do not fit the weights, or more units shall stay than there are

    Notes
    -----
    Time: O(keep hidden items (classes + keep^2)). Memory: O(items hidden). Plain NumPy.
    Keywords: structured pruning, neuron pruning, layer reconstruction, model compression, neural network.

    References
    ----------
    J.-H. Luo, J. Wu and W. Lin, "ThiNet: A Filter Level Pruning Method for Deep Neural Network Compression", ICCV 2017, section 3.
    arXiv:1707.06342

    Examples
    --------
    >>> layers = {"mean": np.zeros(1), "spread": np.ones(1), "classes": np.array([0, 1]), "hidden.bias": np.zeros(3)}
    >>> layers |= {"hidden.weight": np.array([[1.0], [-1.0], [2.0]]), "dense.bias": np.zeros(2)}
    >>> layers |= {"dense.weight": np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])}
    >>> small, _ = prune_mlp(layers, np.linspace(-1, 1, 50)[:, None], keep=2)
    >>> small["hidden.weight"].ravel().tolist(), small["dense.weight"].round(2).tolist()
    ([1.0, -1.0], [[3.0, 0.0], [0.0, 1.0]])
    """
    if calibration.ndim != 2 or calibration.shape[1:] != weights["mean"].shape or len(calibration) == 0:
        raise ValueError(f"calibration: {calibration.shape} does not fit {weights['mean'].size} features")
    if not 1 <= keep <= len(weights["hidden.bias"]):
        raise ValueError(f"keep: {keep} of {len(weights['hidden.bias'])} hidden units cannot stay")
    inputs = (calibration - weights["mean"]) / weights["spread"]
    units = np.maximum(inputs @ weights["hidden.weight"].T + weights["hidden.bias"], 0)
    kept = _chosen(units, units @ weights["dense.weight"].T, keep)
    dense, bias, _ = _refitted(units[:, kept], units @ weights["dense.weight"].T)
    small = weights | {
        "hidden.weight": weights["hidden.weight"][kept],
        "hidden.bias": weights["hidden.bias"][kept],
        "dense.weight": dense,
        "dense.bias": weights["dense.bias"] + bias,
    }
    return small, _size(weights) / _size(small)
