"""Address and command of an infrared remote."""

from __future__ import annotations


def _near(duration: float, nominal: float) -> bool:
    return abs(duration - nominal) <= 0.25 * nominal


def nec_remote_code(durations: list[float]) -> tuple[int, int]:
    """Decode one NEC infrared frame: light for 9000 us, pause of 4500 us, then 32 bits and a last light of 560 us. Each
    bit is light of 560 us and a pause of 560 us (0) or 1690 us (1). The bits are address, inverted address, command and
    inverted command, a byte each, lowest bit first. A duration may be wrong by 25 %.

    Parameters
    ----------
    durations : list[float], in us
        lengths of light and pause in turn, beginning with light; 67 of them

    Returns
    -------
    address : int
        0 to 255
    command : int
        0 to 255

    Raises
    ------
    ValueError
        where the number of durations or one of them does not fit (a repeat frame among them), or a byte is not the
        inverse of its partner
    """
    if len(durations) != 67 or not (_near(durations[0], 9000) and _near(durations[1], 4500)):
        raise ValueError("durations: no NEC frame")
    pauses = durations[3:66:2]
    fits = all(_near(light, 560) for light in durations[2::2])
    if not fits or not all(_near(pause, 560) or _near(pause, 1690) for pause in pauses):
        raise ValueError("durations: out of tolerance")
    code = sum(1 << place for place, pause in enumerate(pauses) if pause > 1000)
    address, inverse_address, command, inverse_command = code.to_bytes(4, "little")
    if address ^ inverse_address != 0xFF or command ^ inverse_command != 0xFF:
        raise ValueError("durations: a byte is not the inverse of its partner")
    return address, command
