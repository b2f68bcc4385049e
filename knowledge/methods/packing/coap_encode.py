"""A request or response as a CoAP message."""

from __future__ import annotations

_KINDS = ("confirmable", "non-confirmable", "acknowledgement", "reset")


def _extended(number: int) -> tuple[int, bytes]:
    if number < 13:
        return number, b""
    if number < 269:
        return 13, bytes([number - 13])
    return 14, (number - 269).to_bytes(2, "big")


def _options(options: list[tuple[int, bytes]]) -> bytes:
    coded, before = b"", 0
    for number, value in sorted(options, key=lambda option: option[0]):
        delta, more_delta = _extended(number - before)
        length, more_length = _extended(len(value))
        coded += bytes([delta << 4 | length]) + more_delta + more_length + value
        before = number
    return coded


def coap_encode(
    code: str,
    message: int,
    options: list[tuple[int, bytes]],
    payload: bytes = b"",
    token: bytes = b"",
    kind: str = "confirmable",
) -> bytes:
    """Build the datagram of a CoAP request or response: four bytes of header, token, options in order of their numbers as
    differences, then the payload behind its marker.

    Parameters
    ----------
    code : str
        class and detail as they are written, "0.01" for GET, "2.05" for Content
    message : int
        message identifier, 0 to 65535
    options : list[tuple[int, bytes]]
        option numbers with their values, as (11, b"temperature") for a part of the path
    payload : bytes
        representation that is carried
    token : bytes
        up to eight bytes that join a response to its request
    kind : str
        confirmable, non-confirmable, acknowledgement or reset

    Returns
    -------
    datagram : bytes
        the whole message

    Raises
    ------
    ValueError
        where the kind, code, identifier, token or an option does not fit the format

    Notes
    -----
    Time: O(bytes). Memory: O(bytes). Plain NumPy.
    Keywords: constrained node, REST, UDP, 6LoWPAN, sensor resource.

    References
    ----------
    Z. Shelby, K. Hartke and C. Bormann, "The Constrained Application Protocol (CoAP)", RFC 7252, 2014, sections 3 and 3.1.

    Examples
    --------
    >>> coap_encode("0.01", 0x7D34, [(11, b"temperature")]).hex()
    '40017d34bb74656d7065726174757265'
    """
    if kind not in _KINDS:
        raise ValueError(f"kind: {kind!r} is none of {', '.join(_KINDS)}")
    group, _, detail = code.partition(".")
    if not (group.isdigit() and detail.isdigit() and int(group) < 8 and int(detail) < 32):
        raise ValueError(f"code: {code!r} is not written as class.detail")
    if not 0 <= message <= 0xFFFF or len(token) > 8:
        raise ValueError("message, token: the identifier has 16 bits, the token at most eight bytes")
    if any(not 0 <= number <= 0xFFFF or len(value) > 0xFFFF for number, value in options):
        raise ValueError("options: a number or length has more than 16 bits")
    first = 1 << 6 | _KINDS.index(kind) << 4 | len(token)
    header = bytes([first, int(group) << 5 | int(detail)]) + message.to_bytes(2, "big")
    return header + token + _options(options) + (b"\xff" + payload if payload else b"")
