"""Are the generated pulses and breaths what their truth says?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.methods.evaluation.event_scores import event_scores
from knowledge.methods.vital.apnea_pauses import apnea_pauses
from knowledge.samples import breathing_pulses, chest_breathing, oximeter, sleep_breathing, wrist_pulses

WRITERS = [module.write for module in (breathing_pulses, chest_breathing, oximeter, sleep_breathing, wrist_pulses)]


def read(path: Path) -> np.ndarray:
    """The numbers of a csv file below its header."""
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def strongest(values: np.ndarray, rate: float, low: float, high: float) -> float:
    """The strongest frequency of a band in cycles a minute."""
    spectrum = np.abs(np.fft.rfft((values - values.mean()) * np.hanning(len(values)), 8 * len(values)))
    frequencies = np.fft.rfftfreq(8 * len(values), 1 / rate)
    inside = (frequencies > low) & (frequencies < high)
    return 60 * float(frequencies[inside][np.argmax(spectrum[inside])])


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__module__.rpartition(".")[2])
def test_the_same_seed_gives_the_same_small_data(write: Callable[[Path, int], None], tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000


@pytest.mark.parametrize(("name", "low"), [("sleep", 0.7), ("desk", 0.9), ("walk", 1.2), ("sport", 1.7)])
def test_wrist_pulses_beat_at_their_true_rate(name: str, low: float, tmp_path: Path) -> None:
    wrist_pulses.write(tmp_path, 1)
    signal, truth = read(tmp_path / f"{name}.csv")[:, 1], read(tmp_path / f"{name}.truth.csv")[:, 0]
    still = signal[(20 * 64) : (40 * 64)]
    assert strongest(still, 64, low, 3) == pytest.approx(truth[2:4].mean(), rel=0.1)
    assert len(truth) == 6
    assert np.abs(np.diff(signal[14 * 64 : 17 * 64])).mean() > 2 * np.abs(np.diff(still)).mean()


def test_oximeter_pulsates_by_the_true_ratio_outside_of_motion(tmp_path: Path) -> None:
    oximeter.write(tmp_path, 1)
    for name in ("awake", "asleep", "altitude"):
        table, truth = read(tmp_path / f"{name}.csv"), read(tmp_path / f"{name}.truth.csv")[:, 0]
        colours = [table[(56 * 50) : (64 * 50), column] for column in (1, 2)]
        smooth = [np.convolve(colour, np.full(10, 0.1), "valid") for colour in colours]
        swings = [np.diff(colour, n=1).std() / colour.mean() for colour in smooth]
        assert 110 - 25 * swings[0] / swings[1] == pytest.approx(truth[7], abs=3)
        assert np.abs(np.diff(table[26 * 50 : 28 * 50, 1])).mean() > 5 * np.abs(np.diff(colours[0])).mean()


def test_breathing_pulses_hide_the_breath_below_slower_waves(tmp_path: Path) -> None:
    breathing_pulses.write(tmp_path, 1)
    for name in ("rest", "ward", "fever"):
        signal, truth = read(tmp_path / f"{name}.csv")[:, 1], read(tmp_path / f"{name}.truth.csv")[:, 0]
        assert strongest(signal[3200:6400], 100, 0.12, 0.7) == pytest.approx(truth[2], abs=1.5)
        assert strongest(signal, 100, 0.01, 0.7) < 5
        assert len(truth) == 7


def test_chest_breathing_tilts_at_the_true_rate_and_turns_over(tmp_path: Path) -> None:
    chest_breathing.write(tmp_path, 1)
    for row in (tmp_path / "truth.csv").read_text().splitlines()[1:]:
        name, breaths = row.split(",")
        felt = read(tmp_path / f"{name}.csv")[:, 1:]
        rates = [strongest(axis[:1600], 25, 0.12, 0.6) for axis in felt.T]
        assert min(abs(rate - float(breaths)) for rate in rates) < 1.5
        assert np.linalg.norm(felt[:1500].mean(axis=0) - felt[-900:].mean(axis=0)) > 2


def swings(signal: np.ndarray) -> np.ndarray:
    """How much four seconds around each sample vary: short against the drift."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(signal, (20, 19), mode="edge"), 40)
    return np.asarray(windows.std(axis=-1))


def test_sleep_breathing_pauses_where_the_truth_says(tmp_path: Path) -> None:
    sleep_breathing.write(tmp_path, 1)
    for number, count in enumerate((6, 9, 13), 1):
        signal, starts = read(tmp_path / f"night{number}.csv")[:, 1], read(tmp_path / f"night{number}.truth.csv")[:, 0]
        assert len(starts) == count
        for start in (10 * starts).astype(int):
            inside, before = (np.median(swings(signal)[start + a : start + b]) for a, b in ((30, 100), (-120, -20)))
            assert inside < 0.5 * before


def test_sleep_breathing_is_too_hard_for_one_threshold_a_night(tmp_path: Path) -> None:
    sleep_breathing.write(tmp_path, 1)
    careless, careful = [], []
    for number in (1, 2, 3):
        signal, starts = read(tmp_path / f"night{number}.csv")[:, 1], read(tmp_path / f"night{number}.truth.csv")[:, 0]
        low = swings(signal) < 0.3 * np.median(swings(signal))
        runs = np.flatnonzero(np.diff(np.r_[0, low.astype(int), 0])).reshape(-1, 2) / 10
        careless.append(event_scores(runs[runs[:, 1] - runs[:, 0] >= 10, 0], starts, 5.0)[2])
        careful.append(event_scores(apnea_pauses(signal, 10.0)[0], starts, 5.0)[2])
    assert min(careless) < 0.8
    assert min(careful) > 0.95
