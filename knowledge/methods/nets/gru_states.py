"""A gated recurrent unit applied to sensor windows in NumPy."""

from __future__ import annotations

import numpy as np


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * values)))


def gru_states(windows: np.ndarray, weights: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Run a trained layer of gated recurrent units over sensor windows, sample by sample, with weights as PyTorch
    stores them.

    Parameters
    ----------
    windows : numpy.ndarray, shape (windows, length, channels)
        sensor windows, normalised as in training
    weights : dict[str, numpy.ndarray]
        ``weight_ih_l0`` (3 times hidden, channels), ``weight_hh_l0`` (3 times hidden, hidden), ``bias_ih_l0`` and
        ``bias_hh_l0`` (3 times hidden,), with reset, update and new gate in this order

    Returns
    -------
    states : numpy.ndarray, shape (windows, length, hidden)
        hidden state after every sample
    last : numpy.ndarray, shape (windows, hidden)
        hidden state after the last sample: the features of the window

    Raises
    ------
    ValueError
        where the shapes do not fit

    Notes
    -----
    Time: O(windows times length times hidden times (hidden + channels)). Memory: O(windows times length times hidden).
    Keywords: GRU, recurrent neural network, RNN, sequence model, streaming inference.
    Plain NumPy.

    References
    ----------
    K. Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation",
    EMNLP, 2014, section 2.3. doi:10.3115/v1/D14-1179

    Examples
    --------
    >>> weights = {"weight_ih_l0": np.array([[0.0], [-9.0], [1.0]]), "weight_hh_l0": np.zeros((3, 1))}
    >>> biases = {"bias_ih_l0": np.zeros(3), "bias_hh_l0": np.zeros(3)}
    >>> gru_states(np.array([[[1.0], [-1.0]]]), weights | biases)[0].round(2).tolist()
    [[[0.76], [0.76]]]
    """
    windows = np.asarray(windows, float)
    inputs, recurrent = weights["weight_ih_l0"], weights["weight_hh_l0"]
    hidden = recurrent.shape[1]
    if windows.ndim != 3 or inputs.shape != (3 * hidden, windows.shape[2]) or len(recurrent) != 3 * hidden:
        raise ValueError(f"windows {windows.shape} do not fit weights {inputs.shape} and {recurrent.shape}")
    driven = windows @ inputs.T + weights["bias_ih_l0"]
    state, states = np.zeros((len(windows), hidden)), np.empty((*windows.shape[:2], hidden))
    for moment in range(windows.shape[1]):
        fed_back = state @ recurrent.T + weights["bias_hh_l0"]
        gates = _sigmoid(driven[:, moment, : 2 * hidden] + fed_back[:, : 2 * hidden])
        reset, update = gates[:, :hidden], gates[:, hidden:]
        fresh = np.tanh(driven[:, moment, 2 * hidden :] + reset * fed_back[:, 2 * hidden :])
        state = (1 - update) * fresh + update * state
        states[:, moment] = state
    return states, state
