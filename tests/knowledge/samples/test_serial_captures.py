"""Serial captures whose losses are as many as the generator says."""

from __future__ import annotations

import struct
from pathlib import Path

from knowledge.methods.packing.cobs_frames import cobs_frames
from knowledge.samples import serial_captures


def test_the_truth_counts_what_cannot_be_recovered(tmp_path: Path) -> None:
    for seed in (1, 2, 3):
        serial_captures.write(tmp_path, seed)
        for row in (tmp_path / "truth.csv").read_text("utf-8").split()[1:]:
            name, lost = row.split(",")
            payloads, broken = cobs_frames((tmp_path / f"{name}.bin").read_bytes())
            assert len(payloads) == serial_captures.FRAMES - int(lost)
            assert broken > 40


def test_records_hold_zero_bytes_and_start_over(tmp_path: Path) -> None:
    serial_captures.write(tmp_path, 1)
    payloads, _ = cobs_frames((tmp_path / "fan.bin").read_bytes())
    numbers = [struct.unpack("<Hhh", payload)[0] for payload in payloads]
    assert numbers[0] == serial_captures.FIRST
    assert numbers[-1] == serial_captures.FIRST + serial_captures.FRAMES - 1 - 65_536
    assert sum(0 in payload for payload in payloads) > 50
