"""What is known about each recording, from a file beside it."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np


def truth_by_recording(data_path: str, column: str = "") -> dict[str, np.ndarray]:
    r"""Read one column of every file <name>.truth.csv in a folder: the reference events or values of the recording that
    has the same name.

    Parameters
    ----------
    data_path : str
        path of the folder that holds the recordings and their references
    column : str
        name of the column; the first one where it is empty

    Returns
    -------
    truths : dict[str, numpy.ndarray], shape (values,)
        the column by the recording's name; integers where all cells are integers, else numbers, else texts

    Raises
    ------
    ValueError
        where the folder has no such files, or a file has no such column

    Notes
    -----
    Reads files. Plain NumPy. Time: O(cells). Memory: O(cells).
    Keywords: ground truth, reference events, annotation, expected values per recording.

    References
    ----------
    Y. Shafranovich, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", RFC 4180, section 2.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.truth.csv").write_text("peak,kind\n100,N\n350,V\n")
    ...     peaks, kinds = truth_by_recording(folder), truth_by_recording(folder, "kind")
    >>> peaks["a"].tolist(), kinds["a"].tolist()
    ([100, 350], ['N', 'V'])
    """
    files = sorted(Path(data_path).glob("*.truth.csv"))
    if not files:
        raise ValueError(f"{data_path}: there are no files named ....truth.csv in this folder")
    truths = {}
    for path in files:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file, skipinitialspace=True)
            wanted = column or (rows.fieldnames or [""])[0]
            if wanted not in (rows.fieldnames or ()):
                raise ValueError(f"{path.name}: there is no column {wanted!r}")
            truths[path.name.removesuffix(".truth.csv")] = _typed([row[wanted] or "" for row in rows])
    return truths


def _typed(cells: list[str]) -> np.ndarray:
    for kind in (np.int64, np.float64):
        try:
            return np.array([kind(cell) for cell in cells], kind)
        except ValueError:
            continue
    return np.array(cells)
