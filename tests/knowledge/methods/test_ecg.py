"""Methods on the ECG: beats at known moments, rhythms with a known variability, and real records."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from knowledge.methods.ecg.atrial_fibrillation import atrial_fibrillation
from knowledge.methods.ecg.baseline_removal import baseline_removal
from knowledge.methods.ecg.ecg_quality import ecg_quality
from knowledge.methods.ecg.ectopic_beats import ectopic_beats
from knowledge.methods.ecg.heart_rate_alarms import heart_rate_alarms
from knowledge.methods.ecg.heart_rate_series import heart_rate_series
from knowledge.methods.ecg.hrv_frequency_domain import hrv_frequency_domain
from knowledge.methods.ecg.hrv_time_domain import hrv_time_domain
from knowledge.methods.ecg.pan_tompkins import pan_tompkins
from knowledge.methods.ecg.qrs_width import qrs_width
from knowledge.methods.ecg.r_peaks import r_peaks
from knowledge.methods.ecg.rr_intervals import rr_intervals
from knowledge.methods.ecg.ventricular_beats import ventricular_beats
from knowledge.methods.evaluation.beat_accuracy import beat_accuracy
from knowledge.methods.readers.wfdb_beats import wfdb_beats
from knowledge.methods.readers.wfdb_signals import wfdb_signals
from tests.ingest.shared import shared

Detector = Callable[[np.ndarray, float], np.ndarray]
WAVES = ((-0.2, 0.15, 0.025), (-0.025, -0.12, 0.008), (0.0, 1.0, 0.011), (0.03, -0.2, 0.01), (0.28, 0.35, 0.05))


def heart(beats: np.ndarray, rate: float, wide: frozenset[int] = frozenset(), length: int | None = None) -> np.ndarray:
    """A lead in mV with P, Q, R, S and T waves around each beat in s; the beats named in ``wide`` are ventricular."""
    times = np.arange(length or round((beats[-1] + 1) * rate)) / rate
    signal = np.zeros(len(times))
    for number, beat in enumerate(beats):
        waves = ((0.0, 1.3, 0.04), (0.25, -0.4, 0.06)) if number in wide else WAVES
        for place, height, width in waves:
            signal += height * np.exp(-0.5 * ((times - beat - place) / width) ** 2)
    return signal


def regular(count: int = 40, interval: float = 0.8) -> np.ndarray:
    return 1.0 + interval * np.arange(count)


@pytest.mark.parametrize("detector", [r_peaks, pan_tompkins])
@pytest.mark.parametrize("rate", [125.0, 250.0, 360.0, 1000.0])
def test_r_peaks_and_pan_tompkins_find_every_beat_in_noise_and_wander(detector: Detector, rate: float) -> None:
    beats = regular() + 0.05 * np.sin(np.arange(40))
    times = np.arange(round(33.5 * rate)) / rate
    disturbed = heart(beats, rate, length=len(times)) + 0.8 * np.sin(2 * np.pi * 0.3 * times)
    disturbed += 0.05 * np.random.default_rng(1).standard_normal(len(times))
    for lead in (disturbed, 1000 * disturbed + 5e4, -disturbed):
        found = detector(lead, rate) / rate
        assert len(found) == len(beats)
        assert np.abs(found - beats).max() < 0.05


def test_r_peaks_are_placed_on_the_wave_itself() -> None:
    beats = np.round(regular() * 360) / 360
    assert r_peaks(heart(beats, 360.0), 360.0).tolist() == np.rint(beats * 360).astype(int).tolist()


def test_r_peaks_take_no_high_t_waves_and_search_back_for_a_low_beat() -> None:
    beats = regular()
    lead = heart(beats, 250.0)
    times = np.arange(len(lead)) / 250
    for beat in beats:
        lead += 1.1 * np.exp(-0.5 * ((times - beat - 0.28) / 0.05) ** 2)
    quiet = heart(beats, 250.0)
    quiet[np.abs(times - beats[20]) < 0.1] *= 0.45
    for one in (lead, quiet):
        found = r_peaks(one, 250.0) / 250
        assert len(found) == len(beats)
        assert np.abs(found - beats).max() < 0.03


def test_r_peaks_go_on_after_one_huge_artefact() -> None:
    beats = regular()
    lead = heart(beats, 250.0)
    lead[2600:2610] += 40.0
    found = r_peaks(lead, 250.0) / 250
    assert (np.abs(found[:, None] - beats).min(axis=0) < 0.05).mean() > 0.9


def test_r_peaks_of_silence_and_of_what_is_no_signal() -> None:
    assert len(r_peaks(np.full(5000, 3.0), 250.0)) == 0
    assert len(r_peaks(np.zeros(0), 250.0)) == 0
    for signal, rate in ((np.array([0.0, np.nan] * 500), 250.0), (np.zeros(500), 40.0), (np.zeros((500, 2)), 250.0)):
        with pytest.raises(ValueError, match=r"signal|rate"):
            r_peaks(signal, rate)
    with pytest.raises(ValueError, match="band"):
        r_peaks(np.zeros(500), 250.0, low=20.0)


@pytest.mark.data
@pytest.mark.parametrize(("detector", "least"), [(r_peaks, 0.986), (pan_tompkins, 0.975)])
def test_r_peaks_and_pan_tompkins_on_real_records(detector: Detector, least: float) -> None:
    folder = str(shared("mitbih"))
    signals, rates = wfdb_signals(folder)
    found = {name: detector(signal, rates[name]) for name, signal in signals.items()}
    _, overall, _ = beat_accuracy(found, wfdb_beats(folder), rates)
    assert overall >= least


def test_pan_tompkins_takes_no_steep_t_wave() -> None:
    beats = regular()
    found = pan_tompkins(heart(beats, 200.0) + heart(beats + 0.28, 200.0)[: len(heart(beats, 200.0))] * 0.2, 200.0)
    assert len(found) == len(beats)
    with pytest.raises(ValueError, match="two seconds"):
        pan_tompkins(np.zeros(100), 250.0)


def test_rr_intervals_replace_early_and_missed_beats() -> None:
    beats = np.delete(np.arange(0, 8000, 200), 20)
    beats[10] -= 70
    intervals, times, replaced = rr_intervals(beats, 250.0)
    assert np.flatnonzero(replaced).tolist() == [9, 10, 19]
    assert intervals == pytest.approx(np.full(len(beats) - 1, 0.8))
    assert times[0] == 0.8
    shifted = np.arange(0, 8000, 200)
    shifted[10:] += 10
    shifted[10] -= 46
    # 18% short, then 23% long: both belong to the beat that came early.
    assert np.flatnonzero(rr_intervals(shifted, 250.0)[2]).tolist() == [9, 10]
    paired = np.arange(0, 8000, 200)
    paired[10] -= 36
    # 18% short, then 18% long: neither is enough alone.
    assert np.flatnonzero(rr_intervals(paired, 250.0)[2]).tolist() == [9, 10]
    breathing = np.cumsum(200 + np.tile([-24, 0, 24, 0], 10))
    assert not rr_intervals(breathing, 250.0)[2].any()
    kept, _, _ = rr_intervals(beats, 250.0, tolerance=2.0)
    assert kept[9] == pytest.approx(0.52)
    with pytest.raises(ValueError, match="three"):
        rr_intervals(np.array([1, 5]), 250.0)


def test_hrv_time_domain_of_an_alternating_rhythm() -> None:
    heart_rate, sdnn, rmssd, pnn50, ratio = hrv_time_domain(np.tile([0.77, 0.83], 100))
    assert heart_rate == pytest.approx(75.0)
    assert sdnn == pytest.approx(30.0 * np.sqrt(200 / 199))
    assert rmssd == pytest.approx(60.0)
    assert pnn50 == 1.0
    # All of the variation is from beat to beat: there is next to none along the plot.
    assert ratio == 0.0 or ratio > 5
    # Where no interval knows of the one before, the cloud is round.
    independent = hrv_time_domain(0.8 + 0.05 * np.random.default_rng(0).standard_normal(2000))
    assert independent[4] == pytest.approx(1.0, abs=0.06)
    slow = hrv_time_domain(0.8 + 0.05 * np.sin(np.arange(300) / 20))
    assert slow[4] < 0.1
    with pytest.raises(ValueError, match="positive"):
        hrv_time_domain(np.array([0.8, 0.0, 0.8]))


def test_hrv_frequency_domain_gives_the_power_of_two_sines() -> None:
    intervals = [0.8]
    times = [0.8]
    while times[-1] < 300:
        moment = times[-1]
        intervals.append(
            0.8 + 0.02 * np.sin(2 * np.pi * 0.09 * moment) + 0.03 * np.sin(2 * np.pi * 0.3 * moment) + moment / 3000
        )
        times.append(moment + intervals[-1])
    low, high, ratio, breathing = hrv_frequency_domain(np.array(intervals), np.array(times))
    assert low == pytest.approx(200, rel=0.15)
    assert high == pytest.approx(450, rel=0.15)
    assert ratio == pytest.approx(low / high)
    assert breathing == pytest.approx(0.3, abs=0.004)
    with pytest.raises(ValueError, match="minute"):
        hrv_frequency_domain(np.full(30, 0.8), np.arange(30) * 0.8)


def test_baseline_removal_leaves_the_beats() -> None:
    lead = heart(regular(), 250.0)
    wander = 0.5 * np.sin(2 * np.pi * 0.2 * np.arange(len(lead)) / 250)
    level, baseline = baseline_removal(lead + wander, 250.0)
    assert np.sqrt(((baseline - wander) ** 2).mean()) < 0.08
    assert np.corrcoef(level, lead)[0, 1] > 0.97
    assert level + baseline == pytest.approx(lead + wander)
    with pytest.raises(ValueError, match="finite"):
        baseline_removal(np.zeros(50), 250.0)


@pytest.mark.parametrize("rate", [250.0, 500.0])
def test_qrs_width_of_narrow_and_wide_complexes(rate: float) -> None:
    beats = regular(10)
    places = np.rint(beats * rate).astype(int)
    wide, median = qrs_width(heart(beats, rate, frozenset(range(10))), rate, places)
    # A Gaussian of deviation 40 ms is steeper than 8% of its steepest slope up to 3.1 deviations.
    assert median == pytest.approx(0.248, abs=0.03)
    narrow, median_narrow = qrs_width(heart(beats, rate), rate, places)
    assert 0.06 < median_narrow < 0.14
    assert len(wide) == len(narrow) == 10
    assert np.isnan(qrs_width(heart(beats, rate), rate, np.array([3]))[0]).all()
    with pytest.raises(ValueError, match="100 Hz"):
        qrs_width(np.zeros(100), 50.0, places)


def test_ectopic_beats_by_their_timing() -> None:
    steps = np.full(60, 200)
    steps[[10, 30]] = 130, 130
    steps[[11, 31]] = 270, 205
    steps[50:] = 150
    beats = np.cumsum(steps)
    premature, compensatory, burden = ectopic_beats(beats, 250.0)
    # A rhythm that turns faster and stays so has no ectopic beat.
    assert premature.tolist() == [beats[10], beats[30]]
    assert compensatory.tolist() == [True, False]
    assert burden == pytest.approx(2 / 60)
    assert ectopic_beats(np.array([5]), 250.0)[2] == 0.0


def test_ectopic_beats_of_a_bigeminy() -> None:
    beats = np.cumsum(np.tile([140, 260], 30))
    premature, compensatory, burden = ectopic_beats(beats, 250.0)
    assert 27 <= len(premature) <= 30
    assert compensatory[1:-1].all()
    assert burden == pytest.approx(0.5, abs=0.05)


def test_ventricular_beats_by_shape_and_timing() -> None:
    beats = regular(60)
    ventricular = frozenset({10, 25, 40})
    for number in ventricular:
        beats[number] -= 0.25
    beats[50] -= 0.25
    lead = heart(beats, 360.0, ventricular) + 0.02 * np.random.default_rng(0).standard_normal(
        round((beats[-1] + 1) * 360)
    )
    peaks = np.rint(beats * 360).astype(int)
    found, burden = ventricular_beats(lead, 360.0, peaks)
    # The early beat of the usual shape is an atrial one.
    assert found.tolist() == peaks[sorted(ventricular)].tolist()
    assert burden == 0.05
    with pytest.raises(ValueError, match="five"):
        ventricular_beats(lead, 360.0, peaks[:3])


@pytest.mark.data
def test_ventricular_beats_and_ectopic_beats_of_a_real_bigeminy() -> None:
    folder = str(shared("mitbih"))
    signals, rates = wfdb_signals(folder)
    level, _ = baseline_removal(signals["200"], rates["200"])
    peaks = r_peaks(signals["200"], rates["200"])
    annotated = {"200": wfdb_beats(folder, "V")["200"]}
    for found in (ventricular_beats(level, rates["200"], peaks)[0], ectopic_beats(peaks, rates["200"])[0]):
        assert beat_accuracy({"200": found}, annotated, rates)[1] > 0.7


def test_atrial_fibrillation_among_other_irregular_rhythms() -> None:
    random = np.random.default_rng(5)
    fibrillation = np.cumsum(random.lognormal(np.log(0.65), 0.22, 400))
    breathing = np.cumsum(0.85 + 0.1 * np.sin(2 * np.pi * np.arange(400) / 5) + 0.01 * random.standard_normal(400))
    steps = 0.8 + 0.02 * random.standard_normal(400)
    early = np.arange(7, 390, 9)
    steps[early], steps[early + 1] = 0.5, 1.1
    for beats, rhythm in ((fibrillation, "af"), (breathing, "normal"), (np.cumsum(steps), "normal")):
        found, burden, windows = atrial_fibrillation(np.rint(beats * 250).astype(int), 250.0)
        assert found == rhythm
        assert (burden > 0.8) if rhythm == "af" else (burden < 0.2)
        assert len(windows) == 21
    assert atrial_fibrillation(np.arange(20) * 200, 250.0)[0] == "unknown"


@pytest.mark.data
def test_atrial_fibrillation_of_real_records() -> None:
    signals, rates = wfdb_signals(str(shared("mitbih")))
    rhythms = {name: atrial_fibrillation(r_peaks(signals[name], rates[name]), rates[name])[0] for name in signals}
    # 203 is in fibrillation most of the time, 222 in fibrillation, flutter and nodal rhythm; 100, 103 and 105 are in sinus.
    assert rhythms["203"] == rhythms["222"] == "af"
    assert rhythms["100"] == rhythms["103"] == rhythms["105"] == "normal"


def test_ecg_quality_tells_what_is_wrong() -> None:
    random = np.random.default_rng(2)
    good = heart(regular(15), 250.0) + 0.02 * random.standard_normal(round(13.2 * 250))
    assert ecg_quality(good, 250.0)[:2] == ("good", 1.0)
    times = np.arange(len(good)) / 250
    lost = np.where((times > 4) & (times < 8), good[1000], good)
    worse = {
        "flat": lost,
        "above_baseline": good + 4 * np.sin(2 * np.pi * 0.2 * times),
        "kurtosis": good + 0.8 * random.standard_normal(len(good)),
    }
    for index, signal in worse.items():
        verdict, score, indices = ecg_quality(signal, 250.0)
        assert verdict == "bad", index
        assert score < 1
        within = indices[index] <= 0.1 if index == "flat" else indices[index] >= {"kurtosis": 4}.get(index, 0.5)
        assert not within
    with pytest.raises(ValueError, match="5 s"):
        ecg_quality(good[:1000], 250.0)


@pytest.mark.data
def test_ecg_quality_of_a_clean_and_a_noisy_record() -> None:
    signals, rates = wfdb_signals(str(shared("mitbih")))
    good = {}
    for name in ("100", "103", "108"):
        pieces = signals[name][: 180 * 3600].reshape(-1, 3600)
        good[name] = np.mean([ecg_quality(piece, rates[name])[0] == "good" for piece in pieces])
    assert good["100"] > 0.95
    assert good["103"] > 0.95
    assert good["108"] < 0.5


def test_heart_rate_series_is_not_moved_by_one_missed_beat() -> None:
    beats = np.delete(np.arange(0, 60 * 250, 125), 40)
    heart_rates, times = heart_rate_series(beats, 250.0)
    assert heart_rates == pytest.approx(np.full(len(times), 120.0))
    assert times[0] == 8.0
    assert times[-1] == 59.0
    gap = np.r_[np.arange(0, 20), np.arange(40, 60)] * 250
    assert np.isnan(heart_rate_series(gap, 250.0)[0]).any()
    assert len(heart_rate_series(np.zeros(0), 250.0)[0]) == 0


def test_heart_rate_alarms_hold_and_have_hysteresis() -> None:
    rates = np.r_[np.full(20, 70.0), np.tile([122.0, 118.0], 10), np.full(10, 70.0), np.full(4, 40.0), np.full(6, 70.0)]
    rates = np.r_[rates, np.full(20, 40.0), np.full(5, np.nan), np.full(10, 46.0)]
    alarms, ends, kinds = heart_rate_alarms(rates, np.arange(len(rates), dtype=float))
    assert kinds.tolist() == ["bradycardia"]
    assert alarms.tolist() == [65.0]
    assert ends.tolist() == [np.inf]
    fast = np.r_[np.full(10, 130.0), np.tile([119.0, 121.0], 10), np.full(9, 100.0)]
    alarms, ends, kinds = heart_rate_alarms(fast, np.arange(len(fast), dtype=float))
    assert (alarms.tolist(), ends.tolist(), kinds.tolist()) == ([5.0], [30.0], ["tachycardia"])
