"""Tensors out of a ``.safetensors`` file: a header of JSON, then the numbers.

Format: https://github.com/huggingface/safetensors#format
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelMissing

Floats = NDArray[np.float32]
_LARGEST_HEADER = 100_000_000
_KINDS = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}


def read(path: Path) -> dict[str, Floats]:
    """Every tensor of the file in 32-bit floats, by its name; raises ModelMissing where the file is damaged."""
    try:
        data = np.memmap(path, np.uint8, "r")
        length = int.from_bytes(data[:8].tobytes(), "little")
        if not 2 <= length <= min(_LARGEST_HEADER, data.size - 8):
            raise ValueError("its header is cut off")
        header = json.loads(data[8 : 8 + length].tobytes())
        body = data[8 + length :]
        return {name: _tensor(body, told) for name, told in header.items() if name != "__metadata__"}
    except OSError as error:
        raise ModelMissing(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelMissing(f"{path} is no whole safetensors file: {error}.", "Copy or download it again.") from error


def _tensor(body: Any, told: Mapping[str, Any]) -> Floats:
    kind, shape = _KINDS.get(told["dtype"]), [int(n) for n in told["shape"]]
    if kind is None:
        raise ValueError(f"tensors of the kind {told['dtype']} are not supported")
    start, end = told["data_offsets"]
    if not 0 <= start <= end <= body.size or end - start != math.prod(shape) * int(kind[-1]):
        raise ValueError("tensors are missing at its end")
    numbers = np.frombuffer(body[start:end].tobytes(), kind).reshape(shape)
    if told["dtype"] == "BF16":
        return (numbers.astype(np.uint32) << 16).view(np.float32)
    return numbers.astype(np.float32)
