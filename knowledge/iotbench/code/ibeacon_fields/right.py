"""Fields of an iBeacon advertisement."""

from __future__ import annotations


def ibeacon_fields(payload: bytes) -> tuple[str, int, int, int]:
    """Find the iBeacon in a BLE advertisement. The payload is a row of structures: a length byte, a type byte, and
    length - 1 bytes of data; a length of 0 ends it. The iBeacon is in the structure of type 0xFF whose data begin with
    4C 00 02 15, followed by 16 bytes UUID, major and minor (two bytes each, high byte first) and a signed byte of
    power.

    Parameters
    ----------
    payload : bytes
        the whole advertisement; other structures may come before

    Returns
    -------
    uuid : str
        32 lower-case hexadecimal digits without dashes
    major : int
        0 to 65535
    minor : int
        0 to 65535
    power : int, in dBm
        signal strength at one metre

    Raises
    ------
    ValueError
        where the payload holds no whole iBeacon
    """
    at = 0
    while at + 1 < len(payload) and payload[at]:
        kind, data = payload[at + 1], payload[at + 2 : at + 1 + payload[at]]
        if kind == 0xFF and data[:4] == b"\x4c\x00\x02\x15" and len(data) >= 25:
            major, minor = int.from_bytes(data[20:22], "big"), int.from_bytes(data[22:24], "big")
            return data[4:20].hex(), major, minor, int.from_bytes(data[24:25], "big", signed=True)
        at += 1 + payload[at]
    raise ValueError("payload: no iBeacon")
