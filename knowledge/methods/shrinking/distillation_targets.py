"""What a small network learns from a large one."""

from __future__ import annotations

import numpy as np


def distillation_targets(
    logits: np.ndarray, labels: np.ndarray, temperature: float = 4.0, share: float = 0.7
) -> np.ndarray:
    """Mix a teacher's softened class probabilities with the true labels into the targets on which a small student is trained:
    a raised temperature shows which wrong classes the teacher finds alike (knowledge distillation).

    Parameters
    ----------
    logits : numpy.ndarray, shape (items, classes)
        the teacher's outputs before softmax, without NaN
    labels : numpy.ndarray, shape (items,)
        true classes, 0 to classes - 1
    temperature : float
        1 for plain probabilities, more for softer ones
    share : float
        weight of the teacher, 0 to 1; the rest is the label's

    Returns
    -------
    targets : numpy.ndarray, shape (items, classes)
        each row sums to 1

    Raises
    ------
    ValueError
        where logits and labels do not fit, or a setting is out of range

    Notes
    -----
    Time: O(items classes). Memory: O(items classes). Plain NumPy. The gradient of the soft part shrinks with the square of the
    temperature; a student that is trained at the same temperature multiplies its loss by that square.
    Keywords: teacher and student, soft labels, dark knowledge, model compression.

    References
    ----------
    G. Hinton, O. Vinyals and J. Dean, "Distilling the Knowledge in a Neural Network", 2015, section 2. arXiv:1503.02531

    Examples
    --------
    >>> distillation_targets(np.array([[2 * np.log(3), 0.0]]), np.array([0]), temperature=2.0, share=1.0).round(4).tolist()
    [[0.75, 0.25]]
    """
    logits, labels = np.asarray(logits, dtype=float), np.asarray(labels)
    if logits.ndim != 2 or labels.shape != logits.shape[:1] or not np.isfinite(logits).all():
        raise ValueError(f"logits: {logits.shape} does not fit labels {labels.shape}, or one is not finite")
    if labels.size and (labels.min() < 0 or labels.max() >= logits.shape[1]):
        raise ValueError("labels: some name no class of the teacher")
    if temperature <= 0 or not 0 <= share <= 1:
        raise ValueError("temperature, share: the temperature must be above 0, the share 0 to 1")
    soft = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
    soft /= soft.sum(axis=1, keepdims=True)
    return share * soft + (1 - share) * np.eye(logits.shape[1])[labels]
