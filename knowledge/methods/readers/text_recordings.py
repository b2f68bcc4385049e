"""Recordings from text files of numbers without a header."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def text_recordings(
    data_path: str, rate: float = 1.0, zero: float = 0.0, scale: float = 1.0
) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Read every .txt file of a folder as a recording: one sample a line, its channels separated by blanks. Raw values of
    the converter become physical ones as (value - zero) * scale.

    Parameters
    ----------
    data_path : str
        path of the folder, searched with its subfolders; files whose first line is no row of numbers are left out
    rate : float, in Hz
        the sampling rate, which such files do not tell
    zero : float
        the raw value that stands for zero
    scale : float
        physical units in one step of the raw value

    Returns
    -------
    recordings : dict[str, numpy.ndarray], shape (samples, channels)
        every recording by its name, with its subfolders
    rates : dict[str, float], in Hz
        the same rate for every recording

    Raises
    ------
    ValueError
        where there is no such file, or the rows of a file differ in length

    Notes
    -----
    Reads files. Plain NumPy. Time: O(values). Memory: O(values).
    Keywords: whitespace separated, raw accelerometer, UCI data set, ADC counts, load data.

    References
    ----------
    NumPy reference, numpy.loadtxt.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "walk.txt").write_text("31 32 33" + chr(10) + "32 32 32")
    ...     recordings, rates = text_recordings(folder, rate=32.0, zero=32.0, scale=0.5)
    >>> recordings["walk"].tolist(), rates
    ([[-0.5, 0.0, 0.5], [0.0, 0.0, 0.0]], {'walk': 32.0})
    """
    folder = Path(data_path)
    recordings = {}
    for path in sorted(folder.rglob("*.txt")):
        if _is_numbers(path):
            name = path.relative_to(folder).with_suffix("").as_posix()
            try:
                recordings[name] = (np.loadtxt(path, ndmin=2) - zero) * scale
            except ValueError as error:
                raise ValueError(f"{path.name}: {error}") from error
    if not recordings:
        raise ValueError(f"{data_path}: there are no text files of numbers in this folder")
    return recordings, dict.fromkeys(recordings, rate)


def _is_numbers(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as file:
        first = file.readline().split()
    try:
        return bool([float(value) for value in first])
    except ValueError:
        return False
