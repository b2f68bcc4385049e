"""Time that a LoRa packet is on the air."""

from __future__ import annotations

import math


def lora_airtime(
    size: int,
    spreading: int = 7,
    bandwidth: float = 125_000.0,
    coding: int = 1,
    preamble: int = 8,
    header: bool = True,
    checksum: bool = True,
) -> float:
    """Compute how long a LoRa packet occupies the channel, from its preamble and the number of payload symbols (Semtech's
    formula), with the low data rate optimisation where a symbol lasts 16 ms or longer.

    Parameters
    ----------
    size : int
        bytes of the physical payload; a LoRaWAN frame has 13 bytes more than the application's
    spreading : int
        spreading factor, 7 to 12
    bandwidth : float, in Hz
        of the channel
    coding : int
        parity bits of four data bits: 1 for rate 4/5 to 4 for rate 4/8
    preamble : int
        programmed symbols of the preamble
    header : bool
        explicit header
    checksum : bool
        CRC of the payload, as uplinks have it

    Returns
    -------
    airtime : float, in s
        from the first preamble symbol to the last of the payload

    Raises
    ------
    ValueError
        where size, spreading factor or coding rate is outside of what the radio knows

    Notes
    -----
    Time: O(1). Memory: O(1). Plain NumPy.
    Keywords: time on air, LoRaWAN, duty cycle, energy budget, spreading factor.

    References
    ----------
    Semtech, "SX1272/3/6/7/8 LoRa Modem Designer's Guide", AN1200.13, 2013, section 4.

    Examples
    --------
    >>> round(1000 * lora_airtime(13 + 10), 3)
    61.696
    """
    if not 0 <= size <= 255:
        raise ValueError(f"size: {size} bytes do not fit one packet")
    if not 7 <= spreading <= 12 or not 1 <= coding <= 4:
        raise ValueError("spreading, coding: the spreading factor is 7 to 12, the parity bits are 1 to 4")
    symbol = 2**spreading / bandwidth
    slow = 2 if symbol >= 0.016 else 0
    bits = 8 * size - 4 * spreading + 28 + 16 * checksum - 20 * (not header)
    symbols = 8 + max(math.ceil(bits / (4 * (spreading - slow))) * (coding + 4), 0)
    return (preamble + 4.25 + symbols) * symbol
