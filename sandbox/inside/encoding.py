"""The result file: a tree of plain values as JSON, then arrays in NumPy's format. Nothing in it is ever unpickled.

Layout: ``MAGIC``, the length of the JSON as eight bytes (little endian), the JSON, the arrays one after the other.
A node is a list, its kind first: ``["int", "12"]``, ``["dict", [[key, node], ...]]``, ``["array", offset, length]``.
"""

from __future__ import annotations

import binascii
import io
import json
import sys
from array import array
from collections.abc import Mapping
from typing import Any, BinaryIO

from .described import described, full_name, is_a

MAGIC = b"gpiot result 1\n"
LARGEST = 64 * 10**6
LONGEST_TREE = 16 * 10**6
_DEEPEST = 32
_LONG_LIST = 256


def write(stream: BinaryIO, values: Mapping[str, object]) -> None:
    """Write values by name, in place of what the file held before."""
    encoder = _Encoder()
    tree = json.dumps(encoder.node(dict(values), 0)).encode()
    if len(tree) > LONGEST_TREE or encoder.size > LARGEST:
        encoder, too_large = _Encoder(), "too large for the result file"
        notes = [[str(name), ["other", described(value), too_large]] for name, value in values.items()]
        tree = json.dumps(["dict", notes]).encode()
    stream.seek(0)
    stream.truncate()
    stream.write(MAGIC + len(tree).to_bytes(8, "little") + tree)
    stream.writelines(encoder.blocks)
    stream.flush()


class _Encoder:
    def __init__(self) -> None:
        self.blocks: list[bytes] = []
        self.size = 0

    def node(self, value: object, depth: int) -> list[object]:
        if depth > _DEEPEST:
            return ["other", full_name(type(value)), "nested too deeply"]
        return self._plain(value) or self._container(value, depth) or self._foreign(value, depth)

    def _plain(self, value: object) -> list[object] | None:
        if value is None:
            return ["none"]
        if isinstance(value, bool):
            return ["bool", bool(value)]
        if isinstance(value, int):
            # Beyond this, Python refuses to write an int out in decimals.
            return ["int", hex(value)] if value.bit_length() < 4000 else ["other", "int", "too large a number"]
        if isinstance(value, float):
            return ["float", float.hex(float(value))]
        if isinstance(value, str):
            return ["str", str(value)]
        if isinstance(value, (bytes, bytearray)):
            return ["bytes", binascii.b2a_base64(value, newline=False).decode()]
        return None

    def _container(self, value: object, depth: int) -> list[object] | None:
        if isinstance(value, (list, set, frozenset)):
            return self._numbers(value) or ["list", [self.node(item, depth + 1) for item in value]]
        if isinstance(value, tuple):
            return ["tuple", [self.node(item, depth + 1) for item in value]]
        if isinstance(value, dict):
            return ["dict", [[_key(key), self.node(item, depth + 1)] for key, item in value.items()]]
        return None

    def _numbers(self, values: object) -> list[object] | None:
        """A long list of nothing but floats, or of nothing but ints, as one block."""
        if not isinstance(values, list) or len(values) < _LONG_LIST:
            return None
        kinds = set(map(type, values))
        code = "d" if kinds == {float} else "q" if kinds == {int} else ""
        try:
            block = array(code, values) if code else None
        except OverflowError:
            return None
        if block is None:
            return None
        if sys.byteorder == "big":
            block.byteswap()
        return ["numbers", code, *self._block(block.tobytes())]

    def _foreign(self, value: Any, depth: int) -> list[object]:
        if is_a(value, "numpy", "ndarray"):
            return self._array(value, depth)
        if is_a(value, "numpy", "generic"):
            return self._scalar(value, depth)
        if is_a(value, "pathlib", "PurePath"):
            return ["str", str(value)]
        if is_a(value, "pandas", "DataFrame"):
            return self._frame(value, depth)
        if is_a(value, "pandas", "Series") or is_a(value, "pandas", "Index"):
            return self.node(value.to_numpy(), depth + 1)
        if is_a(value, "torch", "Tensor"):
            return self.node(value.detach().cpu().numpy(), depth + 1)
        return ["other", full_name(type(value)), "no plain value, mapping or array"]

    def _array(self, value: Any, depth: int) -> list[object]:
        from numpy.lib.format import write_array

        if value.nbytes + self.size > LARGEST:
            return ["other", described(value), f"over {LARGEST // 10**6} MB together"]
        kind = value.dtype.kind
        if kind == "O":
            return self.node(value.tolist(), depth + 1)
        if kind not in "biufcSUmM":
            return ["other", described(value), "an array of neither numbers nor texts"]
        stream = io.BytesIO()
        write_array(stream, value, allow_pickle=False)
        return ["array", *self._block(stream.getvalue())]

    def _scalar(self, value: Any, depth: int) -> list[object]:
        plain = value.item() if value.dtype.kind in "biufSU" else None
        if plain is not None and type(plain) in (bool, int, float, str, bytes):
            return self.node(plain, depth)
        import numpy as np

        return self._array(np.asarray(value), depth)

    def _frame(self, value: Any, depth: int) -> list[object]:
        columns = [(str(name), value.iloc[:, n]) for n, name in enumerate(value.columns)]
        if not is_a(value.index, "pandas", "RangeIndex"):
            columns.insert(0, (str(value.index.name or "index"), value.index))
        return ["dict", [[name, self.node(column, depth + 1)] for name, column in columns]]

    def _block(self, block: bytes) -> tuple[int, int]:
        offset = self.size
        self.blocks.append(block)
        self.size += len(block)
        return offset, len(block)


def _key(key: object) -> str | int:
    if is_a(key, "numpy", "integer"):
        return int(key)  # type: ignore[call-overload, no-any-return]
    return key if isinstance(key, int) and not isinstance(key, bool) else str(key)
