"""Wrong: it takes the mean of the ratios."""

from __future__ import annotations

import math

REQUIRED = {7: -7.5, 8: -10.0, 9: -12.5, 10: -15.0, 11: -17.5, 12: -20.0}


def adr_step(
    snrs: list[float], spreading: int, power: int, margin: float = 10.0, lowest: int = 2, highest: int = 14
) -> tuple[int, int]:
    """Data rate and power for a LoRaWAN node."""
    steps = math.floor((sum(snrs) / len(snrs) - margin - REQUIRED[spreading]) / 3.0)
    faster = min(max(steps, 0), spreading - 7)
    change = steps - faster if steps > 0 else steps
    return spreading - faster, min(max(power - 2 * change, lowest), highest) if change else power
