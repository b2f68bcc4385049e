"""Two days of a phone, phone.csv (time, latitude, longitude): five stays at three places, 1,015 minutes altogether, and walks with
short waits between them.

The way is the same for every seed; the receiver's errors differ (see _gps_log).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._gps_log import way, write_log

HOME_TO_WORK = ((900.0, 1.4, 0.6), (120.0, 0.0, 0.0), (600.0, 0.0, 1.3))
WORK_TO_SHOP = ((700.0, -1.2, 0.3), (180.0, 0.0, 0.0), (300.0, 0.0, -1.2))


def _back(*parts: tuple[tuple[float, float, float], ...]) -> tuple[tuple[float, float, float], ...]:
    """The way back along parts."""
    return tuple((seconds, -east, -north) for part in reversed(parts) for seconds, east, north in reversed(part))


def write(folder: Path, seed: int) -> None:
    """Write the phone's log: home, work, shop, home, work."""
    rng = np.random.default_rng(seed)
    stays = [((minutes * 60.0, 0.0, 0.0),) for minutes in (240.0, 300.0, 25.0, 200.0, 250.0)]
    home, work, shop, evening, again = stays
    parts = home + HOME_TO_WORK + work + WORK_TO_SHOP + shop + _back(HOME_TO_WORK, WORK_TO_SHOP) + evening
    times, places = way(parts + HOME_TO_WORK + again, 30.0)
    write_log(folder / "phone.csv", rng, times, places, (48.14, 11.58), jumps=40)
