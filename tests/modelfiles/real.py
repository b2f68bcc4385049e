"""The 135M model in other forms, for tests against a real server."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import numpy as np
from gguf import GGMLQuantizationType
from numpy.typing import NDArray

from modelfiles import merging
from modelfiles.gguf_file import opened
from modelfiles.lora import Lora
from tests.adapters import PROJECTIONS
from tests.modelfiles import toys


class _Nothing(Lora):
    """An adapter that adds nothing."""

    def update(self, tensor: str, rows: slice) -> NDArray[np.float32]:
        return np.zeros(1, np.float32)


def in_kind(weights: Path, target: Path, kind: str = "F16") -> Path:
    """The same model with every matrix stored as this type."""
    matrices = {tensor.name: None for tensor in opened(weights).tensors if tensor.tensor_type.name != "F32"}
    nothing = _Nothing(weights, "llama", 0.0, matrices)  # type: ignore[arg-type]
    with mock.patch.object(merging, "stored_kind", return_value=GGMLQuantizationType[kind]):
        merging.merge(weights, nothing, target)
    return target


def write_peft(folder: Path, seed: int, *, weights: Path, rank: int = 8, scale: float = 0.05) -> Path:
    """A random PEFT adapter for the query and value projections of every block of ``weights``."""
    random = np.random.default_rng(seed)
    pairs = {}
    for tensor in opened(weights).tensors:
        name = tensor.name.removesuffix(".weight")
        if name.rpartition(".")[2] in PROJECTIONS:
            columns, rows = (int(n) for n in tensor.shape)
            a = random.normal(0.0, scale, (rank, columns)).astype(np.float32)
            pairs[name] = (a, random.normal(0.0, scale, (rows, rank)).astype(np.float32))
    return toys.write_peft(folder, pairs, rank, rank)
