from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path

import pytest

from backends.weights import digest, find_weights, read_header
from core.errors import ModelMissing


def test_a_digest_is_remembered_until_the_file_changes(tmp_path: Path) -> None:
    file, memory = tmp_path / "w.gguf", tmp_path / "cache" / "digests.json"
    file.write_bytes(b"one")
    assert digest(file, memory) == hashlib.sha256(b"one").hexdigest()
    (key,) = json.loads(memory.read_text("utf-8"))
    memory.write_text(json.dumps({key: "remembered"}), "utf-8")
    assert digest(file, memory) == "remembered"
    file.write_bytes(b"three")
    assert digest(file, memory) == hashlib.sha256(b"three").hexdigest()


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_a_damaged_memory_of_digests_is_no_failure(tmp_path: Path, text: str) -> None:
    file, memory = tmp_path / "w.gguf", tmp_path / "digests.json"
    file.write_bytes(b"one")
    memory.write_text(text, "utf-8")
    assert digest(file, memory) == digest(file, None)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04" + bytes(60), "no GGUF file"),
        (b"GGUF" + struct.pack("<IQQ", 99, 0, 0), "version 99"),
        (b"GGUF" + struct.pack("<IQQ", 3, 2**60, 0), "damaged"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 2**62), "damaged"),
    ],
)
def test_a_file_that_is_no_gguf_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "w.gguf"
    file.write_bytes(content)
    with pytest.raises(ModelMissing, match=rf"w\.gguf.*{reason}"):
        read_header(file)


@pytest.mark.model
def test_the_header_of_the_installed_weights(weights: Path) -> None:
    header = read_header(weights)
    assert find_weights(str(weights)) == weights
    assert header.architecture == "llama"
    assert header.trained_context == 8192
    assert 134e6 < header.parameters < 135e6
