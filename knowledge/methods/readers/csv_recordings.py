"""Recordings of several channels from csv files."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

TIMES = {"time": 1.0, "t": 1.0, "seconds": 1.0, "time_s": 1.0, "time_ms": 1e-3, "time_us": 1e-6}
"""Names of a first column that tells the time, and their unit in s."""


def _files(data_path: str) -> dict[str, Path]:
    folder = Path(data_path)
    if folder.is_file():
        return {folder.stem: folder}
    found = sorted(path for path in folder.rglob("*.csv") if not path.name.endswith("truth.csv"))
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in found}


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _read(path: Path) -> tuple[list[str], np.ndarray]:
    """The header in lower case, and the numbers below it; missing cells and texts are NaN."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.reader(file) if row]
    if len(rows) < 2:
        raise ValueError(f"{path.name}: a header and at least one row are needed")
    width = len(rows[0])
    numbers = [[_number(cell) for cell in (row + [""] * width)[:width]] for row in rows[1:]]
    return [name.strip().lower() for name in rows[0]], np.array(numbers)


def csv_recordings(data_path: str, rate: float = 1.0) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    r"""Read every csv file of a folder, or one csv file, as a recording of several channels. A first column named time, t
    or seconds (time_ms, time_us) gives the sampling rate and is no channel; columns without any number are left out.

    Parameters
    ----------
    data_path : str
        path of the folder, searched with its subfolders, or of one file; files named ...truth.csv are no recordings
    rate : float, in Hz
        the sampling rate of files without a column of times

    Returns
    -------
    recordings : dict[str, numpy.ndarray], shape (samples, channels)
        every recording by its name, in the file's units; missing values are NaN
    rates : dict[str, float], in Hz
        the sampling rate of every recording, from the median step of its times

    Raises
    ------
    ValueError
        where there is no csv file, a file has no rows, or its times do not increase

    Notes
    -----
    Reads files. Plain NumPy. Time: O(cells). Memory: O(cells).
    Keywords: comma separated values, sensor log, load data, multichannel, accelerometer file.

    References
    ----------
    Y. Shafranovich, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", RFC 4180, section 2.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "walk.csv").write_text("time,x,y\n0.00,1,2\n0.02,3,4\n0.04,5,6\n")
    ...     recordings, rates = csv_recordings(folder)
    >>> recordings["walk"].tolist(), rates
    ([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], {'walk': 50.0})
    """
    files = _files(data_path)
    if not files:
        raise ValueError(f"{data_path}: there are no csv files in this folder")
    recordings, rates = {}, {}
    for name, path in files.items():
        header, numbers = _read(path)
        rates[name] = rate
        if header[0] in TIMES:
            rates[name] = _rate(numbers[:, 0] * TIMES[header[0]], path.name)
            numbers = numbers[:, 1:]
        recordings[name] = numbers[:, np.isfinite(numbers).any(axis=0)]
    return recordings, rates


def _rate(times: np.ndarray, name: str) -> float:
    step = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    if not step > 0:
        raise ValueError(f"{name}: the times do not increase")
    return round(1 / step, 6)
