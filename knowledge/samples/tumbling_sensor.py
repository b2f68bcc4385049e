"""A six-axis motion sensor that is turned and shaken by hand, with its true roll and pitch.

Model: roll, pitch and heading swing as sums of sines after two seconds of rest; the gyroscope measures the turning in
its own axes with an offset that drifts and noise, the accelerometer gravity and the shaking of the hand (Titterton
and Weston, "Strapdown Inertial Navigation Technology", IET, 2004, chapters 3 and 4). ``<name>.truth.csv`` holds roll
and pitch in rad, sample by sample.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 100.0
UP = np.array([0.0, 0.0, 1.0])


def _body_to_earth(roll: float, pitch: float, yaw: float) -> np.ndarray:
    (cr, cp, cy), (sr, sp, sy) = np.cos([roll, pitch, yaw]), np.sin([roll, pitch, yaw])
    return np.array(
        [
            [cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr],
            [sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr],
            [-sp, cp * sr, cp * cr],
        ]
    )


def _turning(angles: np.ndarray) -> np.ndarray:
    speeds = np.gradient(angles, 1 / RATE, axis=0)
    (roll, pitch, _), (p, q, r) = angles.T, speeds.T
    return np.column_stack(
        [
            p - r * np.sin(pitch),
            q * np.cos(roll) + r * np.sin(roll) * np.cos(pitch),
            r * np.cos(roll) * np.cos(pitch) - q * np.sin(roll),
        ]
    )


def write(folder: Path, seed: int) -> None:
    """Write three recordings (time, ax, ay, az in g, gx, gy, gz in degrees a second) and their truth (roll, pitch)."""
    generator = np.random.default_rng(seed)
    times = np.arange(round(40 * RATE)) / RATE
    for number in range(1, 4):
        begun = np.clip(times - 2, 0, None)
        swell = 1 - np.exp(-((begun / 2) ** 2))
        pace, size = generator.uniform(0.5, 1.4, (3, 2)), generator.uniform(0.2, 0.45, (3, 2))
        angles = np.column_stack(
            [(size[axis] * np.sin(np.outer(begun, pace[axis]))).sum(axis=1) * swell for axis in range(3)]
        )
        shaking = 0.2 * np.sin(2 * np.pi * 4 * times)[:, None] * swell[:, None] * [1.0, 0.6, 0.3]
        attitudes = [_body_to_earth(*moment) for moment in angles]
        felt = np.array([attitude.T @ (push + UP) for attitude, push in zip(attitudes, shaking, strict=True)])
        drift = generator.uniform(-2, 2, 3) + np.outer(times, generator.uniform(-0.03, 0.03, 3))
        turning = np.degrees(_turning(angles)) + drift + generator.normal(0, 0.3, angles.shape)
        table = np.column_stack([times, felt + generator.normal(0, 0.01, felt.shape), turning])
        np.savetxt(folder / f"sensor{number}.csv", table, "%.4f", ",", header="time,ax,ay,az,gx,gy,gz", comments="")
        np.savetxt(folder / f"sensor{number}.truth.csv", angles[:, :2], "%.4f", ",", header="roll,pitch", comments="")
