"""Wrong: it takes any frame of the right number of durations."""

from __future__ import annotations


def nec_remote_code(durations: list[float]) -> tuple[int, int]:
    """Address and command of an infrared remote."""
    if len(durations) != 67:
        raise ValueError("durations: no NEC frame")
    pauses = durations[3:66:2]

    code = sum(1 << place for place, pause in enumerate(pauses) if pause > 1000)
    address, inverse_address, command, inverse_command = code.to_bytes(4, "little")
    if address ^ inverse_address != 0xFF or command ^ inverse_command != 0xFF:
        raise ValueError("durations: a byte is not the inverse of its partner")
    return address, command
