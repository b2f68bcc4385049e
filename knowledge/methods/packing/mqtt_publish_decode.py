"""Published messages out of an MQTT byte stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_PUBLISH = 3


def _remaining(stream: bytes, start: int) -> tuple[int, int]:
    length = 0
    for shift in range(4):
        if start + shift >= len(stream):
            raise ValueError("stream: ends within a packet")
        byte = stream[start + shift]
        length |= (byte & 0x7F) << 7 * shift
        if byte < 0x80:
            return length, start + shift + 1
    raise ValueError("stream: a remaining length has more than four bytes")


def _packets(stream: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start < len(stream):
        length, body = _remaining(stream, start + 1)
        if body + length > len(stream):
            raise ValueError("stream: ends within a packet")
        yield stream[start], stream[body : body + length]
        start = body + length


def _message(header: int, body: bytes) -> dict[str, Any]:
    quality = header >> 1 & 3
    stop = 2 + int.from_bytes(body[:2], "big")
    payload = stop + (2 if quality else 0)
    if quality == 3 or len(body) < max(payload, 2):
        raise ValueError("stream: holds a PUBLISH packet that the standard forbids")
    return {
        "topic": body[2:stop].decode(),
        "payload": body[payload:],
        "quality": quality,
        "packet": int.from_bytes(body[stop:payload], "big"),
        "retain": bool(header & 1),
        "duplicate": bool(header & 8),
    }


def mqtt_publish_decode(stream: bytes) -> list[dict[str, Any]]:
    """Read the messages that were published over one MQTT 3.1.1 connection out of its captured bytes: walk from packet to
    packet by their remaining lengths and take the PUBLISH packets apart. Other kinds of packets are passed over.

    Parameters
    ----------
    stream : bytes
        whole control packets, one after the other, as one side sent them

    Returns
    -------
    messages : list[dict[str, typing.Any]]
        topic, payload (bytes), quality, packet (0 where it has none), retain and duplicate of each message, in order

    Raises
    ------
    ValueError
        where a packet is cut off, or has a length, quality or topic that the standard forbids

    Notes
    -----
    Time: O(bytes). Memory: O(bytes). Plain NumPy.
    Keywords: broker, gateway, QoS, packet capture, telemetry.

    References
    ----------
    OASIS Standard, "MQTT Version 3.1.1", 2014, sections 2.2.3 and 3.3.

    Examples
    --------
    >>> [message] = mqtt_publish_decode(bytes.fromhex("320b0003612f62000a32312e35"))
    >>> message["topic"], message["payload"], message["packet"]
    ('a/b', b'21.5', 10)
    """
    return [_message(header, body) for header, body in _packets(stream) if header >> 4 == _PUBLISH]
