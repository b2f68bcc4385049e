from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Ridge
from sklearn.preprocessing import KernelCenterer

from placement.network.msvr import MSVR, Fitted


def samples(count: int = 40, outputs: int = 3, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Outputs that are correlated: all are mixtures of the same two curves."""
    random = np.random.default_rng(seed)
    inputs = random.uniform(-2.0, 2.0, (count, 2))
    curves = np.column_stack([np.sin(2.0 * inputs[:, 0]), inputs[:, 1] ** 2])
    targets = curves @ random.normal(size=(2, outputs)) + 0.1 * random.standard_normal((count, outputs))
    return inputs, targets


def trained(model: MSVR, inputs: np.ndarray, targets: np.ndarray) -> Fitted:
    fitted = model.fit(inputs, targets).fitted
    assert fitted is not None
    return fitted


def test_without_a_tube_it_is_kernel_ridge_regression_with_an_intercept() -> None:
    inputs, targets = samples(outputs=1)
    gram = np.exp(-0.7 * ((inputs[:, None] - inputs) ** 2).sum(axis=2))
    ridge = KernelRidge(alpha=1.0 / (2.0 * 3.0), kernel="precomputed")
    ridge.fit(KernelCenterer().fit_transform(gram), targets - targets.mean())
    expected = ridge.predict(KernelCenterer().fit_transform(gram)) + targets.mean()
    model = MSVR(penalty=3.0, epsilon=0.0, gamma=0.7)
    np.testing.assert_allclose(model.fit(inputs, targets).predict(inputs), expected, atol=1e-10)


def test_a_linear_kernel_without_a_tube_is_ridge_regression() -> None:
    inputs, targets = samples()
    expected = Ridge(alpha=1.0 / (2.0 * 0.5)).fit(inputs, targets).predict(inputs + 1.0)
    model = MSVR(penalty=0.5, epsilon=0.0, kernel="linear").fit(inputs, targets)
    np.testing.assert_allclose(model.predict(inputs + 1.0), expected, atol=1e-10)


@pytest.mark.parametrize(("penalty", "epsilon"), [(0.1, 0.5), (5.0, 0.2), (100.0, 1.0)])
def test_no_general_minimiser_finds_less(penalty: float, epsilon: float) -> None:
    inputs, targets = samples(25, 2)
    features = np.column_stack([inputs, np.ones(len(inputs))])

    def objective(flat: np.ndarray) -> Any:
        weights = flat.reshape(3, 2)
        losses = np.maximum(np.linalg.norm(targets - features @ weights, axis=1) - epsilon, 0.0) ** 2
        return 0.5 * np.sum(weights[:2] ** 2) + penalty * losses.sum()

    least = minimize(objective, np.zeros(6), method="BFGS", options={"gtol": 1e-8, "maxiter": 2000}).fun
    fitted = trained(MSVR(penalty, epsilon, kernel="linear", tolerance=1e-12, most_steps=2000), inputs, targets)
    assert fitted.converged
    assert fitted.history[-1] == pytest.approx(least, rel=1e-6)


def test_the_outputs_are_coupled_turning_them_turns_the_predictions() -> None:
    inputs, targets = samples(outputs=2)
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    straight = MSVR(epsilon=0.4, tolerance=1e-13, most_steps=1000).fit(inputs, targets).predict(inputs)
    turned = MSVR(epsilon=0.4, tolerance=1e-13, most_steps=1000).fit(inputs, targets @ turn).predict(inputs)
    np.testing.assert_allclose(turned, straight @ turn, atol=1e-5)
    alone = MSVR(epsilon=0.4).fit(inputs, targets[:, :1]).predict(inputs)
    assert np.abs(alone[:, 0] - straight[:, 0]).max() > 1e-3


def test_curves_in_three_outputs_are_learnt() -> None:
    inputs, targets = samples(200)
    model = MSVR(penalty=10.0, epsilon=0.1).fit(inputs[60:], targets[60:])
    missed = model.predict(inputs[:60]) - targets[:60]
    assert np.sqrt(np.mean(missed**2)) < 0.25 * targets.std()


@pytest.mark.parametrize("epsilon", [0.0, 0.3, 1.5])
@pytest.mark.parametrize("penalty", [0.01, 1.0, 1000.0])
def test_the_objective_never_rises(penalty: float, epsilon: float) -> None:
    history = trained(MSVR(penalty, epsilon), *samples()).history
    assert (np.diff(history) <= 0.0).all()
    assert history[-1] < history[0]


def test_samples_within_the_tube_have_no_weight() -> None:
    inputs, targets = samples()
    model = MSVR(10.0, 0.8, tolerance=1e-13, most_steps=1000)
    weights = np.linalg.norm(trained(model, inputs, targets).weights, axis=1)
    inside = np.linalg.norm(targets - model.predict(inputs), axis=1) < 0.79
    assert inside.sum() > 10
    assert weights[inside].max() < 1e-4 * weights.max()
    assert weights[~inside].min() > 1e-2 * weights.max()


def test_a_tube_that_holds_everything_leaves_the_mean() -> None:
    inputs, targets = samples()
    model = MSVR(epsilon=100.0).fit(inputs, targets)
    np.testing.assert_allclose(model.predict(inputs[:2]), np.tile(targets.mean(axis=0), (2, 1)))


def test_constant_inputs_and_exact_targets_are_no_trouble() -> None:
    model = MSVR(epsilon=0.0).fit(np.ones((5, 2)), np.full((5, 2), 3.0))
    np.testing.assert_allclose(model.predict(np.ones((1, 2))), [[3.0, 3.0]])


def test_it_is_deterministic() -> None:
    first, second = (MSVR().fit(*samples()).predict(samples()[0]) for _ in range(2))
    assert np.array_equal(first, second)


@pytest.mark.parametrize(
    ("inputs", "targets", "message"),
    [
        (np.ones((3, 2)), np.ones((2, 1)), "3 inputs and 2 targets"),
        (np.ones(3), np.ones(3), r"shape \(3,\)"),
        (np.ones((0, 2)), np.ones((0, 1)), "at least one"),
        (np.array([[np.nan]]), np.ones(1), "inputs hold values that are not finite"),
        (np.ones((1, 1)), np.array([np.inf]), "targets hold values that are not finite"),
    ],
)
def test_bad_samples_are_refused(inputs: np.ndarray, targets: np.ndarray, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        MSVR().fit(inputs, targets)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"penalty": 0.0}, "penalty is 0.0"),
        ({"epsilon": -1.0}, "epsilon is -1.0"),
        ({"gamma": float("nan")}, "gamma is nan"),
        ({"kernel": "sigmoid"}, "'sigmoid'; it can be rbf or linear"),
    ],
)
def test_bad_settings_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        MSVR(**settings)


def test_predicting_needs_training_with_as_many_features() -> None:
    with pytest.raises(ValueError, match="call fit first"):
        MSVR().predict(np.ones((1, 1)))
    with pytest.raises(ValueError, match="3 features; the regression was trained with 2"):
        MSVR().fit(*samples()).predict(np.ones((1, 3)))
