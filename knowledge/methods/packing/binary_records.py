"""Fields out of fixed binary payloads."""

from __future__ import annotations

import struct

import numpy as np


def binary_records(
    payloads: list[bytes], layout: str = "<Hhh", scale: float = 0.01
) -> tuple[np.ndarray, np.ndarray, int]:
    """Unpack payloads that all have one fixed layout: a sequence number, then readings as scaled integers. A payload of another
    length is no record of this layout and is counted, not guessed at.

    Parameters
    ----------
    payloads : list[bytes]
        one record each, checked for errors before
    layout : str
        as of Python's struct: byte order, sequence number, fields ("<Hhh": little-endian, 16 bits, two signed readings)
    scale : float
        value of one step of the readings

    Returns
    -------
    sequence : numpy.ndarray, shape (records,)
        sequence numbers as they were sent
    readings : numpy.ndarray, shape (records, fields)
        the other fields, scaled
    refused : int, in payloads
        how many had another length

    Raises
    ------
    ValueError
        where the layout is none, or has no field beside the sequence number

    Notes
    -----
    Time: O(payloads). Memory: O(payloads). Plain NumPy.
    Keywords: struct, payload decoder, little-endian, telemetry, uplink formatter.

    References
    ----------
    The Python Software Foundation, "struct: Interpret bytes as packed binary data", section "Format Strings".

    Examples
    --------
    >>> sequence, readings, refused = binary_records([bytes.fromhex("0100 6608 3615"), b"short"])
    >>> sequence.tolist(), readings.round(2).tolist(), refused
    ([1], [[21.5, 54.3]], 1)
    """
    try:
        form = struct.Struct(layout)
    except struct.error as error:
        raise ValueError(f"layout: {layout!r} is none") from error
    fields = len(form.unpack(bytes(form.size)))
    if fields < 2:
        raise ValueError(f"layout: {layout!r} has no field beside the sequence number")
    rows = [form.unpack(payload) for payload in payloads if len(payload) == form.size]
    table = np.array(rows, dtype=np.float64).reshape(-1, fields)
    return table[:, 0].astype(np.int64), table[:, 1:] * scale, len(payloads) - len(rows)
