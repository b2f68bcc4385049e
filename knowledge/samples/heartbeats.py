"""Synthetic ECG recordings whose heartbeats are known, as WFDB records.

The heart is the dynamical model of P. E. McSharry, G. D. Clifford, L. Tarassenko and L. A. Smith, "A dynamical model for
generating synthetic electrocardiogram signals", IEEE Trans. Biomed. Eng. 50(3), 2003 (ECGSYN): a point runs round a circle
once a beat, and Gaussian events at five angles, the waves P, Q, R, S and T, pull its height z up and down. On the circle
the point's angle is known, so that only the height is integrated. Added to the model: premature ventricular beats (no P,
a wide QRS, an opposite T, a compensatory pause), baseline wander, muscle noise that swells, and jolts of the electrodes.

Four patients of 90 s at 360 Hz, two leads each in format 212 (.dat, .hea), their beats as annotations N and V (.atr).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RATE, SECONDS, PATIENTS = 360.0, 90.0, 4

GAIN, ZERO, BITS = 200.0, 1024, 11
"""ADC units per mV, the value of 0 mV, and bits: those of the MIT-BIH Arrhythmia Database."""

# Angle in radians, size and width of the events P, Q, R, S and T (Table I of the paper).
NORMAL = (
    (-np.pi / 3, 1.2, 0.25),
    (-np.pi / 12, -5.0, 0.1),
    (0.0, 30.0, 0.1),
    (np.pi / 12, -7.5, 0.1),
    (np.pi / 2, 0.75, 0.4),
)
# Of this module: the QRS complex two to three times as wide, no P, and T against it.
VENTRICULAR = ((-np.pi / 7, -2.0, 0.2), (0.0, 9.0, 0.22), (np.pi / 5, -1.2, 0.3), (np.pi / 1.8, -0.5, 0.45))
NORMAL_CODE, VENTRICULAR_CODE, RHYTHM_CODE, SKIP_CODE, TEXT_CODE = 1, 5, 28, 59, 63


@dataclass(frozen=True, slots=True)
class _Heart:
    """A person's heart and the electrodes on it.

    rate_bpm, deviation_bpm: mean heart rate and its standard deviation
    amplitude_mv: of the R wave
    ectopic: share of beats that are premature ventricular ones
    wander_mv, muscle_mv: amplitude of the baseline wander, standard deviation of the muscle noise
    """

    rate_bpm: float
    deviation_bpm: float
    amplitude_mv: float
    ectopic: float
    wander_mv: float
    muscle_mv: float

    @classmethod
    def drawn(cls, random: np.random.Generator) -> _Heart:
        """Somebody from a spread of patients who move about."""
        low = (55.0, 1.0, 0.8, 0.03, 0.3, 0.03)
        high = (105.0, 4.0, 1.6, 0.12, 0.9, 0.07)
        return cls(*(float(random.uniform(a, b)) for a, b in zip(low, high, strict=True)))


def _beats(heart: _Heart, seconds: float, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The times of the R waves in seconds, from before the recording to after it, and which of them are ventricular."""
    intervals = _intervals(heart, seconds, random)
    times, ventricular = [-float(random.uniform(0, 1))], [False]
    while times[-1] < seconds + 1:
        interval = intervals[min(len(intervals) - 1, int(max(0.0, times[-1])))]
        early = not ventricular[-1] and random.random() < heart.ectopic
        if ventricular[-1]:
            # The sinus node was not reset: the next normal beat comes where it would have come.
            interval = times[-2] + 2 * interval - times[-1]
        times.append(times[-1] + interval * (random.uniform(0.6, 0.75) if early else 1.0))
        ventricular.append(early)
    return np.array(times), np.array(ventricular)


def _intervals(heart: _Heart, seconds: float, random: np.random.Generator) -> np.ndarray:
    """The RR interval in seconds at each second: two Gaussian bands of the spectrum, at 0.1 and 0.25 Hz, in random phases.

    They stand for blood pressure and breathing (section III.A of the paper; ratio of their powers 0.5, width 0.01 Hz).
    """
    count = max(64, int(seconds) + 8)
    frequency = np.fft.rfftfreq(count)
    power = 0.5 * np.exp(-(((frequency - 0.1) / 0.01) ** 2) / 2) + np.exp(-(((frequency - 0.25) / 0.01) ** 2) / 2)
    phases = np.exp(2j * np.pi * random.random(len(frequency)))
    series = np.fft.irfft(np.sqrt(power) * phases, count)
    mean = 60 / heart.rate_bpm
    return np.asarray(mean + series / series.std() * mean * heart.deviation_bpm / heart.rate_bpm)


def _lead(times: np.ndarray, ventricular: np.ndarray, heart: _Heart, samples: int, rate: float) -> np.ndarray:
    """The undisturbed lead in mV: the height z of the model, with an R wave at each of the times."""
    when = np.arange(samples) / rate
    angle = np.interp(when, times, 2 * np.pi * np.arange(len(times)))
    # From half a turn before its R wave to half a turn after it, the point belongs to a beat.
    beat = np.floor((angle + np.pi) / (2 * np.pi)).astype(int)
    around = angle - 2 * np.pi * beat
    quick = np.sqrt(heart.rate_bpm / 60)
    pull = np.where(ventricular[beat], _pull(around, VENTRICULAR, quick), _pull(around, NORMAL, quick))
    # By angle and not by time: before an early beat the point turns faster, and would not come down again from its R wave.
    faster = np.gradient(angle) * rate / (2 * np.pi * heart.rate_bpm / 60)
    height = _relaxed(pull * faster, 1 / rate)
    # What the R event alone raises the point to, at this rate.
    alone = 30.0 * (0.1 * quick) ** 2 * (60 / heart.rate_bpm) / (2 * np.pi)
    return np.asarray(height * heart.amplitude_mv / alone)


