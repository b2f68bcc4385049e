"""Sound recordings from wav files."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE


def _chunks(content: bytes) -> dict[bytes, bytes]:
    """The parts of a RIFF file by their four letters; the data may be cut off where a recorder stopped."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise ValueError("this is no wav file")
    parts: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        parts.setdefault(name, content[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    return parts


def _samples(data: bytes, kind: int, bits: int) -> np.ndarray:
    """The samples of all channels in turn, between -1 and 1."""
    data = data[: len(data) // (bits // 8) * (bits // 8)]
    if kind == FLOAT and bits in (32, 64):
        return np.frombuffer(data, f"<f{bits // 8}").astype(np.float64)
    if kind == PCM and bits == 8:
        return np.frombuffer(data, np.uint8) / 128.0 - 1.0
    if kind == PCM and bits == 24:
        # The three bytes become the upper ones of four, which keeps the sign.
        wide = np.zeros((len(data) // 3, 4), np.uint8)
        wide[:, 1:] = np.frombuffer(data, np.uint8).reshape(-1, 3)
        return wide.view("<i4")[:, 0] / 2.0**31
    if kind == PCM and bits in (16, 32):
        return np.frombuffer(data, f"<i{bits // 8}") / 2.0 ** (bits - 1)
    raise ValueError(f"wav format {kind} with {bits} bits is not read")


def _read(content: bytes) -> tuple[np.ndarray, float]:
    parts = _chunks(content)
    if len(parts.get(b"fmt ", b"")) < 16 or b"data" not in parts:
        raise ValueError("the format or the data is missing")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", parts[b"fmt "])
    if kind == EXTENSIBLE:
        kind = struct.unpack_from("<H", parts[b"fmt "], 24)[0]
    samples = _samples(parts[b"data"], kind, bits)
    return samples[: len(samples) // channels * channels].reshape(-1, channels).mean(axis=1), float(rate)


def wav_signals(data_path: str) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Read every wav file of a folder as one channel between -1 and 1; the channels of a stereo file are averaged. PCM of
    8, 16, 24 and 32 bits and floating point are read.

    Parameters
    ----------
    data_path : str
        path of the folder, searched with its subfolders, or of one wav file

    Returns
    -------
    signals : dict[str, numpy.ndarray], shape (samples,)
        every sound by its name, full scale is 1
    rates : dict[str, float], in Hz
        the sampling rate of every sound

    Raises
    ------
    ValueError
        where there is no wav file, or one cannot be read

    Notes
    -----
    Reads files. Plain NumPy. Time: O(samples). Memory: O(samples).
    Keywords: audio, sound, microphone, load recordings, speech, RIFF.

    References
    ----------
    IBM Corporation and Microsoft Corporation, "Multimedia Programming Interface and Data Specifications 1.0", 1991,
    chapter 3, Waveform Audio File Format (WAVE).

    Examples
    --------
    >>> import tempfile, wave
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with wave.open(f"{folder}/a.wav", "wb") as file:
    ...         file.setparams((1, 2, 8000, 0, "NONE", ""))
    ...         file.writeframes(np.array([0, 16384, -32768], "<i2").tobytes())
    ...     signals, rates = wav_signals(folder)
    >>> signals["a"].tolist(), rates
    ([0.0, 0.5, -1.0], {'a': 8000.0})
    """
    given = Path(data_path)
    files = [given] if given.is_file() else sorted(p for p in given.rglob("*") if p.suffix.lower() == ".wav")
    if not files:
        raise ValueError(f"{data_path}: there are no wav files in this folder")
    signals, rates = {}, {}
    for path in files:
        name = path.stem if path == given else path.relative_to(given).with_suffix("").as_posix()
        try:
            signals[name], rates[name] = _read(path.read_bytes())
        except (ValueError, struct.error) as error:
            raise ValueError(f"{path.name}: {error}") from error
    return signals, rates
