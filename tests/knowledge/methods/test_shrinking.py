"""Models made small: exact integer arithmetic, bounds of error, budgets counted by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from knowledge.methods.shrinking.affine_quantise import affine_quantise
from knowledge.methods.shrinking.calibrated_range import calibrated_range
from knowledge.methods.shrinking.channel_pruning import channel_pruning
from knowledge.methods.shrinking.distillation_targets import distillation_targets
from knowledge.methods.shrinking.int8_mlp import int8_mlp
from knowledge.methods.shrinking.magnitude_pruning import magnitude_pruning
from knowledge.methods.shrinking.memory_budget import memory_budget
from knowledge.methods.shrinking.per_channel_quantise import per_channel_quantise
from knowledge.methods.shrinking.prune_mlp import prune_mlp
from knowledge.methods.shrinking.q15_fir import q15_fir
from knowledge.methods.shrinking.q15_from_float import q15_from_float
from knowledge.methods.shrinking.quantised_dense import quantised_dense
from knowledge.methods.shrinking.small_tree import small_tree
from knowledge.methods.shrinking.sparsity_schedule import sparsity_schedule
from knowledge.methods.shrinking.tree_arrays import tree_arrays
from knowledge.methods.shrinking.tree_c_code import tree_c_code
from knowledge.methods.shrinking.tree_walk import tree_walk
from knowledge.methods.shrinking.weight_clustering import weight_clustering


@pytest.mark.parametrize("bits", [4, 8, 16])
def test_affine_quantise_errs_by_half_a_step_and_keeps_zero(bits: int) -> None:
    tensor = np.append(np.random.default_rng(0).uniform(-0.7, 3.1, (40, 5)), [[0.0] * 5], axis=0)
    quantised, scale, zero = affine_quantise(tensor, bits=bits)
    assert np.abs(scale * (quantised.astype(float) - zero) - tensor).max() <= 0.5001 * scale + scale / 2
    assert scale == pytest.approx((tensor.max() - tensor.min()) / (2**bits - 1))
    assert (quantised[-1] == zero).all()


def test_affine_quantise_saturates_outside_of_the_range() -> None:
    quantised, scale, zero = affine_quantise(np.array([-9.0, 0.0, 1.0, 9.0]), lowest=-1.0, highest=1.55)
    assert scale == pytest.approx(0.01)
    assert zero == -28
    assert quantised.tolist() == [-128, -28, 72, 127]
    assert affine_quantise(np.zeros(3))[0].tolist() == [-128] * 3
    with pytest.raises(ValueError, match="finite"):
        affine_quantise(np.array([np.nan]))


def test_affine_quantise_of_one_sign_and_of_nothing() -> None:
    quantised, scale, zero = affine_quantise(np.array([-1.275, -0.5, 0.0]))
    assert (quantised.tolist(), zero) == ([-128, 27, 127], 127)
    assert scale == pytest.approx(0.005)
    assert affine_quantise(np.zeros(3))[1] == 1.0


def test_affine_quantise_takes_two_to_sixteen_bits() -> None:
    tensor = np.array([-1.0, 2.0])
    assert affine_quantise(tensor, bits=2)[0].tolist() == [-2, 1]
    assert affine_quantise(tensor, bits=9)[0].tolist() == [-256, 255]
    for bits in (1, 17):
        with pytest.raises(ValueError, match="bits"):
            affine_quantise(tensor, bits=bits)


def test_per_channel_quantise_keeps_the_resolution_of_small_channels() -> None:
    weights = np.random.default_rng(0).normal(0, 1, (3, 3, 4)) * np.array([0.001, 0.1, 30.0, 0.0])
    quantised, scales = per_channel_quantise(weights, axis=2)
    assert (np.abs(quantised * scales - weights).max(axis=(0, 1)) <= scales / 2 + 1e-12).all()
    assert np.abs(quantised).max(axis=(0, 1)).tolist() == [127, 127, 127, 0]
    assert scales[:3] == pytest.approx(np.abs(weights).max(axis=(0, 1))[:3] / 127)


def test_calibrated_range_cuts_an_outlier_and_keeps_a_plain_range() -> None:
    plain = np.linspace(-1, 2, 20_000)
    assert calibrated_range(plain) == pytest.approx((-1, 2), abs=0.03)
    lowest, highest = calibrated_range(np.append(plain, 40.0), bits=4)
    assert lowest == pytest.approx(-1, abs=0.15)
    assert 1.5 < highest < 8
    assert -8 < calibrated_range(-np.append(plain, 40.0), bits=4)[0] < -1.5
    assert calibrated_range(np.array([-1.0, 0.0, 1.0, 2.0]), bits=2) == (-1.0, 2.0)
    with pytest.raises(ValueError, match="activations"):
        calibrated_range(np.zeros(3))


def _layer(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.normal(0, 1, (200, 24)), random.normal(0, 0.4, (10, 24)), random.normal(0, 1, 10)


@pytest.mark.parametrize("relu", [True, False])
def test_quantised_dense_follows_the_real_layer(relu: bool) -> None:
    inputs, weights, bias = _layer(0)
    real = inputs @ weights.T + bias
    real = np.maximum(real, 0) if relu else real
    packed, input_scale, input_zero = affine_quantise(inputs)
    _, output_scale, output_zero = affine_quantise(real)
    outputs = quantised_dense(
        packed, input_scale, input_zero, *per_channel_quantise(weights), bias, output_scale, output_zero, relu
    )
    errors = output_scale * (outputs.astype(float) - output_zero) - real
    assert outputs.dtype == np.int8
    assert np.sqrt(np.mean(errors**2)) < 1.2 * output_scale
    assert abs(errors.mean()) < 0.15 * output_scale


def test_quantised_dense_rescales_in_whole_numbers() -> None:
    # 100 * 3 + 50 * 2 + 7 = 407 steps of 0.5 * 0.02, in steps of 0.25: 16.28.
    layer = np.array([[100, 50]], dtype=np.int8), np.array([0.02]), np.array([0.07])
    assert quantised_dense(np.array([[8, 7]], dtype=np.int8), 0.5, 5, *layer, 0.25, -3).tolist() == [[13]]
    negative = np.array([[5, 0]], dtype=np.int8)
    assert quantised_dense(negative, 0.5, 5, *layer, 0.25, -3, relu=True).tolist() == [[-3]]
    assert quantised_dense(negative, 0.5, 5, *layer, 0.25, -3, relu=False).tolist() == [[-13]]
    with pytest.raises(ValueError, match="32 bits"):
        quantised_dense(np.array([[1, 1]]), 1e-6, 0, np.array([[1, 1]]), np.array([1e-6]), np.array([1.0]), 1.0, 0)
    with pytest.raises(ValueError, match="fit"):
        quantised_dense(np.zeros((1, 3), np.int8), 1.0, 0, *layer, 1.0, 0)


def test_magnitude_pruning_takes_the_smallest_and_no_more() -> None:
    weights = np.random.default_rng(0).normal(0, 1, (30, 20))
    pruned, mask = magnitude_pruning(weights, 0.9)
    assert (mask.sum(), (pruned != 0).sum()) == (60, 60)
    assert np.abs(weights[mask]).min() > np.abs(weights[~mask]).max()
    assert (pruned[mask] == weights[mask]).all()
    assert magnitude_pruning(np.ones((4, 5)), 0.5)[1].sum() == 10
    with pytest.raises(ValueError, match="sparsity"):
        magnitude_pruning(weights, 1.0)


def test_channel_pruning_leaves_the_network_alone_where_channels_are_dead() -> None:
    inputs, weights, _ = _layer(1)
    weights[[2, 5, 7]] = 0.0
    bias = np.where(weights.any(axis=1), 0.3, 0.0)
    following = np.random.default_rng(2).normal(0, 1, (4, 10))
    small, small_bias, small_next, kept = channel_pruning(weights, bias, following, keep=0.7)
    before = np.maximum(inputs @ weights.T + bias, 0) @ following.T
    after = np.maximum(inputs @ small.T + small_bias, 0) @ small_next.T
    assert kept.tolist() == [0, 1, 3, 4, 6, 8, 9]
    assert after == pytest.approx(before)


def test_channel_pruning_handles_convolutions_and_refuses_other_shapes() -> None:
    kernels, following = np.ones((4, 3, 5)) * np.array([1, 4, 2, 3])[:, None, None], np.ones((6, 4, 5))
    shapes = [part.shape for part in channel_pruning(kernels, np.zeros(4), following, 0.5)]
    assert shapes == [(2, 3, 5), (2,), (6, 2, 5), (2,)]
    assert channel_pruning(kernels, np.zeros(4), following, 0.01)[3].tolist() == [1]
    with pytest.raises(ValueError, match="next layer"):
        channel_pruning(kernels, np.zeros(4), np.ones((6, 5)))


def test_sparsity_schedule_follows_the_cubic_curve() -> None:
    sparsities = sparsity_schedule(21, 0.9, initial=0.1, begin=5, end=15)
    assert sparsities[:6].tolist() == pytest.approx([0.1] * 6)
    assert sparsities[10] == pytest.approx(0.9 - 0.8 / 8)
    assert sparsities[15:].tolist() == pytest.approx([0.9] * 6)
    whole = sparsity_schedule(11, 0.8)
    assert whole[[0, 5, 10]] == pytest.approx([0.0, 0.7, 0.8])
    assert whole[9] < 0.8
    with pytest.raises(ValueError, match="begin"):
        sparsity_schedule(5, 0.5, begin=4)


def test_memory_budget_counts_what_a_board_holds() -> None:
    weights, biases = [np.zeros((8, 3, 5)), np.zeros((4, 80))], [np.zeros(8), np.zeros(4)]
    flash_bytes, ram_bytes, fits = memory_budget(weights, biases, [60, 80, 4], flash=536, ram=140)
    assert (flash_bytes, ram_bytes, fits) == (120 + 320 + 48 + 48, 140, True)
    assert memory_budget(weights, biases, [60, 80, 4], 536, 139)[2] is False
    assert memory_budget(weights, biases, [60, 80, 4], 535, 140)[2] is False
    assert memory_budget(weights, biases, [60, 80, 4], 0, 0, 32, 32)[:2] == (4 * 440 + 48, 560)
    assert memory_budget(weights, biases, [60, 80, 4], 0, 0, 4)[0] == 60 + 160 + 96
    with pytest.raises(ValueError, match="tensors"):
        memory_budget(weights, biases, [60, 80], 1, 1)


def test_weight_clustering_finds_the_shared_values() -> None:
    random = np.random.default_rng(0)
    values = np.array([-1.0, -0.2, 0.3, 1.4])
    weights = random.choice(values, (40, 30)) + random.normal(0, 0.01, (40, 30))
    codebook, indices, ratio = weight_clustering(weights, 4)
    assert codebook == pytest.approx(values, abs=0.005)
    assert np.abs(codebook[indices] - weights).max() < 0.05
    assert ratio == pytest.approx(32 * 1200 / (2 * 1200 + 32 * 4))
    assert weight_clustering(weights, 3)[2] == pytest.approx(32 * 1200 / (2 * 1200 + 32 * 3))
    with pytest.raises(ValueError, match="fewer"):
        weight_clustering(np.array([1.0, 1.0, 2.0]), 3)


def test_distillation_targets_soften_and_mix() -> None:
    logits = np.array([[4.0, 0.0, -4.0], [1000.0, 0.0, 0.0]])
    soft = distillation_targets(logits, np.array([1, 2]), temperature=4.0, share=1.0)
    assert soft[0] == pytest.approx(np.exp([1, 0, -1]) / np.exp([1, 0, -1]).sum())
    mixed = distillation_targets(logits, np.array([1, 2]), temperature=4.0, share=0.25)
    assert mixed == pytest.approx(0.25 * soft + 0.75 * np.array([[0, 1, 0], [0, 0, 1]]))
    with pytest.raises(ValueError, match="labels"):
        distillation_targets(logits, np.array([0, 3]))


def test_q15_from_float_rounds_and_saturates() -> None:
    words, saturated = q15_from_float(np.array([0.25, -2.0, 2.0, 1 / 65536 + 1e-9, -2.1]), full_scale=2.0)
    assert words.dtype == np.dtype(np.int16)
    assert (words.tolist(), saturated) == ([4096, -32768, 32767, 0, -32768], 2)
    assert q15_from_float(np.array([0.6 / 32768]))[0].tolist() == [1]
    with pytest.raises(ValueError, match="NaN"):
        q15_from_float(np.array([np.nan]))


def test_q15_fir_follows_the_real_filter() -> None:
    random = np.random.default_rng(0)
    signal, taps = random.uniform(-0.5, 0.5, 500), np.hanning(33)[1:-1] / 20
    filtered = q15_fir(q15_from_float(signal)[0], q15_from_float(taps)[0]) / 32768
    assert np.abs(filtered - np.convolve(signal, taps)[:500]).max() < 20 / 32768


def test_q15_fir_keeps_wide_sums_and_saturates_once() -> None:
    taps = np.array([32767, 32767, -32768], dtype=np.int16)
    loud = np.full(4, 32767, dtype=np.int16)
    assert q15_fir(loud, taps).tolist() == [32766, 32767, 32766 * 2 - 32767, 32766 * 2 - 32767]
    with pytest.raises(ValueError, match="int16"):
        q15_fir(np.zeros(3), taps)


def _trained() -> tuple[DecisionTreeClassifier, np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    features = random.normal(0, 1, (600, 4)) * [1.0, 900.0, 0.002, 5.0]
    labels = (features[:, 0] > 0.3) * 2 + (features[:, 1] + 200 * features[:, 3] > 0)
    return DecisionTreeClassifier(max_depth=6, random_state=0).fit(features, labels), features, labels


def test_tree_arrays_keep_the_tree() -> None:
    tree, features, _ = _trained()
    nodes, scales = tree_arrays(tree, features)
    assert {column.dtype for column in nodes.values()} == {np.dtype(np.int16)}
    assert (nodes["feature"] >= 0).sum() == tree.tree_.node_count - tree.get_n_leaves()
    split = nodes["feature"] >= 0
    thresholds = nodes["threshold"][split] / scales[nodes["feature"][split]]
    assert thresholds == pytest.approx(tree.tree_.threshold[split], abs=1 / scales.min(), rel=0.01)
    with pytest.raises(ValueError, match="features"):
        tree_arrays(tree, features[:, :3])


def test_tree_walk_decides_as_the_tree_does() -> None:
    tree, features, _ = _trained()
    other = np.random.default_rng(1).normal(0, 1, (2000, 4)) * [1.0, 900.0, 0.002, 5.0]
    predicted = tree_walk(*tree_arrays(tree, features), other)
    assert (predicted == tree.predict(other)).mean() > 0.998
    with pytest.raises(ValueError, match="NaN"):
        tree_walk(*tree_arrays(tree, features), np.full((1, 4), np.nan))


def test_tree_walk_refuses_a_circle() -> None:
    circle = {name: np.array([0, 0]) for name in ("feature", "threshold", "left", "right", "leaf")}
    with pytest.raises(ValueError, match="circle"):
        tree_walk(circle, np.ones(1), np.zeros((1, 1)))


def test_tree_c_code_holds_the_arrays_as_they_are() -> None:
    tree, features, _ = _trained()
    nodes, _ = tree_arrays(tree, features)
    source = tree_c_code(nodes, "gait")
    tables = dict(re.findall(r"gait_(\w+)\[\d+\] = \{(.*)\};", source))
    assert {name: [int(cell) for cell in row.split(", ")] for name, row in tables.items()} == {
        name: column.tolist() for name, column in nodes.items()
    }
    assert "int gait(const int16_t *features)" in source
    assert "<= gait_threshold[node] ? gait_left[node] : gait_right[node]" in source


@pytest.mark.parametrize(
    ("column", "cells", "name"), [("left", [32768], "t"), ("left", [0], "a-b"), ("gone", [0], "t")]
)
def test_tree_c_code_refuses_what_c_cannot_hold(column: str, cells: list[int], name: str) -> None:
    nodes = {
        key: np.array([0])
        for key in ("feature", "threshold", "left", "right", "leaf")
        if column != "gone" or key != "leaf"
    }
    with pytest.raises(ValueError, match=r"nodes|name"):
        tree_c_code(nodes | {column: np.array(cells)}, name)


def test_tree_walk_names_the_classes() -> None:
    tree, features, _ = _trained()
    nodes, scales = tree_arrays(tree, features)
    named = tree_walk(nodes, scales, features, ("a", "b", "c", "d"))
    assert (named == np.array(["a", "b", "c", "d"])[tree_walk(nodes, scales, features)]).all()


def _perceptron(hidden: int = 20) -> tuple[dict[str, np.ndarray], np.ndarray]:
    random = np.random.default_rng(3)
    features = random.normal(0, 1, (1500, 6)) * [1, 100, 0.01, 3, 1, 5] + [0, 40, 0, 0, 9, 0]
    weights = {
        "mean": features.mean(axis=0),
        "spread": features.std(axis=0),
        "hidden.weight": random.normal(0, 0.6, (hidden, 6)) * random.uniform(0.1, 3, (hidden, 1)),
        "hidden.bias": random.normal(0, 0.5, hidden),
        "dense.weight": random.normal(0, 0.6, (4, hidden)),
        "dense.bias": random.normal(0, 0.5, 4),
        "classes": np.array(["a", "b", "c", "d"]),
    }
    return weights, features


def _decided(weights: dict[str, np.ndarray], features: np.ndarray) -> np.ndarray:
    inputs = (features - weights["mean"]) / weights["spread"]
    hidden = np.maximum(inputs @ weights["hidden.weight"].T + weights["hidden.bias"], 0)
    decided: np.ndarray = weights["classes"][
        (hidden @ weights["dense.weight"].T + weights["dense.bias"]).argmax(axis=1)
    ]
    return decided


def test_int8_mlp_decides_as_the_real_network() -> None:
    weights, features = _perceptron()
    predicted, network, flash_bytes = int8_mlp(weights, features[:700], features[700:])
    assert (predicted == _decided(weights, features[700:])).mean() > 0.97
    assert network["hidden.weight"].dtype == network["dense.weight"].dtype == np.int8
    assert np.abs(network["hidden.weight"]).max(axis=1).tolist() == [127] * 20
    # Weights of one byte, biases and multipliers of four, shifts of one, mean and spread of four, input's scale and zero point.
    assert flash_bytes == 20 * 6 + 4 * 20 + 4 * (20 + 20 + 4) + 20 + 8 * 6 + 8


def test_int8_mlp_refuses_what_does_not_fit_the_board() -> None:
    weights, features = _perceptron()
    with pytest.raises(ValueError, match="flash"):
        int8_mlp(weights, features, features, flash=451)
    assert int8_mlp(weights, features, features[:1], flash=452)[2] == 452
    with pytest.raises(ValueError, match="features"):
        int8_mlp(weights, features, features[:, :5])


def test_prune_mlp_keeps_what_says_most() -> None:
    weights, features = _perceptron(8)
    doubled = {
        name: np.repeat(part, 2, axis=0) if name.startswith("hidden") else part for name, part in weights.items()
    }
    doubled["dense.weight"] = np.repeat(weights["dense.weight"], 2, axis=1) / 2
    small, smaller = prune_mlp(doubled, features, keep=8)
    assert (_decided(small, features) == _decided(weights, features)).mean() > 0.999
    assert smaller == pytest.approx((16 * 7 + 4 * 17) / (8 * 7 + 4 * 9))
    assert small["hidden.weight"].shape == (8, 6)


def test_prune_mlp_is_better_than_leaving_the_first_units() -> None:
    weights, features = _perceptron()
    small, _ = prune_mlp(weights, features[:700], keep=10)
    plain = weights | {name: weights[name][:10] for name in ("hidden.weight", "hidden.bias")}
    plain["dense.weight"] = weights["dense.weight"][:, :10]
    true = _decided(weights, features[700:])
    agreed, without = ((_decided(net, features[700:]) == true).mean() for net in (small, plain))
    assert agreed > max(0.85, without + 0.1)
    with pytest.raises(ValueError, match="keep"):
        prune_mlp(weights, features, keep=21)


def test_small_tree_keeps_its_budget_and_the_best_splits() -> None:
    random = np.random.default_rng(0)
    points = random.normal(0, 1, (1000, 5))
    labels = np.where((points[:, 1] > 0.5) | (points[:, 3] < -1), "on", "off")
    labels = np.where(random.random(1000) < 0.1, "on", labels)
    for nodes in (3, 5, 15, 41):
        tree, classes = small_tree(points, labels, nodes=nodes)
        assert tree.tree_.node_count <= nodes
        assert classes.tolist() == ["off", "on"]
    five = small_tree(points, labels, nodes=5)[0].tree_
    assert sorted(five.feature[five.feature >= 0].tolist()) == [1, 3]
    assert sorted(five.threshold[five.feature >= 0].tolist()) == pytest.approx([-1, 0.5], abs=0.05)
    whole, loose = (small_tree(points, labels, nodes=nodes)[0].tree_.node_count for nodes in (10_000, 15))
    assert small_tree(points, labels, nodes=whole)[0].tree_.node_count == whole > loose
    with pytest.raises(ValueError, match="nodes"):
        small_tree(points, labels, nodes=2)
