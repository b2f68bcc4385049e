"""WiFi CSI of six activities between two radios in one room, as Intel 5300 logs csi_a<activity>_<take>.dat.

Model: two reflections off a body (trunk and arm) whose path lengths follow the activity in time; every take differs in speed,
onset, extent and place of the person. After W. Wang et al., "Understanding and Modeling of WiFi Signal Based Human
Activity Recognition", MobiCom 2015, section 3 (paths that change their length).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._intel5300 import received, reflection, room, write_log

RATE, SECONDS, TAKES = 60.0, 4.0, 14


def _step(times: np.ndarray, start: float, duration: float) -> np.ndarray:
    """From 0 to 1 smoothly within the duration."""
    along = np.clip((times - start) / duration, 0, 1)
    return np.asarray(along**2 * (3 - 2 * along))


def _paths(
    activity: int, times: np.ndarray, start: float, speed: float, extent: float
) -> tuple[np.ndarray, np.ndarray]:
    """Change of the trunk's and the arm's path length in m."""
    moving = _step(times, start, 0.3) * (1 - _step(times, start + 2.6 / speed, 0.3))
    beat = 2 * np.pi * speed * (times - start)
    sway = 0.004 * np.sin(2 * np.pi * 0.4 * times)
    if activity == 1:  # wave a hand
        return sway, 0.12 * extent * np.sin(1.6 * beat) * moving
    if activity == 2:  # squat twice
        return 0.35 * extent * np.sin(0.45 * beat) ** 2 * moving, 0.30 * extent * np.sin(0.45 * beat) ** 2 * moving
    if activity == 3:  # sit down
        down = 0.5 * extent * _step(times, start + 0.4, 1.8 / speed)
        return down, 0.9 * down
    if activity == 4:  # walk by: towards the radios and away
        way = np.abs(times - start - 1.4) * 0.7 * speed
        return way, way + 0.1 * np.sin(1.1 * beat)
    if activity == 5:  # punch three times
        return sway, 0.35 * extent * np.maximum(np.sin(1.15 * beat), 0) ** 8 * moving
    stumble = 0.06 * np.sin(2 * beat) * (times < start + 1.0)  # stumble, fall and lie
    fallen = 0.9 * extent * _step(times, start + 1.0, 0.6 / speed)
    return fallen + stumble, 1.2 * fallen


def write(folder: Path, seed: int) -> None:
    """Write fourteen takes of each activity: enough that one odd take is not two in a hundred."""
    rng = np.random.default_rng(seed)
    static = room(rng)
    times = np.arange(0, SECONDS, 1 / RATE)
    for activity in range(1, 7):
        for take in range(1, TAKES + 1):
            start, speed, extent = rng.uniform(0.3, 0.8), rng.uniform(0.85, 1.15), rng.uniform(0.85, 1.15)
            trunk, arm = _paths(activity, times, start, speed, extent)
            place, angle = 3.0 + rng.normal(0, 0.1), rng.normal(0.4, 0.1)
            body = reflection(place + trunk, 0.20, angle) + reflection(place + 0.3 + arm, 0.13, angle)
            values = received(rng, static + body)
            write_log(folder / f"csi_a{activity}_{take}.dat", rng, values, RATE)
