"""Wrong: it does not compare a byte with its inverse."""

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
    code = sum(1 << place for place, pause in enumerate(pauses) if pause > 1000)
    address, _, command, _ = code.to_bytes(4, "little")
    return address, command
