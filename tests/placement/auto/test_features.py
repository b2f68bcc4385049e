from __future__ import annotations

import numpy as np
import pytest

from placement.auto.features import BANDS, NAMES, features, ram, windows, work
from placement.profiles import Work


def of(signal: np.ndarray) -> dict[str, float]:
    return dict(zip(NAMES, features(signal[None, :, None])[0], strict=True))


def test_windows_do_not_overlap_and_leave_the_rest() -> None:
    cut = windows(np.arange(14.0).reshape(7, 2), 3)
    assert cut.tolist() == [[[0, 1], [2, 3], [4, 5]], [[6, 7], [8, 9], [10, 11]]]


def test_statistics_of_a_small_window() -> None:
    found = of(np.array([1.0, 5.0, 1.0, 5.0] * 8))
    assert {name: found[name] for name in NAMES[:6]} == {
        "mean": 3.0,
        "deviation": 2.0,
        "least": 1.0,
        "most": 5.0,
        "slope": 4.0,
        "crossings": 1.0,
    }


@pytest.mark.parametrize("band", range(1, BANDS + 1))
def test_a_wave_lies_in_the_band_of_its_frequency(band: int) -> None:
    frequency = 0.75 * 2.0**-band
    found = of(5.0 + np.sin(2.0 * np.pi * frequency * np.arange(128)))
    assert found[f"band {band}"] == pytest.approx(1.0)
    assert sum(found[f"band {number}"] for number in range(1, BANDS + 1)) == pytest.approx(1.0)


def test_the_fastest_change_lies_in_the_first_band() -> None:
    assert of(np.tile([-1.0, 1.0], 32))["band 1"] == pytest.approx(1.0)


def test_a_constant_has_no_bands_and_no_deviation() -> None:
    found = of(np.full(64, 7.0))
    assert (found["mean"], found["deviation"], found["slope"], found["crossings"]) == (7.0, 0.0, 0.0, 0.0)
    assert all(found[f"band {number}"] == 0.0 for number in range(1, BANDS + 1))


def test_features_of_a_column_stand_beside_each_other() -> None:
    random = np.random.default_rng(0)
    first, second = random.normal(size=(2, 1, 40, 1))
    both = features(np.concatenate([first, second], axis=2))
    np.testing.assert_allclose(both, np.hstack([features(first), features(second)]), atol=1e-12)


def test_costs_grow_with_the_columns_and_the_window() -> None:
    assert work(64, 2).float_add == 2 * work(64, 1).float_add
    assert 2.0 < work(128, 1).float_multiply / work(64, 1).float_multiply < 2.5
    assert ram(64, 3) == 4 * (64 * 3 + 2 * 64 + 3 * len(NAMES))


def test_the_work_of_a_window_as_counted_by_hand() -> None:
    """A radix-2 FFT of 64 samples has 32 butterflies in each of 6 stages."""
    butterflies = 32 * 6
    assert work(64, 1) == Work(
        integer=3 * 64,
        float_add=7 * 64 + 6 * butterflies,
        float_multiply=2 * 64 + 4 * butterflies,
        special=4 + BANDS,
    )
