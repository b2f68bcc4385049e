"""Wrong: it takes minutes for hundredths of a degree."""

from __future__ import annotations

from functools import reduce


def gga_position(sentence: str) -> tuple[float, float, float, int]:
    """Position out of an NMEA GGA sentence."""
    body, star, checksum = sentence.strip().removeprefix("$").partition("*")
    if not star or reduce(lambda total, letter: total ^ ord(letter), body, 0) != int(checksum, 16):
        raise ValueError(f"sentence: wrong checksum in {sentence!r}")
    fields = body.split(",")
    if not fields[0].endswith("GGA") or fields[6] == "0":
        raise ValueError(f"sentence: no position in {sentence!r}")
    latitude = float(fields[2]) / 100
    longitude = float(fields[4]) / 100
    north = 1 if fields[3] == "N" else -1
    east = 1 if fields[5] == "E" else -1
    return north * latitude, east * longitude, float(fields[9]), int(fields[7])
