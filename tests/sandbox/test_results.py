"""The result file: what is written comes back, and bytes that nobody has written do no harm."""

from __future__ import annotations

import io
import json
import math
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.inside.encoding import LARGEST, MAGIC, write
from sandbox.results import BadResult, NotPlain, read_result

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(max_size=40),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=20,
)


def through(**values: object) -> dict[str, Any]:
    stream = io.BytesIO()
    write(stream, values)
    found = read_result(stream)
    assert found is not None
    return dict(found)


@given(PLAIN)
def test_plain_values_come_back_with_their_types(value: object) -> None:
    found = through(value=value)["value"]
    assert found == value
    assert repr(found) == repr(value)


@pytest.mark.parametrize("value", [math.inf, -math.inf, 0.1, -0.0, 10**30, [1.5] * 1000, [1] * 1000, [2**80] * 1000])
def test_numbers_come_back_to_the_last_bit(value: object) -> None:
    assert repr(through(value=value)["value"]) == repr(value)


def test_nan_comes_back() -> None:
    assert math.isnan(through(value=math.nan)["value"])


@pytest.mark.parametrize(
    "value",
    [
        np.arange(6.0).reshape(3, 2).T,
        np.array(["a", "bc"]),
        np.array([True, False]),
        np.zeros((0, 3), "int8"),
        np.array(3 + 2j),
        np.array(["2026-01-01"], "datetime64[s]"),
    ],
)
def test_arrays_come_back(value: Any) -> None:
    found = through(value=value)["value"]
    assert found.dtype == value.dtype
    assert np.array_equal(found, value)


def test_scalars_paths_and_sets_become_plain() -> None:
    found = through(a=np.float32(0.5), b=np.int8(3), c=np.True_, d=Path("/x"), e={4}, f={np.int64(2): 1, (1, 2): 2})
    assert found == {"a": 0.5, "b": 3, "c": True, "d": "/x", "e": [4], "f": {2: 1, "(1, 2)": 2}}
    assert [type(found[name]) for name in "abc"] == [float, int, bool]


def test_what_is_not_plain_is_named() -> None:
    assert through(value=[Path, 1])["value"] == [NotPlain("type", "no plain value, mapping or array"), 1]
    deep: list[object] = []
    for _ in range(100):
        deep = [deep]
    assert "nested too deeply" in repr(through(value=deep)["value"])


def test_what_is_too_large_is_named() -> None:
    found = through(value=np.zeros(LARGEST // 8 + 1), other=1)
    assert found["other"] == 1
    assert "over 64 MB" in found["value"].why


class Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return pytest.fail, ("unpickled",)


def container(tree: object, blocks: bytes = b"") -> bytes:
    text = json.dumps(tree).encode()
    return MAGIC + len(text).to_bytes(8, "little") + text + blocks


def npy(header: str, data: bytes = b"") -> bytes:
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + data


def with_array(block: bytes) -> bytes:
    return container(["dict", [["a", ["array", 0, len(block)]]]], block)


def header(kind: str, shape: str) -> str:
    return f"{{'descr': {kind}, 'fortran_order': False, 'shape': {shape}, }}\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pickle.dumps(Bomb()), "not one that gpiot has written"),
        (MAGIC, "not one that gpiot has written"),
        (MAGIC + b"\xff" * 8, "claims"),
        (MAGIC + pickle.dumps(Bomb()), "claims"),
        (container(3), "damaged"),
        (container(["int", "5"]), "no values by name"),
        (container(["dict", [["a", ["array", 0, 10**12]]]]), "points beyond"),
        (container(["dict", [["a", ["array", -5, 3]]]]), "points beyond"),
        (container(["dict", [["a", ["what", 3]]]]), "damaged"),
        (container(["dict", [[None, ["none"]]]]), "neither text nor number"),
        (container(["dict", [["a", ["bytes", "*"]]]]), "damaged bytes"),
        (MAGIC + (400_000).to_bytes(8, "little") + b"[" * 400_000, "damaged"),
        (with_array(npy(header("'<f8'", "(1250000000000,)"))), "claims 10000000000000 bytes and has 0"),
        (with_array(npy(header("'|O'", "(1,)"), pickle.dumps(Bomb()))), "holds object"),
        (with_array(npy(header("[('a', 'O')]", "(1,)"), pickle.dumps(Bomb()))), "an array of the result file"),
        (with_array(npy(header("'<U0'", "(99999999999,)"))), "claims"),
        (with_array(npy(header("'<f8'", "(-1, -1)"), b"12345678")), "claims|damaged"),
        (with_array(npy("{__import__('os').abort()}\n")), "damaged"),
        (with_array(b"\x93NUMPY\x09\x00"), "unknown format|damaged"),
        (with_array(pickle.dumps(Bomb())), "damaged"),
    ],
)
def test_bytes_of_somebody_else_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(BadResult, match=message):
        read_result(io.BytesIO(data))


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "x").open("w+b") as stream:
        stream.truncate(10**13)
        with pytest.raises(BadResult, match="larger than 64 MB"):
            read_result(stream)


@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_refused_or_read(data: bytes) -> None:
    try:
        read_result(io.BytesIO(MAGIC + len(data).to_bytes(8, "little") + data))
    except BadResult:
        return


def test_nothing_written_is_no_result() -> None:
    assert read_result(io.BytesIO()) is None
