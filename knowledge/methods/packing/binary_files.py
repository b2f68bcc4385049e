"""Captured byte streams of a folder."""

from __future__ import annotations

from pathlib import Path


def binary_files(data_path: str, ending: str = ".bin") -> dict[str, bytes]:
    """Read every captured byte stream of a folder, as a serial port or a socket gave it, without interpreting a byte.

    Parameters
    ----------
    data_path : str
        path of the folder, or of one file
    ending : str
        how the names of captures end

    Returns
    -------
    captures : dict[str, bytes]
        content of every capture by the file's name without ending

    Raises
    ------
    ValueError
        where there is no such file

    Notes
    -----
    Reads files. Time: O(bytes). Memory: O(bytes). Plain NumPy.
    Keywords: raw dump, packet capture, UART log, socket, load data.

    References
    ----------
    The Python Software Foundation, "pathlib: Object-oriented filesystem paths", section "Reading and writing files".

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "port.bin").write_bytes(bytes([0, 255]))
    ...     binary_files(folder)["port"].hex()
    '00ff'
    """
    given = Path(data_path)
    files = [given] if given.is_file() else sorted(given.glob(f"*{ending}"))
    if not files:
        raise ValueError(f"{data_path}: there is no capture whose name ends in {ending}")
    return {path.stem: path.read_bytes() for path in files}
