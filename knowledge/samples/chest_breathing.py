"""Accelerometers on the chests of people at rest, at any angle, with the true respiration rate.

Model: breathing tilts the sensor by one or two degrees about one axis, more steeply in than out; heartbeats shake it,
and people change their position once (Bates et al., "Respiratory Rate and Flow Waveform Estimation from Tri-axial
Accelerometer Data", Body Sensor Networks, 2010). ``truth.csv`` holds the breaths a minute.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 25.0


def write(folder: Path, seed: int) -> None:
    """Write four recordings of 120 s (time, ax, ay, az in m/s²) and ``truth.csv`` (name, breaths)."""
    generator, rows = np.random.default_rng(seed), []
    times = np.arange(round(120 * RATE)) / RATE
    for name, breaths in (("back", 11.0), ("side", 15.0), ("front", 19.0), ("chair", 24.0)):
        pace = breaths / 60 * (1 + 0.06 * np.sin(2 * np.pi * times / 40))
        phase = 2 * np.pi * np.cumsum(pace) / RATE
        tilt = np.radians(generator.uniform(1.0, 2.0)) * (np.sin(phase) + 0.25 * np.sin(2 * phase))
        lean = 0.35 / (1 + np.exp(-(times - 70) / 0.3))
        heart = 0.12 * np.clip(np.sin(2 * np.pi * 1.15 * times), 0, None) ** 6
        still = 9.81 * np.column_stack([np.sin(tilt), np.sin(lean) * np.cos(tilt), np.cos(lean) * np.cos(tilt)])
        attitude, _ = np.linalg.qr(generator.normal(size=(3, 3)))
        felt = (still + heart[:, None] * [0.2, 0.3, 1.0]) @ attitude.T + generator.normal(0, 0.05, still.shape)
        table = np.column_stack([times, felt])
        np.savetxt(folder / f"{name}.csv", table, "%.3f", ",", header="time,ax,ay,az", comments="")
        rows.append(f"{name},{60 * pace.mean():.2f}")
    (folder / "truth.csv").write_text("\n".join(["name,breaths", *rows]) + "\n", "utf-8")
