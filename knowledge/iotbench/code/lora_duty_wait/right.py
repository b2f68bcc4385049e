"""When a LoRa node may send again."""

from __future__ import annotations


def lora_duty_wait(
    starts: list[float], airtimes: list[float], now: float, airtime: float, share: float = 0.01, window: float = 3600.0
) -> float:
    """Give the earliest time, not before now, at which a frame may start so that its own airtime and the parts of
    earlier frames within the window that ends with it fill no more than the allowed share of the window.

    Parameters
    ----------
    starts : list[float], in s
        increasing start times of earlier frames, all of which have ended by now
    airtimes : list[float], in s
        how long each of them was on the air
    now : float, in s
        present time
    airtime : float, in s
        how long the next frame will be on the air
    share : float
        allowed share of any window
    window : float, in s
        length of the sliding window

    Returns
    -------
    start : float, in s
        when the next frame may start

    Raises
    ------
    ValueError
        where the frame alone is longer than the share allows
    """
    if airtime > share * window:
        raise ValueError(f"airtime: {airtime} s are never allowed")
    begin = now + airtime - window
    ends = [start + length for start, length in zip(starts, airtimes, strict=True)]
    inside = [(max(start, begin), end) for start, end in zip(starts, ends, strict=True) if end > begin]
    excess = airtime + sum(end - start for start, end in inside) - share * window
    for start, end in inside:
        if excess <= end - start:
            return max(now, start + excess + window - airtime) if excess > 0 else now
        excess -= end - start
    return now
