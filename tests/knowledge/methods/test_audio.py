"""Audio methods on tones, noise and synthetic words whose truth is known, and on spoken digits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import lfilter

from knowledge.methods.audio.a_weighted_level import a_weighted_level
from knowledge.methods.audio.fixed_length_features import fixed_length_features
from knowledge.methods.audio.formants import formants
from knowledge.methods.audio.gcc_phat_direction import gcc_phat_direction
from knowledge.methods.audio.keyword_spotting import keyword_spotting
from knowledge.methods.audio.linear_prediction import linear_prediction
from knowledge.methods.audio.log_mel_spectrogram import log_mel_spectrogram
from knowledge.methods.audio.mfcc import mfcc
from knowledge.methods.audio.mfcc_numpy import mfcc_numpy
from knowledge.methods.audio.pcen import pcen
from knowledge.methods.audio.sound_events import sound_events
from knowledge.methods.audio.sound_novelty import sound_novelty
from knowledge.methods.audio.spectral_flux_onsets import spectral_flux_onsets
from knowledge.methods.audio.spectral_shape import spectral_shape
from knowledge.methods.audio.template_words import template_words
from knowledge.methods.audio.trim_silence import trim_silence
from knowledge.methods.audio.voice_activity import voice_activity
from knowledge.methods.audio.yin_pitch import yin_pitch
from knowledge.methods.readers.labels_from_names import labels_from_names
from knowledge.methods.readers.wav_signals import wav_signals
from tests.ingest.shared import shared

RATE = 8000.0


def noise(seconds: float, scale: float = 1.0, seed: int = 0) -> np.ndarray:
    return scale * np.random.default_rng(seed).standard_normal(round(seconds * RATE))


def tone(frequency: float, seconds: float, rate: float = RATE) -> np.ndarray:
    wave: np.ndarray = np.sin(2 * np.pi * frequency * np.arange(round(seconds * rate)) / rate)
    return wave


def resonator(frequency: float) -> list[float]:
    """Poles of 80 Hz bandwidth."""
    radius = float(np.exp(-np.pi * 80.0 / RATE))
    return [1.0, -2 * radius * float(np.cos(2 * np.pi * frequency / RATE)), radius**2]


def vowel(pitch: float, resonances: tuple[float, ...], seconds: float) -> np.ndarray:
    """Glottal pulses through resonators."""
    sound = np.zeros(round(seconds * RATE))
    sound[:: round(RATE / pitch)] = 1.0
    for frequency in resonances:
        sound = lfilter([1.0], resonator(frequency), sound)
    voiced: np.ndarray = sound / np.abs(sound).max()
    return voiced


def test_mfcc() -> None:
    sound = noise(0.5)
    features = mfcc(sound, RATE)
    assert features.shape == (48, 13)
    # Ten times as loud adds the same to every band: only the zeroth coefficient moves, by ln(100) sqrt(26).
    change = mfcc(10 * sound, RATE) - features
    assert np.allclose(change[:, 0], np.log(100) * np.sqrt(26))
    assert np.allclose(change[:, 1:], 0.0, atol=1e-9)
    # A tone that rises through the bands turns the first cosine from plus to minus.
    low, high = (mfcc(tone(f, 0.2) + noise(0.2, 1e-3), RATE)[:, 1].mean() for f in (300.0, 3500.0))
    assert low > 0 > high
    # Slow and fast frames: hop and length follow the rate.
    assert mfcc(noise(1.0), 4000.0).shape[0] == pytest.approx(2 * 98, abs=3)
    with pytest.raises(ValueError, match="at least 200"):
        mfcc(sound[:100], RATE)
    with pytest.raises(ValueError, match="finite"):
        mfcc(np.append(sound, np.nan), RATE)


def test_mfcc_numpy() -> None:
    sound = vowel(120.0, (700.0, 1200.0), 0.3) + noise(0.3, 0.01)
    assert np.allclose(mfcc_numpy(sound, RATE), mfcc(sound, RATE), atol=1e-9)
    assert np.isfinite(mfcc_numpy(np.zeros(400), RATE)).all()
    with pytest.raises(ValueError, match="samples"):
        mfcc_numpy(sound[:20], RATE)


def test_log_mel_spectrogram() -> None:
    for frequency in (250.0, 900.0, 2500.0):
        spectrum, frequencies = log_mel_spectrogram(tone(frequency, 0.5), RATE)
        nearest = int(np.abs(frequencies - frequency).argmin())
        assert abs(int(spectrum.mean(axis=0).argmax()) - nearest) <= 1
        assert spectrum.max() == 0
        assert spectrum.min() >= -80
    # Bands of equal area: white noise stands equally high in all.
    spectrum, _ = log_mel_spectrogram(noise(4.0), RATE)
    means = 10 * np.log10(np.mean(10 ** (spectrum / 10), axis=0))[1:-1]
    assert np.ptp(means) < 2.5
    with pytest.raises(ValueError, match="samples"):
        log_mel_spectrogram(noise(0.01), RATE)


def test_yin_pitch() -> None:
    for pitch in (82.0, 147.3, 331.0):
        times, found = yin_pitch(vowel(pitch, (500.0, 1500.0), 0.4) + noise(0.4, 0.005), RATE)
        assert np.median(found) == pytest.approx(RATE / round(RATE / pitch), rel=0.01)
        assert times[1] - times[0] == pytest.approx(0.01)
    # The fundamental is missing: a Fourier peak would answer 400 Hz.
    _, found = yin_pitch(tone(400, 0.3) + tone(600, 0.3) + tone(800, 0.3), RATE)
    assert np.median(found) == pytest.approx(200.0, rel=0.005)
    assert np.mean(yin_pitch(noise(1.0), RATE)[1] > 0) < 0.05
    assert not yin_pitch(np.zeros(4000), RATE)[1].any()
    with pytest.raises(ValueError, match="rate"):
        yin_pitch(noise(1.0), 700.0)


def test_voice_activity() -> None:
    sound = noise(4.0, 0.05)
    sound[8000:14400] += 0.5 * vowel(120.0, (700.0, 1200.0), 0.8)
    sound[22000:26000] += 0.5 * vowel(180.0, (400.0, 2200.0), 0.5)
    times, active = voice_activity(sound, RATE)
    truth = ((times > 1.0) & (times < 1.8)) | ((times > 2.75) & (times < 3.25))
    assert np.mean(active[truth]) > 0.97
    assert np.mean(active[~truth]) < 0.2
    # Ten times as loud is the same: the noise is learnt, no level is built in.
    assert np.array_equal(voice_activity(10 * sound, RATE)[1], active)
    assert np.mean(voice_activity(noise(4.0), RATE)[1]) < 0.05
    with pytest.raises(ValueError, match="samples"):
        voice_activity(noise(0.01), RATE)


def test_spectral_shape() -> None:
    hum, hiss = spectral_shape(tone(1000, 1.0), RATE), spectral_shape(noise(4.0), RATE)
    assert hum[:, 0] == pytest.approx(1000, abs=2)
    assert hum[:, 2].max() < 0.01
    assert hiss[:, 0].mean() == pytest.approx(2000, rel=0.03)
    assert hiss[:, 1].mean() == pytest.approx(0.85 * 4000, rel=0.03)
    # Of exponentially distributed power the geometric mean is exp(-gamma) of the arithmetic one.
    assert hiss[:, 2].mean() == pytest.approx(np.exp(-np.euler_gamma), rel=0.03)
    change = spectral_shape(np.concatenate([tone(500, 0.512), tone(2000, 0.512)]), RATE)[:, 3]
    assert int(change.argmax()) in {31, 32}
    assert np.isfinite(spectral_shape(np.zeros(1000), RATE)).all()


def test_spectral_flux_onsets() -> None:
    starts = np.array([4000, 9000, 12500, 20000])
    sound = noise(3.0, 0.003)
    for start, frequency, level in zip(starts, (440, 660, 550, 880), (1.0, 0.4, 0.1, 0.6), strict=True):
        note = level * tone(frequency, 0.35) * np.exp(-np.arange(2800) / 800)
        sound[start : start + 2800] += note
    onsets = spectral_flux_onsets(sound, RATE)
    assert onsets.size == 4
    assert np.abs(onsets - starts).max() < 0.015 * RATE
    assert np.array_equal(onsets, spectral_flux_onsets(5 * sound, RATE))
    assert spectral_flux_onsets(np.zeros(8000), RATE).size == 0
    with pytest.raises(ValueError, match="samples"):
        spectral_flux_onsets(np.zeros(10), RATE)


def test_fixed_length_features() -> None:
    frames = np.cumsum(np.random.default_rng(0).standard_normal((60, 4)), axis=0)
    vector = fixed_length_features(frames, segments=5)
    assert vector.shape == (40,)
    # Another microphone adds a constant, slow speech repeats frames: neither may matter.
    assert np.allclose(fixed_length_features(frames + 7.0, segments=5), vector)
    slow = fixed_length_features(frames.repeat(2, axis=0), segments=5)
    assert np.allclose(slow.reshape(5, 8)[:, :4], vector.reshape(5, 8)[:, :4], atol=0.2)
    # The delta of a straight line is its slope.
    line = fixed_length_features(3.0 * np.arange(40.0)[:, None], segments=4).reshape(4, 2)
    assert line[1:3, 1] == pytest.approx(3.0)
    assert fixed_length_features(frames[:2], segments=5).shape == (40,)
    with pytest.raises(ValueError, match="frame"):
        fixed_length_features(np.zeros((0, 4)))


def test_trim_silence() -> None:
    sound = noise(2.0, 0.002)
    sound[5600:9600] += tone(300, 0.5)
    word = trim_silence(sound, RATE)
    assert word.size == pytest.approx(4000 + 2 * 160, abs=160)
    assert np.abs(word[200:-200]).max() > 0.9
    assert trim_silence(tone(300, 0.5), RATE).size == 4000
    assert trim_silence(np.zeros(1000), RATE).size > 0
    with pytest.raises(ValueError, match="finite"):
        trim_silence(np.full(1000, np.nan), RATE)


def spoken(shape: np.ndarray, speaker: int, length: int) -> np.ndarray:
    """A course of features, stretched, with a speaker's offset and noise."""
    rng = np.random.default_rng(speaker)
    moments = np.linspace(0, 1, length) ** (0.8 + 0.2 * speaker)
    stretched = np.stack([np.interp(moments, np.linspace(0, 1, len(shape)), column) for column in shape.T], axis=1)
    return stretched + rng.normal(0, 3, shape.shape[1]) + rng.normal(0, 0.1, stretched.shape)


