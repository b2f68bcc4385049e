"""The CRC-16 of radio and serial frames."""

from __future__ import annotations

import binascii


def crc16_ccitt(data: bytes, start: int = 0xFFFF) -> int:
    """Compute the 16-bit cyclic redundancy check of a frame with the polynomial x^16 + x^12 + x^5 + 1, most significant bit
    first, not inverted (CRC-16/CCITT-FALSE by default, CRC-16/XMODEM with a start of 0).

    Parameters
    ----------
    data : bytes
        what the checksum protects
    start : int
        content of the register before the first bit, or the checksum of the part before to go on from it

    Returns
    -------
    checksum : int
        0 to 65535; sent with its high byte first

    Raises
    ------
    ValueError
        where the start does not fit 16 bits

    Notes
    -----
    Time: O(bytes). Memory: O(1). Plain NumPy.
    Keywords: checksum, frame check sequence, error detection, UART, HDLC, XMODEM.

    References
    ----------
    G. Cook, "Catalogue of Parametrised CRC Algorithms", entry CRC-16/IBM-3740 (alias CRC-16/CCITT-FALSE), check 0x29B1.

    Examples
    --------
    >>> hex(crc16_ccitt(b"123456789"))
    '0x29b1'
    """
    if not 0 <= start <= 0xFFFF:
        raise ValueError(f"start: {start} does not fit 16 bits")
    return binascii.crc_hqx(data, start)
