"""Card number of a Wiegand 26 reader."""

from __future__ import annotations


def wiegand26_card(bits: str) -> tuple[int, int]:
    """Decode one 26-bit Wiegand message: a parity bit, 8 bits of facility, 16 bits of card, a parity bit, the highest
    bits first. The first 13 bits hold an even number of ones, the last 13 an odd one.

    Parameters
    ----------
    bits : str
        the bits in the order of their arrival, as 0 and 1

    Returns
    -------
    facility : int
        0 to 255
    card : int
        0 to 65535

    Raises
    ------
    ValueError
        where there are not 26 bits or a parity is wrong
    """
    if len(bits) != 26 or set(bits) - {"0", "1"}:
        raise ValueError(f"bits: {bits!r} are not 26 bits")
    if bits[:13].count("1") % 2 or not bits[13:].count("1") % 2:
        raise ValueError("bits: wrong parity")
    return int(bits[1:9], 2), int(bits[9:25], 2)
