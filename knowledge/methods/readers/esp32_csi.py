"""Channel state information from csv logs of ESP32 boards."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np


def _values(cell: str) -> tuple[int, ...]:
    """The whole numbers of a cell like ``[1 -2 3 4]``; none where the row was cut off."""
    inside = cell.strip()
    if not (inside.startswith("[") and inside.endswith("]")):
        return ()
    try:
        return tuple(int(value) for value in inside[1:-1].replace(",", " ").split())
    except ValueError:
        return ()


def _packets(path: Path, mac: str) -> tuple[list[tuple[int, ...]], list[int]]:
    """The values and the board's clock of every whole row, of the number of values that most rows have."""
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        rows = [row for row in csv.DictReader(file) if row.get("CSI_DATA") and mac in (row.get("mac") or "")]
    found = [(_values(row["CSI_DATA"]), row.get("local_timestamp") or "") for row in rows]
    whole = [(values, int(clock)) for values, clock in found if values and clock.isdigit()]
    if not whole:
        raise ValueError(f"{path.name}: there is no row with CSI_DATA{' of ' + mac if mac else ''}")
    width = Counter(len(values) for values, _ in whole).most_common(1)[0][0]
    kept = [(values, clock) for values, clock in whole if len(values) == width]
    return [values for values, _ in kept], [clock for _, clock in kept]


def _rate(clock: list[int]) -> float:
    """Packets a second by a clock of 32 bits in microseconds."""
    steps = np.mod(np.diff(np.array(clock, np.int64)), 2**32)
    return round(1e6 / float(np.median(steps[steps > 0])), 3) if (steps > 0).any() else 1.0


def esp32_csi(data_path: str, mac: str = "") -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Read the channel state information (CSI) that ESP32 boards print as csv rows; rows that were cut off on the serial
    line, or have another number of values than most, are left out.

    Parameters
    ----------
    data_path : str
        path of the folder that holds the logs (.csv), or of one log
    mac : str
        the sender whose packets are kept; all senders where it is empty

    Returns
    -------
    csi : dict[str, numpy.ndarray], shape (packets, subcarriers, links)
        complex channel gains of every log by its name; one link
    rates : dict[str, float], in Hz
        packets a second of every log, by the median step of the board's clock

    Raises
    ------
    ValueError
        where there is no log, or a file has no row of CSI

    Notes
    -----
    Reads files. Plain NumPy. Time: O(values). Memory: O(values).
    Keywords: WiFi sensing, ESP32, CSI toolkit, channel frequency response, serial log.

    References
    ----------
    S. M. Hernandez and E. Bulut, "Lightweight and Standalone IoT Based WiFi Sensing for Active Repositioning and Mobility",
    IEEE WoWMoM, 2020; Espressif, "ESP-IDF Programming Guide", Wi-Fi Channel State Information: the imaginary part of each
    subcarrier comes first.

    Examples
    --------
    >>> import tempfile
    >>> rows = ["mac,local_timestamp,CSI_DATA", "A,1000,[3 4 0 -1]", "A,11000,[3 4 0 -2]", "A,21000,[3 4"]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "room.csv").write_text(chr(10).join(rows))
    ...     csi, rates = esp32_csi(folder)
    >>> csi["room"][:, :, 0].tolist(), rates
    ([[(4+3j), (-1+0j)], [(4+3j), (-2+0j)]], {'room': 100.0})
    """
    given = Path(data_path)
    files = [given] if given.is_file() else sorted(p for p in given.glob("*.csv") if not p.name.endswith("truth.csv"))
    if not files:
        raise ValueError(f"{data_path}: there are no csv files in this folder")
    csi, rates = {}, {}
    for path in files:
        values, clock = _packets(path, mac)
        pairs = np.array(values, np.float32)
        csi[path.stem], rates[path.stem] = (pairs[:, 1::2] + 1j * pairs[:, 0::2])[:, :, None], _rate(clock)
    return csi, rates
