"""GGUF files opened for reading, with whatever is wrong with them said in one line."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

from core.errors import ModelMissing


def opened(path: Path) -> Any:
    """A ``gguf.GGUFReader`` on a file; raises ModelMissing where the file is missing, unreadable, damaged or cut off."""
    from gguf import GGUFReader

    try:
        reader = GGUFReader(path)
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
    """The value of a key of an opened file."""
    field = reader.fields.get(key)
    return default if field is None else field.contents()
