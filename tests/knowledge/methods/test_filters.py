"""Filters on signals whose clean form, spectrum or optimum is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import freqz

from knowledge.methods.filters.adaptive_noise_canceller import adaptive_noise_canceller
from knowledge.methods.filters.exponential_average import exponential_average
from knowledge.methods.filters.fir_stream import fir_stream
from knowledge.methods.filters.goertzel import goertzel
from knowledge.methods.filters.hampel_filter import hampel_filter
from knowledge.methods.filters.hilbert_envelope import hilbert_envelope
from knowledge.methods.filters.notch_harmonics import notch_harmonics
from knowledge.methods.filters.polyphase_resample import polyphase_resample
from knowledge.methods.filters.running_median import running_median
from knowledge.methods.filters.savitzky_golay import savitzky_golay
from knowledge.methods.filters.scalar_kalman import scalar_kalman
from knowledge.methods.filters.smoothness_priors_detrend import smoothness_priors_detrend
from knowledge.methods.filters.stft_spectrogram import stft_spectrogram
from knowledge.methods.filters.wavelet_denoise import wavelet_denoise
from knowledge.methods.filters.wavelet_features import wavelet_features
from knowledge.methods.filters.welch_spectrum import welch_spectrum
from knowledge.methods.filters.zero_phase_bandpass import zero_phase_bandpass

RATE = 200.0
TIMES = np.arange(4000) / RATE


def tone(frequency: float) -> np.ndarray:
    return np.sin(2 * np.pi * frequency * TIMES)


def noise(scale: float = 1.0, seed: int = 0) -> np.ndarray:
    return scale * np.random.default_rng(seed).standard_normal(TIMES.size)


def rms(signal: np.ndarray) -> float:
    return float(np.sqrt(np.mean(signal[400:-400] ** 2)))


@pytest.mark.parametrize(("low", "high"), [(5.0, 15.0), (0.0, 15.0), (5.0, 100.0)])
def test_zero_phase_bandpass(low: float, high: float) -> None:
    outside = (tone(1.0) if low else 0.0) + (tone(40.0) if high < 100 else 0.0)
    clean = zero_phase_bandpass(tone(9.0) + outside, RATE, low, high)
    # No delay: the difference from the wanted tone itself is small.
    assert rms(clean - tone(9.0)) < 0.02
    # Both passes together stand at one half where one pass stands at -3 dB.
    assert rms(zero_phase_bandpass(tone(15.0), RATE, 0.0, 15.0)) == pytest.approx(0.5 * np.sqrt(0.5), rel=0.01)


def test_zero_phase_bandpass_refuses() -> None:
    for low, high in ((20.0, 10.0), (0.0, 100.0), (-1.0, 10.0), (120.0, 130.0)):
        with pytest.raises(ValueError, match="no band"):
            zero_phase_bandpass(TIMES, RATE, low, high)
    with pytest.raises(ValueError, match="short"):
        zero_phase_bandpass(TIMES[:10], RATE, 1.0, 10.0)


def test_notch_harmonics() -> None:
    wanted = tone(11.0) + tone(43.0)
    hum = 0.8 * tone(25.0) + 0.4 * tone(50.0) + 0.3 * tone(75.0)
    assert rms(notch_harmonics(wanted + hum, RATE, mains=25.0) - wanted) < 0.03
    # Only as many harmonics as asked for.
    assert rms(notch_harmonics(tone(50.0), RATE, mains=25.0, harmonics=1)) > 0.65
    with pytest.raises(ValueError, match="mains"):
        notch_harmonics(wanted, 80.0)


def test_savitzky_golay() -> None:
    cubic = 2 * TIMES**3 - TIMES
    assert savitzky_golay(cubic, RATE) == pytest.approx(cubic, abs=1e-6)
    assert savitzky_golay(cubic, RATE, derivative=1)[50:-50] == pytest.approx(6 * TIMES[50:-50] ** 2 - 1, abs=1e-4)
    # A peak as narrow as the window keeps its height; a moving average as long takes a fifth of it.
    peak = np.exp(-(((TIMES - 10) / 0.05) ** 2))
    assert savitzky_golay(peak, RATE).max() > 0.96
    assert np.convolve(peak, np.ones(21) / 21, "same").max() < 0.85
    with pytest.raises(ValueError, match="at least 21"):
        savitzky_golay(TIMES[:5], RATE)


def test_hampel_filter() -> None:
    signal = tone(1.0) + noise(0.02)
    broken = signal.copy()
    where = np.array([100, 101, 777, 3999])
    broken[where] += [3.0, -2.0, 1.0, 2.0]
    clean, outliers = hampel_filter(broken)
    assert set(where) <= set(outliers.tolist())
    assert outliers.size < 0.05 * signal.size
    assert np.abs(clean - signal).max() < 0.15
    untouched = np.setdiff1d(np.arange(signal.size), outliers)
    assert np.array_equal(clean[untouched], broken[untouched])
    with pytest.raises(ValueError, match="finite"):
        hampel_filter(np.array([1.0, np.nan]))


def test_running_median() -> None:
    signal = noise()
    signal[[50, 51, 900]] = np.nan
    for width in (1, 4, 9):
        truth = [
            np.nanmedian(signal[max(0, i + 1 - width) : i + 1]) for i in range(200) if width > 2 or i not in {50, 51}
        ]
        found = running_median(signal, width)[:200]
        assert found[~np.isnan(found)] == pytest.approx(np.array(truth))
    assert np.isnan(running_median(np.array([np.nan, 1.0]))[0])
    with pytest.raises(ValueError, match="width"):
        running_median(signal, 0)


def test_exponential_average() -> None:
    rng = np.random.default_rng(0)
    uneven = np.cumsum(rng.exponential(0.7, 500))
    step = (uneven > uneven[3]).astype(float)
    # The answer to a step depends on the time since, however the samples lie.
    expected = np.where(step > 0, 1 - np.exp(-(uneven - uneven[3]) / 10.0), 0.0)
    assert exponential_average(step, uneven) == pytest.approx(expected, abs=1e-12)
    lost = np.array([5.0, np.nan, 5.0])
    assert exponential_average(lost, np.arange(3.0)).tolist() == [5.0, 5.0, 5.0]
    with pytest.raises(ValueError, match="increase"):
        exponential_average(lost, np.zeros(3))


def test_fir_stream() -> None:
    signal = tone(3.0) + tone(60.0)
    whole, _ = fir_stream(signal, RATE, 20.0)
    assert rms(whole[32:] - tone(3.0)[:-32]) < 0.01
    blocks, tail = [], None
    for start in range(0, signal.size, 37):
        block, tail = fir_stream(signal[start : start + 37], RATE, 20.0, tail=tail)
        blocks.append(block)
    assert np.concatenate(blocks) == pytest.approx(whole, abs=1e-12)
    # Gain one half at the cutoff.
    taps, _ = fir_stream(np.append(1.0, np.zeros(64)), RATE, 20.0, tail=np.zeros(64))
    assert np.abs(freqz(taps, worN=[2 * np.pi * 20 / RATE])[1][0]) == pytest.approx(0.5, abs=0.01)
    with pytest.raises(ValueError, match="odd"):
        fir_stream(signal, RATE, 20.0, taps=64)


def test_wavelet_denoise() -> None:
    steps = np.repeat([0.0, 4.0, -2.0, 3.0, 1.0], 800)
    noisy = steps + noise(0.6)
    clean = wavelet_denoise(noisy)
    smooth = zero_phase_bandpass(noisy, RATE, 0.0, 5.0)
    assert np.std(clean - steps) < 0.4 * 0.6
    assert np.std(clean - steps) < np.std(smooth - steps)
    # Pure noise goes, noise-free steps stay.
    assert np.std(wavelet_denoise(noise())) < 0.3
    assert np.allclose(wavelet_denoise(np.ones(256)), 1.0)
    assert wavelet_denoise(noisy[:-1]).size == noisy.size - 1
    with pytest.raises(ValueError, match="long enough"):
        wavelet_denoise(np.ones(5))


def test_stft_spectrogram() -> None:
    sweep = np.sin(2 * np.pi * (10 * TIMES + TIMES**2))
    spectrum, frequencies, times = stft_spectrogram(sweep, RATE, frame=1.0)
    ridge = frequencies[spectrum.argmax(axis=0)]
    assert ridge == pytest.approx(10 + 2 * times, abs=1.5)
    assert times[0] == pytest.approx(0.5)
    # Density: the integral over frequencies is the variance.
    power, bins, _ = stft_spectrogram(noise(3.0), RATE)
    assert power.mean(axis=1).sum() * bins[1] == pytest.approx(9.0, rel=0.05)
    with pytest.raises(ValueError, match="overlap"):
        stft_spectrogram(sweep, RATE, overlap=1.0)


def test_welch_spectrum() -> None:
    spectrum, frequencies = welch_spectrum(noise(2.0) + 5.0, RATE)
    assert spectrum[2:-2].mean() == pytest.approx(4.0 / 100, rel=0.1)
    assert frequencies[1] == pytest.approx(1.0)
    # A knock in one of the windows does not move it.
    knocked = noise(2.0)
    knocked[2000:2004] += 500.0
    assert welch_spectrum(knocked, RATE)[0][2:-2].mean() == pytest.approx(spectrum[2:-2].mean(), rel=0.25)
    peak, _ = welch_spectrum(tone(30.0), RATE)
    assert int(peak.argmax()) == 30
    with pytest.raises(ValueError, match="8"):
        welch_spectrum(np.ones(4), RATE)


def test_wavelet_features() -> None:
    # Details halve the band from the top: 50 to 100 Hz is the finest of four, the last share.
    for frequency, band in ((80.0, 4), (37.0, 3), (18.0, 2), (9.0, 1), (2.0, 0)):
        features = wavelet_features(tone(frequency))
        assert features.shape == (15,)
        assert int(features[:5].argmax()) == band
        assert features[:5].sum() == pytest.approx(1.0)
    click = np.zeros(1024)
    click[500] = 1.0
    assert wavelet_features(click)[9] < 0.4 < 0.9 < wavelet_features(noise())[9]
    assert wavelet_features(3 * noise())[10:] == pytest.approx(3 * wavelet_features(noise())[10:])
    assert np.isfinite(wavelet_features(np.zeros(128))).all()
    with pytest.raises(ValueError, match="4 levels"):
        wavelet_features(np.ones(8))


def test_hilbert_envelope() -> None:
    loudness = 1.0 + 0.5 * tone(0.5)
    envelope, frequencies = hilbert_envelope(7.0 + loudness * np.cos(2 * np.pi * (20 * TIMES + 0.2 * TIMES**2)), RATE)
    assert np.abs(envelope - loudness)[100:-100].max() < 0.02
    assert np.abs(frequencies - (20 + 0.4 * TIMES))[200:-200].max() < 0.2
    # Half a cycle does not fit: mirrored ends keep the error small there too.
    assert np.abs(hilbert_envelope(np.cos(2 * np.pi * 20.03 * TIMES), RATE)[0] - 1.0).max() < 0.1
    with pytest.raises(ValueError, match="2 finite"):
        hilbert_envelope(np.ones(1), RATE)


def test_goertzel() -> None:
    mixed = 1.5 * tone(17.0) + 0.2 * np.cos(2 * np.pi * 40 * TIMES + 1.0) + 3.0
    assert goertzel(mixed, RATE, np.array([17.0, 40.0, 60.0])) == pytest.approx([1.5, 0.2, 0.0], abs=1e-6)
    # Off the grid of the Fourier transform it is that of the same sum.
    sound = noise()
    direct = 2 * np.abs(np.sum(sound * np.exp(-2j * np.pi * 33.333 * TIMES))) / sound.size
    assert goertzel(sound, RATE, np.array([33.333]))[0] == pytest.approx(direct, rel=1e-6)
    with pytest.raises(ValueError, match="half the rate"):
        goertzel(mixed, RATE, np.array([150.0]))


def test_adaptive_noise_canceller() -> None:
    source, wanted = noise(), tone(2.0)
    # The path from noise to sensor changes half way: a fixed filter could not follow.
    paths = [np.convolve(source, path)[: source.size] for path in ([0.0, 0.9, -0.4, 0.2], [0.5, 0.0, 0.8, 0.1])]
    heard = wanted + np.where(TIMES < 10, *paths)
    clean = adaptive_noise_canceller(heard, source, taps=16)
    for part in (slice(1000, 2000), slice(3000, 4000)):
        assert np.std(clean[part] - wanted[part]) < 0.3 * np.std(heard[part] - wanted[part])
    # A reference without relation leaves the signal alone.
    assert np.corrcoef(adaptive_noise_canceller(wanted, noise(seed=5), step=0.01), wanted)[0, 1] > 0.9
    assert np.array_equal(adaptive_noise_canceller(wanted, np.zeros(wanted.size)), wanted)
    with pytest.raises(ValueError, match="one length"):
        adaptive_noise_canceller(wanted, source[:-1])


def test_polyphase_resample() -> None:
    signal = tone(5.0) + 30.0 + tone(70.0)
    slow, rate = polyphase_resample(signal, RATE, 50.0)
    assert rate == 50.0
    # 70 Hz would have turned into 20 Hz: it is gone, and the offset does not ring.
    assert np.abs(slow - tone(5.0)[::4] - 30.0)[50:-50].max() < 0.02
    assert slow.size == 1000
    assert np.abs(slow - 30.0).max() < 2.5
    fast, rate = polyphase_resample(tone(5.0), RATE, 441.0)
    assert rate == pytest.approx(441.0)
    assert fast[200:-200] == pytest.approx(np.sin(2 * np.pi * 5 * np.arange(fast.size) / 441.0)[200:-200], abs=0.01)
    with pytest.raises(ValueError, match="positive"):
        polyphase_resample(signal, RATE, 0.0)


def test_scalar_kalman() -> None:
    rng = np.random.default_rng(4)
    truth = 20 + np.cumsum(rng.normal(0, 0.1, 3000))
    readings = truth + rng.normal(0, 1.0, 3000)
    estimates, variances = scalar_kalman(readings, 0.01, 1.0)
    # The steady variance solves P = (P + q) r / (P + q + r).
    steady = (-0.01 + np.sqrt(0.01**2 + 4 * 0.01 * 1.0)) / 2
    assert variances[-1] == pytest.approx(steady, rel=1e-6)
    assert np.mean((estimates - truth)[200:] ** 2) == pytest.approx(steady, rel=0.2)
    # Variances that are estimated do nearly as well.
    assert np.mean((scalar_kalman(readings)[0] - truth)[200:] ** 2) < 2.0 * steady
    readings[:5] = np.nan
    readings[100:150] = np.nan
    estimates, variances = scalar_kalman(readings, 0.01, 1.0)
    assert np.isnan(estimates[:5]).all()
    assert variances[149] == pytest.approx(variances[99] + 0.5)
    with pytest.raises(ValueError, match="readings"):
        scalar_kalman(np.array([np.nan]))


def test_smoothness_priors_detrend() -> None:
    # Half of a tone at the cutoff goes, a fast one stays, a slow one goes.
    for frequency, kept in ((0.5, 0.5), (5.0, 1.0), (0.05, 0.0)):
        flat, trend = smoothness_priors_detrend(tone(frequency), RATE, cutoff=0.5)
        assert rms(flat) == pytest.approx(kept * np.sqrt(0.5), abs=0.01)
        assert flat + trend == pytest.approx(tone(frequency))
    drift = 50 * np.exp(-TIMES / 30)
    assert np.abs(smoothness_priors_detrend(tone(3.0) + drift, RATE, cutoff=0.2)[0] - tone(3.0)).max() < 0.15
    with pytest.raises(ValueError, match="cutoff"):
        smoothness_priors_detrend(drift, RATE, cutoff=60.0)
