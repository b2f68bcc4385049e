"""Resolved records of a SenML pack."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_BASES = {"bn": "", "bt": 0.0, "bu": "", "bv": 0.0, "bs": 0.0}
_VALUES = ("v", "vs", "vb", "vd", "s")
_ALLOWED = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-:./_")
_RELATIVE = 2**28


def _refused(constant: str) -> float:
    raise ValueError(f"pack: {constant} is no JSON")


def _record(raw: dict[str, Any], base: dict[str, Any], now: float) -> dict[str, Any]:
    if any(isinstance(raw.get(key), bool) for key in ("v", "s", "t")):
        raise TypeError("a truth value stands for a number")
    name = base["bn"] + raw.get("n", "")
    if not name or not name[0].isalnum() or not set(name) <= _ALLOWED:
        raise ValueError(f"pack: {name!r} is no name of a record")
    time = base["bt"] + raw.get("t", 0)
    record = {"name": name, "unit": raw.get("u", base["bu"]), "time": time + now if time < _RELATIVE else time}
    if "v" in raw or base["bv"]:
        record["value"] = raw.get("v", 0) + base["bv"]
    record |= {key: raw[key] for key in ("vs", "vb", "vd") if key in raw}
    return record | ({"sum": raw.get("s", 0) + base["bs"]} if "s" in raw or base["bs"] else {})


def _resolved(rows: list[dict[str, Any]], now: float) -> Iterator[dict[str, Any]]:
    base = dict(_BASES)
    for row in rows:
        if row.get("bver", 10) > 10 or any(key.endswith("_") for key in row):
            raise ValueError("pack: asks for what this version does not know")
        base |= {key: row[key] for key in _BASES if key in row}
        if not any(key in row for key in _VALUES) and not (base["bv"] or base["bs"]):
            raise ValueError("pack: a record has no value")
        yield _record(row, base, now)


def senml_resolve(pack: bytes, now: float = 0.0) -> list[dict[str, Any]]:
    """Read a SenML pack in JSON and resolve it: base name, time, unit and value are added to every record that follows them,
    times relative to now become absolute, and the records are put in order of time.

    Parameters
    ----------
    pack : bytes
        a JSON array of SenML records
    now : float, in s
        time of reception, since 1970, for relative times

    Returns
    -------
    records : list[dict[str, typing.Any]]
        name, unit, time and value (or vs, vb, vd, sum) of each record

    Raises
    ------
    ValueError
        where the pack is no JSON array, needs a later version, or a record has no allowed name, no value or a wrong type

    Notes
    -----
    Time: O(records log records). Memory: O(records). Plain NumPy.
    Keywords: sensor measurement list, JSON payload, gateway, normalise, base name.

    References
    ----------
    C. Jennings et al., "Sensor Measurement Lists (SenML)", RFC 8428, 2018, sections 4.5 and 4.6.

    Examples
    --------
    >>> senml_resolve(b'[{"bn":"dev1:","bt":1500000000,"bu":"A","n":"i","v":1.2},{"n":"i","t":5,"v":1.3}]')[1]
    {'name': 'dev1:i', 'unit': 'A', 'time': 1500000005, 'value': 1.3}
    """
    try:
        rows = json.loads(pack, parse_constant=_refused)
    except ValueError as error:
        raise ValueError("pack: is no JSON") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("pack: is no array of records")
    try:
        return sorted(_resolved(rows, now), key=lambda record: record["time"])
    except TypeError as error:
        raise ValueError("pack: a field has the wrong type") from error
