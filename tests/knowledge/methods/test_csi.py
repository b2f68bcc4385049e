"""CSI methods on channels whose paths are known: static ones, a moving reflector, random phase and gain."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.csi.activity_features import activity_features
from knowledge.methods.csi.antenna_ratio import antenna_ratio
from knowledge.methods.csi.breathing_rate import breathing_rate
from knowledge.methods.csi.clean_amplitudes import clean_amplitudes
from knowledge.methods.csi.compensate_gain import compensate_gain
from knowledge.methods.csi.conjugate_product import conjugate_product
from knowledge.methods.csi.decide_presence import decide_presence
from knowledge.methods.csi.doppler_spectrogram import doppler_spectrogram
from knowledge.methods.csi.motion_by_variance import motion_by_variance
from knowledge.methods.csi.motion_statistic import motion_statistic
from knowledge.methods.csi.normalize_power import normalize_power
from knowledge.methods.csi.pca_denoise import pca_denoise
from knowledge.methods.csi.resample_packets import resample_packets
from knowledge.methods.csi.sanitize_phase import sanitize_phase
from knowledge.methods.csi.select_subcarriers import select_subcarriers
from tests.ingest.shared import shared

WAVELENGTH = 0.0566  # of 5.3 GHz


def channel(path: np.ndarray, noise: float = 0.02, random_phase: bool = True, seed: int = 0) -> np.ndarray:
    """30 subcarriers and 3 antennas: static paths of amplitude 1 and a reflection of 0.2 whose length is ``path`` in m."""
    rng = np.random.default_rng(seed)
    packets = len(path)
    static = np.exp(1j * rng.uniform(0, 2 * np.pi, (30, 3))) * rng.uniform(0.8, 1.2, (30, 3))
    wavelengths = WAVELENGTH * (1 + np.arange(-15, 15) * 6e-5)
    turn = np.exp(-2j * np.pi * path[:, None] / wavelengths)
    moving = 0.2 * turn[:, :, None] * np.exp(1j * np.array([0.0, 0.9, 1.8]))
    noisy = (
        static + moving + noise * (rng.standard_normal((packets, 30, 3)) + 1j * rng.standard_normal((packets, 30, 3)))
    )
    turns = np.exp(1j * rng.uniform(0, 2 * np.pi, packets))[:, None, None] if random_phase else 1.0
    return np.asarray(noisy * turns)


def test_clean_amplitudes_replaces_impulses_alone() -> None:
    clean = np.abs(channel(0.3 * np.arange(300) / 100))
    dirty = clean.copy()
    dirty[50::60] *= 4
    cleaned = clean_amplitudes(dirty)
    assert np.abs(cleaned - clean).max() < 0.35
    assert np.median(np.abs(cleaned - clean)) == 0.0
    with pytest.raises(ValueError, match="finite"):
        clean_amplitudes(np.full((5, 2, 1), np.nan))


def test_sanitize_phase_removes_the_line_and_keeps_the_angle_between_links() -> None:
    rng = np.random.default_rng(1)
    bent = 0.3 * np.cos(np.arange(30) / 3)
    links = np.exp(1j * (bent[:, None] + np.array([0.0, 1.1])))
    lines = rng.uniform(-0.5, 0.5, 20)[:, None] * np.arange(30) + rng.uniform(0, 6, 20)[:, None]
    sanitized = sanitize_phase(links * np.exp(1j * lines)[:, :, None])
    assert np.allclose(sanitized, sanitized[0])
    assert np.allclose(np.angle(sanitized[0, :, 1] / sanitized[0, :, 0]), 1.1)
    residue = np.unwrap(np.angle(sanitized[0, :, 0]))
    assert abs(np.polyfit(np.arange(30), residue, 1)[0]) < 1e-9
    with pytest.raises(ValueError, match="complex"):
        sanitize_phase(np.ones((3, 30, 1)))


def test_antenna_ratio_is_free_of_random_phase_and_gain() -> None:
    path = 0.01 * np.sin(np.arange(200) / 20)
    quiet = channel(path, noise=0.0, random_phase=False)
    gains = np.random.default_rng(2).uniform(1, 3, 200)[:, None, None]
    ratio = antenna_ratio(channel(path, noise=0.0) * gains)
    assert np.allclose(ratio, quiet[:, :, 0] / quiet[:, :, 1])
    with pytest.raises(ValueError, match="links"):
        antenna_ratio(quiet[:, :, :1])


@pytest.mark.parametrize("speed", [0.8, -0.8])
def test_conjugate_product_keeps_the_sign_of_the_doppler_shift(speed: float) -> None:
    csi = channel(-speed * np.arange(400) / 200)
    product = conjugate_product(csi)
    assert product.shape == (400, 30, 2)
    power = np.sum(np.abs(np.fft.fft(product - product.mean(axis=0), axis=0)) ** 2, axis=(1, 2))
    frequency = np.fft.fftfreq(400, 1 / 200)[power.argmax()]
    assert frequency == pytest.approx(speed / WAVELENGTH, abs=1.0)


def test_normalize_power_undoes_gain_steps() -> None:
    csi = channel(np.zeros(100), noise=0.0)
    csi[40:] *= 7
    csi[10] = 0
    normalized = normalize_power(csi)
    assert normalized.shape == (99, 30, 3)
    assert np.allclose(np.abs(normalized), np.abs(normalized[0]))
    assert np.mean(np.abs(normalized[0]) ** 2) == pytest.approx(1.0)


def test_compensate_gain_gives_the_reported_power() -> None:
    csi = channel(np.zeros(4)) * np.array([1.0, 2.0, 3.0, 4.0])[:, None, None]
    strengths = np.array([[30.0, 30.0, 0.0]] * 4)
    scaled = compensate_gain(csi, strengths, np.array([40.0, 46.0, 40.0, 40.0]))
    power = 10 * np.log10(np.sum(np.abs(scaled) ** 2, axis=(1, 2)) / 30)
    assert power == pytest.approx(np.array([-50.99, -56.99, -50.99, -50.99]), abs=0.01)
    with pytest.raises(ValueError, match="one entry a packet"):
        compensate_gain(csi, strengths[:2], np.zeros(4))


def test_pca_denoise_finds_the_movement_behind_common_noise() -> None:
    rng = np.random.default_rng(3)
    wave = np.sin(2 * np.pi * 2 * np.arange(400) / 100)
    gain = rng.standard_normal(400)
    weights = np.linspace(-1, 1, 30)
    amplitudes = 5 + gain[:, None, None] * np.ones((1, 30, 3)) + 0.5 * (wave[:, None] * weights)[:, :, None]
    denoised = pca_denoise(amplitudes + 0.05 * rng.standard_normal(amplitudes.shape), components=2)
    assert denoised.shape == (400, 2)
    assert abs(np.corrcoef(denoised[:, 0], wave)[0, 1]) > 0.97
    with pytest.raises(ValueError, match="components"):
        pca_denoise(amplitudes[:3], components=5)


@pytest.mark.parametrize(("speed", "rate"), [(1.2, 200.0), (-0.5, 200.0), (0.5, 120.0)])
def test_doppler_spectrogram_shows_speed_and_direction(speed: float, rate: float) -> None:
    csi = channel(-speed * np.arange(int(4 * rate)) / rate)
    spectrogram, frequencies, times = doppler_spectrogram(conjugate_product(csi), rate, window=0.5)
    assert spectrogram.shape == (len(times), len(frequencies))
    assert times[0] == pytest.approx(0.25, abs=0.06)
    assert 3.6 < times[-1] <= 3.8
    assert np.median(frequencies[spectrogram.argmax(axis=1)]) == pytest.approx(speed / WAVELENGTH, abs=2.0)
    with pytest.raises(ValueError, match="window"):
        doppler_spectrogram(csi[:50], rate, window=1.0)


@pytest.mark.parametrize("rate", [30.0, 100.0])
def test_motion_by_variance_tells_walking_from_standing(rate: float) -> None:
    still = np.zeros(int(10 * rate))
    walk = np.cumsum(np.full(int(10 * rate), 0.31 / rate))
    path = np.concatenate([still, walk, still + walk[-1]])
    motion, level = motion_by_variance(np.abs(channel(path)), rate)
    inner = int(rate)
    assert motion[len(still) + inner : 2 * len(still) - inner].all()
    assert not motion[: len(still) - inner].any()
    assert not motion[2 * len(still) + inner :].any()
    assert motion_by_variance(np.abs(channel(walk)), rate, quiet=float(level[:inner].mean()))[0].all()


def test_motion_statistic_needs_no_quiet_part() -> None:
    walking, _ = motion_statistic(np.abs(channel(0.6 * np.arange(1000) / 200)), 200.0)
    still, times = motion_statistic(np.abs(channel(np.zeros(1000))), 200.0)
    assert walking.min() > 0.5
    assert np.abs(still).max() < 0.1
    assert times.tolist() == [1.0, 3.0]


def test_decide_presence_needs_a_share_of_the_windows() -> None:
    assert decide_presence(np.array([0.5, 0.0, 0.0, 0.0])) == "occupied"
    assert decide_presence(np.array([0.5, 0.0, 0.0, 0.0, 0.0, 0.0])) == "empty"
    assert decide_presence(np.full(5, 0.1), threshold=0.05) == "occupied"
    with pytest.raises(ValueError, match="no window"):
        decide_presence(np.empty(0))


@pytest.mark.parametrize(("per_minute", "rate"), [(10.0, 20.0), (16.5, 20.0), (24.0, 50.0)])
def test_breathing_rate_within_half_a_breath(per_minute: float, rate: float) -> None:
    times = np.arange(int(60 * rate)) / rate
    csi = channel(0.01 * np.sin(2 * np.pi * per_minute / 60 * times), noise=0.05)
    assert breathing_rate(csi, rate) == pytest.approx(per_minute, abs=0.5)
    with pytest.raises(ValueError, match="breaths"):
        breathing_rate(csi[: int(10 * rate)], rate)


def test_activity_features_separate_speeds_and_courses() -> None:
    slow, fast = (np.abs(channel(speed * np.arange(300) / 30, seed=4)) for speed in (0.05, 0.2))
    one, two = activity_features(slow, 30.0), activity_features(fast, 30.0)
    assert one.shape == two.shape == (90 * 5 + 18 + 16,)
    assert one[450:462].argmax() == 1  # 0.05 m/s: 0.9 Hz
    assert two[450:462].argmax() == 5  # 0.2 m/s: 3.5 Hz
    half = np.abs(channel(np.concatenate([np.zeros(150), 0.2 * np.arange(150) / 30])))
    parts = activity_features(half, 30.0)[-8:]
    assert parts[4:].sum() > 2 * parts[:4].sum()
    assert activity_features(slow[:200], 30.0).shape == one.shape
    with pytest.raises(ValueError, match="16 packets"):
        activity_features(slow[:10], 30.0)


def test_resample_packets_restores_lost_packets() -> None:
    rng = np.random.default_rng(5)
    times = np.arange(400) / 100
    whole = np.exp(2j * np.pi * 1.5 * times)[:, None, None] * np.linspace(1, 2, 4)[None, :, None]
    kept = np.sort(rng.choice(np.arange(1, 399), 300, replace=False))
    kept = np.concatenate([[0], kept, [399]])
    even, rate = resample_packets(whole[kept], times[kept], 100.0)
    assert (even.shape, rate) == (whole.shape, 100.0)
    assert np.abs(even - whole).max() < 0.05
    twice = np.repeat(whole, 2, axis=0)
    assert np.allclose(resample_packets(twice, np.repeat(times, 2))[0][:399], whole[:399])
    with pytest.raises(ValueError, match="times"):
        resample_packets(whole, times[:3])


def test_select_subcarriers_prefers_movement_to_noise() -> None:
    rng = np.random.default_rng(6)
    csi = 5 + 0.1 * rng.standard_normal((400, 30, 2))
    csi[:, 3] += 2.0 * rng.standard_normal((400, 2))
    csi[:, 9] = 0.0
    csi[:, [12, 20]] += np.sin(np.arange(400) / 15)[:, None, None]
    chosen, subcarriers = select_subcarriers(csi, count=2)
    assert subcarriers.tolist() == [12, 20]
    assert chosen.shape == (400, 2, 2)
    with pytest.raises(ValueError, match="live"):
        select_subcarriers(csi, count=30)


@pytest.mark.data
def test_methods_hold_on_a_capture_through_the_air() -> None:
    from knowledge.methods.readers.intel5300_csi import intel5300_csi

    captures, rates = intel5300_csi(str(shared("wiar") / "csi_a10_1.dat"))
    csi, rate = captures["csi_a10_1"], rates["csi_a10_1"]
    amplitudes = clean_amplitudes(normalize_power(csi))
    assert np.isfinite(activity_features(amplitudes, rate)).all()
    assert np.isfinite(conjugate_product(csi)).all()
    assert np.isfinite(antenna_ratio(csi)).all()
    assert motion_statistic(amplitudes, rate)[0].min() > 0.1
    # The antennas share an oscillator: what is random from packet to packet in one of them cancels.
    alone = np.abs(np.mean(np.exp(1j * np.angle(csi[:, 10, 0]))))
    together = np.abs(np.mean(np.exp(1j * np.angle(antenna_ratio(csi)[:, 10]))))
    assert together > 0.8 > alone
