"""Angle of an absolute encoder over many turns."""

from __future__ import annotations


def gray_encoder_angle(codes: list[int], bits: int) -> list[float]:
    """Follow the angle of an absolute encoder with binary-reflected Gray code over many turns. From each reading to the
    next the shaft has turned the shorter way; exactly half a turn counts as forward.

    Parameters
    ----------
    codes : list[int]
        readings in Gray code, 0 to 2**bits - 1
    bits : int
        number of bits for one turn

    Returns
    -------
    angles : list[float], in deg
        angle at each reading; the first is within 0 and 360, the others may be beyond
    """
    turn = 1 << bits
    angles: list[float] = []
    position = 0
    for code in codes:
        step, shift = code, code >> 1
        while shift:
            step ^= shift
            shift >>= 1
        moved = (step - position) % turn
        position += moved if moved <= turn // 2 or not angles else moved - turn
        angles.append(360.0 * position / turn)
    return angles
