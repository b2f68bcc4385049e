from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from placement.auto import AutoError, Model, Task, load, train
from placement.auto.recordings import read
from placement.profiles import Data
from tests.placement.auto.conftest import DOOR, Record, recorded


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return train(recorded(tmp_path_factory.mktemp("auto"), apart=True), DOOR, length=50)


def test_labels_that_differ_are_told_apart(model: Model, record: Record, door: Task) -> None:
    assert model.accuracy > 0.95
    assert model.majority == pytest.approx(1 / 3)
    assert model.telling
    unseen = read(record(apart=True, seed=1), door)
    assert np.mean([model.predict(one.values[:50]) == one.label for one in unseen]) > 0.9


def test_labels_that_do_not_differ_are_near_chance_and_it_says_so(record: Record, door: Task) -> None:
    model = train(record(apart=False), door, length=50)
    assert model.accuracy < 0.6
    assert not model.telling
    assert "do not tell these values apart" in model.report()


def test_the_report_names_accuracy_spread_and_majority(model: Model) -> None:
    lines = model.report().splitlines()
    assert lines[0].startswith("Door: ")
    assert lines[1] == f"accuracy {model.accuracy:.1%} +/- {model.spread:.1%} over 5 folds of whole recordings"
    assert lines[2] == "always telling the commonest value: 33.3%"
    assert lines[3].startswith("open: ")
    assert lines[3].endswith("of 15 windows right")


def test_the_majority_is_the_share_of_the_commonest_label_whatever_was_told(model: Model) -> None:
    assert replace(model, confusion=np.array([[5, 1, 4], [0, 2, 0], [0, 0, 3]])).majority == pytest.approx(10 / 15)


def test_the_same_seed_gives_the_same_model(record: Record, door: Task) -> None:
    first, again = (train(record(apart=False, recordings=3), door, length=50, seed=3) for _ in range(2))
    assert np.array_equal(first.confusion, again.confusion)
    assert first.report() == again.report()


def test_a_saved_model_is_the_same(model: Model, tmp_path: Path, record: Record, door: Task) -> None:
    model.save(tmp_path / "door.npz")
    loaded = load(tmp_path / "door.npz")
    assert loaded.task == model.task
    assert loaded.report() == model.report()
    assert loaded.cost() == model.cost()
    for one in read(record(apart=True), door):
        assert loaded.predict(one.values[:50]) == model.predict(one.values[:50])
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["door.npz"]


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: b"PK\x03\x04", lambda data: data[: len(data) // 2]])
def test_a_damaged_model_is_refused(model: Model, tmp_path: Path, damage: object) -> None:
    model.save(path := tmp_path / "door.npz")
    assert callable(damage)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(AutoError, match=r"door\.npz cannot be read as a trained model"):
        load(path)


def test_a_file_of_pickles_or_of_another_version_is_refused(tmp_path: Path) -> None:
    np.savez(path := tmp_path / "evil.npz", format=np.array([{"a": 1}], dtype=object))
    with pytest.raises(AutoError, match="cannot be read"):
        load(path)
    np.savez(path, format="gpiot auto 0")
    with pytest.raises(AutoError, match="another version"):
        load(path)
    with pytest.raises(AutoError, match="cannot be read"):
        load(tmp_path / "none.npz")


def test_the_cost_is_the_features_and_the_classifiers(model: Model) -> None:
    cost = model.cost()
    assert cost.output == Data(1, 1)
    assert cost.ram > 4 * 50 * 2
    assert cost.flash > 6000
    assert min(cost.work.integer, cost.work.float_add, cost.work.float_multiply, cost.work.special) > 0


@pytest.mark.parametrize("window", [np.zeros((49, 2)), np.zeros((50, 3)), np.full((50, 2), np.nan)])
def test_a_window_of_another_shape_is_refused(model: Model, window: np.ndarray) -> None:
    with pytest.raises(AutoError, match=r"windows of finite numbers of shape \(50, 2\)"):
        model.predict(window)


def test_windows_too_short_or_longer_than_a_recording_are_refused(record: Record, door: Task) -> None:
    folder = record(apart=True, samples=60)
    with pytest.raises(AutoError, match="A window of 31 samples is too short"):
        train(folder, door, length=31)
    with pytest.raises(AutoError, match=r"1\.csv has 60 samples, and a window 61"):
        train(folder, door, length=61)
