"""Image methods on drawn scenes whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from knowledge.methods.image.count_crossings import count_crossings
from knowledge.methods.image.count_warm_peaks import count_warm_peaks
from knowledge.methods.image.floor_plane import floor_plane
from knowledge.methods.image.hog_features import hog_features
from knowledge.methods.image.hot_spots import hot_spots
from knowledge.methods.image.hu_moments import hu_moments
from knowledge.methods.image.label_blobs import label_blobs
from knowledge.methods.image.label_blobs_numpy import label_blobs_numpy
from knowledge.methods.image.lucas_kanade_flow import lucas_kanade_flow
from knowledge.methods.image.motion_masks import motion_masks
from knowledge.methods.image.otsu_threshold import otsu_threshold
from knowledge.methods.image.running_background import running_background


def _bump(shape: tuple[int, int], row: float, column: float, width: float = 1.0) -> np.ndarray:
    rows, columns = np.indices(shape)
    return np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / (2 * width**2))


def test_otsu_threshold_is_the_exhaustive_best() -> None:
    rng = np.random.default_rng(1)
    image = np.concatenate([rng.normal(50, 8, 3000), rng.normal(120, 20, 1000)]).round().reshape(50, 80)
    threshold = otsu_threshold(image, bins=4000)
    levels = np.arange(image.min(), image.max())
    between = [
        (image <= level).mean()
        * (image > level).mean()
        * (image[image <= level].mean() - image[image > level].mean()) ** 2
        for level in levels
    ]
    assert abs(threshold - levels[int(np.argmax(between))] - 0.5) <= 1.0


def test_otsu_threshold_passes_over_gaps_and_refuses_flat_images() -> None:
    assert 1 < otsu_threshold(np.array([[1.0, 1.0, np.nan, 9.0]])) < 9
    with pytest.raises(ValueError, match="different"):
        otsu_threshold(np.ones((4, 4)))


def _room(seed: int = 0, count: int = 400) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    frames = 21.0 + np.linspace(0, 2.0, count)[:, None, None] + rng.normal(0, 0.15, (count, 8, 8))
    truth = np.zeros(frames.shape, bool)
    truth[150:250, 2:5, 3:6] = True
    return frames + 4.0 * truth, truth


def test_running_background_parts_a_person_from_a_warming_room() -> None:
    frames, truth = _room()
    frames[:, 0, 0] = np.nan
    masks, excess = running_background(frames)
    assert masks[truth].mean() > 0.99
    assert masks[~truth].mean() < 0.02
    assert excess[200, 3, 4] == pytest.approx(4.0, abs=1.2)
    with pytest.raises(ValueError, match="frames"):
        running_background(frames[0])


def test_running_background_takes_up_what_stays_for_long() -> None:
    frames = np.full((9000, 1, 1), 21.0)
    frames[100:] = 25.0
    masks, _ = running_background(frames)
    assert masks[100:2000].all()
    assert not masks[-1].any()


def _blobs(seed: int) -> np.ndarray:
    return np.asarray(ndimage.gaussian_filter(np.random.default_rng(seed).normal(0, 1, (30, 40)), 1.0) > 0.2)


def test_label_blobs_measures_each_object() -> None:
    mask = np.zeros((10, 12), bool)
    mask[1:3, 1:4], mask[3, 4], mask[6:9, 8:10], mask[9, 0] = True, True, True, True
    blobs, centroids, areas = label_blobs(mask, least_area=2)
    assert areas.tolist() == [7, 6]
    assert centroids[1].tolist() == [7.0, 8.5]
    assert blobs[9, 0] == 0
    assert blobs[3, 4] == blobs[1, 1] == 1


def test_label_blobs_of_nothing_is_empty() -> None:
    blobs, centroids, areas = label_blobs(np.zeros((3, 3)))
    assert not blobs.any()
    assert (len(centroids), areas.size) == (0, 0)


@pytest.mark.parametrize("seed", range(5))
def test_label_blobs_numpy_agrees_with_scipy(seed: int) -> None:
    mask = _blobs(seed)
    blobs, count = label_blobs_numpy(mask)
    expected, expected_count = ndimage.label(mask, np.ones((3, 3)))
    assert count == expected_count
    assert len(np.unique(np.stack([blobs[mask], expected[mask]]), axis=1).T) == count
    assert not blobs[~mask].any()


def test_label_blobs_numpy_of_nothing_is_empty() -> None:
    assert label_blobs_numpy(np.zeros((3, 4)))[1] == 0


@pytest.mark.parametrize(
    ("people", "count"), [([], 0), ([(3, 3)], 1), ([(2, 2), (2, 5)], 2), ([(1, 1), (5, 5), (1, 6)], 3)]
)
def test_count_warm_peaks_parts_people_who_stand_together(people: list[tuple[int, int]], count: int) -> None:
    rng = np.random.default_rng(count)
    scene = sum((5.0 * _bump((8, 8), *place, 1.1) for place in people), np.zeros((8, 8)))
    counts = count_warm_peaks(scene + rng.normal(0, 0.15, (60, 8, 8)))
    assert (counts == count).mean() > 0.97


def test_count_warm_peaks_does_not_split_one_wide_person() -> None:
    flat = np.zeros((30, 8, 8))
    flat[:, 2:5, 2:6] = 4.0
    assert set(count_warm_peaks(flat)) == {1}


def _walk(first: float, last: float, column: float, start: int, length: int, count: int) -> np.ndarray:
    frames = np.zeros((count, 8, 8), bool)
    for number in range(length):
        row = first + (last - first) * number / (length - 1)
        frames[start + number] |= _bump((8, 8), row, column) > 0.5
    return frames


def test_count_crossings_parts_in_from_out() -> None:
    inwards = _walk(-1, 8, 2, 5, 12, 80) | _walk(-1, 8, 5, 9, 10, 80)
    outwards = _walk(8, -1, 4, 40, 14, 80)
    turned = _walk(-1, 2.6, 3, 60, 6, 80) | _walk(2.6, -1, 3, 66, 6, 80)
    assert count_crossings(inwards | outwards | turned) == (2, 1)


def test_count_crossings_survives_a_lost_frame_and_lingering() -> None:
    lost = _walk(-1, 8, 3, 2, 12, 30)
    lost[8] = False
    assert count_crossings(lost) == (1, 0)
    linger = np.concatenate(
        [_walk(-1, 3.8, 3, 0, 8, 8), *[_walk(3.2, 3.8, 3, 0, 2, 2)] * 10, _walk(3.8, 8, 3, 0, 8, 8)]
    )
    assert count_crossings(linger) == (1, 0)


@pytest.mark.parametrize("shift", [(0.4, -0.7), (2.5, 1.0), (-1.5, 3.0)])
def test_lucas_kanade_flow_finds_a_known_shift(shift: tuple[float, float]) -> None:
    texture = ndimage.gaussian_filter(np.random.default_rng(3).normal(0, 1, (48, 48)), 2.0)
    after = ndimage.shift(texture, shift, order=3, mode="nearest")
    flow = lucas_kanade_flow(texture, after)[8:-8, 8:-8]
    assert np.median(flow, axis=(0, 1)) == pytest.approx(shift, abs=0.15)


def test_lucas_kanade_flow_sees_no_motion_in_flat_places() -> None:
    before, after = _bump((32, 32), 8, 8, 2.0), _bump((32, 32), 9, 8, 2.0)
    flow = lucas_kanade_flow(before, after)
    assert flow[8, 8, 0] == pytest.approx(1.0, abs=0.15)
    assert np.abs(flow[24:, 24:]).max() < 0.05
    with pytest.raises(ValueError, match="too small"):
        lucas_kanade_flow(before[:6, :6], after[:6, :6])


def _depth_scene(pitch: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A floor 1.4 m below a camera that looks down by ``pitch`` degrees, a wall at 4 m and a box of 0.5 m."""
    rows, columns = np.indices((60, 80))
    ray = np.stack([(columns - 39.5) / 70, (rows - 29.5) / 70, np.ones((60, 80))], axis=-1)
    sine, cosine = np.sin(np.radians(pitch)), np.cos(np.radians(pitch))
    down, ahead = ray @ [0, cosine, sine], ray @ [0, -sine, cosine]
    floor, wall = 1.4 / np.maximum(down, 1e-3), 4.0 / ahead
    top, front = 0.9 / np.maximum(down, 1e-3), 2.0 / ahead
    on_box = (columns > 50) & (columns < 70)
    box = np.where(front * down > 0.9, front, np.where((top * ahead < 2.5) & (top * ahead > 2.0), top, np.inf))
    depth = np.minimum(np.minimum(floor, wall), np.where(on_box, box, np.inf))
    height = 1.4 - depth * down
    depth = depth + np.random.default_rng(seed).normal(0, 0.005, depth.shape)
    depth[::9, ::7] = 0.0
    return depth, height