def test_template_words() -> None:
    rng = np.random.default_rng(1)
    shapes = {word: np.cumsum(rng.standard_normal((20, 6)), axis=0) for word in ("on", "off", "up", "down")}
    features = {f"{w}_{s}": spoken(shape, s, 25 + 8 * s) for w, shape in shapes.items() for s in range(3)}
    labels = {name: name.split("_")[0] for name in features}
    groups = {name: name.split("_")[1] for name in features}
    assert template_words(features, labels, groups) == labels
    # A speaker is never compared with himself: with labels that only he uses he must be wrong.
    own = {name: "mine" if group == "0" else labels[name] for name, group in groups.items()}
    predicted = template_words(features, own, groups)
    assert all(predicted[name] != "mine" for name, group in groups.items() if group == "0")
    with pytest.raises(ValueError, match="another speaker"):
        template_words(features, labels, dict.fromkeys(features, "one"))


@pytest.mark.data
def test_template_words_of_spoken_digits() -> None:
    folder = str(shared("audio"))
    signals, rates = wav_signals(folder)
    labels, groups = labels_from_names(folder)
    predicted = template_words({name: mfcc(signals[name], rates[name]) for name in signals}, labels, groups)
    assert np.mean([predicted[name] == labels[name] for name in labels]) > 0.7


