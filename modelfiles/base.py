"""What an adapter has to know of its base model: the kind of network, its heads and blocks, and the shape of every tensor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import ModelMissing

# Rotary embeddings of these kinds turn neighbouring rows; llama.cpp's converter reorders query and key rows for that.
# Source: convert_hf_to_gguf.py of llama.cpp, the classes whose `undo_permute` holds.
_PERMUTED = frozenset({"llama", "granite", "granitemoe", "smollm3", "minicpm", "olmo", "arcee", "mistral3", "apertus"})
_AS_THEY_ARE = frozenset(
    {"qwen2", "qwen3", "gemma", "gemma2", "gemma3", "phi2", "phi3", "starcoder2", "stablelm", "olmo2", "command-r"}
)


@dataclass(frozen=True, slots=True)
class Base:
    """A base model as its GGUF header tells it.

    heads, kv_heads: 0 where the file does not say one number for all blocks
    shapes: for each tensor its dimensions, the fastest one first (columns, rows)
    """

    name: str
    architecture: str
    blocks: int
    heads: int
    kv_heads: int
    shapes: Mapping[str, tuple[int, ...]]

    def rotated(self, tensor: str) -> int:
        """Heads whose rows are reordered when this tensor is converted to GGUF; 0 where it stays as it is.

        Raises ModelMissing where that is not known of this kind of network.
        """
        side = tensor.split(".")[-2]
        if side not in ("attn_q", "attn_k") or self.architecture in _AS_THEY_ARE:
            return 0
        heads = self.heads if side == "attn_q" else self.kv_heads
        if self.architecture not in _PERMUTED or not heads:
            raise ModelMissing(
                f"How {tensor} of a {self.architecture} network is converted from a PEFT adapter is not known here.",
                "Convert the adapter with llama.cpp's convert_lora_to_gguf.py and give the GGUF file.",
            )
        return heads


def from_metadata(name: str, metadata: Mapping[str, Any], shapes: Mapping[str, tuple[int, ...]]) -> Base:
    """The base of these GGUF keys, however they were read."""
    kind = str(metadata.get("general.architecture", ""))
    heads = _number(metadata.get(f"{kind}.attention.head_count"))
    kv_heads = _number(metadata.get(f"{kind}.attention.head_count_kv")) or heads
    return Base(name, kind, _number(metadata.get(f"{kind}.block_count")), heads, kv_heads, shapes)


def from_shown(name: str, info: Mapping[str, Any], tensors: Sequence[Any]) -> Base:
    """The base out of what an Ollama server shows of it; raises ModelMissing where that holds no tensors."""
    shapes = {
        str(tensor["name"]): tuple(int(n) for n in tensor["shape"])
        for tensor in tensors
        if isinstance(tensor, Mapping) and "name" in tensor and "shape" in tensor
    }
    if not shapes:
        raise ModelMissing(
            f"The Ollama server does not tell the tensors of {name}: whether an adapter fits cannot be checked.",
            "Update the server.",
        )
    return from_metadata(name, info, shapes)


def from_file(path: Path) -> Base:
    """The base in a GGUF file; raises ModelMissing where it is none."""
    from modelfiles.gguf_file import opened

    reader = opened(path)
    keys = [key for key in reader.fields if key.startswith("general.") or key.count(".") < 3]
    metadata = {key: reader.fields[key].contents() for key in keys if not key.startswith("tokenizer.")}
    return from_metadata(path.stem, metadata, {t.name: tuple(int(n) for n in t.shape) for t in reader.tensors})


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
