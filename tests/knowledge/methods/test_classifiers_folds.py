"""Forests trained apart from their inference: the arrays vote as the trees do, and no item is judged by trees that saw it."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesClassifier

from knowledge.methods.classifiers.fold_forests import fold_forests
from knowledge.methods.classifiers.forest_votes import forest_votes


def takes(spread: float) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Recordings of three classes, their centres this far apart in one of six features."""
    rng = np.random.default_rng(0)
    labels = {f"{kind}{take}": kind for kind in ("sit", "walk", "wave") for take in range(20)}
    place = {"sit": 0.0, "walk": spread, "wave": 2 * spread}
    return {name: rng.standard_normal(6) + place[kind] * np.eye(6)[2] for name, kind in labels.items()}, labels


def test_fold_forests_keep_every_class_in_proportion() -> None:
    features, labels = takes(2.0)
    forests, fold_of = fold_forests(features, labels, folds=5, trees=3)
    assert len(forests) == 5
    for fold in range(5):
        inside = [labels[name] for name, number in fold_of.items() if number == fold]
        assert sorted(inside) == ["sit"] * 4 + ["walk"] * 4 + ["wave"] * 4


def test_forest_votes_are_those_of_the_trees() -> None:
    features, labels = takes(2.5)
    forests, fold_of = fold_forests(features, labels, trees=25, share=0.5, seed=3)
    predicted, accuracy, recall = forest_votes(features, labels, forests, fold_of)
    seen = sorted(name for name in features if fold_of[name] != 2)
    unseen = [name for name in features if fold_of[name] == 2]
    trees = ExtraTreesClassifier(25, max_features=0.5, random_state=3)
    same = trees.fit([features[n] for n in seen], [labels[n] for n in seen])
    assert [predicted[name] for name in unseen] == same.predict([features[name] for name in unseen]).tolist()
    assert accuracy == np.mean([predicted[name] == labels[name] for name in labels])
    assert np.isclose(np.mean(list(recall.values())), accuracy)
    assert 0.6 < accuracy < 1


def test_forest_votes_learn_what_can_be_learnt_and_nothing_else() -> None:
    features, labels = takes(8.0)
    assert forest_votes(features, labels, *fold_forests(features, labels, trees=20, share=1.0))[1] == 1.0
    drawn = np.random.default_rng(1).permutation(list(labels.values()))
    shuffled = dict(zip(labels, drawn.tolist(), strict=True))
    assert forest_votes(features, shuffled, *fold_forests(features, shuffled, trees=20, share=0.5))[1] < 0.6


def test_fold_forests_find_one_telling_feature_among_many() -> None:
    features, labels = takes(8.0)
    noise = np.random.default_rng(2).standard_normal((len(features), 300))
    drowned = {name: np.r_[one, noise[number]] for number, (name, one) in enumerate(features.items())}
    assert forest_votes(drowned, labels, *fold_forests(drowned, labels, trees=20, share=0.01))[1] < 0.75
    assert forest_votes(drowned, labels, *fold_forests(drowned, labels, trees=20))[1] > 0.85


def test_what_cannot_be_split_or_judged_is_refused() -> None:
    features, labels = takes(1.0)
    with pytest.raises(ValueError, match="21 labelled recordings or more"):
        fold_forests(features, labels, folds=21)
    with pytest.raises(ValueError, match="finite"):
        fold_forests({**features, "sit0": np.full(6, np.nan)}, labels)
    with pytest.raises(ValueError, match="every recording in it"):
        forest_votes(features, labels, [], {})
    with pytest.raises(ValueError, match="every recording in it"):
        forest_votes(features, {}, [], {"sit0": 0})
