"""The first lead of every WFDB record in a folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np

FORMATS = {"16": "<i2", "32": "<i4", "61": ">i2", "80": "u1"}
"""Formats of one whole number a sample; those of format 80 are 128 too high."""
GAIN = 200.0
"""ADC units per mV of a header that names none."""


def _header(path: Path) -> tuple[float, int | None, list[list[str]]]:
    """The sampling rate, the number of samples where it is known, and the fields of every lead."""
    lines = [line.split() for line in path.read_text("latin-1").splitlines() if line.strip() and line[0] != "#"]
    if not lines or len(lines[0]) < 2 or "/" in lines[0][0]:
        raise ValueError(f"{path.name}: this is no header of a recording in one segment")
    record = lines[0]
    rate = float(record[2].partition("/")[0].partition("(")[0]) if len(record) > 2 else 250.0
    samples = int(record[3]) if len(record) > 3 and int(record[3]) else None
    return rate, samples, lines[1 : 1 + int(record[1])]


def _scale(lead: list[str]) -> tuple[float, float]:
    """ADC units per physical unit, and the ADC value of zero, of a field like ``200(1024)/mV``."""
    gain, _, baseline = lead[2].partition("/")[0].partition("(") if len(lead) > 2 else ("0", "", "")
    zero = baseline.rstrip(")") or (lead[4] if len(lead) > 4 else "0")
    return float(gain) or GAIN, float(zero)


def _of_212(raw: np.ndarray, place: int, beside: int) -> np.ndarray:
    """One of the leads beside each other where two samples of 12 bits share three bytes."""
    index = np.arange(place, len(raw) // 3 * 2, beside)
    start, second = index // 2 * 3, index % 2 == 1
    middle = raw[start + 1].astype(np.int16)
    high = np.where(second, middle >> 4, middle & 0x0F)
    value = (high << 8) | raw[np.where(second, start + 2, start)]
    return np.where(value > 2047, value - 4096, value)


def _digital(folder: Path, leads: list[list[str]], number: int) -> tuple[np.ndarray, int]:
    """The samples of a lead in ADC units, and the value that marks an invalid one."""
    file, field = leads[number][:2]
    places = [place for place, lead in enumerate(leads) if lead[0] == file]
    place, beside = places.index(number), len(places)
    kind, _, first_byte = field.partition("+")
    kind = kind.partition(":")[0]
    start = int(first_byte or 0)
    if kind == "212":
        return _of_212(np.fromfile(folder / file, np.uint8, offset=start), place, beside), -(2**11)
    if kind not in FORMATS:
        raise ValueError(f"{file}: WFDB format {kind} is not read, only 212, {', '.join(FORMATS)}")
    values = np.fromfile(folder / file, FORMATS[kind], offset=start)[place::beside]
    if kind == "80":
        return values.astype(np.int16) - 128, -128
    return values, int(np.iinfo(values.dtype).min)


def _filled(signal: np.ndarray, valid: np.ndarray) -> np.ndarray:
    if valid.all() or not valid.any():
        return np.where(valid, signal, 0.0)
    return np.interp(np.arange(len(signal)), np.flatnonzero(valid), signal[valid])


def wfdb_signals(data_path: str, lead: int = 0) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    r"""Read one lead and the sampling rate of every WFDB record (.hea with its .dat) in a folder, in physical units.
    Samples that the record marks as invalid are filled between their neighbours.

    Parameters
    ----------
    data_path : str
        path of the folder that holds the recordings
    lead : int
        which lead to read, the first is 0

    Returns
    -------
    signals : dict[str, numpy.ndarray], shape (samples,), in mV
        the lead of every recording by its name, in the unit of its header
    rates : dict[str, float], in Hz
        the sampling rate of every recording

    Raises
    ------
    ValueError
        where the folder holds no recording, a recording has no such lead, or its format is not 212, 16, 32, 61 or 80

    Notes
    -----
    Reads files. Plain NumPy. Time: O(samples). Memory: O(samples).
    Keywords: PhysioNet, MIT-BIH, ECG database, load recordings, dat, hea.

    References
    ----------
    G. B. Moody, "WFDB Applications Guide", PhysioNet, header(5) and signal(5).

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.hea").write_text("a 1 250 3\na.dat 16 200(100)/mV 12 100")
    ...     _ = Path(folder, "a.dat").write_bytes(np.array([100, 200, 300], "<i2").tobytes())
    ...     signals, rates = wfdb_signals(folder)
    >>> signals["a"].tolist(), rates
    ([0.0, 0.5, 1.0], {'a': 250.0})
    """
    headers = sorted(Path(data_path).glob("*.hea"))
    if not headers:
        raise ValueError(f"{data_path}: there are no recordings (.hea) in this folder")
    signals, rates = {}, {}
    for header in headers:
        rates[header.stem], samples, leads = _header(header)
        if not 0 <= lead < len(leads):
            raise ValueError(f"{header.name}: there is no lead {lead}")
        digital, invalid = _digital(header.parent, leads, lead)
        gain, zero = _scale(leads[lead])
        signals[header.stem] = _filled((digital[:samples] - zero) / gain, digital[:samples] != invalid)
    return signals, rates
