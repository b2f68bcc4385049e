"""Sub-task 4: Read annotated beats.

Written by hand.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

# The codes of annotations that are beats (ecgcodes.h of WFDB): N L R a V F J A S E j / Q, B, ?, e, n, f, r.
BEATS = frozenset((*range(1, 14), 25, 30, 34, 35, 38, 41))
SKIP = 59
NUMBER = 60
SUBTYPE = 61
CHANNEL = 62
TEXT = 63


def _beats(path):
    """The sample numbers of the beats; a word holds a code in 6 bits and the samples since the one before in 10."""
    words = np.fromfile(path, "<u2").tolist()
    found, time, at = [], 0, 0
    while at < len(words) and words[at]:
        code, samples = words[at] >> 10, words[at] & 0x3FF
        at += 1
        if code == SKIP:
            if at + 2 > len(words):
                raise ValueError(f"{path.name}: the annotations are cut off")
            high, low = words[at : at + 2]
            time += ((high << 16 | low) ^ 0x80000000) - 0x80000000
            at += 2
        elif code == TEXT:
            at += (samples + 1) // 2
        elif code not in (NUMBER, SUBTYPE, CHANNEL):
            time += samples
            if code in BEATS:
                found.append(time)
    return np.array(found, np.int64)


def read_annotated_beats(data_path: str) -> dict[str, np.ndarray]:
    """Read the sample numbers of the annotated beats from the .atr file of every recording; annotations of
    rhythm and noise are no beats.

    Parameters
    ----------
    data_path : str
        path of the folder that holds the recordings

    Returns
    -------
    beats : dict[str, numpy.ndarray], shape (beats,), in samples
        the annotated beats of every recording that has annotations: increasing sample numbers
    """
    found = {path.stem: _beats(path) for path in sorted(Path(data_path).glob("*.atr"))}
    if not found:
        raise ValueError(f"{data_path}: there are no annotated beats (.atr) in this folder")
    return found
