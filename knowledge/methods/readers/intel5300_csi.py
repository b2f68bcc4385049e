"""Channel state information from logs of the Intel 5300 WiFi card."""

from __future__ import annotations

import struct
from collections import Counter
from pathlib import Path

import numpy as np

SUBCARRIERS = 30
BEAMFORMING = 0xBB
HEADER = 20
"""Bytes of a beamforming entry before its values."""


def _entries(content: bytes) -> list[bytes]:
    """The beamforming entries: each is preceded by its length in two bytes, high byte first, and by its code."""
    found, at = [], 0
    while at + 3 <= len(content):
        length = int.from_bytes(content[at : at + 2], "big")
        entry = content[at + 3 : at + 2 + length]
        # Logging that was stopped leaves a last entry that is cut off.
        if content[at + 2] == BEAMFORMING and len(entry) == length - 1 >= HEADER and _whole(entry):
            found.append(entry)
        at += 2 + max(1, length)
    return found


def _whole(entry: bytes) -> bool:
    """Whether the payload is as long as its antennas need: 3 bits before each subcarrier, 16 for each pair."""
    pairs, (length,) = entry[8] * entry[9], struct.unpack_from("<H", entry, 16)
    return pairs > 0 and length == (SUBCARRIERS * (pairs * 16 + 3) + 7) // 8 == len(entry) - HEADER


def _unpacked(payloads: np.ndarray, receivers: int, transmitters: int) -> np.ndarray:
    """Signed bytes from a stream of bits that is not aligned to bytes; shape (packets, subcarriers, receivers, transmitters)."""
    values = 2 * receivers * transmitters
    bit = (np.arange(SUBCARRIERS)[:, None] * (3 + 8 * values) + 3 + 8 * np.arange(values)).ravel()
    first, shift = bit // 8, bit % 8
    wide = np.pad(payloads, ((0, 0), (0, 1))).astype(np.uint16)
    low, high = wide[:, first] >> shift, wide[:, first + 1] << (8 - shift)
    parts = ((low | high) & 0xFF).astype(np.uint8).view(np.int8).astype(np.float32)
    csi = parts[:, 0::2] + 1j * parts[:, 1::2]
    return csi.reshape(-1, SUBCARRIERS, receivers, transmitters)


def _antennas_in_order(csi: np.ndarray, selections: np.ndarray) -> np.ndarray:
    """Put each value at the antenna that received it: two bits of the selection name the antenna of each receive chain."""
    receivers = csi.shape[2]
    chains = (selections[:, None] >> (2 * np.arange(receivers))) & 3
    valid = np.sort(chains, axis=1) == np.arange(receivers)
    chains = np.where(valid.all(axis=1, keepdims=True), chains, np.arange(receivers))
    return np.take_along_axis(csi, np.argsort(chains, axis=1)[:, None, :, None], axis=2)


def _scale(csi: np.ndarray, entries: list[bytes]) -> np.ndarray:
    """The factor that turns values after automatic gain control into the root of the signal-to-noise ratio."""
    fields = np.array([struct.unpack_from("<BBBbB", entry, 10) for entry in entries], np.float64)
    strengths = fields[:, :3]
    power = np.where(strengths > 0, 10 ** (strengths / 10), 0).sum(axis=1)
    received = 10 ** ((10 * np.log10(np.maximum(power, 1e-12)) - 44 - fields[:, 4]) / 10)
    own = np.maximum((np.abs(csi) ** 2).sum(axis=(1, 2, 3)), 1e-12)
    share = received / (own / SUBCARRIERS)
    noise_dbm = np.where(fields[:, 3] == -127, -92, fields[:, 3])
    quantisation = share * csi.shape[2] * csi.shape[3]
    return np.sqrt(share / (10 ** (noise_dbm / 10) + quantisation))


def _rate(entries: list[bytes]) -> float:
    """Packets a second by the card's clock in microseconds, which wraps every 71 minutes."""
    clock = np.array([struct.unpack_from("<I", entry)[0] for entry in entries], np.int64)
    steps = np.diff(clock) % 2**32
    step = float(np.median(steps[steps > 0])) if (steps > 0).any() else 0.0
    return round(1e6 / step, 3) if step else 1.0


def _read(path: Path, scaled: bool) -> tuple[np.ndarray, float]:
    entries = _entries(path.read_bytes())
    if not entries:
        raise ValueError(f"{path.name}: there is no beamforming entry; this is no log of an Intel 5300")
    shapes = Counter((entry[8], entry[9]) for entry in entries)
    receivers, transmitters = shapes.most_common(1)[0][0]
    entries = [entry for entry in entries if (entry[8], entry[9]) == (receivers, transmitters)]
    payloads = np.frombuffer(b"".join(entry[HEADER:] for entry in entries), np.uint8).reshape(len(entries), -1)
    csi = _unpacked(payloads, receivers, transmitters)
    csi = _antennas_in_order(csi, np.array([entry[15] for entry in entries]))
    if scaled:
        csi = csi * _scale(csi, entries)[:, None, None, None]
    return csi.reshape(len(csi), SUBCARRIERS, -1), _rate(entries)


def intel5300_csi(data_path: str, scaled: bool = False) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Read the channel state information (CSI) of every log of the Linux 802.11n CSI Tool (Intel 5300 card) in a folder:
    unpack the signed bytes from their stream of bits and put the receive antennas in order.

    Parameters
    ----------
    data_path : str
        path of the folder that holds the logs (.dat), or of one log
    scaled : bool
        undo the automatic gain control by the measured signal strengths; otherwise the values are as the card gave them

    Returns
    -------
    csi : dict[str, numpy.ndarray], shape (packets, subcarriers, links)
        complex channel gains of every log by its name; 30 subcarriers; link = receiver * transmitters + transmitter.
        Packets with another number of antennas than most are left out
    rates : dict[str, float], in Hz
        packets a second of every log, by the median step of the card's clock

    Raises
    ------
    ValueError
        where there is no log, or a file is no log of this card

    Notes
    -----
    Reads files. Plain NumPy. Time: O(values). Memory: O(values).
    Keywords: WiFi sensing, channel frequency response, 802.11n CSI tool, bfee, wireless sensing.

    References
    ----------
    D. Halperin, W. Hu, A. Sheth and D. Wetherall, "Tool Release: Gathering 802.11n Traces with Channel State Information",
    ACM SIGCOMM Computer Communication Review 41(1), 2011. doi:10.1145/1925861.1925870; the tool's read_bfee and
    get_scaled_csi.

    Examples
    --------
    >>> import tempfile
    >>> payload = bytes((30 * 19 + 7) // 8)
    >>> entry = struct.pack("<IHHBBBBBbBBHH", 0, 0, 0, 1, 1, 40, 0, 0, -90, 30, 0, len(payload), 0) + payload
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.dat").write_bytes((struct.pack(">HB", len(entry) + 1, 0xBB) + entry) * 4)
    ...     csi, rates = intel5300_csi(folder)
    >>> csi["a"].shape, csi["a"].dtype
    ((4, 30, 1), dtype('complex64'))
    """
    given = Path(data_path)
    files = [given] if given.is_file() else sorted(given.glob("*.dat"))
    if not files:
        raise ValueError(f"{data_path}: there are no logs (.dat) in this folder")
    csi, rates = {}, {}
    for path in files:
        csi[path.stem], rates[path.stem] = _read(path, scaled)
    return csi, rates
