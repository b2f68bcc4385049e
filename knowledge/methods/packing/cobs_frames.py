"""Checked payloads out of a captured serial stream."""

from __future__ import annotations

import binascii


def _unstuffed(frame: bytes) -> bytes:
    payload, start = bytearray(), 0
    while start < len(frame):
        code = frame[start]
        part = frame[start + 1 : start + code]
        if len(part) != code - 1:
            raise ValueError("frame: a block runs over its end")
        payload += part
        start += code
        if code < 0xFF and start < len(frame):
            payload.append(0)
    return bytes(payload)


def _payload(frame: bytes) -> bytes | None:
    try:
        sealed = _unstuffed(frame)
    except ValueError:
        return None
    whole = len(sealed) >= 2 and binascii.crc_hqx(sealed[:-2], 0xFFFF) == int.from_bytes(sealed[-2:], "big")
    return sealed[:-2] if whole else None


def cobs_frames(stream: bytes) -> tuple[list[bytes], int]:
    """Recover the payloads from a captured byte stream: split it at zero bytes, undo the byte stuffing (COBS), and keep only
    frames whose last two bytes are the CRC-16/CCITT-FALSE of the rest. One broken frame costs no other.

    Parameters
    ----------
    stream : bytes
        frames that end with a zero byte; it may begin and end within a frame

    Returns
    -------
    payloads : list[bytes]
        payloads of the whole frames, in order, without checksum
    broken : int, in frames
        how many frames were dropped

    Notes
    -----
    Time: O(bytes). Memory: O(bytes). Plain NumPy. What follows the last zero byte is an unfinished frame and not counted.
    Keywords: deframing, byte stuffing, resynchronisation, UART capture, checksum.

    References
    ----------
    S. Cheshire and M. Baker, "Consistent Overhead Byte Stuffing", IEEE/ACM Transactions on Networking 7(2), 1999.
    doi:10.1109/90.769765

    Examples
    --------
    >>> payloads, broken = cobs_frames(bytes.fromhex("02610462 2c2400" "02610462 2c2300"))
    >>> [payload.hex() for payload in payloads], broken
    (['610062'], 1)
    """
    frames = [frame for frame in stream.split(b"\x00")[:-1] if frame]
    payloads = [payload for payload in map(_payload, frames) if payload is not None]
    return payloads, len(frames) - len(payloads)
