"""A LoRA adapter, wherever it came from: read, checked against its base, and written as a GGUF LoRA."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.disk import storing
from core.errors import ModelMissing, UsageError
from core.roles import ROLES
from modelfiles import peft
from modelfiles.base import Base
from modelfiles.gguf_file import opened, value

Floats = NDArray[np.float32]
_WRONG_PAIR = "Train it anew for this base, or choose its base with --base."


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """The two factors for one tensor W: what is added to it is ``scale * b @ a``.

    a: rank x columns of W; b: rows of W x rank
    """

    a: Floats
    b: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Lora:
    """An adapter with its factors by the names of llama.cpp's tensors.

    architecture: empty where the file does not say
    alpha: 0 stands for a scale of one, as in llama.cpp
    trained_on: the name of the base that it was trained on, where the file says it
    """

    source: Path
    architecture: str
    alpha: float
    pairs: Mapping[str, Pair]
    trained_on: str = ""

    @property
    def rank(self) -> int:
        """The largest rank of its pairs."""
        return max(len(pair.a) for pair in self.pairs.values())

    def scale(self, tensor: str) -> float:
        """What the product of the factors of this tensor is multiplied with."""
        return self.alpha / len(self.pairs[tensor].a) if self.alpha else 1.0

    def update(self, tensor: str, rows: slice) -> Floats:
        """What is added to these rows of a tensor."""
        pair = self.pairs[tensor]
        return np.float32(self.scale(tensor)) * (pair.b[rows] @ pair.a)

    def digest(self) -> str:
        """SHA-256 in hexadecimal of what the adapter does: the same for its PEFT and its GGUF form."""
        found = hashlib.sha256(f"{self.architecture} {self.alpha:g}".encode())
        for name in sorted(self.pairs):
            pair = self.pairs[name]
            found.update(f"{name} {pair.a.shape} {pair.b.shape}".encode())
            found.update(np.ascontiguousarray(pair.a).data)
            found.update(np.ascontiguousarray(pair.b).data)
        return found.hexdigest()


def find(folder: Path) -> dict[str, Path]:
    """The adapter of each role in a folder: ``ROLE/`` (PEFT) or ``ROLE.gguf``; raises UsageError where there is none."""
    found = {}
    for role in ROLES:
        there = [path for path in (folder / role, folder / f"{role}.gguf") if path.exists()]
        if len(there) > 1:
            raise UsageError(f"{folder} holds two adapters for {role}.", "Leave the one that is meant.")
        if there:
            found[role] = there[0]
    if not found:
        raise UsageError(
            f"{folder} holds no adapter.",
            "Put PEFT folders tdslm/ and cgslm/ in it, or tdslm.gguf and cgslm.gguf.",
        )
    return found


def read(path: Path, base: Base) -> Lora:
    """The adapter of a PEFT folder or a GGUF file, checked against its base.

    Raises ModelMissing, naming tensor and shapes where the two do not belong together.
    """
    lora = _from_peft(path, base) if path.is_dir() else _from_gguf(path)
    check(lora, base)
    return lora


def check(lora: Lora, base: Base) -> None:
    """Raise ModelMissing unless every factor fits its tensor of the base."""
    if not lora.pairs:
        raise ModelMissing(f"The adapter {lora.source} holds no LoRA factors.", "Give a LoRA adapter.")
    if lora.architecture and lora.architecture != base.architecture:
        raise ModelMissing(
            f"The adapter {lora.source} is for a {lora.architecture} network; {base.name} is {base.architecture}.",
            _WRONG_PAIR,
        )
    for name, pair in lora.pairs.items():
        _check_pair(lora, name, pair, base)


def write(lora: Lora, path: Path) -> None:
    """Write the adapter as a GGUF LoRA, in one step; raises StorageError where the disk refuses."""
    from gguf import GGUFWriter

    part = path.with_name(f".{path.name}.part")
    with storing(path):
        try:
            writer = GGUFWriter(part, lora.architecture)
            writer.add_type("adapter")
            writer.add_string("adapter.type", "lora")
            writer.add_float32("adapter.lora.alpha", lora.alpha)
            for name in sorted(lora.pairs):
                writer.add_tensor(f"{name}.lora_a", np.ascontiguousarray(lora.pairs[name].a))
                writer.add_tensor(f"{name}.lora_b", np.ascontiguousarray(lora.pairs[name].b))
            writer.write_header_to_file()
            writer.write_kv_data_to_file()
            writer.write_tensors_to_file()
            writer.close()
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _check_pair(lora: Lora, name: str, pair: Pair, base: Base) -> None:
    shape = base.shapes.get(name)
    if shape is None:
        raise ModelMissing(
            f"The adapter {lora.source} changes {name}, which {base.name} does not have.",
            _WRONG_PAIR,
        )
    if name.startswith("token_embd.") or len(shape) != 2:
        raise ModelMissing(
            f"The adapter {lora.source} changes {name}; only matrices of a block and the output are supported.",
            "Train it without embeddings and experts.",
        )
    (rank, columns), (rows, other) = pair.a.shape, pair.b.shape
    if (columns, rows) != shape or rank != other:
        raise ModelMissing(
            f"The adapter {lora.source} does not fit {base.name}: its factors for {name} are {rows} x {other} and "
            f"{rank} x {columns}, the tensor is {shape[1]} x {shape[0]}.",
            _WRONG_PAIR,
        )


def _from_gguf(path: Path) -> Lora:
    from gguf.quants import dequantize

    reader = opened(path)
    if value(reader, "adapter.type") != "lora":
        raise ModelMissing(f"{path} is no LoRA adapter.", "Give a LoRA adapter in GGUF form, or a PEFT folder.")
    factors = {tensor.name: dequantize(tensor.data, tensor.tensor_type) for tensor in reader.tensors}
    names = {name.rpartition(".lora_")[0] for name in factors}
    for name in names:
        if not {f"{name}.lora_a", f"{name}.lora_b"} <= set(factors) or factors[f"{name}.lora_a"].ndim != 2:
            raise ModelMissing(f"{path} lacks a factor for {name}.", "Convert or download the adapter again.")
    pairs = {name: Pair(*(_floats(factors[f"{name}.lora_{side}"]) for side in "ab")) for name in sorted(names)}
    return Lora(
        path,
        str(value(reader, "general.architecture", "")),
        float(value(reader, "adapter.lora.alpha", 0.0)),
        pairs,
        str(value(reader, "general.base_model.0.name", "")),
    )


def _from_peft(folder: Path, base: Base) -> Lora:
    config = peft.read_config(folder)
    factors = peft.read_factors(folder, config, base)
    pairs = {name: Pair(_floats(a), _floats(b)) for name, (a, b) in sorted(factors.items())}
    return Lora(folder, base.architecture, config.alpha, pairs, config.base)


def _floats(numbers: NDArray[np.generic]) -> Floats:
    return np.ascontiguousarray(numbers, np.float32)
