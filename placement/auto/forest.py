"""A small random forest in NumPy (L. Breiman, "Random Forests", Machine Learning 45, 2001)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from placement.profiles import Work


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Trees as arrays, the nodes of all in one row each; children stand behind their parents.

    features, children: (nodes,) the feature a node asks for, -1 in a leaf, and its left child; the right one stands beside it
    thresholds: (nodes,) the left child takes values up to it; votes: (nodes,) the class of a leaf; roots: (trees,)
    """

    name: ClassVar[str] = "random forest"
    TREES: ClassVar[int] = 15
    DEPTH: ClassVar[int] = 6
    features: np.ndarray
    thresholds: np.ndarray
    children: np.ndarray
    votes: np.ndarray
    roots: np.ndarray

    @classmethod
    def train(cls, features: np.ndarray, numbers: np.ndarray, classes: int, seed: int) -> Forest:
        """Each tree from a bootstrap sample, each split the best among the square root of the features."""
        random = np.random.default_rng(seed)
        grown = _Growing(features, np.eye(classes)[numbers], random)
        roots = [grown.tree(random.integers(len(features), size=len(features)), cls.DEPTH) for _ in range(cls.TREES)]
        asked, thresholds, children, votes = zip(*grown.nodes, strict=True)
        return cls(
            np.array(asked, dtype=np.int16),
            np.array(thresholds),
            np.array(children, dtype=np.int16),
            np.array(votes, dtype=np.int16),
            np.array(roots, dtype=np.int16),
        )

    def predict(self, features: np.ndarray) -> np.ndarray:
        """The class with the most votes, the first of equals."""
        at = np.tile(self.roots.astype(int), (len(features), 1))
        for _ in range(self.DEPTH):
            asked = self.features[at]
            values = np.take_along_axis(features, np.maximum(asked, 0), axis=1)
            at = np.where(asked < 0, at, self.children[at] + (values > self.thresholds[at]))
        chosen = self.votes[at]
        return np.asarray((chosen[:, :, None] == np.arange(self.votes.max() + 1)).sum(axis=1).argmax(axis=1))

    def work(self) -> Work:
        """The longest way down every tree: a comparison of floats and two indices at each node."""
        longest = float(len(self.roots) * self.DEPTH)
        return Work(integer=2 * longest + len(self.roots), float_add=longest)


class _Growing:
    """Nodes as they come: (feature, threshold, left child, vote)."""

    def __init__(self, features: np.ndarray, truth: np.ndarray, random: np.random.Generator) -> None:
        self.features, self.truth, self.random = features, truth, random
        self.tried = max(1, round(features.shape[1] ** 0.5))
        self.nodes: list[tuple[int, float, int, int]] = []

    def tree(self, items: np.ndarray, depth: int) -> int:
        """Grow a tree and return its root."""
        self.nodes.append((-1, 0.0, 0, 0))
        root = len(self.nodes) - 1
        self.grow(root, items, depth)
        return root

    def grow(self, node: int, items: np.ndarray, depth: int) -> None:
        """Make a node a leaf, or split it and grow both children."""
        counts = self.truth[items].sum(axis=0)
        split = self.split(items) if depth and (counts > 0).sum() > 1 else None
        if split is None:
            self.nodes[node] = (-1, 0.0, 0, int(counts.argmax()))
            return
        feature, threshold = split
        left = len(self.nodes)
        self.nodes[node] = (feature, threshold, left, int(counts.argmax()))
        self.nodes += [(-1, 0.0, 0, 0)] * 2
        above = self.features[items, feature] > threshold
        self.grow(left, items[~above], depth - 1)
        self.grow(left + 1, items[above], depth - 1)

    def split(self, items: np.ndarray) -> tuple[int, float] | None:
        """The feature and threshold of least Gini impurity among some features at random; None where all are constant."""
        chosen = self.random.permutation(self.features.shape[1])[: self.tried]
        values = self.features[np.ix_(items, chosen)]
        order = values.argsort(axis=0, kind="stable")
        values = np.take_along_axis(values, order, axis=0)
        left = self.truth[items][order].cumsum(axis=0)
        right = left[-1] - left
        sizes = np.arange(1, len(items))[:, None]
        # Least impurity is most of sum(counts^2) / size on both sides.
        purity = (left[:-1] ** 2).sum(axis=2) / sizes + (right[:-1] ** 2).sum(axis=2) / (len(items) - sizes)
        purity[values[1:] <= values[:-1]] = -1.0
        row, column = np.unravel_index(purity.argmax(), purity.shape)
        if purity[row, column] < 0.0:
            return None
        # The lower value, not the middle: a middle may round up to the higher one.
        return int(chosen[column]), float(values[row, column])
