"""Generated CSI logs: the reader gets back what was written, and what they claim is in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.csi.motion_statistic import motion_statistic
from knowledge.methods.csi.normalize_power import normalize_power
from knowledge.methods.readers.intel5300_csi import intel5300_csi
from knowledge.samples import csi_activity, csi_breathing, csi_presence
from knowledge.samples._intel5300 import write_log


def test_write_log_is_read_back_bit_by_bit(tmp_path: Path) -> None:
    values = np.random.default_rng(0).integers(-127, 128, (50, 30, 3, 2)).astype(np.int8)
    write_log(tmp_path / "a.dat", np.random.default_rng(1), values, 60.0)
    csi, rates = intel5300_csi(str(tmp_path))
    assert np.array_equal(csi["a"], values[..., 0] + 1j * values[..., 1])
    assert abs(rates["a"] - 60) < 1


def test_csi_activity_is_the_same_for_a_seed_and_labelled(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "abc"]
    for folder, seed in zip(folders, (1, 1, 2), strict=True):
        folder.mkdir()
        csi_activity.write(folder, seed)
    first, same, other = ((folder / "csi_a4_1.dat").read_bytes() for folder in folders)
    assert first == same != other
    names = {path.name for path in folders[0].iterdir()}
    assert names == {f"csi_a{activity}_{take}.dat" for activity in range(1, 7) for take in range(1, 15)}
    assert sum(path.stat().st_size for path in folders[0].iterdir()) < 5e6


def test_csi_presence_moves_only_where_somebody_is(tmp_path: Path) -> None:
    csi_presence.write(tmp_path, 3)
    captures, rates = intel5300_csi(str(tmp_path))
    motion = {name: motion_statistic(normalize_power(csi), rates[name])[0].max() for name, csi in captures.items()}
    assert max(value for name, value in motion.items() if name.startswith("empty")) < 0.2
    assert min(value for name, value in motion.items() if name.startswith("occupied")) > 0.2


def test_csi_breathing_hides_the_chest_from_plain_amplitudes(tmp_path: Path) -> None:
    csi_breathing.write(tmp_path, 1)
    rates = dict(line.split(",") for line in (tmp_path / "truth.csv").read_text().splitlines()[1:])
    captures, packets = intel5300_csi(str(tmp_path))
    wrong = 0
    for name, csi in captures.items():
        mean = np.abs(csi).mean(axis=(1, 2))
        spectrum = np.abs(np.fft.rfft((mean - mean.mean()) * np.hanning(len(mean)), 8 * len(mean)))
        frequencies = np.fft.rfftfreq(8 * len(mean), 1 / packets[name]) * 60
        band = (frequencies > 6) & (frequencies < 36)
        wrong += abs(frequencies[band][spectrum[band].argmax()] - float(rates[name])) > 1.5
    assert wrong >= 1
