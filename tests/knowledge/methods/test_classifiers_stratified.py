"""Stratified folds over whole recordings: separable classes are told apart, labels without meaning are not."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.classifiers.stratified_forest import stratified_forest


def test_stratified_forest_learns_what_can_be_learnt_and_nothing_else() -> None:
    rng = np.random.default_rng(0)
    targets = np.repeat(["walk", "sit", "wave"], 20)
    matrix = rng.standard_normal((60, 8))
    matrix[:, 0] += np.repeat([0, 8, 16], 20)
    predicted, accuracy, recall = stratified_forest(matrix, targets, trees=40)
    assert accuracy == np.mean(predicted == targets) == 1.0
    assert recall == {"sit": 1.0, "walk": 1.0, "wave": 1.0}
    assert stratified_forest(matrix, rng.permutation(targets), trees=40)[1] < 0.6
    assert np.array_equal(predicted, stratified_forest(matrix, targets, trees=40)[0])


def test_stratified_forest_needs_every_class_in_every_fold() -> None:
    targets = np.array(["a"] * 10 + ["b"] * 3)
    with pytest.raises(ValueError, match="5 items or more"):
        stratified_forest(np.zeros((13, 2)), targets)
    with pytest.raises(ValueError, match="finite"):
        stratified_forest(np.full((10, 2), np.nan), targets[:10])
