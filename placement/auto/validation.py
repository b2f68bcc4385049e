"""Which classifier, and how right it is: stratified cross-validation that keeps the windows of a recording together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from placement.auto.classifiers import Centroids, Classifier, Softmax, Train
from placement.auto.forest import Forest

# The cheapest to run first: it stays unless a dearer one is clearly better.
TRAINERS: dict[str, Train] = {one.name: one.train for one in (Centroids, Softmax, Forest)}
MOST_FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Windows to learn from: features (items, features), class numbers (items,), numbers of their recordings (items,)."""

    features: np.ndarray
    numbers: np.ndarray
    groups: np.ndarray

    def part(self, chosen: np.ndarray) -> Samples:
        """Those that a mask, shape (items,), takes."""
        return Samples(self.features[chosen], self.numbers[chosen], self.groups[chosen])


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """A classifier of features with mean 0 and deviation 1 in what it was trained on."""

    middle: np.ndarray
    deviation: np.ndarray
    classifier: Classifier

    @classmethod
    def train(cls, name: str, samples: Samples, seed: int) -> Scaled:
        """A classifier by its name."""
        middle, deviation = samples.features.mean(axis=0), samples.features.std(axis=0)
        # What rounding leaves of a constant is no signal.
        deviation[deviation <= 1e-9 * np.maximum(np.abs(middle), 1.0)] = np.inf
        classes = int(samples.numbers.max()) + 1
        scaled = (samples.features - middle) / deviation
        return cls(middle, deviation, TRAINERS[name](scaled, samples.numbers, classes, seed))

    def predict(self, features: np.ndarray) -> np.ndarray:
        """Class numbers, shape (items,)."""
        return self.classifier.predict((features - self.middle) / self.deviation)


def folds(samples: Samples, seed: int) -> Iterator[tuple[Samples, Samples]]:
    """Training and test samples. Recordings are dealt out class by class, so every fold tests, and trains, every class."""
    random = np.random.default_rng(seed)
    dealt: dict[int, int] = {}
    recordings = [np.unique(samples.groups[samples.numbers == one]) for one in np.unique(samples.numbers)]
    count = min(MOST_FOLDS, *map(len, recordings))
    for ours in recordings:
        dealt |= {group: place % count for place, group in enumerate(random.permutation(ours))}
    places = np.array([dealt[group] for group in samples.groups])
    for fold in range(count):
        yield samples.part(places != fold), samples.part(places == fold)


def accuracies(name: str, samples: Samples, seed: int) -> np.ndarray:
    """Share of right windows of one classifier in each fold."""
    return np.array(
        [
            np.mean(Scaled.train(name, training, seed).predict(test.features) == test.numbers)
            for training, test in folds(samples, seed)
        ]
    )


def choose(samples: Samples, seed: int) -> str:
    """The first classifier that is within one standard error of the best (the rule of Breiman and others, CART, 1984)."""
    tried = {name: accuracies(name, samples, seed) for name in TRAINERS}
    best = max(tried.values(), key=lambda scores: float(scores.mean()))
    enough = best.mean() - best.std(ddof=1) / np.sqrt(len(best))
    return next(name for name, scores in tried.items() if scores.mean() >= enough)


def validated(samples: Samples, classes: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Accuracy in each fold, and the confusion (true class, told class) over all, of choosing and training together.

    The classifier is chosen anew within each training part: choosing by the folds that it is then judged by would flatter it.
    """
    scores, confusion = [], np.zeros((classes, classes), dtype=int)
    for training, test in folds(samples, seed):
        told = Scaled.train(choose(training, seed), training, seed).predict(test.features)
        scores.append(np.mean(told == test.numbers))
        np.add.at(confusion, (test.numbers, told), 1)
    return np.array(scores), confusion
