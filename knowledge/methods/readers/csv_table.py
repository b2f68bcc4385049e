"""One csv file as columns by name."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np


def _column(cells: list[str]) -> np.ndarray:
    """Numbers where every filled cell is one, NaN where it is empty; texts otherwise."""
    try:
        numbers = [float(cell) if cell else float("nan") for cell in cells]
    except ValueError:
        return np.array(cells)
    return np.array(numbers)


def csv_table(data_path: str, name: str = "") -> dict[str, np.ndarray]:
    r"""Read one csv file with a header as a table: columns by name, as numbers where every cell is a number and as texts
    otherwise.

    Parameters
    ----------
    data_path : str
        path of the file, or of a folder with it
    name : str
        the file's name in the folder; the first csv file that is no ...truth.csv where it is empty

    Returns
    -------
    table : dict[str, numpy.ndarray], shape (rows,)
        the columns by the names of the header; empty cells are NaN or empty texts

    Raises
    ------
    ValueError
        where there is no such file, it is empty, or a row is longer than the header

    Notes
    -----
    Reads files. Plain NumPy. Time: O(cells). Memory: O(cells).
    Keywords: comma separated values, spreadsheet, event log, columns, data frame.

    References
    ----------
    Y. Shafranovich, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", RFC 4180, section 2.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "log.csv").write_text("tag,rssi\nA,-60.5\nB,\n")
    ...     table = csv_table(folder)
    >>> table["tag"].tolist(), table["rssi"].tolist()
    (['A', 'B'], [-60.5, nan])
    """
    path = _file(Path(data_path), name)
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file) if row]
    if not rows:
        raise ValueError(f"{path.name}: the file is empty")
    header, body = rows[0], rows[1:]
    if any(len(row) > len(header) for row in body):
        raise ValueError(f"{path.name}: a row is longer than the header")
    full = [row + [""] * (len(header) - len(row)) for row in body]
    return {title: _column([row[place] for row in full]) for place, title in enumerate(header)}


def _file(given: Path, name: str) -> Path:
    if given.is_file():
        return given
    found = sorted(path for path in given.glob(name or "*.csv") if name or not path.name.endswith("truth.csv"))
    if not found:
        raise ValueError(f"{given}: there is no {name or 'csv file'} in this folder")
    return found[0]