@pytest.mark.data
def test_yin_pitch_of_speakers() -> None:
    signals, rates = wav_signals(str(shared("audio")))
    pitches: dict[str, list[float]] = {"george": [], "jackson": [], "theo": []}
    for name, signal in signals.items():
        pitches[name.split("_")[1]] += yin_pitch(signal, rates[name])[1].tolist()
    medians = {who: float(np.median([pitch for pitch in found if pitch])) for who, found in pitches.items()}
    assert all(85 < median < 180 for median in medians.values())
    assert medians["jackson"] < medians["george"]


def test_keyword_spotting() -> None:
    rng = np.random.default_rng(3)
    shape = rng.standard_normal((20, 12))
    stream = rng.standard_normal((400, 12)) + 2.0
    for start, length in ((60, 26), (300, 15)):
        stream[start : start + length] = 2.0 + shape[np.linspace(0, 19, length).round().astype(int)]
    examples = {f"template_{i}": shape - shape.mean(axis=0) + 0.2 * rng.standard_normal(shape.shape) for i in range(2)}
    starts, ends = keyword_spotting({**examples, "kitchen": stream}, threshold=0.6)
    assert list(starts) == list(ends) == ["kitchen"]
    assert starts["kitchen"] == pytest.approx([0.60, 3.00], abs=0.04)
    assert ends["kitchen"] == pytest.approx([0.86, 3.15], abs=0.04)
    assert (
        keyword_spotting({**examples, "kitchen": rng.standard_normal((300, 12))}, threshold=0.6)[0]["kitchen"].size == 0
    )
    with pytest.raises(ValueError, match="template"):
        keyword_spotting({"kitchen": stream})


