"""Small networks: against plain loops, numeric gradients and problems that need what they offer."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.nets.cnn_inference import cnn_inference
from knowledge.methods.nets.gru_states import gru_states
from knowledge.methods.nets.mlp_inference import mlp_inference
from knowledge.methods.nets.temperature_scaling import temperature_scaling
from knowledge.methods.nets.temporal_convolution import temporal_convolution
from knowledge.methods.nets.train_cnn import _gradients, _start, train_cnn
from knowledge.methods.nets.train_mlp import train_mlp
from knowledge.methods.nets.windows_by_group import windows_by_group


def bursts(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Bursts of one of three pitches at a random place of a noisy channel; a second channel means nothing."""
    generator = np.random.default_rng(seed)
    windows, kinds = generator.normal(0, 0.4, (count, 80, 2)), generator.integers(0, 3, count)
    times = np.arange(30)
    for window, kind, start in zip(windows, kinds, generator.integers(0, 50, count), strict=True):
        window[start : start + 30, 0] += 2 * np.sin((0.4, 0.9, 1.6)[kind] * times + generator.uniform(0, 6))
    return windows * [1.0, 50.0] + [7.0, 0.0], np.array(["low", "middle", "high"])[kinds]


def looped(values: np.ndarray, weights: dict[str, np.ndarray], layer: int) -> np.ndarray:
    """One convolution with a rectifier, filter by filter and moment by moment."""
    kernels, bias = weights[f"convolution{layer}.weight"], weights[f"convolution{layer}.bias"]
    length = kernels.shape[2]
    moments = range(len(values) - length + 1)
    rows = [[(values[moment : moment + length].T * kernel).sum() for kernel in kernels] for moment in moments]
    return np.asarray(np.maximum(np.array(rows) + bias, 0.0))


