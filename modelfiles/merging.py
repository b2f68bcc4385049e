"""An adapter merged into its base: one GGUF file for servers that take no adapters.

Only the adapted tensors are computed anew, a piece at a time; keys and all other tensors are copied byte for byte.
Layout: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from core.disk import storing
from core.errors import ModelMissing
from modelfiles.gguf_file import opened, value
from modelfiles.lora import Lora

# Rows are merged in pieces of about so many numbers: 32 MB of 32-bit floats.
_PIECE = 8_000_000
_STRING = 8
_HEAD = struct.Struct("<4sIQQ")
# What gguf quantises as llama.cpp does; the others are kept as Q8_0, which is finer.
_REQUANTISED = ("F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1")

ADAPTER_KEY, BASE_KEY = "gpiot.adapter", "gpiot.base"
"""Keys of a merged file: the digests of the adapter in it and of the base that it was merged into."""


@dataclass(frozen=True, slots=True)
class Merged:
    """How well a tensor holds what was merged.

    kind, stored: its type in the base, and in the merged file
    largest, rms: of the difference between the stored numbers and the exact sum
    update: rms of what the adapter adds, to compare with
    """

    name: str
    kind: str
    stored: str
    largest: float
    rms: float
    update: float


def merge(base: Path, lora: Lora, target: Path, marks: Mapping[str, str] | None = None) -> tuple[Merged, ...]:
    """Write ``base`` with the adapter merged in as ``target``, in one step, and say how exact each tensor is.

    marks: keys that are added to the file
    Raises ModelMissing where the base is damaged or is no file of this adapter's base, StorageError where the disk refuses.
    """
    reader = opened(base)
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    if missing := set(lora.pairs) - set(tensors):
        raise ModelMissing(f"{base} has no {min(missing)}, which the adapter {lora.source} changes.", "Give its base.")
    part = target.with_name(f".{target.name}.part")
    with storing(target):
        try:
            with part.open("wb") as file:
                report = _write(file, base, reader, lora, marks or {})
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    return report


def stored_kind(tensor: Any) -> Any:
    """The type that a merged tensor gets: its own where that can be written here, else Q8_0 or, for odd rows, F16."""
    from gguf import GGMLQuantizationType

    if tensor.tensor_type.name in _REQUANTISED:
        return tensor.tensor_type
    return GGMLQuantizationType.Q8_0 if int(tensor.shape[0]) % 32 == 0 else GGMLQuantizationType.F16


def _write(file: BinaryIO, base: Path, reader: Any, lora: Lora, marks: Mapping[str, str]) -> tuple[Merged, ...]:
    kinds = {t.name: stored_kind(t) if t.name in lora.pairs else t.tensor_type for t in reader.tensors}
    alignment = int(value(reader, "general.alignment", 32))
    _write_head(file, base, reader, marks)
    _write_index(file, reader.tensors, kinds, alignment)
    report = []
    for tensor in reader.tensors:
        _pad(file, alignment)
        if tensor.name in lora.pairs:
            report.append(_write_merged(file, tensor, kinds[tensor.name], lora))
        else:
            file.write(np.ascontiguousarray(tensor.data).data)
    _pad(file, alignment)
    return tuple(report)


def _write_head(file: BinaryIO, base: Path, reader: Any, marks: Mapping[str, str]) -> None:
    """The beginning and the base's own keys, byte for byte, then the added ones."""
    first = min(int(tensor.field.offset) for tensor in reader.tensors)
    with base.open("rb") as source:
        magic, version, tensors, keys = _HEAD.unpack(source.read(_HEAD.size))
        file.write(_HEAD.pack(magic, version, tensors, keys + len(marks)))
        file.write(source.read(first - _HEAD.size))
    file.writelines(_string(key) + struct.pack("<I", _STRING) + _string(text) for key, text in marks.items())


def _write_index(file: BinaryIO, tensors: Sequence[Any], kinds: Mapping[str, Any], alignment: int) -> None:
    from gguf.quants import quant_shape_to_byte_shape

    offset = 0
    for tensor in tensors:
        shape = [int(n) for n in tensor.shape]
        file.write(_string(tensor.name) + struct.pack(f"<I{len(shape)}Q", len(shape), *shape))
        file.write(struct.pack("<IQ", int(kinds[tensor.name]), offset))
        size = (
            int(np.prod(quant_shape_to_byte_shape(shape[::-1], kinds[tensor.name])))
            if kinds[tensor.name] != tensor.tensor_type
            else int(tensor.n_bytes)
        )
        offset += size + -size % alignment


def _write_merged(file: BinaryIO, tensor: Any, kind: Any, lora: Lora) -> Merged:
    from gguf.quants import dequantize, quantize

    columns, rows = (int(n) for n in tensor.shape)
    step = max(1, _PIECE // columns)
    largest, squares, added = 0.0, 0.0, 0.0
    for start in range(0, rows, step):
        piece = slice(start, min(start + step, rows))
        update = lora.update(tensor.name, piece)
        exact = _floats(dequantize(tensor.data[piece], tensor.tensor_type)) + update
        numbers = quantize(exact, kind)
        file.write(np.ascontiguousarray(numbers).data)
        difference = _floats(dequantize(numbers, kind)) - exact
        largest = max(largest, float(np.abs(difference).max()))
        squares += float(np.square(difference, dtype=np.float64).sum())
        added += float(np.square(update, dtype=np.float64).sum())
    count = rows * columns
    return Merged(
        tensor.name, tensor.tensor_type.name, kind.name, largest, (squares / count) ** 0.5, (added / count) ** 0.5
    )


def _floats(numbers: NDArray[np.generic]) -> NDArray[np.float32]:
    return numbers.astype(np.float32, copy=False)


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _pad(file: BinaryIO, alignment: int) -> None:
    file.write(b"\0" * (-file.tell() % alignment))
