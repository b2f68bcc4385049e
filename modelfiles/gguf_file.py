"""GGUF files opened for reading, with whatever is wrong with them said in one line."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

from core.errors import ModelMissing

_STRING, _ARRAY = 8, 9
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_LENGTH = struct.Struct("<Q")


def opened(path: Path) -> Any:
    """A ``gguf.GGUFReader`` on a file, without the values of its arrays.

    Raises ModelMissing where the file is missing, unreadable, damaged or cut off.
    """
    from gguf import GGUFReader

    class Reader(GGUFReader):
        # A vocabulary's strings take the library seconds, and nobody here looks at them.
        def _get_field_parts(self, orig_offs: int, raw_type: int) -> Any:
            if raw_type != _ARRAY:
                return super()._get_field_parts(orig_offs, raw_type)
            return _end_of_array(self.data.data, int(orig_offs)) - int(orig_offs), [], [], []

    try:
        reader = Reader(path)
        # A file that was cut off has a whole header: only its last tensor tells.
        whole = all(tensor.data.nbytes == int(tensor.n_bytes) for tensor in reader.tensors)
    except OSError as error:
        raise ModelMissing(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    except (ValueError, KeyError, IndexError, OverflowError, struct.error) as error:
        raise ModelMissing(f"{path} is no whole GGUF file: {error}.", "Copy or download it again.") from error
    if not whole:
        raise ModelMissing(f"{path} is cut off: tensors are missing at its end.", "Copy or download it again.")
    return reader


def value(reader: Any, key: str, default: Any = None) -> Any:
    """The value of a key of an opened file; None for an array."""
    field = reader.fields.get(key)
    return default if field is None else field.contents()


def _end_of_array(data: memoryview, at: int) -> int:
    kind, count = struct.unpack_from("<IQ", data, at)
    at += 12
    if kind in _SIZES:
        return at + int(count) * _SIZES[kind]
    if kind not in (_STRING, _ARRAY):
        raise ValueError(f"an array of the unknown kind {kind}")
    for _ in range(count):
        at = at + 8 + _LENGTH.unpack_from(data, at)[0] if kind == _STRING else _end_of_array(data, at)
    return at
