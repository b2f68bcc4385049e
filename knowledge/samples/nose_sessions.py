"""Responses of eight gas sensors to four smells, in sessions over months.

Model: each metal-oxide sensor answers by a power law of the concentration with a sensitivity of its own to each smell; from session to
session all sensors drift together in gain and each a little by itself; concentration varies from sniff to sniff by a factor of three,
so the pattern tells the smell and not the strength. A row is one sniff: for each sensor the logarithm of the response and the time to
90 % of it, which depends on the smell as well.
Source: the drift model of A. Vergara et al., "Chemical gas sensor drift compensation using classifier ensembles", Sensors and Actuators
B 166-167, 2012.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

SMELLS = ("air", "coffee", "solvent", "smoke")
SENSORS = 8
SESSIONS = 12
SNIFFS = 25


def _sniffs(pattern: np.ndarray, speed: np.ndarray, drift: np.ndarray, random: np.random.Generator) -> np.ndarray:
    strength = random.uniform(np.log(0.5), np.log(1.5), (SNIFFS, 1))
    exponents = 0.6 + 0.04 * np.arange(SENSORS)
    response = pattern + exponents * strength + drift + random.normal(0, 0.12, (SNIFFS, SENSORS))
    rise = speed * (1 - 0.1 * strength) + random.normal(0, 0.25, (SNIFFS, SENSORS))
    return np.hstack([response, rise])


def write(folder: Path, seed: int) -> None:
    """Write ``<smell>_s<session>_1.csv``: a row a sniff, a column for each sensor's response (r) and rise time (s)."""
    random = np.random.default_rng(seed)
    patterns = random.normal(0, 0.35, (len(SMELLS), SENSORS))
    speeds = 4 + random.normal(0, 0.5, (len(SMELLS), SENSORS))
    header = ",".join([f"r{n}" for n in range(SENSORS)] + [f"s{n}" for n in range(SENSORS)])
    for session in range(SESSIONS):
        drift = random.normal(0, 0.25) + random.normal(0, 0.08, SENSORS)
        for smell, pattern, speed in zip(SMELLS, patterns, speeds, strict=True):
            rows = _sniffs(pattern, speed, drift, random)
            lines = [",".join(f"{cell:.3f}" for cell in row) for row in rows]
            (folder / f"{smell}_s{session:02d}_1.csv").write_text("\n".join([header, *lines]) + "\n", "utf-8")
