from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.errors import ModelMissing, UsageError
from modelfiles import lora, safetensors
from modelfiles.base import Base, from_file
from tests.modelfiles import toys

ALL = tuple(toys.SHAPES)


@pytest.fixture
def base(tmp_path: Path) -> Base:
    toys.write_base(tmp_path / "base.gguf")
    return from_file(tmp_path / "base.gguf")


def test_a_base_is_read_from_its_header(base: Base) -> None:
    assert (base.architecture, base.blocks, base.heads, base.kv_heads) == ("llama", 2, 4, 2)
    assert base.shapes["blk.1.ffn_down.weight"] == (toys.INNER, toys.WIDTH)


def test_written_and_read_again_it_is_the_same(base: Base, tmp_path: Path) -> None:
    first = lora.read(toys.write_gguf_lora(tmp_path / "a.gguf", toys.factors(4, 1, ALL), 8.0), base)
    lora.write(first, tmp_path / "b.gguf")
    second = lora.read(tmp_path / "b.gguf", base)
    assert second.digest() == first.digest()
    assert (second.rank, second.alpha, second.scale("blk.0.attn_q.weight")) == (4, 8.0, 2.0)
    other = lora.read(toys.write_gguf_lora(tmp_path / "c.gguf", toys.factors(4, 2, ALL), 8.0), base)
    assert other.digest() != first.digest()


def test_an_alpha_of_zero_is_a_scale_of_one(base: Base, tmp_path: Path) -> None:
    found = lora.read(toys.write_gguf_lora(tmp_path / "a.gguf", toys.factors(4, 1), 0.0), base)
    assert found.scale("blk.0.attn_q.weight") == 1.0


def test_a_peft_folder_gives_the_factors_of_every_module(base: Base, tmp_path: Path) -> None:
    pairs = toys.factors(4, 1, ALL)
    found = lora.read(toys.write_peft(tmp_path / "tdslm", pairs, 4, 16), base)
    assert (found.rank, found.alpha, found.trained_on, len(found.pairs)) == (4, 16.0, "toy", 12)
    for name in ("attn_v", "attn_output", "ffn_up", "ffn_down"):
        a, b = pairs[f"blk.1.{name}"]
        pair = found.pairs[f"blk.1.{name}.weight"]
        assert np.array_equal(pair.a, a)
        assert np.array_equal(pair.b, b)
    lora.write(found, tmp_path / "tdslm.gguf")
    assert lora.read(tmp_path / "tdslm.gguf", base).digest() == found.digest()


def rope_halves(rows: NDArray[np.float64], heads: int, angle: float) -> NDArray[np.float64]:
    """Rotary embedding as transformers has it: the first half of a head turns against the second."""
    x = rows.reshape(heads, 2, -1)
    turn = angle / (1 + np.arange(x.shape[2]))
    cos, sin = np.cos(turn), np.sin(turn)
    return np.stack([x[:, 0] * cos - x[:, 1] * sin, x[:, 1] * cos + x[:, 0] * sin], 1)


def rope_neighbours(rows: NDArray[np.float64], heads: int, angle: float) -> NDArray[np.float64]:
    """Rotary embedding as llama.cpp has it for llama: neighbours turn against each other."""
    x = rows.reshape(heads, -1, 2)
    turn = angle / (1 + np.arange(x.shape[1]))
    cos, sin = np.cos(turn), np.sin(turn)
    return np.stack([x[..., 0] * cos - x[..., 1] * sin, x[..., 1] * cos + x[..., 0] * sin], -1)


@pytest.mark.parametrize(("name", "heads"), [("attn_q", toys.HEADS), ("attn_k", toys.KV_HEADS)])
def test_query_and_key_rows_turn_as_llama_cpp_turns_them(base: Base, tmp_path: Path, name: str, heads: int) -> None:
    pairs = toys.factors(4, 1, (name,))
    found = lora.read(toys.write_peft(tmp_path / "tdslm", pairs, 4, 4), base)
    a, b = pairs[f"blk.0.{name}"]
    pair = found.pairs[f"blk.0.{name}.weight"]
    x, y = np.random.default_rng(0).normal(0, 1, (2, toys.WIDTH))

    def scores(turned: Callable[..., Any], one: NDArray[Any], other: NDArray[Any]) -> Any:
        return (turned(one, heads, 0.7) * turned(other, heads, 0.2)).reshape(heads, -1).sum(axis=1)

    as_trained = scores(rope_halves, b @ (a @ x), b @ (a @ y))
    assert np.allclose(as_trained, scores(rope_neighbours, pair.b @ (pair.a @ x), pair.b @ (pair.a @ y)))
    assert not np.allclose(as_trained, scores(rope_neighbours, b @ (a @ x), b @ (a @ y)))


def test_rows_of_qwen_stay_as_they_are(tmp_path: Path) -> None:
    toys.write_base(tmp_path / "base.gguf", architecture="qwen2")
    base = from_file(tmp_path / "base.gguf")
    pairs = toys.factors(4, 1, ("attn_q",))
    found = lora.read(toys.write_peft(tmp_path / "tdslm", pairs, 4, 4), base)
    assert np.array_equal(found.pairs["blk.0.attn_q.weight"].b, pairs["blk.0.attn_q"][1])


def test_a_network_whose_rows_are_not_known_is_refused(tmp_path: Path) -> None:
    toys.write_base(tmp_path / "base.gguf", architecture="baichuan")
    folder = toys.write_peft(tmp_path / "tdslm", toys.factors(4, 1, ("attn_q",)), 4, 4)
    with pytest.raises(ModelMissing, match="baichuan") as caught:
        lora.read(folder, from_file(tmp_path / "base.gguf"))
    assert "convert_lora_to_gguf" in caught.value.hint


