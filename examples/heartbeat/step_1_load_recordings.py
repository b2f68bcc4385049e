"""Sub-task 1: Load recordings.

Written by hand.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np


def _header(path):
    """The sampling rate, the samples of a lead, and of the first lead: file, format, leads in that file, first byte."""
    lines = [line for line in path.read_text("latin-1").splitlines() if line.strip() and not line.startswith("#")]
    record = lines[0].split()
    if "/" in record[0]:
        raise ValueError(f"{path.name}: recordings of several segments are not read")
    rate = float(record[2].partition("/")[0].partition("(")[0]) if len(record) > 2 else 250.0
    samples = int(record[3]) if len(record) > 3 and int(record[3]) else None
    leads = [line.split() for line in lines[1 : 1 + int(record[1])]]
    if not leads:
        raise ValueError(f"{path.name}: there is no lead")
    kind, _, first_byte = leads[0][1].partition("+")
    beside = sum(lead[0] == leads[0][0] for lead in leads)
    return rate, samples, path.with_name(leads[0][0]), kind.partition(":")[0], beside, int(first_byte or 0)


def _first_of_212(raw, leads):
    """The first lead where two samples of 12 bits share three bytes (WFDB format 212)."""
    # The values of all leads alternate: an odd lead count makes the first lead fall on either half of a triple.
    index = np.arange(0, len(raw) // 3 * 2, leads)
    start = index // 2 * 3
    second = index % 2 == 1
    low = raw[np.where(second, start + 2, start)].astype(np.int16)
    middle = raw[start + 1].astype(np.int16)
    high = np.where(second, middle >> 4, middle & 0x0F)
    value = (high << 8) | low
    return np.where(value > 2047, value - 4096, value).astype(np.int16)


def _first_lead(path, kind, leads, first_byte):
    if kind == "212":
        return _first_of_212(np.fromfile(path, np.uint8, offset=first_byte), leads)
    if kind == "16":
        return np.fromfile(path, "<i2", offset=first_byte)[::leads].astype(np.int16)
    raise ValueError(f"{path.name}: WFDB format {kind} is not read, only 212 and 16")


def load_recordings(data_path: str) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Read the first lead of every recording in the folder, with the sampling rate of its header, as WFDB
    files of format 212 or 16 hold them.

    Parameters
    ----------
    data_path : str
        path of the folder that holds the recordings

    Returns
    -------
    signals : dict[str, numpy.ndarray], shape (samples,), in ADC units
        the first lead of every recording by its name, as sampled
    rates : dict[str, float], in Hz
        the sampling rate of every recording
    """
    headers = sorted(Path(data_path).glob("*.hea"))
    if not headers:
        raise ValueError(f"{data_path}: there are no recordings (.hea) in this folder")
    signals, rates = {}, {}
    for header in headers:
        rate, samples, *where = _header(header)
        signals[header.stem], rates[header.stem] = _first_lead(*where)[:samples], rate
    return signals, rates