def test_sound_events() -> None:
    # The background grows by 12 dB: no fixed threshold parts these events.
    sound = noise(20.0) * 0.01 * np.linspace(1, 4, 160000)
    truth = np.array([[3.0, 3.5], [9.0, 9.3], [15.0, 16.0]])
    for (start, end), level in zip(truth, (0.05, 0.09, 0.13), strict=True):
        sound[round(start * RATE) : round(end * RATE)] += level * noise(end - start, seed=1)
    sound[100000:100040] += 1.0
    # Half a second that reaches the lower threshold alone is none.
    sound[48000:52000] *= 1.9
    events = np.column_stack(sound_events(sound, RATE))
    assert events == pytest.approx(truth, abs=0.05)
    # A short break within an event does not part it.
    sound[122000:122400] *= 0.1
    assert sound_events(sound, RATE)[0].size == 3
    assert sound_events(noise(5.0), RATE)[0].size == 0
    with pytest.raises(ValueError, match="off"):
        sound_events(sound, RATE, on=3.0, off=6.0)


def test_a_weighted_level() -> None:
    # One pascal RMS is 94 dB; table 3 of IEC 61672-1 gives the weights.
    for frequency, weight in ((100.0, -19.1), (1000.0, 0.0), (4000.0, 1.0), (10000.0, -2.5)):
        levels, equivalent, _, _ = a_weighted_level(np.sqrt(2) * tone(frequency, 2.0, 48000.0), 48000.0)
        assert equivalent == pytest.approx(93.98 + weight, abs=0.06)
        assert levels.size == 2
    loud = np.concatenate([tone(1000, 9.0, 16000.0), 10 * tone(1000, 1.0, 16000.0)])
    levels, equivalent, peak, background = a_weighted_level(loud, 16000.0, sensitivity=2.0)
    assert levels[-1] - levels[0] == pytest.approx(20.0, abs=0.01)
    # Energies are averaged, not decibels: (9 + 100) / 10.
    assert equivalent - levels[0] == pytest.approx(10 * np.log10(10.9), abs=0.01)
    assert levels[0] == pytest.approx(93.98 - 10 * np.log10(2) - 20 * np.log10(2.0), abs=0.05)
    assert background < peak
    assert np.isfinite(a_weighted_level(np.zeros(8000), RATE)[0]).all()
    with pytest.raises(ValueError, match="8000"):
        a_weighted_level(np.ones(100), RATE)


def test_pcen() -> None:
    steady = np.full((500, 3), 4.0)
    # A steady band comes to (E / E**0.98 + 2)**0.5 - 2**0.5.
    assert pcen(steady)[-1, 0] == pytest.approx((4.0**0.02 + 2) ** 0.5 - 2**0.5, abs=1e-4)
    burst = steady.copy()
    burst[250:255] *= 20
    picture = pcen(burst)
    assert picture[250, 0] > 3 * picture[249, 0]
    # The same event from far away, 20 dB softer, looks the same.
    assert pcen(0.01 * burst)[250, 0] == pytest.approx(picture[250, 0], rel=0.12)
    with pytest.raises(ValueError, match="from 0 on"):
        pcen(-steady)


