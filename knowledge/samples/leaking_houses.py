"""Night flow of houses in which a small leak begins and is mended."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def write(folder: Path, seed: int) -> None:
    """Write five houses as <house>.csv (day, night_flow: least hourly flow of each night in L/h over 240 days) and
    <house>.truth.csv (leak: the day on which the leak begins).

    Model: appliances and late showers make the least night flow vary by 2 L/h around 6 L/h; a leak of 3 to 4 L/h, less than
    two standard deviations, begins after day 120.
    """
    rng = np.random.default_rng(seed)
    for number in range(1, 6):
        flow = 6 + 2 * rng.normal(size=240)
        leak = int(rng.integers(125, 200))
        flow[leak:] += rng.uniform(3, 4)
        columns = np.column_stack([np.arange(240), np.maximum(flow, 0)])
        np.savetxt(folder / f"house_{number}.csv", columns, "%.2f", ",", header="day,night_flow", comments="")
        np.savetxt(folder / f"house_{number}.truth.csv", np.array([leak]), "%d", header="leak", comments="")
