"""Force of a robot's fingertip while things slip, are tapped and are moved."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def write(folder: Path, seed: int) -> None:
    """Write five grips as <grip>.csv (time in s at 1000 Hz over 12 s, force in N) and <grip>.truth.csv (onset: sample at
    which each slip begins).

    Model: a slow grip force of 4 N that follows the arm, one sudden change of grip, short taps of 20 ms that are stronger
    than any slip, and slips of 0.2 to 0.6 s as noise between 80 and 250 Hz; sensor noise of 0.02 N.
    """
    rng, rate = np.random.default_rng(seed), 1000
    times = np.arange(0, 12, 1 / rate)
    for number in range(1, 6):
        force = 4 + 1.5 * np.sin(2 * np.pi * rng.uniform(0.2, 0.6) * times) + 2.0 * (times > rng.uniform(5.2, 5.8))
        force += rng.normal(0, 0.02, len(times))
        slips = [int(rate * rng.uniform(low, low + 1.0)) for low in (1.5, 3.4, 7.0, 9.5)]
        for slip in slips:
            length = int(rng.integers(200, 600))
            spectrum = np.fft.rfft(rng.normal(0, 1, length))
            tones = np.fft.rfftfreq(length, 1 / rate)
            burst = np.fft.irfft(np.where((tones > 80) & (tones < 250), spectrum, 0), length)
            force[slip : slip + length] += 0.2 * burst / burst.std()
        for tap in (0.9, 6.4, 11.3):
            start = int(rate * tap)
            force[start : start + 20] += 1.5 * np.hanning(20)
        columns = np.column_stack([times, force])
        np.savetxt(folder / f"grip_{number}.csv", columns, "%.4f", ",", header="time,force", comments="")
        np.savetxt(folder / f"grip_{number}.truth.csv", np.array(slips), "%d", header="onset", comments="")
