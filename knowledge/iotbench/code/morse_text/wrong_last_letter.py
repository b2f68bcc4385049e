"""Wrong: it forgets the last letter."""

from __future__ import annotations

import numpy as np

CODE = dict(
    pair.split()
    for pair in (
        ".- A,-... B,-.-. C,-.. D,. E,..-. F,--. G,.... H,.. I,.--- J,-.- K,.-.. L,-- M,-. N,--- O,.--. P,--.- Q,.-. R,"
        "... S,- T,..- U,...- V,.-- W,-..- X,-.-- Y,--.. Z,----- 0,.---- 1,..--- 2,...-- 3,....- 4,..... 5,-.... 6,"
        "--... 7,---.. 8,----. 9"
    ).split(",")
)


def morse_text(signal: np.ndarray, rate: float, tone: float, unit: float) -> str:
    """Text out of Morse tones."""
    mixed = np.asarray(signal) * np.exp(-2j * np.pi * tone * np.arange(len(signal)) / rate)
    width = max(1, round(0.5 * unit * rate))
    smooth = np.hanning(width + 2)[1:-1]
    envelope = np.abs(np.convolve(mixed, smooth / smooth.sum(), mode="same"))
    loud = np.sqrt(2.0) * np.quantile(envelope, 0.95)
    if loud < 0.1 * np.std(signal) or loud == 0:
        return ""
    return _text(envelope > 0.5 * np.quantile(envelope, 0.95), unit * rate)


def _text(on: np.ndarray, length: float) -> str:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], on, [False]]).astype(int)))
    signs, text = "", ""
    for number, units in enumerate(np.diff(edges) / length):
        if number % 2 == 0:
            signs += "-" if units > 2 else "."
        elif units > 2:
            text, signs = text + CODE.get(signs, "?") + (" " if units > 5 else ""), ""
    return text
