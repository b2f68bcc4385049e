"""Arrays from npy files."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def npy_arrays(data_path: str, pattern: str = "*.npy") -> dict[str, np.ndarray]:
    """Read every .npy file of a folder as an array. Pickled objects are refused, since they could run code.

    Parameters
    ----------
    data_path : str
        path of the folder that holds the arrays, or of one .npy file
    pattern : str
        which files of the folder to read: "*.depth.npy" reads one kind of several

    Returns
    -------
    arrays : dict[str, numpy.ndarray]
        every array by the file's name without what the pattern fixes behind the star

    Raises
    ------
    ValueError
        where no file fits the pattern, or one is no array

    Notes
    -----
    Reads files. Plain NumPy. Time: O(values). Memory: O(values).
    Keywords: numpy file, binary array, tensor, load data, depth frames, radar cube.

    References
    ----------
    NumPy reference, numpy.lib.format.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     np.save(f"{folder}/sit_s1.depth.npy", np.ones((2, 3)))
    ...     arrays = npy_arrays(folder, "*.depth.npy")
    >>> {name: array.shape for name, array in arrays.items()}
    {'sit_s1': (2, 3)}
    """
    given = Path(data_path)
    files = [given] if given.is_file() else sorted(given.glob(pattern))
    if not files:
        raise ValueError(f"{data_path}: there is no {pattern} in this folder")
    ending = pattern.rpartition("*")[2]
    arrays = {}
    for path in files:
        try:
            array = np.load(path, allow_pickle=False)
        except (ValueError, EOFError) as error:
            raise ValueError(f"{path.name}: this is no array: {error}") from error
        arrays[path.name.removesuffix(ending).removesuffix(".npy")] = array
    return arrays
