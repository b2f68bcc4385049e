"""Wrong: it undoes the code with a single shift."""

from __future__ import annotations


def gray_encoder_angle(codes: list[int], bits: int) -> list[float]:
    """Angle of an absolute encoder over many turns."""
    turn = 1 << bits
    angles: list[float] = []
    position = 0
    for code in codes:
        step = code ^ (code >> 1)
        moved = (step - position) % turn
        position += moved if moved <= turn // 2 or not angles else moved - turn
        angles.append(360.0 * position / turn)
    return angles
