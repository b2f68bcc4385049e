"""Wrong: it does not look at the checksum."""

from __future__ import annotations


def gga_position(sentence: str) -> tuple[float, float, float, int]:
    """Position out of an NMEA GGA sentence."""
    body, star, checksum = sentence.strip().removeprefix("$").partition("*")
    if not star or not checksum:
        raise ValueError(f"sentence: wrong checksum in {sentence!r}")
    fields = body.split(",")
    if not fields[0].endswith("GGA") or fields[6] == "0":
        raise ValueError(f"sentence: no position in {sentence!r}")
    latitude = int(fields[2][:2]) + float(fields[2][2:]) / 60
    longitude = int(fields[4][:3]) + float(fields[4][3:]) / 60
    north = 1 if fields[3] == "N" else -1
    east = 1 if fields[5] == "E" else -1
    return north * latitude, east * longitude, float(fields[9]), int(fields[7])
