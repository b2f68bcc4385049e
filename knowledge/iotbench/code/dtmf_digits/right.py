"""Digits out of telephone tones."""

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
    """Decode the keys of a telephone (DTMF). A key sounds for 60 ms or more as the sum of one tone of 697, 770, 852,
    941 Hz (the rows 123A, 456B, 789C, *0#D) and one of 1209, 1336, 1477, 1633 Hz (the columns); one tone may be up to
    twice as loud as the other. Between keys there are 60 ms or more without tones, so the same key may come twice.
    Noise through it all has no more than a tenth of a key's power. A single tone, or two of the rows, is no key.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        sound
    rate : float, in Hz
        its sampling rate, 8000 Hz or more

    Returns
    -------
    digits : str
        the keys in order
    """
    length = round(0.02 * rate)
    starts = range(0, len(signal) - length + 1, length)
    keys = ["", *(_key(np.asarray(signal[at : at + length], dtype=float), rate) for at in starts)]
    return "".join(
        key
        for before, key, after in zip(keys, keys[1:], [*keys[2:], ""], strict=False)
        if key and key != before and key == after
    )
