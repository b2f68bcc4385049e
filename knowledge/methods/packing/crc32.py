"""The CRC-32 of files and Ethernet frames."""

from __future__ import annotations

import zlib


def crc32(data: bytes, before: int = 0) -> int:
    """Compute the 32-bit cyclic redundancy check of a file or firmware image as Ethernet, ZIP and PNG do (CRC-32/ISO-HDLC):
    reflected, started with ones and inverted at the end.

    Parameters
    ----------
    data : bytes
        what the checksum protects
    before : int
        checksum of the part before, to work through a long image block by block

    Returns
    -------
    checksum : int
        0 to 4294967295

    Raises
    ------
    ValueError
        where the checksum of the part before does not fit 32 bits

    Notes
    -----
    Time: O(bytes). Memory: O(1). Plain NumPy.
    Keywords: checksum, firmware image, integrity, error detection.

    References
    ----------
    IEEE Std 802.3, clause 3.2.9, "Frame Check Sequence (FCS) field"; check value 0xCBF43926.

    Examples
    --------
    >>> hex(crc32(b"123456789"))
    '0xcbf43926'
    """
    if not 0 <= before <= 0xFFFFFFFF:
        raise ValueError(f"before: {before} does not fit 32 bits")
    return zlib.crc32(data, before)
