"""What a gateway should think of each published reading."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

LIMITS = {"Cel": (-40.0, 85.0), "%RH": (0.0, 100.0), "hPa": (300.0, 1100.0)}


def _records(payload: bytes) -> list[tuple[str, str, float]]:
    name, unit, offset = "", "", 0.0
    records = []
    for row in json.loads(payload):
        name, unit, offset = row.get("bn", name), row.get("bu", unit), row.get("bv", offset)
        records.append((name + row.get("n", ""), row.get("u", unit), row["v"] + offset))
    return records


def _verdict(message: dict[str, Any], limits: Mapping[str, tuple[float, float]]) -> str:
    try:
        records = _records(message["payload"])
        sound = bool(records) and all(math.isfinite(value) for _, _, value in records)
    except (ValueError, TypeError, KeyError, AttributeError):
        sound = False
    if not sound:
        return "malformed"
    if not all(name.rpartition(":")[0] in message["topic"].split("/") for name, _, _ in records):
        return "foreign"
    inside = (unit in limits and limits[unit][0] <= value <= limits[unit][1] for _, unit, value in records)
    return "good" if all(inside) else "implausible"


def payload_verdicts(messages: list[dict[str, Any]], limits: Mapping[str, tuple[float, float]] = LIMITS) -> np.ndarray:
    """Judge published SenML messages before they reach a database: one that was sent again after it had arrived is repeated, one
    that cannot be read is malformed, one whose device is not that of its topic is foreign, one with an unknown unit or a value
    outside of the unit's limits is implausible, every other is good.

    Parameters
    ----------
    messages : list[dict[str, typing.Any]]
        topic, payload, packet and duplicate of each MQTT message, in order of arrival
    limits : Mapping[str, tuple[float, float]]
        least and greatest value of each SenML unit that is known

    Returns
    -------
    verdicts : numpy.ndarray, shape (messages,)
        repeated, malformed, foreign, implausible or good

    Notes
    -----
    Time: O(bytes). Memory: O(messages). Plain NumPy. A topic holds its device as one level: "site/<device>/climate" with a base
    name "<device>:".
    Keywords: MQTT, gateway, validation, schema check, plausibility, redelivery, data quality.

    References
    ----------
    C. Jennings et al., "Sensor Measurement Lists (SenML)", RFC 8428, 2018, section 4; OASIS Standard, "MQTT Version 3.1.1", 2014,
    section 3.3.1.1 (DUP).

    Examples
    --------
    >>> message = {"topic": "hall/n1/climate", "packet": 3, "duplicate": False, "payload": b'[{"n":"n1:t","u":"Cel","v":21}]'}
    >>> payload_verdicts([message, message | {"duplicate": True}, message | {"payload": b"21"}]).tolist()
    ['good', 'repeated', 'malformed']
    """
    seen: set[tuple[object, ...]] = set()
    verdicts = []
    for message in messages:
        delivery = message["topic"], message["packet"], message["payload"]
        again = message["duplicate"] and delivery in seen
        seen.add(delivery)
        verdicts.append("repeated" if again else _verdict(message, limits))
    return np.array(verdicts, dtype=str)
