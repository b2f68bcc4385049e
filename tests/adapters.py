"""LoRA adapters made on the spot: random, small, and strong enough to change what the base model writes."""

from __future__ import annotations

from pathlib import Path

PROJECTIONS = ("attn_q", "attn_v")


def write_adapter(path: Path, seed: int, *, weights: Path, rank: int = 8, scale: float = 0.05) -> Path:
    """Write a llama.cpp GGUF LoRA for the query and value projections of every block of ``weights``.

    ``scale`` is the standard deviation of both factors; the text changes and stays text.
    """
    import numpy as np
    from gguf import GGUFReader, GGUFWriter

    random = np.random.default_rng(seed)
    base = GGUFReader(weights)
    writer = GGUFWriter(path, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(rank))
    for tensor in base.tensors:
        if tensor.name.split(".")[-2] not in PROJECTIONS:
            continue
        columns, rows = (int(n) for n in tensor.shape)
        for side, shape in (("a", (rank, columns)), ("b", (rows, rank))):
            factor = random.normal(0.0, scale, shape).astype(np.float32)
            writer.add_tensor(f"{tensor.name}.lora_{side}", factor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
