from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from gguf import GGUFWriter

from core.settings import Folders, Settings, load_settings
from modelfiles import machine

Gpiot = Callable[..., Result]
CHAT: dict[str, Any] = {"tokenizer__ggml__model": "gpt2", "tokenizer__chat_template": "{{ messages }}"}


def stored(home: Path) -> Settings:
    return load_settings(Folders.of({"GPIOT_HOME": str(home)}), {})


def gguf(path: Path, architecture: str = "llama", shape: tuple[int, int] = (8, 8), **keys: Any) -> Path:
    """A GGUF file with one small tensor and these keys; ``__`` stands for a dot."""
    import numpy as np

    writer = GGUFWriter(path, architecture)
    for key, value in keys.items():
        name = key.replace("__", ".")
        if isinstance(value, int):
            writer.add_uint32(name, value)
        else:
            writer.add_string(name, value)
    writer.add_tensor("blk.0.attn_q.weight", np.zeros(shape, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def chat_model(path: Path, architecture: str = "llama", **keys: Any) -> Path:
    return gguf(path, architecture, **CHAT, **keys)


def adapter(path: Path, shape: tuple[int, int] = (8, 8)) -> Path:
    import numpy as np

    writer = GGUFWriter(path, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", 2.0)
    writer.add_tensor("blk.0.attn_q.weight.lora_a", np.ones((2, shape[1]), np.float32))
    writer.add_tensor("blk.0.attn_q.weight.lora_b", np.ones((shape[0], 2), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_a_file_becomes_the_base_and_everything_else_stays(gpiot: Gpiot, home: Path, tmp_path: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text("# mine\nseed = 3\ncgslm_adapter = 'old.gguf'\n")
    file = chat_model(tmp_path / "模型 \x1b[31m.gguf")
    folder = tmp_path / "adapters"
    folder.mkdir()
    adapter(folder / "tdslm.gguf")
    result = gpiot("models", "add", str(file), "--gpu-layers", "3", "--adapters", str(folder))
    assert result.exit_code == 0, result.stderr
    assert "\x1b" not in result.stdout
    settings = stored(home)
    assert (settings.model, settings.gpu_layers, settings.seed) == (str(file), 3, 3)
    assert (settings.tdslm_adapter, settings.cgslm_adapter) == (str(folder / "tdslm.gguf"), "")
    assert "# mine" in (home / "config" / "config.toml").read_text("utf-8")


def test_it_is_told_as_json(gpiot: Gpiot, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GPIOT_BACKEND", "ollama")
    told = json.loads(gpiot("models", "add", str(chat_model(tmp_path / "a.gguf")), "--json").stdout)
    assert (told["architecture"], told["parameters"]) == ("llama", 64)
    assert told["settings"]["model"] == str(tmp_path / "a.gguf")
    assert "gpu_layers" not in told["settings"]
    assert any("weak" in note for note in told["notes"])
    assert any("backend is ollama" in note for note in told["notes"])


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda path: gguf(path), "tokenizer"),
        (lambda path: gguf(path, tokenizer__ggml__model="gpt2"), "no chat template"),
        (lambda path: chat_model(path, "bert"), "makes vectors"),
        (lambda path: chat_model(path, "qwen3", qwen3__pooling_type=3), "makes vectors"),
        (lambda path: chat_model(path, "no-such-network"), "no-such-network"),
        (lambda path: chat_model(path, split__count=4), "one of 4 parts"),
        (lambda path: adapter(path), "LoRA adapter"),
        (lambda path: gguf(path, "clip", general__type="mmproj"), "eyes of a model"),
        (lambda path: path.write_bytes(b"PK\x03\x04 a zip"), "no GGUF file"),
        (lambda path: path.write_bytes(b""), "no whole GGUF file"),
        (lambda path: path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 9, 9)), "header is damaged"),
        (lambda path: path.mkdir(), "not there"),
        (lambda path: None, "not there"),
    ],
)
def test_what_is_no_chat_model_is_named_and_nothing_is_written(
    gpiot: Gpiot, home: Path, tmp_path: Path, made: Callable[[Path], object], reason: str
) -> None:
    made(tmp_path / "x.gguf")
    result = gpiot("models", "add", str(tmp_path / "x.gguf"))
    assert result.exit_code == 3
    assert reason in result.stderr
    assert "x.gguf" in result.stderr
    assert len(result.stderr.splitlines()) == 2
    assert not (home / "config").exists()


def test_a_model_that_does_not_fit_the_memory_is_refused(
    gpiot: Gpiot, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "look", lambda: machine.Machine(memory=10**9, gpu=0))
    result = gpiot("models", "add", str(chat_model(tmp_path / "big.gguf")))
    assert result.exit_code == 2
    assert "big.gguf needs 1.0 GB; this machine has 1.0 GB" in result.stderr
    assert not (home / "config").exists()


def test_an_adapter_of_another_base_is_refused(gpiot: Gpiot, home: Path, tmp_path: Path) -> None:
    file = chat_model(tmp_path / "base.gguf")
    adapter(tmp_path / "cgslm.gguf", shape=(8, 16))
    result = gpiot("models", "add", str(file), "--adapters", str(tmp_path))
    assert result.exit_code == 3
    assert "made for another base model: blk.0.attn_q.weight.lora_a" in result.stderr
    assert not (home / "config").exists()


def test_a_folder_without_adapters_is_named(gpiot: Gpiot, tmp_path: Path) -> None:
    file = chat_model(tmp_path / "base.gguf")
    result = gpiot("models", "add", str(file), "--adapters", str(tmp_path))
    assert result.exit_code == 2
    assert "holds no adapter" in result.stderr


@pytest.mark.model
def test_the_weights_that_come_along_can_be_added_and_answer(gpiot: Gpiot, home: Path) -> None:
    from backends.weights import find_weights

    assert gpiot("models", "add", str(find_weights(""))).exit_code == 0
    checks = {one["name"]: one for one in json.loads(gpiot("doctor", "--json").stdout)["checks"]}
    assert checks["weights"]["detail"].startswith(stored(home).model)
    assert checks["memory"]["state"] == "ok"
