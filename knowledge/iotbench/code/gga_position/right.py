"""Position out of an NMEA GGA sentence."""

from __future__ import annotations

from functools import reduce


def gga_position(sentence: str) -> tuple[float, float, float, int]:
    """Read position, altitude and number of satellites out of one NMEA 0183 GGA sentence of any talker. The checksum
    (exclusive or of all characters between $ and *, two hexadecimal digits behind the *) must be right.

    Parameters
    ----------
    sentence : str
        the line, perhaps with white space at its end

    Returns
    -------
    latitude : float, in deg
        decimal degrees, negative in the south; the sentence gives ddmm.mmmm
    longitude : float, in deg
        decimal degrees, negative in the west; the sentence gives dddmm.mmmm
    altitude : float, in m
        above mean sea level, field 9 behind the sentence's name
    satellites : int
        number in use, field 7 behind the sentence's name

    Raises
    ------
    ValueError
        where the sentence is no GGA sentence, its checksum is missing or wrong, or its quality (field 6) is 0
    """
    body, star, checksum = sentence.strip().removeprefix("$").partition("*")
    if not star or reduce(lambda total, letter: total ^ ord(letter), body, 0) != int(checksum, 16):
        raise ValueError(f"sentence: wrong checksum in {sentence!r}")
    fields = body.split(",")
    if not fields[0].endswith("GGA") or fields[6] == "0":
        raise ValueError(f"sentence: no position in {sentence!r}")
    latitude = int(fields[2][:2]) + float(fields[2][2:]) / 60
    longitude = int(fields[4][:3]) + float(fields[4][3:]) / 60
    north = 1 if fields[3] == "N" else -1
    east = 1 if fields[5] == "E" else -1
    return north * latitude, east * longitude, float(fields[9]), int(fields[7])