def test_cnn_inference_agrees_with_plain_loops() -> None:
    generator = np.random.default_rng(1)
    shapes = {
        "mean": (2,),
        "convolution1.weight": (3, 2, 4),
        "convolution1.bias": (3,),
        "convolution2.weight": (5, 3, 3),
    }
    shapes |= {"convolution2.bias": (5,), "dense.weight": (4, 10), "dense.bias": (4,)}
    weights = {name: generator.normal(size=shape) for name, shape in shapes.items()}
    weights |= {"spread": np.array([0.5, 2.0]), "classes": np.arange(4.0)}
    windows = generator.normal(size=(3, 21, 2))
    predicted, probabilities = cnn_inference(windows, weights)
    for window, row, best in zip(windows, probabilities, predicted, strict=True):
        values = looped((window - weights["mean"]) / weights["spread"], weights, 1)
        halved = np.array([np.maximum(*values[2 * moment : 2 * moment + 2]) for moment in range(len(values) // 2)])
        values = looped(halved, weights, 2)
        logits = (
            weights["dense.weight"] @ np.concatenate([values.mean(axis=0), values.max(axis=0)]) + weights["dense.bias"]
        )
        assert np.allclose(row, np.exp(logits) / np.exp(logits).sum())
        assert best == logits.argmax()
    with pytest.raises(ValueError, match="short"):
        cnn_inference(windows[:, :6], weights)
    with pytest.raises(ValueError, match="channels"):
        cnn_inference(windows[:, :, :1], weights)


def test_train_cnn_descends_along_the_true_gradient() -> None:
    generator = np.random.default_rng(2)
    weights = _start(2, 3, 4, 5, generator)
    windows, one_hot = generator.normal(size=(6, 20, 2)), np.eye(3)[[0, 1, 2, 0, 1, 2]]
    plain = {"mean": np.zeros(2), "spread": np.ones(2), "classes": np.arange(3)}

    def loss() -> float:
        return -float(np.log((cnn_inference(windows, weights | plain)[1] * one_hot).sum(axis=1)).mean())

    for name, gradient in _gradients(windows, one_hot, weights).items():
        place = tuple(generator.integers(0, size) for size in gradient.shape)
        original = weights[name][place]
        weights[name][place] = original + 1e-5
        above = loss()
        weights[name][place] = original - 1e-5
        below = loss()
        weights[name][place] = original
        assert gradient[place] == pytest.approx((above - below) / 2e-5, rel=1e-3, abs=1e-7)


def test_train_cnn_learns_patterns_at_any_place() -> None:
    windows, labels = bursts(300, 3)
    weights = train_cnn(windows, labels, epochs=15)
    unseen, truth = bursts(300, 4)
    assert (cnn_inference(unseen, weights)[0] == truth).mean() > 0.9
    with pytest.raises(ValueError, match="cannot be trained"):
        train_cnn(windows, np.full(300, "one"))


def test_train_mlp_learns_what_is_not_linear_and_stops_early() -> None:
    generator = np.random.default_rng(5)
    points = generator.normal(size=(600, 4)) * [1, 1000, 1, 1] + [0, 500, 0, 0]
    labels = np.where((points[:, 0] ** 2 + ((points[:, 1] - 500) / 1000) ** 2) < 1.2, "inside", "outside")
    weights, _ = train_mlp(points[:400], labels[:400], np.arange(400) % 10)
    predicted, probabilities = mlp_inference(points[400:], weights)
    assert (predicted == labels[400:]).mean() > 0.9
    assert np.allclose(probabilities.sum(axis=1), 1)
    noise, stopped = train_mlp(points, generator.integers(0, 2, 600), np.arange(600) % 10, patience=3)
    assert len(stopped) < 60
    assert len(stopped) - stopped.argmin() == 4
    assert set(noise) == set(weights)


def test_train_mlp_standardises_by_its_training_groups_and_keeps_the_best_weights() -> None:
    generator = np.random.default_rng(6)
    points, groups = generator.normal(size=(200, 3)), np.arange(200) % 4
    labels = points[:, 0] + 0.5 * generator.normal(size=200) > 0
    weights, losses = train_mlp(points, labels, groups, patience=30)
    asides = [np.isclose(points[groups != group].mean(axis=0), weights["mean"]).all() for group in range(4)]
    assert sum(asides) == 1
    kept = groups == int(np.argmax(asides))
    chances = mlp_inference(points[kept], weights)[1][np.arange(kept.sum()), labels[kept].astype(int)]
    assert -np.log(chances).mean() == pytest.approx(losses.min())
    with pytest.raises(ValueError, match="groups"):
        train_mlp(points, labels, np.zeros(200))


def test_mlp_inference_survives_extreme_values() -> None:
    weights = {
        "mean": np.zeros(1),
        "spread": np.ones(1),
        "hidden.weight": np.array([[1.0]]),
        "hidden.bias": np.zeros(1),
    }
    weights |= {
        "dense.weight": np.array([[1.0], [-1.0]]),
        "dense.bias": np.array([0.0, 1.0]),
        "classes": np.array(["a", "b"]),
    }
    predicted, probabilities = mlp_inference(np.array([[1e6], [-1e6], [0.0]]), weights)
    assert predicted.tolist() == ["a", "b", "b"]
    assert probabilities[2, 1] == pytest.approx(1 / (1 + np.exp(-1)))
    with pytest.raises(ValueError, match="items, 1"):
        mlp_inference(np.zeros((2, 2)), weights)


def test_gru_states_agrees_with_the_equations() -> None:
    generator = np.random.default_rng(7)
    shapes = {"weight_ih_l0": (12, 3), "weight_hh_l0": (12, 4), "bias_ih_l0": (12,), "bias_hh_l0": (12,)}
    weights = {name: generator.normal(size=shape) for name, shape in shapes.items()}
    windows = generator.normal(size=(2, 7, 3))
    states, last = gru_states(windows, weights)
    for window, path in zip(windows, states, strict=True):
        h = np.zeros(4)
        for x, found in zip(window, path, strict=True):
            wir, wiz, win = np.split(weights["weight_ih_l0"] @ x + weights["bias_ih_l0"], 3)
            whr, whz, whn = np.split(weights["weight_hh_l0"] @ h + weights["bias_hh_l0"], 3)
            r, z = 1 / (1 + np.exp(-wir - whr)), 1 / (1 + np.exp(-wiz - whz))
            h = (1 - z) * np.tanh(win + r * whn) + z * h
            assert np.allclose(found, h)
    assert np.array_equal(last, states[:, -1])
    with pytest.raises(ValueError, match="fit"):
        gru_states(windows[:, :, :2], weights)


def network(generator: np.random.Generator) -> dict[str, np.ndarray]:
    """Two blocks of three filters over two channels."""
    shapes = {"0.first.weight": (3, 2, 3), "0.second.weight": (3, 3, 3), "0.skip.weight": (3, 2, 1)}
    shapes |= {"1.first.weight": (3, 3, 3), "1.second.weight": (3, 3, 3)}
    weights = {name: generator.normal(size=shape) for name, shape in shapes.items()}
    return weights | {name.replace("weight", "bias"): np.full(3, 1.0) for name in shapes}


def test_temporal_convolution_depends_on_exactly_its_reach_of_the_past() -> None:
    generator = np.random.default_rng(8)
    weights, windows = network(generator), generator.normal(size=(1, 40, 2))
    states, reach = temporal_convolution(windows, weights)
    assert reach == 1 + 2 * 2 + 2 * 4
    touched = np.zeros(40, bool)
    for _ in range(20):
        changed = windows.copy()
        changed[0, 15] += generator.normal(0, 3, 2)
        touched |= ~np.isclose(temporal_convolution(changed, weights)[0], states).all(axis=2)[0]
    assert np.flatnonzero(touched).min() == 15
    assert np.flatnonzero(touched).max() == 15 + reach - 1
    with pytest.raises(ValueError, match="block 0"):
        temporal_convolution(windows, {})


def test_temporal_convolution_adds_its_input() -> None:
    weights = {name: np.zeros_like(value) for name, value in network(np.random.default_rng(9)).items()}
    weights["0.skip.weight"][:, 0, 0] = [1.0, 2.0, -1.0]
    states, _ = temporal_convolution(np.ones((1, 5, 2)), weights)
    assert states[0, 3].tolist() == [1.0, 2.0, 0.0]


@pytest.mark.parametrize("excess", [0.4, 1.0, 3.0])
def test_temperature_scaling_finds_by_how_much_a_classifier_boasts(excess: float) -> None:
    generator = np.random.default_rng(10)
    honest = generator.normal(0, 1.5, (4000, 5))
    chances = np.exp(honest) / np.exp(honest).sum(axis=1, keepdims=True)
    labels = (chances.cumsum(axis=1) < generator.uniform(size=(4000, 1))).sum(axis=1)
    temperature, probabilities, before, after = temperature_scaling(excess * honest, labels)
    assert temperature == pytest.approx(excess, rel=0.08)
    assert after < 0.03
    assert excess == 1.0 or before > 3 * after
    assert np.array_equal(probabilities.argmax(axis=1), honest.argmax(axis=1))
    with pytest.raises(ValueError, match="column number"):
        temperature_scaling(honest, labels + 1)


def test_windows_by_group_keeps_whole_people_aside_and_leaves_out_gaps() -> None:
    recordings = {f"{kind}_{person}": np.full((100, 1), float(person)) for kind in "xy" for person in range(10)}
    recordings["x_0"][30] = np.nan
    labels, groups = ({name: name.split("_")[part] for name in recordings} for part in (0, 1))
    train, train_labels, test, test_labels = windows_by_group(recordings, labels, groups, 20, 20)
    owners = set(train[:, 0, 0]), set(test[:, 0, 0])
    assert not owners[0] & owners[1]
    assert (len(owners[0]), len(owners[1])) == (7, 3)
    assert len(train) + len(test) == 99
    assert (len(train), len(test)) == (len(train_labels), len(test_labels))
    assert sorted(set(test_labels)) == ["x", "y"]
    assert set(windows_by_group(recordings, labels, groups, 20, 20, seed=1)[2][:, 0, 0]) != owners[1]
    with pytest.raises(ValueError, match="two groups"):
        windows_by_group(recordings, labels, dict.fromkeys(recordings, "one"))
    with pytest.raises(ValueError, match="no window"):
        windows_by_group(recordings, labels, groups, 200)