@given(rank=st.integers(1, 6), alpha=st.floats(0.5, 64, width=32), own=st.floats(0.5, 64, width=32))
def test_scales_of_rank_stabilised_and_single_modules(
    tmp_path_factory: pytest.TempPathFactory, rank: int, alpha: float, own: float
) -> None:
    folder = tmp_path_factory.mktemp("peft")
    toys.write_base(folder / "base.gguf")
    base = from_file(folder / "base.gguf")
    pairs = toys.factors(rank, 1, ("attn_v", "ffn_up"))
    config = {"use_rslora": True, "alpha_pattern": {"mlp.up_proj": own}}
    found = lora.read(toys.write_peft(folder / "tdslm", pairs, rank, alpha, **config), base)
    for name, wanted in (("attn_v", alpha), ("ffn_up", own)):
        a, b = pairs[f"blk.0.{name}"]
        exact = wanted / rank**0.5 * (b @ a)
        assert np.allclose(found.update(f"blk.0.{name}.weight", slice(None)), exact, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("config", [{"use_dora": True}, {"bias": "all"}, {"modules_to_save": ["lm_head"]}])
def test_more_than_a_plain_lora_is_refused(base: Base, tmp_path: Path, config: dict[str, object]) -> None:
    folder = toys.write_peft(tmp_path / "tdslm", toys.factors(4, 1), 4, 4, **config)
    with pytest.raises(ModelMissing, match=next(iter(config))):
        lora.read(folder, base)


def test_a_wrong_pair_names_tensor_and_shapes(base: Base, tmp_path: Path) -> None:
    pairs = toys.factors(4, 1, ("attn_v",))
    a, b = pairs["blk.0.attn_v"]
    wide = {"blk.0.attn_v": (np.hstack([a, a]), b)}
    for path in (
        toys.write_gguf_lora(tmp_path / "a.gguf", wide, 4.0),
        toys.write_peft(tmp_path / "tdslm", wide, 4, 4),
    ):
        with pytest.raises(ModelMissing) as caught:
            lora.read(path, base)
        assert "blk.0.attn_v.weight are 32 x 4 and 4 x 128, the tensor is 32 x 64" in caught.value.message
        assert str(path) in caught.value.message


def test_other_blocks_networks_and_kinds_are_refused(base: Base, tmp_path: Path) -> None:
    a, b = toys.factors(4, 1)["blk.0.attn_q"]
    far = toys.write_gguf_lora(tmp_path / "far.gguf", {"blk.7.attn_q": (a, b)}, 4.0)
    with pytest.raises(ModelMissing, match=r"blk\.7\.attn_q\.weight, which base does not have"):
        lora.read(far, base)
    alien = toys.write_gguf_lora(tmp_path / "alien.gguf", {"blk.0.attn_q": (a, b)}, 4.0, "qwen2")
    with pytest.raises(ModelMissing, match="qwen2 network; base is llama"):
        lora.read(alien, base)
    words = {"token_embd": (np.ones((4, toys.WIDTH), np.float32), np.ones((toys.WORDS, 4), np.float32))}
    with pytest.raises(ModelMissing, match="token_embd"):
        lora.read(toys.write_gguf_lora(tmp_path / "words.gguf", words, 4.0), base)
    with pytest.raises(ModelMissing, match="no LoRA adapter"):
        lora.read(tmp_path / "base.gguf", base)


def test_damaged_files_are_named(base: Base, tmp_path: Path) -> None:
    folder = toys.write_peft(tmp_path / "tdslm", toys.factors(4, 1), 4, 4)
    weights = folder / "adapter_model.safetensors"
    whole = weights.read_bytes()
    for damaged in (whole[:-8], whole[:20], b"", b"\xff" * 64):
        weights.write_bytes(damaged)
        with pytest.raises(ModelMissing, match="adapter_model"):
            lora.read(folder, base)
    (folder / "adapter_config.json").write_text("{}")
    with pytest.raises(ModelMissing, match="adapter_config"):
        lora.read(folder, base)
    (tmp_path / "cut.gguf").write_bytes((tmp_path / "base.gguf").read_bytes()[:500])
    with pytest.raises(ModelMissing, match=r"cut\.gguf"):
        lora.read(tmp_path / "cut.gguf", base)


def test_halves_and_brain_floats_are_read(tmp_path: Path) -> None:
    numbers = np.array([[1.0, -2.5], [0.15625, 3e4]], np.float32)
    toys.write_safetensors(tmp_path / "h", {"x": numbers.astype(np.float16)}, "F16")
    toys.write_safetensors(tmp_path / "b", {"x": (numbers.view(np.uint32) >> 16).astype(np.uint16)}, "BF16")
    assert np.allclose(safetensors.read(tmp_path / "h")["x"], numbers, rtol=1e-3)
    assert np.allclose(safetensors.read(tmp_path / "b")["x"], numbers, rtol=1e-2)


def test_a_folder_of_adapters(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no adapter"):
        lora.find(tmp_path)
    (tmp_path / "cgslm.gguf").write_bytes(b"")
    (tmp_path / "tdslm").mkdir()
    assert lora.find(tmp_path) == {"tdslm": tmp_path / "tdslm", "cgslm": tmp_path / "cgslm.gguf"}
    (tmp_path / "tdslm.gguf").write_bytes(b"")
    with pytest.raises(UsageError, match="two adapters for tdslm"):
        lora.find(tmp_path)
