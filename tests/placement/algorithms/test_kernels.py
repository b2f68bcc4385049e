from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import make_blobs
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import SVC, NuSVR

from placement.algorithms.catalogue import CATALOGUE
from placement.algorithms.kernels import Model, mnsvg, support_vectors
from placement.profiles import Data


def joined_machines(items: np.ndarray, machines: list[SVC | NuSVR]) -> Model:
    """Machines over the same items as one model: every item is a support vector, of most with a coefficient of 0."""
    coefficients = np.zeros((len(machines), len(items)))
    for row, machine in zip(coefficients, machines, strict=True):
        row[machine.support_] = machine.dual_coef_[0]
    return {
        "vectors": items,
        "coefficients": coefficients,
        "intercepts": np.array([machine.intercept_[0] for machine in machines]),
        "gamma": np.array(0.1),
    }


@pytest.mark.parametrize("classes", [2, 3])
def test_classes_are_those_of_scikit_learn(classes: int) -> None:
    items, labels = make_blobs(80, 3, centers=classes, cluster_std=4.0, random_state=2)
    reference = OneVsRestClassifier(SVC(gamma=0.1)).fit(items, labels)
    model = joined_machines(items, list(reference.estimators_))
    assert [int(support_vectors(item, model=model)[0]) for item in items] == reference.predict(items).tolist()


def test_temperature_and_humidity_from_shared_support_vectors() -> None:
    rng = np.random.default_rng(3)
    items = rng.normal(size=(60, 2))
    targets = np.column_stack([20 + 3 * items[:, 0], 60 - 5 * items[:, 0] * items[:, 1]])
    references = [NuSVR(gamma=0.1, C=10.0).fit(items, targets[:, output]) for output in range(2)]
    model = joined_machines(items, references)
    expected = np.column_stack([reference.predict(items) for reference in references])
    np.testing.assert_allclose([mnsvg(item, model=model) for item in items], expected, atol=1e-9)


def test_the_kernels_are_paid_for_once_for_both_outputs() -> None:
    one, two = (CATALOGUE["MNSVG"].work([Data(24)], (50, outputs)) for outputs in (1, 2))
    assert two.special == one.special == 50
    assert two.float_multiply - one.float_multiply == 50
