"""Toy models and adapters, made on the spot: a llama network of two blocks, as GGUF, and adapters of both kinds."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter
from gguf.quants import quantize
from numpy.typing import NDArray

Floats = NDArray[np.float32]
WIDTH, HEADS, KV_HEADS, INNER, WORDS = 64, 4, 2, 96, 128
# Rows x columns, as numpy and PEFT have them.
SHAPES = {
    "attn_q": (WIDTH, WIDTH),
    "attn_k": (WIDTH // HEADS * KV_HEADS, WIDTH),
    "attn_v": (WIDTH // HEADS * KV_HEADS, WIDTH),
    "attn_output": (WIDTH, WIDTH),
    "ffn_up": (INNER, WIDTH),
    "ffn_down": (WIDTH, INNER),
}
MODULES = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


def write_base(path: Path, kind: str = "F32", architecture: str = "llama", seed: int = 0) -> dict[str, Floats]:
    """Write a model whose matrices have this type; gives the exact numbers that were quantised."""
    random = np.random.default_rng(seed)
    writer = GGUFWriter(path, architecture)
    writer.add_block_count(2)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_token_list([f"word{n}" for n in range(WORDS)])
    numbers = {"token_embd.weight": random.normal(0, 1, (WORDS, WIDTH)).astype(np.float32)}
    for block in range(2):
        for name, shape in SHAPES.items():
            numbers[f"blk.{block}.{name}.weight"] = random.normal(0, 1, shape).astype(np.float32)
    for name, values in numbers.items():
        stored = GGMLQuantizationType[kind]
        data = quantize(values, stored)
        writer.add_tensor(name, data, raw_dtype=None if kind in ("F32", "F16") else stored)
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    close(writer)
    return numbers


def factors(rank: int, seed: int, names: tuple[str, ...] = ("attn_q", "ffn_down")) -> dict[str, tuple[Floats, Floats]]:
    """Random factors (A, B) for these tensors of both blocks, by GGUF name without ``.weight``."""
    random = np.random.default_rng(seed)
    found = {}
    for block in range(2):
        for name in names:
            rows, columns = SHAPES[name]
            a = random.normal(0, 0.3, (rank, columns)).astype(np.float32)
            b = random.normal(0, 0.3, (rows, rank)).astype(np.float32)
            found[f"blk.{block}.{name}"] = (a, b)
    return found


def write_gguf_lora(
    path: Path, pairs: Mapping[str, tuple[Floats, Floats]], alpha: float, architecture: str = "llama"
) -> Path:
    """Write factors as a GGUF LoRA."""
    writer = GGUFWriter(path, architecture)
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    for name, (a, b) in pairs.items():
        writer.add_tensor(f"{name}.weight.lora_a", a)
        writer.add_tensor(f"{name}.weight.lora_b", b)
    close(writer)
    return path


def write_peft(
    folder: Path, pairs: Mapping[str, tuple[Floats, Floats]], rank: int, alpha: float, **config: Any
) -> Path:
    """Write factors as PEFT does; the names are those of GGUF, the order of the rows is PEFT's own."""
    folder.mkdir(parents=True)
    told = {"peft_type": "LORA", "base_model_name_or_path": "toy", "r": rank, "lora_alpha": alpha, **config}
    (folder / "adapter_config.json").write_text(json.dumps(told), "utf-8")
    tensors = {}
    for name, (a, b) in pairs.items():
        _, block, part = name.split(".")
        module = f"base_model.model.model.layers.{block}.{MODULES[part]}"
        tensors[f"{module}.lora_A.weight"], tensors[f"{module}.lora_B.weight"] = a, b
    write_safetensors(folder / "adapter_model.safetensors", tensors)
    return folder


def write_safetensors(path: Path, tensors: Mapping[str, NDArray[Any]], kind: str = "F32") -> None:
    """Write arrays as they are; ``kind`` is what the header calls them."""
    header, data = {}, b""
    for name, values in tensors.items():
        piece = np.ascontiguousarray(values).tobytes()
        header[name] = {"dtype": kind, "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(piece)]}
        data += piece
    head = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    path.write_bytes(struct.pack("<Q", len(head)) + head + data)


def close(writer: GGUFWriter) -> None:
    """Write everything that was added."""
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
