"""The cost models of what runs as a method of the library, against that method."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.audio.mfcc_numpy import mfcc_numpy
from knowledge.methods.audio.yin_pitch import yin_pitch
from knowledge.methods.filters.scalar_kalman import scalar_kalman
from knowledge.methods.packing.lec_encode import lec_encode
from placement.algorithms.catalogue import CATALOGUE
from placement.profiles import Data
from tests.placement.algorithms.samples import signal


@pytest.mark.parametrize("size", [200, 279, 280, 2048, 4001])
@pytest.mark.parametrize(("coefficients", "bands"), [(13, 26), (20, 40)])
def test_mfcc(size: int, coefficients: int, bands: int) -> None:
    features = mfcc_numpy(signal(size), 8000.0, coefficients, bands)
    assert CATALOGUE["MFCC"].output([Data(size)], (coefficients, bands, 8000)).values == features.size


@pytest.mark.parametrize("size", [345, 500, 1000, 2048, 4001])
@pytest.mark.parametrize("lowest", [61.0, 75.0])
def test_pitch(size: int, lowest: float) -> None:
    _, pitch = yin_pitch(signal(size), 8000.0, lowest)
    assert CATALOGUE["Pitch"].output([Data(size)], (8000, lowest)).values == pitch.size


@pytest.mark.parametrize("size", [1, 10, 333])
def test_kalman(size: int) -> None:
    estimates, _ = scalar_kalman(signal(size))
    assert CATALOGUE["KalmanFilter"].output([Data(size)]).values == estimates.size


@pytest.mark.parametrize("size", [100, 512, 3000])
def test_lec_of_a_temperature(size: int) -> None:
    """A slow wave with the noise of a converter: five bits a value within a fifth."""
    noise = np.random.default_rng(1).normal(0.0, 2.0, size)
    counts = np.round(8192 + 300 * np.sin(np.arange(size) / 200) + noise).astype(int)
    packed, _ = lec_encode(counts)
    assert CATALOGUE["LEC"].output([Data(size, 2)]).size == pytest.approx(len(packed), rel=0.2)
