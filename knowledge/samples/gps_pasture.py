"""A cow's collar, collar.csv (time, latitude, longitude), and the corners of its pasture, pasture.txt (x, y in m from the barn at
52.0100, 4.3600). The cow leaves three times, for 22, 35 and 12 minutes, and often grazes along the fence.

The way is the same for every seed (three absences, 69 minutes); the receiver's errors differ (see _gps_log).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._gps_log import way, write_log

FENCE = "x,y\n-50,-60\n350,-60\n350,250\n150,120\n-50,250\n"
# From the barn east to the fence at x = 350, out and back; grazing along it at x = 346.
PARTS = (
    (1200.0, 0.26, 0.0),
    (120.0, 0.5, 0.0),
    (1260.0, 0.0, 0.0),
    (120.0, -0.5, 0.0),
    (1200.0, 0.02, 0.05),
    (1800.0, 0.0, -0.06),
    (120.0, 0.5, 0.0),
    (2040.0, 0.0, 0.0),
    (120.0, -0.5, 0.0),
    (1200.0, -0.05, 0.0),
    (120.0, 0.95, 0.0),
    (660.0, 0.0, 0.0),
    (120.0, -0.95, 0.0),
    (1200.0, -0.1, 0.0),
)


def write(folder: Path, seed: int) -> None:
    """Write the collar's log and the fence."""
    rng = np.random.default_rng(seed)
    times, places = way(PARTS, 20.0)
    write_log(folder / "collar.csv", rng, times, places, (52.01, 4.36), jumps=12)
    (folder / "pasture.txt").write_text(FENCE)
