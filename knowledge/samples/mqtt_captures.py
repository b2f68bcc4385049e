"""What three gateways' connections carried: MQTT 3.1.1 packets with SenML readings, good and bad.

Model: each capture is the byte stream of one client: a CONNECT packet, then PUBLISH packets of climate nodes with keep-alive pings in
between. Most readings are good. Some are sent again after they arrived (duplicate flag, same identifier), some carry a device that is
not that of the topic, an unknown unit, a value that the sensor cannot measure (also one that only base and value together make), a
number that is none, or JSON that was cut off. ``<capture>.truth.csv`` names the verdict on each message.
Source: OASIS Standard, "MQTT Version 3.1.1", 2014, sections 3.1, 3.3 and 3.12; RFC 8428 for the payloads.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

CAPTURES = ("north", "south", "roof")
MESSAGES = 240
VERDICTS = ("good", "repeated", "malformed", "foreign", "implausible")
SHARES = (0.7, 0.09, 0.07, 0.06, 0.08)
CONNECT = b"\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04gate"
PING = b"\xc0\x00"


def _packet(device: str, payload: bytes, number: int, again: bool) -> bytes:
    topic = f"site/{device}/climate".encode()
    body = len(topic).to_bytes(2, "big") + topic + number.to_bytes(2, "big") + payload
    length = bytes([len(body)]) if len(body) < 128 else bytes([len(body) % 128 | 128, len(body) // 128])
    return bytes([0x3A if again else 0x32]) + length + body


def _pack(device: str, celsius: float, time: int) -> str:
    return (
        f'[{{"bn":"{device}:","bt":{time},"bu":"Cel","n":"t","v":{celsius:.2f}}},{{"n":"h","u":"%RH","v":55.5,"t":1}}]'
    )


def _spoiled(verdict: str, device: str, time: int, random: np.random.Generator) -> str:
    good, kind = _pack(device, 21.4, time), int(random.integers(3))
    if verdict == "foreign":
        return _pack("n99", 20.7, time)
    if verdict == "malformed":
        return (good[:-9], good.replace("21.40", "NaN"), good.replace("21.40", '"21.40"'))[kind]
    if verdict == "implausible":
        based = good.replace('"n":"t","v":21.40', '"bv":70,"n":"t","v":21.40').replace("55.5", "-20")
        return (good.replace("21.40", "-127.00"), based, good.replace('"Cel"', '"F"'))[kind]
    return _pack(device, 20 + 5 * random.normal(), time)


def write(folder: Path, seed: int) -> None:
    """Write ``<capture>.bin`` and ``<capture>.truth.csv`` with the column verdict."""
    for place, name in enumerate(CAPTURES):
        random = np.random.default_rng([seed, place])
        verdicts = ["good", *random.choice(VERDICTS, MESSAGES - 1, p=SHARES)]
        stream, before = CONNECT, ("n0", b"", 0)
        for number, verdict in enumerate(verdicts, 1):
            device = f"n{random.integers(8)}"
            payload = _spoiled(verdict, device, 1_700_000_000 + 60 * number, random).encode()
            before = before if verdict == "repeated" else (device, payload, number)
            # A first arrival may bear the flag as well: the one before it was lost on the way.
            stream += _packet(*before, again=verdict == "repeated" or random.random() < 0.05)
            stream += PING if random.random() < 0.1 else b""
        (folder / f"{name}.bin").write_bytes(stream)
        (folder / f"{name}.truth.csv").write_text("\n".join(["verdict", *verdicts]) + "\n", "utf-8")
