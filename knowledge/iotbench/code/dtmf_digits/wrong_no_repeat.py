"""Wrong: it drops a key that comes twice."""

from __future__ import annotations

import numpy as np

ROWS = (697.0, 770.0, 852.0, 941.0)
COLUMNS = (1209.0, 1336.0, 1477.0, 1633.0)
KEYS = ("123A", "456B", "789C", "*0#D")


def _key(frame: np.ndarray, rate: float) -> str:
    energy = float(np.sum(frame**2))
    if energy == 0:
        return ""
    tones = np.exp(-2j * np.pi * np.outer((*ROWS, *COLUMNS), np.arange(len(frame)) / rate))
    shares = 2.0 * np.abs(tones @ frame) ** 2 / (len(frame) * energy)
    row, column = int(np.argmax(shares[:4])), int(np.argmax(shares[4:]))
    clear = shares[row] > 0.1 and shares[4 + column] > 0.1 and shares[row] + shares[4 + column] > 0.6
    return KEYS[row][column] if clear else ""


def dtmf_digits(signal: np.ndarray, rate: float) -> str:
    """Digits out of telephone tones."""
    length = round(0.02 * rate)
    starts = range(0, len(signal) - length + 1, length)
    keys = ["", *(_key(np.asarray(signal[at : at + length], dtype=float), rate) for at in starts)]
    heard = [key for key in keys if key]
    return "".join(key for before, key in zip(["", *heard], heard, strict=False) if key != before)
