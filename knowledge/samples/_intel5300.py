"""WiFi channels with moving reflectors, written as logs of the Intel 5300 CSI Tool.

Channel: static paths and moving reflections, each exp(-2 pi j x length / wavelength) on 30 subcarriers and 3 antennas; then what
the card adds: a random phase and a timing offset in every packet, steps of the automatic gain, interference, 8-bit values.
Log: Halperin et al., "Tool Release: Gathering 802.11n Traces with Channel State Information", ACM SIGCOMM CCR 41(1), 2011,
and its read_bfee: three bits before each subcarrier, then real and imaginary part of each link, not aligned to bytes.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

SUBCARRIERS, ANTENNAS = 30, 3
WAVELENGTH = 0.0566  # m, 5.3 GHz
STEP = 1.25e6 / 5.3e9  # between reported subcarriers, relative to the carrier
IN_ORDER = 0b100100  # chain 0, 1, 2 is antenna 0, 1, 2


def room(rng: np.random.Generator) -> np.ndarray:
    """Static channel of a room, shape (subcarriers, antennas)."""
    lengths = rng.uniform(3, 15, (6, ANTENNAS))
    gains = 1 / lengths * np.array([3.0, 1, 1, 1, 1, 1])[:, None]
    return np.asarray(np.sum(gains * turns(lengths), axis=1))


def turns(lengths: np.ndarray) -> np.ndarray:
    """Phase factors of path lengths on every subcarrier, shape (subcarriers, *shape of lengths)."""
    relative = 1 + STEP * (np.arange(SUBCARRIERS) - SUBCARRIERS / 2)
    return np.asarray(np.exp(-2j * np.pi * np.multiply.outer(relative, lengths) / WAVELENGTH))


def reflection(path: np.ndarray, strength: float, angle: float) -> np.ndarray:
    """A moving reflection whose path has the given length in m at every packet, shape (packets, subcarriers, antennas)."""
    steering = np.exp(1j * np.pi * np.sin(angle) * np.arange(ANTENNAS))
    return np.asarray(strength * turns(path).T[:, :, None] * steering)


def received(rng: np.random.Generator, channel: np.ndarray, noise: float = 0.02) -> np.ndarray:
    """What the card makes of a channel, as 8-bit values."""
    packets = len(channel)
    shape = channel.shape
    noisy = channel + noise * (rng.standard_normal(shape) + 1j * rng.standard_normal(shape))
    slopes = (
        rng.uniform(-0.3, 0.3, packets)[:, None] * np.arange(SUBCARRIERS) + rng.uniform(0, 2 * np.pi, packets)[:, None]
    )
    gains = np.where(rng.random(packets) < 0.05, rng.uniform(0.7, 1.4, packets), 1.0)
    gains[rng.integers(packets) :] *= rng.choice([0.79, 1.26])
    values = noisy * (gains[:, None] * np.exp(1j * slopes))[:, :, None] * (45 / np.abs(noisy).max())
    hit = rng.random(packets) < 0.01
    values[hit] *= rng.uniform(0.5, 2.0, (int(hit.sum()), SUBCARRIERS, 1))
    return np.asarray(np.clip(np.round(np.stack([values.real, values.imag], axis=-1)), -127, 127).astype(np.int8))


def write_log(path: Path, rng: np.random.Generator, values: np.ndarray, rate: float) -> None:
    """Write 8-bit values, shape (packets, subcarriers, antennas, 2), as a log."""
    times = np.cumsum(rng.normal(1e6 / rate, 3e4 / rate, len(values))).astype(np.int64) + 10_000
    bits = np.unpackbits(values.reshape(len(values), SUBCARRIERS, -1).view(np.uint8), axis=2, bitorder="little")
    payloads = np.packbits(np.pad(bits, ((0, 0), (0, 0), (3, 0))).reshape(len(values), -1), axis=1, bitorder="little")
    with path.open("wb") as log:
        for number, (time, payload) in enumerate(zip(times, payloads, strict=True)):
            sizes = (ANTENNAS, 1, 38, 37, 36, -92, 44, IN_ORDER, len(payload), 0x1113)
            entry = struct.pack("<IHHBBBBBbBBHH", int(time), number % 65536, 0, *sizes) + payload.tobytes()
            log.write(struct.pack(">HB", len(entry) + 1, 0xBB) + entry)
