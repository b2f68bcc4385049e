"""Spectra: Fourier transforms and what is read from them."""

from __future__ import annotations

import math

import numpy as np

from placement.algorithms.algorithm import Algorithm, Cost, Inputs
from placement.algorithms.arithmetic import joined, power_of_two, scaled, total, windows, work
from placement.profiles import Data, Work

_COOLEY = (
    "J. W. Cooley and J. W. Tukey, An Algorithm for the Machine Calculation of Complex Fourier Series, "
    "Mathematics of Computation 19, 1965"
)


def _butterflies(data: Data, points: int) -> Work:
    """Radix 2, decimation in time: N/2 log2 N butterflies of a complex product (4 products, 2 sums) and two complex sums (4)."""
    count = points / 2 * math.log2(max(2, points))
    return work(data, add=6 * count, multiply=4 * count, integer=4 * count)


def fft(values: np.ndarray, *, points: int = 0) -> np.ndarray:
    """Spectrum of a real signal, filled up with zeros to `points` or the next power of two.

    Shape (points + 2,): real and imaginary parts by turns, from frequency 0 to half the sampling rate.
    """
    size = points or power_of_two(np.size(values))
    spectrum: np.ndarray = np.fft.rfft(np.ravel(values), size).view(np.float64)
    return spectrum


def _fft_cost(inputs: Inputs, *, points: int = 0) -> Cost:
    """Work: N/2 log2 N butterflies, N moves to reversed order. RAM: N complex values, in place. Model: N/2 twiddle factors."""
    data = joined(inputs)
    size = points or power_of_two(data.values)
    moves = work(data, integer=2 * size)
    memory = 2 * max(size, 2) * data.width
    return Cost(
        Data(size // 2 * 2 + 2, data.width), total([_butterflies(data, size), moves]), memory, size * data.width
    )


def ifft(spectrum: np.ndarray) -> np.ndarray:
    """The real signal of a spectrum as `fft` gives it. Shape (spectrum.size - 2,)."""
    parts: np.ndarray = np.ascontiguousarray(np.ravel(spectrum), dtype=np.float64)
    if parts.size < 4 or parts.size % 2:
        raise ValueError(f"IFFT: {parts.size} values are no spectrum; feed it from an FFT")
    return np.fft.irfft(parts.view(np.complex128), parts.size - 2)


def _ifft_cost(inputs: Inputs) -> Cost:
    """Work: the butterflies of the forward transform, N moves and N divisions by N, which are shifts or products."""
    data = joined(inputs)
    size = max(2, data.values - 2)
    scaling = work(data, multiply=size, integer=2 * size)
    memory = 2 * size * data.width
    return Cost(Data(size, data.width), total([_butterflies(data, size), scaling]), memory, size * data.width)


def stft(values: np.ndarray, *, frame: int = 256, hop: int = 128) -> np.ndarray:
    """Power spectra of Hann windows of `frame` values, `hop` apart. Shape (frames, frame / 2 + 1)."""
    values = np.ravel(values)
    padded = np.pad(values, (0, max(0, frame - values.size)))
    frames = np.lib.stride_tricks.sliding_window_view(padded, frame)[::hop]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(frame) / frame)
    power: np.ndarray = np.abs(np.fft.rfft(frames * hann, axis=1)) ** 2
    return power


def _stft_cost(inputs: Inputs, *, frame: int = 256, hop: int = 128) -> Cost:
    """Work a frame: `frame` products with the window, an FFT, and per frequency two squares and a sum."""
    data = joined(inputs)
    frames, bins = windows(data.values, frame, hop), frame // 2 + 1
    one = total(
        [work(data, multiply=frame + 2 * bins, add=bins, integer=2 * frame), _butterflies(data, power_of_two(frame))]
    )
    output = Data(frames * bins, data.width)
    memory = output.size + 2 * frame * data.width
    return Cost(output, scaled(one, frames), memory, 2 * frame * data.width)


def _mfcc_cost(
    inputs: Inputs,
    *,
    coefficients: int = 13,
    bands: int = 26,
    rate: float = 8000.0,
    frame: float = 0.025,
    hop: float = 0.010,
) -> Cost:
    """Work a frame of L values, zero-padded to N: pre-emphasis and window (2 L products, L sums), FFT, power (N products), filters.

    Every frequency lies in two of the triangular mel bands (N products), then one logarithm a band and a cosine transform of
    coefficients x bands products. RAM: one frame at a time. Model: window, filters, cosines, twiddle factors.
    """
    data = joined(inputs)
    length = max(2, round(frame * rate))
    points, frames = power_of_two(length), windows(data.values, length, round(hop * rate))
    cosines = coefficients * bands
    steps = work(
        data,
        add=length + 1.5 * points + cosines,
        multiply=2 * length + 2 * points + cosines,
        special=bands,
        integer=2 * length + 2 * points + cosines,
    )
    output = Data(frames * coefficients, data.width)
    memory = output.size + (2 * points + bands) * data.width
    model = (length + 2 * points + cosines) * data.width
    return Cost(output, scaled(total([steps, _butterflies(data, points)]), frames), memory, model)


def _pitch_cost(
    inputs: Inputs, *, rate: float = 8000.0, lowest: float = 60.0, highest: float = 500.0, hop: float = 0.010
) -> Cost:
    """Work a frame: the squared difference of a window of W = rate / lowest values at W + 2 shifts: W (W + 2) products, twice
    the sums; then the cumulative mean: a sum, a product and a quotient a shift; then a comparison a shift.
    """
    del highest
    data = joined(inputs)
    window = math.ceil(rate / lowest)
    shifts, frames = window + 2, windows(data.values, 2 * window + 2, round(hop * rate))
    pairs = window * shifts
    one = work(data, add=2 * pairs + 2 * shifts, multiply=pairs + shifts, special=shifts, integer=2 * pairs + shifts)
    output = Data(frames, data.width)
    return Cost(output, scaled(one, frames), output.size + 2 * shifts * max(4, data.width))


ALGORITHMS = (
    Algorithm("FFT", "feature", "Fourier transform of a real signal", _COOLEY, _fft_cost, 1800, fft),
    Algorithm("IFFT", "feature", "signal of a spectrum", _COOLEY, _ifft_cost, 1900, ifft, aliases=("InverseFFT",)),
    Algorithm(
        "STFT",
        "feature",
        "power spectra of short windows",
        "J. B. Allen, Short Term Spectral Analysis, Synthesis, and Modification by Discrete Fourier Transform, "
        "IEEE Trans. Acoust. Speech Signal Process. 25(3), 1977",
        _stft_cost,
        2300,
        stft,
        aliases=("Spectrogram",),
    ),
    Algorithm(
        "MFCC",
        "feature",
        "mel-frequency cepstral coefficients of a sound",
        "S. B. Davis and P. Mermelstein, Comparison of Parametric Representations for Monosyllabic Word Recognition in "
        "Continuously Spoken Sentences, IEEE Trans. Acoust. Speech Signal Process. 28(4), 1980",
        _mfcc_cost,
        4200,
        method="audio.mfcc_numpy",
    ),
    Algorithm(
        "Pitch",
        "feature",
        "pitch of a voice by YIN, frame by frame",
        "A. de Cheveigne and H. Kawahara, YIN, a Fundamental Frequency Estimator for Speech and Music, "
        "J. Acoust. Soc. Am. 111(4), 2002",
        _pitch_cost,
        1400,
        method="audio.yin_pitch",
        aliases=("PitchEstimation", "YIN"),
    ),
)
