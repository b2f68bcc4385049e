"""Augmentation: what must change, and what must not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from knowledge.methods.augmentation.jitter import jitter
from knowledge.methods.augmentation.magnitude_warp import magnitude_warp
from knowledge.methods.augmentation.mixup import mixup
from knowledge.methods.augmentation.rotated_copies import rotated_copies
from knowledge.methods.augmentation.rotation import rotation
from knowledge.methods.augmentation.scaling import scaling
from knowledge.methods.augmentation.time_frequency_mask import time_frequency_mask
from knowledge.methods.augmentation.time_warp import time_warp
from knowledge.methods.augmentation.window_permutation import window_permutation
from knowledge.methods.augmentation.window_slice import window_slice

Augmentation = Callable[..., np.ndarray]
ALL: tuple[Augmentation, ...] = (
    jitter, magnitude_warp, rotation, scaling, time_frequency_mask, time_warp, window_permutation, window_slice,
)  # fmt: skip


def waves(count: int = 60, length: int = 100) -> np.ndarray:
    """Three channels of sines of different strength."""
    phases = np.linspace(0, 2 * np.pi, count)[:, None, None] + np.arange(length)[None, :, None] / 8
    return np.asarray(np.sin(phases + np.arange(3)) * [1.0, 2.0, 10.0] + [0.0, 5.0, 0.0])


@pytest.mark.parametrize("augment", ALL, ids=lambda method: method.__name__)
def test_every_augmentation_is_new_by_seed_and_leaves_its_input(augment: Augmentation) -> None:
    original = np.random.default_rng(3).normal(size=(40, 50, 12))
    given = original.copy()
    first, again, other = (augment(given, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(given, original)
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)
    assert not np.allclose(first, original)
    assert first.shape == original.shape
    with pytest.raises(ValueError, match=r"must|need"):
        augment(given[0])


def test_jitter_adds_noise_in_proportion_to_each_channel() -> None:
    noise = jitter(waves(), 0.1) - waves()
    assert np.allclose(noise.std(axis=(0, 1)), 0.1 * waves().std(axis=(0, 1)), rtol=0.05)
    assert np.abs(np.corrcoef(noise.reshape(-1, 3).T) - np.eye(3)).max() < 0.05
    assert np.array_equal(jitter(waves(), 0.0), waves())


def test_scaling_keeps_the_form() -> None:
    factors = scaling(waves() + 20, 0.2) / (waves() + 20)
    assert np.ptp(factors, axis=1).max() < 1e-9
    assert factors.min() > 0
    assert factors[:, 0].std() == pytest.approx(0.2, abs=0.04)


def test_rotation_keeps_lengths_and_angles_and_turns_both_sensors_together() -> None:
    both = np.concatenate([waves(), waves()[:, :, ::-1]], axis=2)
    changed = rotation(both)
    first, second = changed[:, :, :3], changed[:, :, 3:]
    assert np.allclose((first * second).sum(axis=2), (both[:, :, :3] * both[:, :, 3:]).sum(axis=2))
    assert np.allclose(np.linalg.norm(first, axis=2), np.linalg.norm(both[:, :, :3], axis=2))
    assert np.allclose(
        np.cross(first[0, 0], second[0, 0]) @ first[0, 9], np.cross(both[0, 0, :3], both[0, 0, 3:]) @ both[0, 9, :3]
    )


def test_rotation_reaches_the_angle_that_is_asked_for_and_no_further() -> None:
    up = np.tile([0.0, 0.0, 1.0], (2000, 2, 1))
    slight = np.degrees(np.arccos(np.clip(rotation(up, 15.0)[:, 0, 2], -1, 1)))
    assert 5 < slight.max() <= 15.001
    assert np.abs(rotation(up)[:, 0].mean(axis=0)).max() < 0.06


def test_magnitude_warp_is_smooth_and_different_in_each_channel() -> None:
    curves = magnitude_warp(np.ones((300, 100, 2)), 0.2)
    assert curves.std() == pytest.approx(0.2, abs=0.06)
    assert np.abs(np.diff(curves, 2, axis=1)).max() < 0.02
    assert not np.allclose(curves[:, :, 0], curves[:, :, 1])


def test_time_warp_changes_the_speed_but_neither_order_nor_level() -> None:
    ramp = np.tile(np.arange(100.0)[None, :, None], (50, 1, 2))
    clocks = time_warp(ramp, 0.3)
    speeds = np.diff(clocks[:, :, 0], axis=1)
    assert np.array_equal(clocks[:, :, 0], clocks[:, :, 1])
    assert np.allclose(clocks[:, [0, -1], 0], [0, 99])
    assert speeds.min() > 0
    assert 0.1 < speeds.std() < 0.4
    assert np.abs(np.diff(speeds, axis=1)).max() < 0.2


def test_window_permutation_keeps_every_sample_and_the_channels_together() -> None:
    counted = np.stack([np.arange(100.0), -np.arange(100.0)], axis=1)[None].repeat(40, axis=0)
    changed = window_permutation(counted, 4, 10)
    assert np.array_equal(np.sort(changed[:, :, 0], axis=1), counted[:, :, 0])
    assert np.array_equal(changed[:, :, 0], -changed[:, :, 1])
    runs = [np.diff(np.flatnonzero(np.diff(row, prepend=-9, append=-9) != 1)) for row in changed[:, :, 0]]
    assert min(run.min() for run in runs) >= 10
    with pytest.raises(ValueError, match="segments"):
        window_permutation(counted, 20, 10)


def test_window_slice_stretches_a_part_evenly() -> None:
    ramp = np.tile(np.arange(101.0)[None, :, None], (200, 1, 1))
    changed = window_slice(ramp, 0.6)[:, :, 0]
    assert np.allclose(np.diff(changed, axis=1), 0.6)
    assert changed.min() >= 0
    assert changed.max() <= 100
    assert np.ptp(changed[:, 0]) > 30
    assert np.allclose(window_slice(ramp, 1.0), ramp)


def test_time_frequency_mask_hides_whole_bands_and_stretches_no_wider_than_allowed() -> None:
    items = np.random.default_rng(1).normal(size=(300, 40, 60))
    hidden = time_frequency_mask(items, 5, 7, masks=1) != items
    bands, stretches = hidden.all(axis=2).sum(axis=1), hidden.all(axis=1).sum(axis=1)
    assert (bands.max(), stretches.max()) == (5, 7)
    assert bands.mean() == pytest.approx(2.5, abs=0.4)
    assert np.array_equal(hidden, hidden.all(axis=2, keepdims=True) | hidden.all(axis=1, keepdims=True))


def test_mixup_mixes_windows_and_labels_alike() -> None:
    labels = np.array(["a", "b", "c"] * 100)
    windows = np.eye(3)[[0, 1, 2] * 100][:, None, :].repeat(5, axis=1)
    mixed, shares, classes = mixup(windows, labels, 0.4)
    assert classes.tolist() == ["a", "b", "c"]
    assert np.allclose(mixed[:, 0], shares)
    assert np.allclose(shares.sum(axis=1), 1)
    assert (classes[shares.argmax(axis=1)] == labels).all()
    assert 0.2 < (shares.max(axis=1) < 0.99).mean() < 0.9
    with pytest.raises(ValueError, match="alpha"):
        mixup(windows, labels, 0.0)


def test_rotated_copies_are_rotations_of_every_direction_and_keep_their_labels() -> None:
    windows = np.random.default_rng(2).normal(size=(500, 4, 3))
    augmented, labels = rotated_copies(windows, np.arange(500), copies=3)
    assert np.array_equal(augmented[:500], windows)
    for start in (500, 1000, 1500):
        turned = augmented[start : start + 500]
        assert np.allclose(turned @ turned.transpose(0, 2, 1), windows @ windows.transpose(0, 2, 1))
        assert np.allclose(np.linalg.det(turned[:, :3]), np.linalg.det(windows[:, :3]))
    assert np.array_equal(labels, np.tile(np.arange(500), 4))
    up, _ = rotated_copies(np.tile([0.0, 0.0, 1.0], (3000, 1, 1)), np.zeros(3000), copies=1)
    assert np.allclose((up[3000:, 0, :, None] * up[3000:, 0, None, :]).mean(axis=0), np.eye(3) / 3, atol=0.03)
    with pytest.raises(ValueError, match="length, 3"):
        rotated_copies(np.zeros((4, 5, 6)), np.zeros(4))