def test_linear_prediction() -> None:
    poles = np.poly([0.9 * np.exp(0.6j), 0.9 * np.exp(-0.6j), 0.5])
    sound = lfilter([2.0], np.real(poles), noise(10.0))
    coefficients, gain = linear_prediction(sound, order=3)
    assert coefficients == pytest.approx(np.real(poles), abs=0.02)
    assert gain == pytest.approx(2.0, rel=0.02)
    stable = np.roots(linear_prediction(tone(700, 0.03), order=12)[0])
    assert np.abs(stable).max() < 1
    with pytest.raises(ValueError, match="constant"):
        linear_prediction(np.ones(100))


def test_formants() -> None:
    # Noise with the tilt of a voice: it excites every frequency, where pulses show a resonance only at their harmonics.
    for truth in ((730.0, 1090.0, 2440.0), (270.0, 2290.0, 3010.0), (530.0, 1840.0, 2480.0)):
        sound = lfilter([1.0], [1.0, -0.97], noise(1.0))
        for frequency in truth:
            sound = lfilter([1.0], resonator(frequency), sound)
        assert formants(sound, RATE)[:3] == pytest.approx(truth, rel=0.03)
    assert formants(vowel(110.0, (730.0, 1090.0, 2440.0), 0.06), RATE)[:3] == pytest.approx((730, 1090, 2440), abs=55)
    with pytest.raises(ValueError, match="samples"):
        formants(np.ones(5), RATE)
    with pytest.raises(ValueError, match="constant"):
        formants(np.zeros(400), RATE)


def test_gcc_phat_direction() -> None:
    rate, spacing = 16000.0, 0.15
    source = lfilter([1.0], [1.0, -0.9], np.random.default_rng(0).standard_normal(16000))
    spectrum, frequencies = np.fft.rfft(source), np.fft.rfftfreq(16000, 1 / rate)
    for angle in (-60.0, -20.0, 0.0, 35.0, 70.0):
        delay = spacing * np.sin(np.radians(angle)) / 343.0
        late = np.fft.irfft(spectrum * np.exp(-2j * np.pi * frequencies * delay), 16000)
        # An echo that is strong and the same for both.
        pair = np.column_stack([late, source])
        pair[500:] += 0.5 * pair[:-500]
        pair += 0.05 * source.std() * np.random.default_rng(1).standard_normal(pair.shape)
        found, lag = gcc_phat_direction(pair, rate, spacing)
        assert found == pytest.approx(angle, abs=3.0)
        assert lag == pytest.approx(delay, abs=5e-6)
    with pytest.raises(ValueError, match="two channels"):
        gcc_phat_direction(source, rate, spacing)
    with pytest.raises(ValueError, match="hear"):
        gcc_phat_direction(np.zeros((100, 2)), rate, spacing)


def test_sound_novelty() -> None:
    rng = np.random.default_rng(0)
    spectra = {f"{m}{i}": 30.0 * m + rng.standard_normal((50, 8)) for m in (1, 2) for i in range(8)}
    spectra["squeaks"] = 30.0 + rng.standard_normal((50, 8)) + np.eye(8)[5] * 6.0
    spectra["restless"] = 30.0 + 4.0 * rng.standard_normal((50, 8))
    spectra["louder"] = 50.0 + rng.standard_normal((50, 8))
    groups = {name: name[0] if name[0] in "12" else "1" for name in spectra}
    labels = {name: "normal" if name[0] in "12" else "unknown" for name in spectra}
    scores, decisions = sound_novelty(spectra, labels, groups)
    assert {name for name, decision in decisions.items() if decision == "anomaly"} == {"squeaks", "restless"}
    assert scores["louder"] < 1.5 < 3 < scores["squeaks"]
    with pytest.raises(ValueError, match="three normal"):
        sound_novelty(spectra, labels, {**groups, "11": "3"})
