"""One column of every csv file as a signal."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

TIMES = ("time", "t", "seconds", "time_s")
MILLISECONDS = ("time_ms", "ms")


def _rate(table: pd.DataFrame, otherwise: float) -> float:
    first = str(table.columns[0]).strip().lower()
    if first not in TIMES + MILLISECONDS:
        return otherwise
    step = float(table.iloc[:, 0].diff().median())
    return round((1000.0 if first in MILLISECONDS else 1.0) / step, 6) if step > 0 else otherwise


def csv_signals(data_path: str, column: str = "", rate: float = 1.0) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    r"""Read one column of every csv file in a folder as a signal, and its sampling rate from a first column of times. Gaps
    are filled between their neighbours.

    Parameters
    ----------
    data_path : str
        path of the folder, or of one file; files named ...truth.csv are no recordings
    column : str
        name of the column; the last one that holds numbers where it is empty
    rate : float, in Hz
        the sampling rate of files without a first column named time, t, seconds or time_ms

    Returns
    -------
    signals : dict[str, numpy.ndarray], shape (samples,)
        the column of every file by the file's name, in the file's unit
    rates : dict[str, float], in Hz
        the sampling rate of every signal

    Raises
    ------
    ValueError
        where there is no csv file, or a file has no such column

    Notes
    -----
    Reads files. Time: O(cells). Memory: O(cells).
    Keywords: comma separated values, single channel, sensor log, load data, pandas.

    References
    ----------
    Y. Shafranovich, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", RFC 4180, section 2.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "node.csv").write_text("t,lux,celsius\n0,5,20\n60,6,\n120,7,22\n")
    ...     signals, rates = csv_signals(folder, column="celsius")
    >>> signals["node"].tolist(), rates
    ([20.0, 21.0, 22.0], {'node': 0.016667})
    """
    given = Path(data_path)
    files = [given] if given.is_file() else sorted(given.glob("*.csv"))
    signals, rates = {}, {}
    for path in files:
        if path.name.endswith("truth.csv"):
            continue
        table = pd.read_csv(path, skipinitialspace=True)
        numeric = table.select_dtypes("number").columns
        wanted = column or (numeric[-1] if len(numeric) else "")
        if wanted not in numeric:
            raise ValueError(f"{path.name}: there is no column of numbers named {wanted or 'at all'}")
        filled = table[wanted].interpolate(limit_direction="both")
        signals[path.stem], rates[path.stem] = filled.to_numpy(np.float64), _rate(table, rate)
    if not signals:
        raise ValueError(f"{data_path}: there are no csv files in this folder")
    return signals, rates