@pytest.mark.parametrize("pitch", [10.0, 30.0])
def test_floor_plane_measures_heights_in_a_room(pitch: float) -> None:
    depth, height = _depth_scene(pitch)
    plane, heights = floor_plane(depth, focal=70.0)
    assert plane[3] == pytest.approx(1.4, abs=0.03)
    assert plane[:3] == pytest.approx([0, -np.cos(np.radians(pitch)), -np.sin(np.radians(pitch))], abs=0.02)
    seen = np.isfinite(heights)
    assert np.abs(heights - height)[seen].mean() < 0.03
    assert not seen[0, 0]


def test_floor_plane_refuses_a_wall() -> None:
    with pytest.raises(ValueError, match="level"):
        floor_plane(np.full((30, 30), 2.0), focal=40.0)


def test_hog_features_put_an_edge_into_its_direction() -> None:
    ramp = np.add.outer(np.zeros(16), np.arange(16.0))
    across, down = hog_features(ramp).reshape(4, 9), hog_features(ramp.T).reshape(4, 9)
    assert across[0].argmax() in (0, 8)  # 0 degrees lies between the first and the last bin
    assert down[0].argmax() == 4
    assert np.linalg.norm(down) == pytest.approx(1.0, abs=1e-3)


def test_hog_features_do_not_see_lighting() -> None:
    image = _bump((32, 24), 14, 9, 5.0)
    assert hog_features(3 * image + 7) == pytest.approx(hog_features(image), abs=1e-3)
    assert hog_features(image).shape == (3 * 2 * 36,)
    assert hog_features(image).max() < 0.5
    with pytest.raises(ValueError, match="smaller"):
        hog_features(image[:10])


