"""Lossless compression of floating-point readings by XOR."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

_WIDTH = 64


def _window(xor: int) -> tuple[int, int]:
    leading = min(_WIDTH - xor.bit_length(), 31)
    trailing = (xor & -xor).bit_length() - 1
    return leading, trailing


def _value_bits(words: list[int]) -> list[str]:
    parts = [format(words[0], "064b")]
    leading, trailing = _WIDTH, 0
    for before, word in pairwise(words):
        xor = before ^ word
        if xor == 0:
            parts.append("0")
            continue
        own_leading, own_trailing = _window(xor)
        control = "10"
        if own_leading < leading or own_trailing < trailing:
            leading, trailing = own_leading, own_trailing
            control = f"11{leading:05b}{_WIDTH - leading - trailing - 1:06b}"
        length = _WIDTH - leading - trailing
        parts.append(control + format(xor >> trailing, f"0{length}b"))
    return parts


def gorilla_encode(signal: np.ndarray) -> bytes:
    """Pack floating-point readings without loss: XOR each with the one before and write only the bits that differ, within
    the window of the last reading where they fit it (the value stream of Gorilla).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        readings as doubles; NaN and infinity are kept bit by bit

    Returns
    -------
    packed : bytes
        the number of readings in four bytes, then the bit stream

    Raises
    ------
    ValueError
        where the signal is not one row

    Notes
    -----
    Time: O(samples). Memory: O(samples). Plain NumPy. A window's length is stored less one, so that 64 fits six bits.
    Keywords: time series database, XOR compression, edge log, Facebook.

    References
    ----------
    T. Pelkonen et al., "Gorilla: A Fast, Scalable, In-Memory Time Series Database", Proceedings of the VLDB Endowment
    8(12), 2015, section 4.1.2. doi:10.14778/2824032.2824078

    Examples
    --------
    >>> len(gorilla_encode(np.full(100, 21.5)))
    25
    """
    signal = np.asarray(signal, dtype=np.float64)
    if signal.ndim != 1:
        raise ValueError("signal: one row is needed")
    text = "".join(_value_bits(signal.view(np.uint64).tolist())) if signal.size else ""
    text += "0" * (-len(text) % 8)
    return signal.size.to_bytes(4, "big") + int(text or "0", 2).to_bytes(len(text) // 8, "big")
