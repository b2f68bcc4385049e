"""Data rate and power for a LoRaWAN node."""

from __future__ import annotations

import math

REQUIRED = {7: -7.5, 8: -10.0, 9: -12.5, 10: -15.0, 11: -17.5, 12: -20.0}


def adr_step(
    snrs: list[float], spreading: int, power: int, margin: float = 10.0, lowest: int = 2, highest: int = 14
) -> tuple[int, int]:
    """Adapt spreading factor and power of a LoRaWAN node. The signal-to-noise ratio that is left over is the highest of
    the last uplinks, minus the margin, minus what the spreading factor needs (-7.5 dB at 7, and 2.5 dB less for each
    higher one, to -20 dB at 12). Each whole 3 dB of it (rounded down) are one step. A step above 0 lowers the spreading
    factor by 1 down to 7, after that the power by 2 dB, but not below the lowest. A step below 0 raises the power by
    2 dB, but not above the highest; the spreading factor is not raised.

    Parameters
    ----------
    snrs : list[float], in dB
        signal-to-noise ratios of the last uplinks, one at least
    spreading : int
        present spreading factor, 7 to 12
    power : int, in dBm
        present power
    margin : float, in dB
        reserve that must be left
    lowest : int, in dBm
        lowest power
    highest : int, in dBm
        highest power

    Returns
    -------
    spreading : int
        next spreading factor
    power : int, in dBm
        next power
    """
    steps = math.floor((max(snrs) - margin - REQUIRED[spreading]) / 3.0)
    faster = min(max(steps, 0), spreading - 7)
    change = steps - faster if steps > 0 else steps
    return spreading - faster, min(max(power - 2 * change, lowest), highest) if change else power
