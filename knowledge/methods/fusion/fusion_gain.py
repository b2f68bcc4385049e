"""What fusion adds to the best single sensor."""

from __future__ import annotations

import numpy as np


def fusion_gain(
    fused: np.ndarray, probabilities: dict[str, np.ndarray], labels: np.ndarray
) -> tuple[float, float, str, float, dict[str, float]]:
    """Compare the accuracy of fused decisions with that of every single sensor on the same items.

    Parameters
    ----------
    fused : numpy.ndarray, shape (items, classes)
        fused probabilities or beliefs; columns as the sorted labels
    probabilities : dict[str, numpy.ndarray], shape (items, classes)
        by sensor
    labels : numpy.ndarray, shape (items,)
        true classes

    Returns
    -------
    fused_accuracy : float
        share of items decided rightly together, 0 to 1
    margin : float
        fused accuracy minus that of the best single sensor
    best_sensor : str
        name of that sensor
    items_saved : float
        share of the best sensor's mistakes that the fusion mends, less those it adds
    accuracies : dict[str, float]
        accuracy of every single sensor

    Raises
    ------
    ValueError
        where shapes differ or there is no sensor

    Notes
    -----
    Time: O(sensors times items times classes). Memory: O(items).
    Keywords: ablation, multimodal evaluation, single sensor baseline.
    Plain NumPy.

    References
    ----------
    J. Kittler, M. Hatef, R. P. W. Duin and J. Matas, "On Combining Classifiers", IEEE Trans. Pattern Analysis and
    Machine Intelligence 20(3), 1998, section 5. doi:10.1109/34.667881

    Examples
    --------
    >>> alone = {"sound": np.array([[0.9, 0.1], [0.6, 0.4]]), "radar": np.array([[0.4, 0.6], [0.4, 0.6]])}
    >>> together = np.array([[0.7, 0.3], [0.3, 0.7]])
    >>> fusion_gain(together, alone, np.array(["sit", "walk"]))[:2]
    (1.0, 0.5)
    """
    classes = np.unique(labels)
    if not probabilities or any(
        np.shape(rows) != (len(labels), len(classes)) for rows in (fused, *probabilities.values())
    ):
        raise ValueError(f"all probabilities must have shape ({len(labels)}, {len(classes)})")
    accuracies = {
        sensor: float((classes[np.argmax(rows, axis=1)] == labels).mean()) for sensor, rows in probabilities.items()
    }
    fused_accuracy = float((classes[np.argmax(fused, axis=1)] == labels).mean())
    best = max(sorted(accuracies), key=lambda sensor: accuracies[sensor])
    margin = fused_accuracy - accuracies[best]
    return fused_accuracy, margin, best, margin / max(1 - accuracies[best], 1 / len(labels)), accuracies
