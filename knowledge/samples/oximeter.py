"""Red and infrared light of a pulse oximeter through desaturations and motion, with the true saturation.

Model: each colour is a steady level times one minus its pulsation; the ratio of ratios R of the pulsations follows
the saturation by S = 110 - 25 R (Webster (ed.), "Design of Pulse Oximeters", Taylor and Francis, 1997). Levels drift,
and motion moves both colours alike, which would read as 85 %. ``<name>.truth.csv`` holds the mean saturation of each
8 s window.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 50.0


def _pulse(times: np.ndarray, bpm: float) -> np.ndarray:
    phase = 2 * np.pi * bpm / 60 * times + 0.4 * np.sin(2 * np.pi * 0.05 * times)
    return np.asarray(np.exp(2 * np.cos(phase)) / np.exp(2) + 0.2 * np.cos(phase - 2))


def write(folder: Path, seed: int) -> None:
    """Write three recordings of 96 s (time, red, infrared) and their truth (spo2 of twelve windows)."""
    generator = np.random.default_rng(seed)
    times = np.arange(round(96 * RATE)) / RATE
    for name, low, bpm in (("awake", 97.0, 66.0), ("asleep", 88.0, 58.0), ("altitude", 84.0, 92.0)):
        saturation = 97.5 - (97.5 - low) * np.exp(-(((times - 55) / 14) ** 2))
        ratio, pulse = (110 - saturation) / 25, _pulse(times, bpm)
        drift = 1 + 0.06 * np.sin(2 * np.pi * 0.011 * times) + 0.004 * np.sin(2 * np.pi * 0.25 * times)
        noise = generator.normal(0, 0.0006, (2, len(times)))
        moved = 0.08 * generator.normal(size=(2, len(times))) * ((times > 25) & (times < 29))
        red = 52000 * drift * (1 - 0.012 * ratio * pulse + noise[0] + moved[0])
        infrared = 88000 * drift * (1 - 0.012 * pulse + noise[1] + moved[1])
        table = np.column_stack([times, red, infrared])
        np.savetxt(
            folder / f"{name}.csv", table, ("%.2f", "%.0f", "%.0f"), ",", header="time,red,infrared", comments=""
        )
        truth = saturation.reshape(12, -1).mean(axis=1)
        np.savetxt(folder / f"{name}.truth.csv", truth, "%.2f", header="spo2", comments="")
