from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sandbox.inside.annotations import fits
from sandbox.inside.checking import Parameter, breach
from sandbox.inside.described import described
from sandbox.inside.shapes import agrees, parsed


@pytest.mark.parametrize(
    ("value", "annotation", "right"),
    [
        (1, "int", True),
        (1.0, "int", False),
        (np.int32(1), "int", True),
        (1, "float", True),
        (np.float32(1), "float", True),
        (np.array(1.0), "float", True),
        (np.array([1.0]), "float", False),
        ("1", "float", False),
        (1.0, "numpy.float64", True),
        (1.0, "np.float64", True),
        (np.True_, "bool", True),
        (Path("x"), "str", True),
        ("x", "pathlib.Path", True),
        (b"x", "str", False),
        (np.zeros(2), "numpy.ndarray", True),
        ([0.0], "numpy.ndarray", False),
        (np.zeros(2), "list[float]", False),
        ([1.0, 2], "list[float]", True),
        ([1.0, "2"], "list[float]", False),
        ([np.zeros(2)], "list[numpy.ndarray]", True),
        ({"a": np.zeros(2)}, "dict[str, numpy.ndarray]", True),
        ({1: np.zeros(2)}, "dict[str, numpy.ndarray]", False),
        ((1, "a"), "tuple[int, str]", True),
        ((1, 2), "tuple[int, str]", False),
        ((1, 2, 3), "tuple[int, ...]", True),
        (None, "float | None", True),
        ("x", "float | None", False),
        (None, "Optional[int]", True),
        ("a", "Literal['a', 'b']", True),
        ("c", "Literal['a', 'b']", False),
        ([1], "typing.Sequence[int]", True),
        (len, "Callable", True),
        (object(), "object", True),
        ([], "pandas.DataFrame", False),
        (1, "datetime.datetime", True),  # not loaded by this name, or it is: then it is a breach
        (1, "no such thing at all", True),
        (1, "wfdb.Record", True),
        (1, "", True),
        (1, "pathlib.PurePath", False),
    ],
)
def test_types(value: Any, annotation: str, right: bool) -> None:
    if annotation == "datetime.datetime":
        import datetime

        assert not fits(value, annotation)
        assert fits(datetime.datetime.now(datetime.UTC), annotation)
        return
    assert fits(value, annotation) is right


@pytest.mark.parametrize(
    ("text", "dimensions"),
    [
        ("(n, 2)", ("n", "2")),
        ("(n_samples,)", ("n_samples",)),
        ("(n)", ("n",)),
        ("n x 3", ("n", "3")),
        ("12×3", ("12", "3")),
        ("3x4", ("3", "4")),
        ("[n, m]", ("n", "m")),
        ("(..., 3)", ("...", "3")),
        ("(n, n-1)", ("n", "?")),
        ("()", ()),
        ("n", None),
        ("one value per beat", None),
        ("(n,) or (n, 2)", None),
        ("max x", None),
        ("", None),
    ],
)
def test_shapes(text: str, dimensions: tuple[str, ...] | None) -> None:
    assert parsed(text) == dimensions


def test_symbols_stand_for_one_size_in_a_call() -> None:
    sizes: dict[str, int] = {}
    assert agrees((5, 2), ("n", "2"), sizes)
    assert sizes == {"n": 5}
    assert not agrees((4,), ("n",), sizes)
    assert agrees((9, 9, 5), ("...", "n"), sizes)
    assert not agrees((5,), ("n", "?"), sizes)


@pytest.mark.parametrize(
    ("value", "shape", "meaning", "wrong"),
    [
        (np.zeros((4, 2)), "(n, 2)", "", ""),
        (np.zeros((4, 3)), "(n, 2)", "", "is float64 array (4, 3), not of shape (n, 2) with n = 4"),
        ([1.0] * 4, "(3,)", "", "is list of 4 float, not of shape (3,)"),
        ([np.zeros(3), np.zeros(4)], "(n,)", "", ""),
        ({"a": np.zeros((3, 2))}, "(n,)", "", "is dict of 1: str -> float64 array (3, 2), not of shape (n,)"),
        (float("nan"), "", "", "holds NaN (float nan)"),
        ([1.0, float("nan")], "", "", "holds NaN (list of 2 float)"),
        ({"a": np.array([np.nan])}, "", "", "holds NaN (dict of 1: str -> float64 array (1,))"),
        (np.array([np.nan]), "", "NaN where a beat is missing", ""),
        (np.array([np.inf]), "", "", ""),
        (np.zeros(0), "", "", ""),
    ],
)
def test_breaches(value: Any, shape: str, meaning: str, wrong: str) -> None:
    assert breach(Parameter("x", "object", meaning, shape), value, {}) == wrong


def test_values_in_words() -> None:
    assert described(np.zeros((650_000, 2))) == "float64 array (650000, 2)"
    assert described(list("abcdefgh")) == "list of 8 str"
    assert described([1, "a", None]) == "list of 3 (int, str, None)"
    assert described({"100": np.zeros(3, "int32")}) == "dict of 1: str -> int32 array (3,)"
    assert described("/data/mitbih") == "str '/data/mitbih'"
    assert described(Path("/data")) == "Path '/data'"
    assert described(np.float32(2)) == "float32 2.0"
    assert described(360) == "int 360"
    assert described(None) == "None"
