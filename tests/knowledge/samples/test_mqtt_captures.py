"""Captured MQTT streams whose packets can be counted and whose verdicts are all there."""

from __future__ import annotations

from pathlib import Path

from knowledge.methods.packing.mqtt_publish_decode import mqtt_publish_decode
from knowledge.samples import mqtt_captures


def test_every_message_has_a_verdict(tmp_path: Path) -> None:
    mqtt_captures.write(tmp_path, 1)
    for name in mqtt_captures.CAPTURES:
        messages = mqtt_publish_decode((tmp_path / f"{name}.bin").read_bytes())
        verdicts = (tmp_path / f"{name}.truth.csv").read_text("utf-8").split()[1:]
        assert len(messages) == len(verdicts) == mqtt_captures.MESSAGES
        assert set(verdicts) == set(mqtt_captures.VERDICTS)
        repeated = {n for n, verdict in enumerate(verdicts) if verdict == "repeated"}
        assert all(messages[n]["duplicate"] for n in repeated)
        assert any(message["duplicate"] for n, message in enumerate(messages) if n not in repeated)


def test_the_flag_or_the_json_alone_tell_too_little(tmp_path: Path) -> None:
    mqtt_captures.write(tmp_path, 1)
    messages = mqtt_publish_decode((tmp_path / "north.bin").read_bytes())
    verdicts = (tmp_path / "north.truth.csv").read_text("utf-8").split()[1:]
    careless = ["repeated" if message["duplicate"] else "good" for message in messages]
    assert sum(one == other for one, other in zip(careless, verdicts, strict=True)) < 0.85 * len(verdicts)
