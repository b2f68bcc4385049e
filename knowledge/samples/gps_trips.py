"""A day of a delivery van, log.csv (time, latitude, longitude): three trips of 9.0, 6.6 and 4.8 km with traffic lights and rests.

The way is the same for every seed (20.4 km in three trips); the receiver's errors differ (see _gps_log).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._gps_log import way, write_log

LIGHT = (60.0, 0.0, 0.0)
OUT = ((200.0, 15.0, 0.0), LIGHT, (300.0, 0.0, 12.0), LIGHT, (240.0, 10.0, 0.0))
BACK = ((200.0, -15.0, 0.0), LIGHT, (300.0, 0.0, -12.0))
LAST = ((240.0, -10.0, 0.0), LIGHT, (240.0, 0.0, 10.0))
REST = ((1200.0, 0.0, 0.0),)


def write(folder: Path, seed: int) -> None:
    """Write the day's log; the logger sleeps for part of the second rest."""
    rng = np.random.default_rng(seed)
    times, places = way(OUT + REST + BACK + REST + LAST + ((300.0, 0.0, 0.0),), 5.0)
    asleep = (times > 3100) & (times < 3500)
    write_log(folder / "log.csv", rng, times[~asleep], places[~asleep], (52.01, 4.36), jumps=15)
