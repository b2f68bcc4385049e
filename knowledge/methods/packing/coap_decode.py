"""The parts of a CoAP message."""

from __future__ import annotations

from typing import Any

_KINDS = ("confirmable", "non-confirmable", "acknowledgement", "reset")
_MARKER = 0xFF


def _extended(datagram: bytes, nibble: int, start: int) -> tuple[int, int]:
    if nibble == 15:
        raise ValueError("datagram: an option uses a reserved length")
    size = max(nibble - 12, 0)
    if start + size > len(datagram):
        raise ValueError("datagram: ends within an option")
    more = int.from_bytes(datagram[start : start + size], "big")
    return (nibble, 13 + more, 269 + more)[size], start + size


def _options(datagram: bytes, start: int) -> tuple[list[tuple[int, bytes]], int]:
    options: list[tuple[int, bytes]] = []
    number = 0
    while start < len(datagram) and datagram[start] != _MARKER:
        head = datagram[start]
        delta, start = _extended(datagram, head >> 4, start + 1)
        length, start = _extended(datagram, head & 15, start)
        if start + length > len(datagram):
            raise ValueError("datagram: ends within an option")
        number += delta
        options.append((number, datagram[start : start + length]))
        start += length
    return options, start


def coap_decode(datagram: bytes) -> dict[str, Any]:
    """Take a CoAP message apart: header, token, options with their numbers summed up from differences, and what follows the
    payload marker. Whatever the format forbids is refused, as a server has to do.

    Parameters
    ----------
    datagram : bytes
        one UDP payload

    Returns
    -------
    fields : dict[str, typing.Any]
        kind, code ("0.01"), message, token, options (list of number and value) and payload

    Raises
    ------
    ValueError
        where the message has a format error

    Notes
    -----
    Time: O(bytes). Memory: O(bytes). Plain NumPy.
    Keywords: constrained node, REST, UDP, 6LoWPAN, packet parser.

    References
    ----------
    Z. Shelby, K. Hartke and C. Bormann, "The Constrained Application Protocol (CoAP)", RFC 7252, 2014, sections 3 and 3.1.

    Examples
    --------
    >>> fields = coap_decode(bytes.fromhex("60457d34ff") + b"22.3 C")
    >>> fields["kind"], fields["code"], fields["payload"]
    ('acknowledgement', '2.05', b'22.3 C')
    """
    token = datagram[0] & 15 if datagram else 0
    if len(datagram) < 4 + token or datagram[0] >> 6 != 1 or token > 8:
        raise ValueError("datagram: its header is no CoAP header of version 1")
    options, start = _options(datagram, 4 + token)
    if len(datagram) == start + 1:
        raise ValueError("datagram: a payload marker stands before an empty payload")
    return {
        "kind": _KINDS[datagram[0] >> 4 & 3],
        "code": f"{datagram[1] >> 5}.{datagram[1] & 31:02d}",
        "message": int.from_bytes(datagram[2:4], "big"),
        "token": datagram[4 : 4 + token],
        "options": options,
        "payload": datagram[start + 1 :],
    }
