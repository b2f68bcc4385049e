"""Classifiers small enough for a board, in NumPy: each learns from features and class numbers and gives class numbers.

Each is a set of named arrays, so that saving one needs no more than its arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from placement.profiles import Work


class Classifier(Protocol):
    """A frozen dataclass whose fields are all arrays; ``name`` stands in tables and files."""

    name: ClassVar[str]

    def predict(self, features: np.ndarray) -> np.ndarray:
        """Class numbers, shape (items,), of standardised features, shape (items, features)."""
        ...

    def work(self) -> Work:
        """Operations for one item."""
        ...


Train = Callable[[np.ndarray, np.ndarray, int, int], Classifier]


@dataclass(frozen=True, slots=True, eq=False)
class Centroids:
    """The nearest mean. centres: (classes, features)."""

    name: ClassVar[str] = "nearest centroid"
    centres: np.ndarray

    @classmethod
    def train(cls, features: np.ndarray, numbers: np.ndarray, classes: int, seed: int) -> Centroids:  # noqa: ARG003
        """From features (items, features) and class numbers (items,)."""
        return cls(np.array([features[numbers == one].mean(axis=0) for one in range(classes)]))

    def predict(self, features: np.ndarray) -> np.ndarray:
        """The class whose mean is nearest."""
        distances = ((features[:, None, :] - self.centres) ** 2).sum(axis=2)
        return np.asarray(distances.argmin(axis=1))

    def work(self) -> Work:
        """A square and two sums for each feature of each mean."""
        return Work(integer=len(self.centres), float_add=2 * self.centres.size, float_multiply=self.centres.size)


@dataclass(frozen=True, slots=True, eq=False)
class Softmax:
    """Multinomial logistic regression with a ridge penalty. weights: (features + 1, classes), the intercepts last."""

    name: ClassVar[str] = "softmax"
    RIDGE: ClassVar[float] = 1.0
    STEPS: ClassVar[int] = 300
    weights: np.ndarray

    @classmethod
    def train(cls, features: np.ndarray, numbers: np.ndarray, classes: int, seed: int) -> Softmax:  # noqa: ARG003
        """Fixed Newton steps with the bound 1/2 X'X on the Hessian, so that the likelihood never falls.

        D. Boehning, "Multinomial logistic regression algorithm", Annals of the Institute of Statistical Mathematics 44, 1992.
        """
        items = np.column_stack([features, np.ones(len(features))])
        penalty = np.full((items.shape[1], 1), cls.RIDGE)
        # The intercepts are all but free; not wholly, as the bound has to be invertible.
        penalty[-1] = 1e-6
        step = np.linalg.inv(0.5 * items.T @ items + np.diag(penalty[:, 0]))
        truth, weights = np.eye(classes)[numbers], np.zeros((items.shape[1], classes))
        for _ in range(cls.STEPS):
            change = step @ (items.T @ (truth - _shares(items @ weights)) - penalty * weights)
            weights += change
            if np.abs(change).max() < 1e-6:
                break
        return cls(weights)

    def predict(self, features: np.ndarray) -> np.ndarray:
        """The likeliest class."""
        return np.asarray((features @ self.weights[:-1] + self.weights[-1]).argmax(axis=1))

    def work(self) -> Work:
        """A product and a sum for each weight; the exponentials are not needed to find the largest."""
        return Work(
            integer=self.weights.shape[1], float_add=float(self.weights.size), float_multiply=float(self.weights.size)
        )


def _shares(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
