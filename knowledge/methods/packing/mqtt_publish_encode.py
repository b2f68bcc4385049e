"""A reading as an MQTT PUBLISH packet."""

from __future__ import annotations

_PUBLISH = 0x30


def _length(size: int) -> bytes:
    digits = bytearray()
    while True:
        size, digit = divmod(size, 128)
        digits.append(digit | 0x80 if size else digit)
        if not size:
            return bytes(digits)


def _checked_topic(topic: str) -> bytes:
    name = topic.encode()
    if not 0 < len(name) <= 0xFFFF or set(topic) & {"+", "#", "\0"}:
        raise ValueError(f"topic: {topic!r} is empty, too long or holds a wildcard")
    return name


def mqtt_publish_encode(
    topic: str, payload: bytes, quality: int = 0, packet: int = 0, retain: bool = False, duplicate: bool = False
) -> bytes:
    """Build the control packet by which a client hands a message to an MQTT 3.1.1 broker: fixed header with its remaining
    length, topic name, packet identifier where the quality of service asks for one, payload.

    Parameters
    ----------
    topic : str
        topic name without wildcards
    payload : bytes
        application message, also empty
    quality : int
        quality of service: 0, 1 or 2
    packet : int
        packet identifier 1 to 65535, with quality 1 and 2
    retain : bool
        the broker keeps the message for later subscribers
    duplicate : bool
        it is sent again; only with quality 1 and 2

    Returns
    -------
    frame : bytes
        the whole control packet

    Raises
    ------
    ValueError
        where the standard forbids the packet: topic, quality, identifier or length

    Notes
    -----
    Time: O(bytes). Memory: O(bytes). Plain NumPy.
    Keywords: broker, telemetry, QoS, publish and subscribe, remaining length.

    References
    ----------
    OASIS Standard, "MQTT Version 3.1.1", 2014, sections 2.2.3 and 3.3.

    Examples
    --------
    >>> mqtt_publish_encode("a/b", b"21.5", quality=1, packet=10).hex(" ")
    '32 0b 00 03 61 2f 62 00 0a 32 31 2e 35'
    """
    if quality not in (0, 1, 2):
        raise ValueError(f"quality: {quality} is none of 0, 1, 2")
    if quality and not 1 <= packet <= 0xFFFF:
        raise ValueError(f"packet: {packet} is no identifier")
    if duplicate and not quality:
        raise ValueError("duplicate: is not allowed with quality 0")
    name = _checked_topic(topic)
    body = len(name).to_bytes(2, "big") + name + (packet.to_bytes(2, "big") if quality else b"") + payload
    if len(body) > 268_435_455:
        raise ValueError("payload: is too long for MQTT")
    return bytes([_PUBLISH | duplicate << 3 | quality << 1 | retain]) + _length(len(body)) + body
