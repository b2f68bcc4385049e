"""A long message in fragments for LoRaWAN."""

from __future__ import annotations

import math

# Application bytes of one uplink in EU868 at DR5 (SF7) to DR0 (SF12) and what LoRaWAN adds to them.
_ROOM = {7: 222, 8: 222, 9: 115, 10: 51, 11: 51, 12: 51}
_OVERHEAD = 13
_BANDWIDTH = 125_000.0


def _airtime(size: int, spreading: int) -> float:
    symbol = 2**spreading / _BANDWIDTH
    slow = 2 if symbol >= 0.016 else 0
    bits = 8 * size - 4 * spreading + 44
    return (20.25 + max(math.ceil(bits / (4 * (spreading - slow))) * 5, 0)) * symbol


def lora_fragments(
    message: bytes, number: int = 0, spreading: int = 9, duty: float = 0.01
) -> tuple[list[bytes], float, float]:
    """Cut a message into uplinks that the data rate allows: each begins with the message's number, the fragment's own and
    their count, so that a gateway can put them together and name what is lost. Tell the time on the air, and the shortest
    time to send all of them within the duty cycle.

    Parameters
    ----------
    message : bytes
        what is to be sent, after compression
    number : int
        the message's number, taken modulo 256, so that fragments of two messages do not mix
    spreading : int
        spreading factor, 7 to 12; 125 kHz, coding rate 4/5, limits of EU868
    duty : float
        greatest share of time on the air in the band, 0.01 for 1 %

    Returns
    -------
    fragments : list[bytes]
        application payloads of the uplinks
    airtime : float, in s
        of all together
    duration : float, in s
        from the start of the first to the end of the last with the pauses that the duty cycle asks for

    Raises
    ------
    ValueError
        where the message needs more than 255 fragments, or a setting is out of range

    Notes
    -----
    Time: O(bytes). Memory: O(bytes). Plain NumPy.
    Keywords: LPWAN, LoRaWAN, segmentation, maximum payload, time on air, duty cycle.

    References
    ----------
    LoRa Alliance, "LoRaWAN Regional Parameters", EU863-870, maximum payload size; Semtech, "SX1272/3/6/7/8 LoRa Modem
    Designer's Guide", AN1200.13, 2013, section 4.

    Examples
    --------
    >>> fragments, airtime, duration = lora_fragments(bytes(100), number=7, spreading=12)
    >>> [len(fragment) for fragment in fragments], fragments[1][:3].hex()
    ([51, 51, 7], '070103')
    """
    if spreading not in _ROOM or not 0 < duty <= 1:
        raise ValueError("spreading, duty: the spreading factor is 7 to 12, the duty cycle above 0 and at most 1")
    room = _ROOM[spreading] - 3
    parts = [message[start : start + room] for start in range(0, len(message), room)]
    if len(parts) > 255:
        raise ValueError(f"message: needs {len(parts)} fragments, more than 255")
    fragments = [bytes([number % 256, index, len(parts)]) + part for index, part in enumerate(parts)]
    times = [_airtime(len(fragment) + _OVERHEAD, spreading) for fragment in fragments]
    return fragments, sum(times), sum(time / duty for time in times[:-1]) + sum(times[-1:])
