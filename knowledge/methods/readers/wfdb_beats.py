"""The annotated beats of every WFDB record in a folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np

BEATS = dict(zip((*range(1, 14), 25, 30, 34, 35, 38, 41), "NLRaVFJASEj/QB?enfr", strict=True))
"""The codes of annotations that are beats, and their letters."""
SKIP, NUMBER, SUBTYPE, CHANNEL, TEXT = 59, 60, 61, 62, 63


def _annotations(path: Path) -> list[tuple[int, int]]:
    """Sample number and code of each; a word holds the code in 6 bits and the samples since the one before in 10."""
    words = np.fromfile(path, "<u2").tolist()
    found, time, at = [], 0, 0
    while at < len(words) and words[at]:
        code, samples = words[at] >> 10, words[at] & 0x3FF
        at += 1
        if code == SKIP:
            if at + 2 > len(words):
                raise ValueError(f"{path.name}: the annotations are cut off")
            time += ((words[at] << 16 | words[at + 1]) ^ 0x80000000) - 0x80000000
            at += 2
        elif code == TEXT:
            at += (samples + 1) // 2
        elif code not in (NUMBER, SUBTYPE, CHANNEL):
            time += samples
            found.append((time, code))
    return found


def wfdb_beats(data_path: str, symbols: str = "") -> dict[str, np.ndarray]:
    """Read the sample numbers of the annotated beats from the .atr file of every WFDB record in a folder; annotations of
    rhythm, noise and waves are left out.

    Parameters
    ----------
    data_path : str
        path of the folder that holds the recordings
    symbols : str
        the beats to keep, one letter each: "V" for ventricular ones alone; every beat where it is empty

    Returns
    -------
    beats : dict[str, numpy.ndarray], shape (beats,), in samples
        the annotated beats of every recording that has annotations: increasing sample numbers

    Raises
    ------
    ValueError
        where the folder holds no annotations

    Notes
    -----
    Reads files. Plain NumPy. Time: O(beats). Memory: O(beats).
    Keywords: atr, reference annotations, cardiologist, ground truth, PhysioNet, MIT-BIH.

    References
    ----------
    G. B. Moody, "WFDB Applications Guide", PhysioNet, annot(5).

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     words = [28 << 10 | 5, 1 << 10 | 200, 5 << 10 | 400, 0]  # a rhythm, a normal beat, a ventricular one
    ...     _ = Path(folder, "a.atr").write_bytes(np.array(words, "<u2").tobytes())
    ...     beats, ventricular = wfdb_beats(folder), wfdb_beats(folder, "V")
    >>> beats["a"].tolist(), ventricular["a"].tolist()
    ([205, 605], [605])
    """
    files = sorted(Path(data_path).glob("*.atr"))
    if not files:
        raise ValueError(f"{data_path}: there are no annotated beats (.atr) in this folder")
    wanted = {code for code, letter in BEATS.items() if letter in symbols or not symbols}
    return {
        path.stem: np.array([time for time, code in _annotations(path) if code in wanted], np.int64) for path in files
    }