def _pull(angle: np.ndarray, events: Sequence[tuple[float, float, float]], quick: float) -> np.ndarray:
    """How fast the events raise the point at these angles; at a high heart rate waves are wider and closer (section III.C)."""
    total = np.zeros_like(angle)
    for position, size, width in events:
        away = angle - position * (np.sqrt(quick) if abs(position) > 1 else quick)
        total -= size * away * np.exp(-(away**2) / (2 * (width * quick) ** 2))
    return total


def _relaxed(pull: np.ndarray, step: float) -> np.ndarray:
    """The height under dz/dt = pull - z, exactly for a pull that is constant between samples."""
    kept = float(np.exp(-step))
    height, heights = 0.0, []
    for one in pull.tolist():
        height = height * kept + one * (1 - kept)
        heights.append(height)
    return np.array(heights)


def _disturbed(clean: np.ndarray, heart: _Heart, rate: float, random: np.random.Generator) -> np.ndarray:
    """The lead with the wander of breathing and electrodes, their jolts, and muscle noise that swells for some seconds."""
    when = np.arange(len(clean)) / rate
    slow = [(float(random.uniform(0.05, 0.4)), float(random.uniform(0, 2 * np.pi))) for _ in range(3)]
    wander = np.sum([np.sin(2 * np.pi * hertz * when + phase) for hertz, phase in slow], axis=0) / len(slow)
    for jolt in random.uniform(0, when[-1], 3):
        since = np.maximum(when - jolt, 0)
        wander += random.choice([-1.0, 1.0]) * 2 * (since / 0.3) * np.exp(1 - since / 0.3)
    begin = float(random.uniform(0, when[-1]))
    swelling = 1 + 2 * np.exp(-(((when - begin) / 2.0) ** 2) / 2)
    noise = heart.wander_mv * wander + heart.muscle_mv * swelling * random.standard_normal(len(clean))
    return np.asarray(clean + noise)


def _write_record(
    folder: Path, name: str, leads: Sequence[np.ndarray], at: np.ndarray, ventricular: np.ndarray, rate: float
) -> None:
    """Write a recording of two leads in mV, and its beats: increasing sample numbers, V where ventricular, else N."""
    digital = [np.clip(np.rint(one * GAIN) + ZERO, 0, 2**BITS - 1).astype(np.int64) for one in leads]
    (folder / f"{name}.dat").write_bytes(_format_212(digital[0], digital[1]))
    (folder / f"{name}.hea").write_text(_header(name, digital, rate), "ascii")
    (folder / f"{name}.atr").write_bytes(_annotations(at, ventricular))


def _header(name: str, leads: Sequence[np.ndarray], rate: float) -> str:
    lines = [f"{name} {len(leads)} {rate:g} {len(leads[0])}"]
    for values, title in zip(leads, ("MLII", "V5"), strict=True):
        checksum = (int(values.sum()) + 2**15) % 2**16 - 2**15
        lines.append(f"{name}.dat 212 {GAIN:g} {BITS} {ZERO} {values[0]} {checksum} 0 {title}")
    return "\n".join([*lines, "# synthetic, from a model of the heart; its beats are exact", ""])


def _format_212(first: np.ndarray, second: np.ndarray) -> bytes:
    """Pairs of 12-bit samples in three bytes: low byte, both high halves, low byte of the second (WFDB signal(5))."""
    low, high = first & 0xFF, (first >> 8) & 0x0F
    halves = high | ((second >> 8) & 0x0F) << 4
    return np.stack([low, halves, second & 0xFF], axis=1).astype(np.uint8).tobytes()


def _annotations(at: np.ndarray, ventricular: np.ndarray) -> bytes:
    """Words of a 6-bit code and a 10-bit distance; the first names the rhythm (WFDB annot(5), MIT format)."""
    words = [RHYTHM_CODE << 10, TEXT_CODE << 10 | 2, int.from_bytes(b"(N", "little")]
    for distance, abnormal in zip(np.diff(at, prepend=0).tolist(), ventricular.tolist(), strict=True):
        code = VENTRICULAR_CODE if abnormal else NORMAL_CODE
        if distance < 1 << 10:
            words.append(code << 10 | distance)
        else:
            words += [SKIP_CODE << 10, distance >> 16, distance & 0xFFFF, code << 10]
    return np.array([*words, 0], "<u2").tobytes()


def write(folder: Path, seed: int) -> None:
    """Write the recordings of four patients."""
    for number in range(1, PATIENTS + 1):
        random = np.random.default_rng([seed, number])
        heart, samples = _Heart.drawn(random), round(SECONDS * RATE)
        times, ventricular = _beats(heart, SECONDS, random)
        clean = _lead(times, ventricular, heart, samples, RATE)
        at = np.rint(times * RATE).astype(np.int64)
        inside = (at >= 0) & (at < samples)
        leads = [_disturbed(part * clean, heart, RATE, random) for part in (1.0, -0.4)]
        _write_record(folder, f"patient{number}", leads, at[inside], ventricular[inside], RATE)
