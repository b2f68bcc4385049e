"""The figures of the notes: curves are computed, nothing is drawn by hand."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from reportlab.graphics.shapes import Drawing, Line, PolyLine, Rect, String

WIDTH, HEIGHT = 240.0, 120.0
_FONT, _SIZE = "Helvetica", 6.5
_GREYS = (0.0, 0.45, 0.7)
Curve = Sequence[tuple[float, float]]


def blocks(names: Sequence[str]) -> Drawing:
    """Boxes in a row, joined by lines; a name may have two rows."""
    drawing = Drawing(WIDTH, 46)
    step = WIDTH / len(names)
    for number, name in enumerate(names):
        left = number * step + 2
        drawing.add(Rect(left, 8, step - 9, 30, fillColor=None, strokeWidth=0.7))
        rows = name.split("/")
        for row, text in enumerate(rows):
            y = 21 + 4 * (len(rows) - 1) - 8 * row
            drawing.add(String(left + (step - 9) / 2, y, text, fontName=_FONT, fontSize=_SIZE, textAnchor="middle"))
        if number:
            drawing.add(Line(left - 7, 23, left, 23, strokeWidth=0.7))
    return drawing


def plot(curves: Sequence[Curve], across: str, marks: Sequence[float] = ()) -> Drawing:
    """Curves in one frame, from black to light grey; ``marks`` are vertical lines."""
    drawing = Drawing(WIDTH, HEIGHT)
    points = [point for curve in curves for point in curve]
    low_x, high_x = min(x for x, _ in points), max(x for x, _ in points)
    low_y, high_y = min(y for _, y in points), max(y for _, y in points)

    def place(x: float, y: float) -> tuple[float, float]:
        return 24 + (x - low_x) / (high_x - low_x) * (WIDTH - 30), 20 + (y - low_y) / (high_y - low_y) * (HEIGHT - 28)

    drawing.add(Rect(24, 20, WIDTH - 30, HEIGHT - 28, fillColor=None, strokeWidth=0.5))
    for number, curve in enumerate(curves):
        flat = [round(value, 2) for x, y in curve for value in place(x, y)]
        grey = _GREYS[number % len(_GREYS)]
        drawing.add(PolyLine(flat, strokeWidth=0.8, strokeColor=(grey, grey, grey), fillColor=None))
    for mark in marks:
        x, _ = place(mark, low_y)
        drawing.add(Line(x, 20, x, HEIGHT - 8, strokeWidth=0.5, strokeDashArray=[2, 2]))
    for text, x, anchor in (
        (f"{low_x:.2g}", 24, "start"),
        (across, WIDTH / 2, "middle"),
        (f"{high_x:.2g}", WIDTH - 6, "end"),
    ):
        drawing.add(String(x, 10, text, fontName=_FONT, fontSize=_SIZE, textAnchor=anchor))
    for value, y in ((low_y, 20), (high_y, HEIGHT - 14)):
        drawing.add(String(21, y, f"{value:.2g}", fontName=_FONT, fontSize=_SIZE, textAnchor="end"))
    return drawing


def _bump(t: float, at: float, width: float, height: float) -> float:
    return height * math.exp(-0.5 * ((t - at) / width) ** 2)


def _heart(t: float) -> float:
    beats = (0.5, 1.35, 2.2)
    parts = ((-0.18, 0.025, 0.12), (-0.03, 0.01, -0.12), (0.0, 0.011, 1.0), (0.03, 0.01, -0.25), (0.26, 0.05, 0.55))
    return sum(_bump(t, beat + shift, width, height) for beat in beats for shift, width, height in parts)


def heartbeat_energy() -> Drawing:
    """Signal, integrated energy of its derivative, and a threshold."""
    rate, window = 360, 54
    signal = [_heart(n / rate) for n in range(int(2.7 * rate))]
    slope = [0.0] * 4 + [
        2 * signal[n] + signal[n - 1] - signal[n - 3] - 2 * signal[n - 4] for n in range(4, len(signal))
    ]
    energy = [sum(one * one for one in slope[max(0, n - window) : n]) / window for n in range(len(slope))]
    largest = max(energy)
    times = [n / rate for n in range(len(signal))]
    return plot(
        [
            [(t, 1.4 + value) for t, value in zip(times, signal, strict=True)][::2],
            [(t, value / largest) for t, value in zip(times, energy, strict=True)][::2],
            [(0.0, 0.25), (times[-1], 0.25)],
        ],
        "time in s",
    )


def csi_variance() -> Drawing:
    """Amplitude of a subcarrier while somebody moves, its moving variance, and two thresholds."""
    chance, rate, window = random.Random(1), 100, 50  # noqa: S311 - noise of a picture
    amplitude = []
    for n in range(4 * rate):
        t = n / rate
        speed = _bump(t, 2.0, 0.35, 1.0)
        amplitude.append(speed * math.sin(2 * math.pi * 9 * t * (1 + 0.1 * t)) + chance.gauss(0, 0.05))
    variance = []
    for n in range(len(amplitude)):
        part = amplitude[max(0, n - window) : n + 1]
        mean = sum(part) / len(part)
        variance.append(sum((one - mean) ** 2 for one in part) / len(part))
    times = [n / rate for n in range(len(amplitude))]
    largest = max(variance)
    return plot(
        [
            [(t, 2.2 + value) for t, value in zip(times, amplitude, strict=True)],
            [(t, value / largest) for t, value in zip(times, variance, strict=True)],
            [(0.0, 0.12), (4.0, 0.12), (4.0, 0.06), (0.0, 0.06)],
        ],
        "time in s",
    )


def filter_gain() -> Drawing:
    """Gain in dB over frequency in parts of the sampling rate."""
    cut = 0.05
    a = 1 - math.exp(-2 * math.pi * cut)
    k = math.tan(math.pi * cut)

    def exponential(f: float) -> float:
        return a / math.sqrt(1 + (1 - a) ** 2 - 2 * (1 - a) * math.cos(2 * math.pi * f))

    def moving(f: float) -> float:
        return abs(math.sin(math.pi * 9 * f) / (9 * math.sin(math.pi * f)))

    def butterworth(f: float) -> float:
        return 1 / math.sqrt(1 + (math.tan(math.pi * f) / k) ** 4)

    def curve(gain: Callable[[float], float]) -> Curve:
        return [(n / 400, max(-50.0, 20 * math.log10(max(gain(n / 400), 1e-9)))) for n in range(1, 200)]

    return plot([curve(butterworth), curve(exponential), curve(moving)], "frequency / sampling rate", (cut,))


def feature_spectra() -> Drawing:
    """Power spectra of a harmonic movement and of noise, with their centroids."""
    frequencies = [n / 10 for n in range(1, 200)]
    walking = [sum(_bump(f, 2.0 * h, 0.25, 1 / h**1.5) for h in (1, 2, 3, 4)) for f in frequencies]
    noise = [sum(walking) / len(walking)] * len(walking)
    centroids = [sum(f * p for f, p in zip(frequencies, power, strict=True)) / sum(power) for power in (walking, noise)]
    curves = [list(zip(frequencies, power, strict=True)) for power in (walking, noise)]
    return plot(curves, "frequency in Hz", centroids)


FIGURES: dict[str, Callable[[], Drawing]] = {
    "heartbeat_chain": lambda: blocks(
        ("band-pass/5-15 Hz", "deriv-/ative", "square", "window/150 ms", "two thres-/holds", "beats")
    ),
    "heartbeat_energy": heartbeat_energy,
    "csi_chain": lambda: blocks(("packets", "resample", "Hampel,/low-pass", "PCA", "cut,/features", "classifier")),
    "csi_variance": csi_variance,
    "filter_gain": filter_gain,
    "filter_section": lambda: blocks(("x", "b0, b1, b2", "s1, s2/(states)", "a1, a2", "y")),
    "feature_chain": lambda: blocks(("window", "mean,/Hann", "transform", "features", "scale", "classifier")),
    "feature_spectra": feature_spectra,
}
"""Every figure by the name that the sources use."""
