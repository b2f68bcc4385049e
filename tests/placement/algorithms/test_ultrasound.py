from __future__ import annotations

import numpy as np
import pytest

from placement.algorithms.catalogue import CATALOGUE
from placement.algorithms.ultrasound import echo_distance, echo_time


def test_the_median_echo_within_range() -> None:
    assert echo_time(np.array([3000.0, 0.0, 3100.0, 38000.0, 2900.0])).tolist() == [3000.0]
    assert echo_time(np.array([0.0, 40000.0])).tolist() == [0.0]


def test_sound_goes_a_metre_and_back_in_5_8_ms() -> None:
    assert echo_distance(np.array([2e6 / 343.42]))[0] == pytest.approx(1000.0)


def test_sound_is_faster_in_warm_air() -> None:
    assert echo_distance(np.array([2000.0]), celsius=0.0)[0] == pytest.approx(331.3)
    assert CATALOGUE["US_CAL_DIST"].apply(np.array([2000.0]), arguments=(40,))[0] == pytest.approx(355.54)
