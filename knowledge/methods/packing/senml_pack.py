"""Readings of one device as a SenML pack."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else float(value)


def senml_pack(readings: dict[str, np.ndarray], times: np.ndarray, units: dict[str, str], device: str = "") -> bytes:
    """Write the readings of a device as a SenML pack in JSON: the device's name and the first time once as base fields, every
    reading as a record with its time relative to them.

    Parameters
    ----------
    readings : dict[str, numpy.ndarray]
        one row of readings for each quantity; NaN is a reading that is missing
    times : numpy.ndarray, shape (samples,), in s
        when they were taken, since 1970
    units : dict[str, str]
        SenML unit of each quantity, as "Cel", "%RH", "W"
    device : str
        base name in front of the quantities, as "urn:dev:ow:10e2073a01080063:"

    Returns
    -------
    pack : bytes
        JSON without blanks; "[]" where there is no reading

    Raises
    ------
    ValueError
        where a quantity has no unit, or its readings do not fit the times

    Notes
    -----
    Time: O(readings). Memory: O(readings). Plain NumPy. Missing readings are left out, since JSON has no NaN.
    Keywords: sensor measurement list, JSON payload, base name, base time.

    References
    ----------
    C. Jennings et al., "Sensor Measurement Lists (SenML)", RFC 8428, 2018, sections 4 and 5.

    Examples
    --------
    >>> senml_pack({"t": np.array([23.5, 23.0])}, np.array([1.5e9, 1.5e9 + 10]), {"t": "Cel"}, "n1:")
    b'[{"bn":"n1:","bt":1500000000,"n":"t","u":"Cel","v":23.5},{"n":"t","u":"Cel","v":23,"t":10}]'
    """
    if any(np.shape(row) != np.shape(times) for row in readings.values()):
        raise ValueError("readings: each quantity needs one reading for each time")
    if missing := sorted(set(readings) - set(units)):
        raise ValueError(f"units: {missing[0]} has none")
    start = float(times[0]) if len(times) else 0.0
    records: list[dict[str, Any]] = []
    for index, time in enumerate(times):
        for name, row in readings.items():
            if math.isfinite(row[index]):
                after = {"t": _number(float(time) - start)} if time != start else {}
                records.append({"n": name, "u": units[name], "v": _number(row[index])} | after)
    if records:
        records[0] = ({"bn": device} if device else {}) | {"bt": _number(start)} | records[0]
    return json.dumps(records, separators=(",", ":")).encode()
