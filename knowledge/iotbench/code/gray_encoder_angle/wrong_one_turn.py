"""Wrong: it forgets the turns."""

from __future__ import annotations


def gray_encoder_angle(codes: list[int], bits: int) -> list[float]:
    """Angle of an absolute encoder over many turns."""
    turn = 1 << bits
    angles: list[float] = []
    position = 0
    for code in codes:
        step, shift = code, code >> 1
        while shift:
            step ^= shift
            shift >>= 1
        moved = (step - position) % turn
        position = (position + moved) % turn
        angles.append(360.0 * position / turn)
    return angles
