"""Frames without zero bytes for a serial line."""

from __future__ import annotations

_LONGEST = 254


def _blocks(part: bytes, needs_rest: bool) -> bytes:
    whole = len(part) // _LONGEST * _LONGEST
    full = [bytes([_LONGEST + 1]) + part[start : start + _LONGEST] for start in range(0, whole, _LONGEST)]
    rest = part[whole:]
    if rest or needs_rest or not full:
        full.append(bytes([len(rest) + 1]) + rest)
    return b"".join(full)


def cobs_encode(payload: bytes) -> bytes:
    """Rewrite a payload so that it holds no zero byte, which then can mark the end of each frame on a serial line: every
    zero is replaced by the distance to the next one (Consistent Overhead Byte Stuffing).

    Parameters
    ----------
    payload : bytes
        any bytes, also none

    Returns
    -------
    frame : bytes
        without the zero byte at its end; at most one byte in 254 longer, and one more

    Notes
    -----
    Time: O(bytes). Memory: O(bytes). Plain NumPy.
    Keywords: framing, byte stuffing, UART, packet delimiter.

    References
    ----------
    S. Cheshire and M. Baker, "Consistent Overhead Byte Stuffing", IEEE/ACM Transactions on Networking 7(2), 1999.
    doi:10.1109/90.769765

    Examples
    --------
    >>> cobs_encode(bytes.fromhex("11220033")).hex()
    '0311220233'
    """
    parts = payload.split(b"\x00")
    frame = b"".join(_blocks(part, needs_rest=True) for part in parts[:-1])
    return frame + _blocks(parts[-1], needs_rest=False)