def test_hot_spots_are_found_on_a_warm_machine() -> None:
    rng = np.random.default_rng(2)
    machine = np.add.outer(np.linspace(30, 70, 24), np.linspace(0, 10, 32))
    scene = machine + 9 * _bump((24, 32), 6, 20, 1.2) + 6 * _bump((24, 32), 17, 8, 1.2) + 2 * _bump((24, 32), 12, 25)
    frames = scene + rng.normal(0, 0.3, (15, 24, 32))
    frames[:, 3, 3] = np.nan
    centroids, rises = hot_spots(frames)
    assert centroids == pytest.approx(np.array([[6, 20], [17, 8]]), abs=0.7)
    assert rises == pytest.approx([9, 6], abs=1.5)


def test_hot_spots_of_an_even_scene_are_none() -> None:
    centroids, rises = hot_spots(np.full((3, 12, 12), 40.0))
    assert (centroids.shape, rises.size) == ((0, 2), 0)


def test_motion_masks_mark_the_mover_at_its_place() -> None:
    rng = np.random.default_rng(4)
    frames, truth = rng.normal(0, 0.1, (40, 16, 16)), np.zeros((40, 16, 16), bool)
    for number in range(10, 18):
        truth[number, 6:9, 2 * number - 20 : 2 * number - 18] = True
    masks = motion_masks(frames + 2.0 * truth)
    assert masks[truth].mean() > 0.98
    assert masks[~truth].mean() < 0.001
    assert not masks[0].any()


def test_motion_masks_grow_from_strong_to_weak() -> None:
    frames = np.random.default_rng(5).normal(0, 0.1, (3, 9, 9))
    frames[1, 4, 4] += 2.0
    frames[1, 4, 5] += 0.7
    frames[1, 0, 0] += 0.7
    mask = motion_masks(frames, 2.0, 9.0)[1]
    assert (bool(mask[4, 4]), bool(mask[4, 5]), bool(mask[0, 0])) == (True, True, False)


def test_hu_moments_do_not_change_with_place_turn_and_size() -> None:
    shape = np.zeros((60, 60))
    shape[20:50, 25:29], shape[46:50, 25:35], shape[20:23, 25:42] = 1, 1, 1
    turned = np.rot90(shape)
    moved = np.roll(shape, (7, -9), axis=(0, 1))
    large = np.kron(shape, np.ones((3, 3)))
    assert hu_moments(turned) == pytest.approx(hu_moments(shape), abs=1e-6)
    assert hu_moments(moved) == pytest.approx(hu_moments(shape), abs=1e-6)
    assert hu_moments(large) == pytest.approx(hu_moments(shape), abs=0.1)
    mirrored = hu_moments(shape[:, ::-1])
    assert mirrored[6] == pytest.approx(-hu_moments(shape)[6], abs=1e-6)
    assert abs(mirrored[6]) > 1


def test_hu_moments_give_the_values_of_a_disc() -> None:
    disc = (_bump((101, 101), 50, 50, 40.0) > 0.5).astype(float)
    assert hu_moments(disc)[0] == pytest.approx(np.log10(1 / (2 * np.pi) / 1e-14), abs=0.001)
    with pytest.raises(ValueError, match="object"):
        hu_moments(np.zeros((5, 5)))
