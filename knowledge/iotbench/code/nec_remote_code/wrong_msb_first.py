"""Wrong: it reads the highest bit first."""

from __future__ import annotations


def _near(duration: float, nominal: float) -> bool:
    return abs(duration - nominal) <= 0.25 * nominal


def nec_remote_code(durations: list[float]) -> tuple[int, int]:
    """Address and command of an infrared remote."""
    if len(durations) != 67 or not (_near(durations[0], 9000) and _near(durations[1], 4500)):
        raise ValueError("durations: no NEC frame")
    pauses = durations[3:66:2]
    fits = all(_near(light, 560) for light in durations[2::2])
    if not fits or not all(_near(pause, 560) or _near(pause, 1690) for pause in pauses):
        raise ValueError("durations: out of tolerance")
    code = int("".join("1" if pause > 1000 else "0" for pause in pauses), 2)
    address, inverse_address, command, inverse_command = code.to_bytes(4, "big")
    if address ^ inverse_address != 0xFF or command ^ inverse_command != 0xFF:
        raise ValueError("durations: a byte is not the inverse of its partner")
    return address, command
