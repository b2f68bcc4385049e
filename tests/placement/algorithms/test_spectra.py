from __future__ import annotations

import numpy as np
import pytest
from scipy import signal as scipy_signal

from placement.algorithms.spectra import fft, ifft, stft
from tests.placement.algorithms.samples import signal


def test_the_spectrum_of_a_cosine_is_one_line() -> None:
    spectrum = fft(np.cos(2 * np.pi * 3 * np.arange(32) / 32))
    expected = np.zeros(34)
    expected[6] = 16.0
    np.testing.assert_allclose(spectrum, expected, atol=1e-12)


def test_a_sine_is_imaginary() -> None:
    np.testing.assert_allclose(fft(np.sin(2 * np.pi * np.arange(16) / 16))[2:4], [0.0, -8.0], atol=1e-12)


def test_a_signal_is_filled_up_to_a_power_of_two() -> None:
    np.testing.assert_allclose(fft(signal(100)), fft(np.pad(signal(100), (0, 28))))
    assert fft(signal(100), points=256).size == 258


@pytest.mark.parametrize("size", [2, 8, 256])
def test_the_inverse_gives_the_signal_back(size: int) -> None:
    np.testing.assert_allclose(ifft(fft(signal(size))), signal(size), atol=1e-12)


@pytest.mark.parametrize("size", [2, 7])
def test_no_spectrum_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match=f"IFFT: {size} values are no spectrum; feed it from an FFT"):
        ifft(np.zeros(size))


def test_short_spectra_are_those_of_scipy() -> None:
    values = signal(1000)
    _, _, power = scipy_signal.spectrogram(
        values, window=("hann"), nperseg=128, noverlap=96, detrend=False, scaling="spectrum", mode="psd"
    )
    window = scipy_signal.get_window("hann", 128)
    two_sided = power * window.sum() ** 2
    two_sided[1:-1] /= 2
    np.testing.assert_allclose(stft(values, frame=128, hop=32), two_sided.T, atol=1e-9)


def test_a_short_signal_is_one_frame() -> None:
    assert stft(signal(10), frame=64, hop=32).shape == (1, 33)
