"""What is known about the recordings of a folder, by its truth.csv."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def truth_table(data_path: str, name: str = "truth.csv") -> dict[str, np.ndarray]:
    r"""Read the file that says what is true about a folder of recordings (reference values, labels, event times), as
    columns that keep their own type: integers, numbers or texts.

    Parameters
    ----------
    data_path : str
        path of the folder that holds the recordings
    name : str
        name of the file in it

    Returns
    -------
    truth : dict[str, numpy.ndarray], shape (rows,)
        the columns by the names of the header

    Raises
    ------
    ValueError
        where the file is missing or has no rows

    Notes
    -----
    Reads files. Plain NumPy. Time: O(cells). Memory: O(cells).
    Keywords: ground truth, reference, annotation, labels, expected values.

    References
    ----------
    NumPy reference, numpy.genfromtxt.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "truth.csv").write_text("name,count,bpm\na,3,61.5\nb,4,70.0\n")
    ...     truth = truth_table(folder)
    >>> truth["name"].tolist(), truth["count"].tolist(), truth["bpm"].tolist()
    (['a', 'b'], [3, 4], [61.5, 70.0])
    """
    path = Path(data_path) / name
    if not path.is_file():
        raise ValueError(f"{data_path}: there is no {name} in this folder")
    lines = [line for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    if len(lines) < 2:
        raise ValueError(f"{name}: a header and at least one row are needed")
    titles = [title.strip() for title in lines[0].split(",")]
    rows = np.genfromtxt(lines[1:], delimiter=",", dtype=None, encoding="utf-8", comments="\0", autostrip=True)
    # One column alone comes without fields, one row alone without a length.
    if rows.dtype.names is None:
        columns = list(rows.reshape(len(lines) - 1, len(titles)).T)
    else:
        columns = [np.atleast_1d(rows[field]) for field in rows.dtype.names]
    return dict(zip(titles, columns, strict=True))
