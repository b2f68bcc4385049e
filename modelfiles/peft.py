"""The folder that PEFT writes for a LoRA: its configuration, and its factors under the names and in the order of llama.cpp.

Format: https://huggingface.co/docs/peft/developer_guides/checkpoint
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelMissing
from modelfiles import safetensors
from modelfiles.base import Base

Floats = NDArray[np.float32]
_FACTOR = re.compile(r"(?:base_model\.model\.)?(?P<module>.+)\.lora_(?P<side>[AB])(?:\.\w+)?\.weight")
_HINT = "Train a plain LoRA, or merge and convert it with the tools it was trained with."


@dataclass(frozen=True, slots=True)
class Config:
    """What ``adapter_config.json`` says.

    ranked: the scale grows with the square root of the rank (rsLoRA)
    alphas: alpha of modules that differ, by the end of their name or a regular expression
    """

    base: str
    rank: int
    alpha: float
    ranked: bool
    alphas: Mapping[str, float]

    def scale(self, module: str, rank: int) -> float:
        """What the product of a module's factors is multiplied with."""
        own = [a for end, a in self.alphas.items() if re.search(rf"(?:^|\.){end}$", module)]
        return (own[0] if own else self.alpha) / (math.sqrt(rank) if self.ranked else rank)


def read_config(folder: Path) -> Config:
    """The configuration of a folder; raises ModelMissing where it is missing or asks for more than LoRA."""
    path = folder / "adapter_config.json"
    try:
        told = json.loads(path.read_text("utf-8"))
        config = Config(
            str(told.get("base_model_name_or_path") or ""),
            int(told["r"]),
            float(told["lora_alpha"]),
            bool(told.get("use_rslora")),
            {str(k): float(v) for k, v in (told.get("alpha_pattern") or {}).items()},
        )
    except OSError as error:
        raise ModelMissing(f"{path} cannot be read: {error.strerror}.", "Give a folder that PEFT wrote.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelMissing(
            f"{path} is no configuration of a LoRA: {error}.", "Give a folder that PEFT wrote."
        ) from error
    _refuse_more_than_lora(path, told)
    return config


def read_factors(folder: Path, config: Config, base: Base) -> dict[str, tuple[Floats, Floats]]:
    """Both factors of every adapted tensor, by its GGUF name; raises ModelMissing where one has no such name."""
    path = folder / "adapter_model.safetensors"
    sides: dict[str, dict[str, Floats]] = {}
    for name, numbers in safetensors.read(path).items():
        match = _FACTOR.fullmatch(name)
        if match is None or numbers.ndim != 2:
            raise ModelMissing(f"{path} holds {name}, which is no factor of a plain LoRA.", _HINT)
        sides.setdefault(match["module"], {})[match["side"]] = numbers
    names = _names(base)
    found = {}
    for module, pair in sides.items():
        tensor = names.get(module)
        if tensor is None or set(pair) != {"A", "B"}:
            raise ModelMissing(f"{path}: {module} has no counterpart in a {base.architecture} network.", _HINT)
        found[tensor] = _converted(tensor, pair["A"], pair["B"], config.scale(module, len(pair["A"])), config, base)
    return found


def _converted(tensor: str, a: Floats, b: Floats, scale: float, config: Config, base: Base) -> tuple[Floats, Floats]:
    # A GGUF LoRA has one alpha, and its scale is alpha / rank: whatever differs goes into the second factor.
    if not math.isclose(own := config.alpha / len(a), scale) and own:
        b = b * np.float32(scale / own)
    heads = base.rotated(tensor)
    if heads and len(b) % (2 * heads) == 0:
        b = b.reshape(heads, 2, -1, b.shape[1]).swapaxes(1, 2).reshape(b.shape)
    return a, b


def _names(base: Base) -> Mapping[str, str]:
    """The GGUF tensor of each module of this network."""
    import gguf

    kinds = {name: kind for kind, name in gguf.MODEL_ARCH_NAMES.items()}
    if base.architecture not in kinds or not base.blocks:
        raise ModelMissing(
            f"Networks of the kind {base.architecture or 'unknown'} cannot be adapted from a PEFT folder here.",
            "Convert the adapter with llama.cpp's convert_lora_to_gguf.py and give the GGUF file.",
        )
    mapping = gguf.get_tensor_name_map(kinds[base.architecture], base.blocks).mapping
    return {module: f"{name}.weight" for module, (_, name) in mapping.items()}


def _refuse_more_than_lora(path: Path, told: Mapping[str, Any]) -> None:
    more = [
        key for key in ("use_dora", "modules_to_save", "fan_in_fan_out", "trainable_token_indices") if told.get(key)
    ]
    more += ["bias"] if told.get("bias", "none") != "none" else []
    if told.get("peft_type", "LORA") != "LORA":
        more.append(f"peft_type {told['peft_type']}")
    if more:
        raise ModelMissing(f"{path} asks for more than a plain LoRA: {', '.join(more)}.", _HINT)
