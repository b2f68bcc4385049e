from __future__ import annotations

import numpy as np
import pytest
import pywt

from placement.algorithms.algorithm import BadArguments
from placement.algorithms.wavelets import wavelet, wavelet_energy
from tests.placement.algorithms.samples import signal

NAMES = {2: "db1", 4: "db2", 8: "db4"}


@pytest.mark.parametrize("taps", NAMES)
def test_the_low_band_is_that_of_pywavelets(taps: int) -> None:
    values = signal(64)
    low, _ = pywt.dwt(values, NAMES[taps], mode="periodization")
    np.testing.assert_allclose(wavelet(values, taps=taps), low, atol=1e-9)


def test_seven_orders_leave_a_hundred_and_twenty_eighth() -> None:
    assert wavelet(signal(512), levels=7).size == 4
    assert wavelet(signal(100), levels=3).size == 13


def test_a_constant_grows_by_the_root_of_two_at_every_order() -> None:
    np.testing.assert_allclose(wavelet(np.ones(64), levels=2), 2.0, atol=1e-12)


@pytest.mark.parametrize("taps", NAMES)
def test_energies_are_those_of_pywavelets(taps: int) -> None:
    values = signal(256)
    low, *high = pywt.wavedec(values, NAMES[taps], mode="periodization", level=3)
    expected = [np.mean(band**2) for band in (*reversed(high), low)]
    np.testing.assert_allclose(wavelet_energy(values, levels=3, taps=taps), expected, rtol=1e-9)


def test_energies_add_up_to_that_of_the_signal() -> None:
    values = signal(128)
    energies = wavelet_energy(values, levels=3) * [64, 32, 16, 16]
    assert energies.sum() == pytest.approx(np.sum(values**2))


def test_other_filters_are_refused() -> None:
    with pytest.raises(BadArguments, match="there is no filter of 5 taps; give 2, 4 or 8"):
        wavelet(signal(16), taps=5)
