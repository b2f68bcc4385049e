from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.asking import InvalidError
from graph.programs import prefix, read_program
from tests.fakes import parameter, spec, subtask

SPEC = spec([parameter("signal"), parameter("rate", "float")], [parameter("peaks"), parameter("count", "int")])
TASK = subtask(4, spec=SPEC)
GOOD = """Here it is:
```python
import numpy as np
from scipy.signal import find_peaks
import mymagic.lib

THRESHOLD = 3
unused = 4

def _helper(x):
    return x * THRESHOLD

def pick_candidates(signal: np.ndarray,
                    rate: float = 360.0) -> tuple[np.ndarray, int]:
    '''Their own docstring.'''
    # square it first
    y = _helper(signal)
    found, _ = find_peaks(y)
    return found, len(found)

print(pick_candidates([1, 2], 3))
```
It **finds** peaks."""


def read(answer: str) -> str:
    return read_program(answer, TASK, SPEC, "a model").code


def test_a_module_has_one_public_function_with_the_signature_and_docstring_of_its_spec() -> None:
    program = read_program(GOOD, TASK, SPEC, "a model")
    function = ast.parse(program.code).body[-1]
    assert isinstance(function, ast.FunctionDef)
    assert ast.unparse(function.args) == "signal: np.ndarray, rate: float"
    assert "Do what is asked." in (ast.get_docstring(function) or "")
    assert "# square it first" in program.code
    assert "_helper" in program.code
    assert "THRESHOLD = 3" in program.code
    assert "Written by a model." in program.code
    for gone in ("print(", "unused", "their own docstring"):
        assert gone not in program.code.lower()
    assert program.imports == ("mymagic", "numpy", "scipy")
    assert "It **finds** peaks." in program.documentation


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("```python\ndef pick_candidates(signal, rate):\n    return (1, 2\n```", r"line 2: .*was never closed"),
        ("```python\nx = 1\n```", "no function pick_candidates"),
        ("def a(signal, rate):\n    return 1\ndef b(signal, rate):\n    return 2", "2 public functions"),
        ("def pick_candidates(signal):\n    return 1", r"parameters are \(signal\)"),
        ("def pick_candidates(signal, rate):\n    'only words'", "no statements"),
        ("def pick_candidates(signal, rate):\n    pass", "nothing is returned; return peaks, count"),
        ("def pick_candidates(signal, rate):\n    return 1, 2, 3", "3 values are returned; the specification has 2"),
        ("async def pick_candidates(signal, rate):\n    return 1", "must not be async"),
        ("from .step_1 import x\ndef pick_candidates(signal, rate):\n    return x", "relative imports"),
        ("def pick_candidates(signal, rate):\n    return other()\ndef other():\n    return 1, 2", "the module offers"),
    ],
)
def test_what_does_not_do_is_refused_in_words_that_help(answer: str, reason: str) -> None:
    with pytest.raises(InvalidError, match=reason):
        read(answer)


def test_an_answer_that_continues_the_prefix_gives_the_same_kind_of_module() -> None:
    code = read(prefix(TASK, SPEC) + "look for maxima\n    return signal, 1\n```\nDone.")
    assert "    # look for maxima\n    return signal, 1\n" in code


def test_another_name_for_the_only_function_is_replaced() -> None:
    assert "def pick_candidates(" in read("def detect(signal, rate):\n    return signal, 1")


@given(st.text(max_size=300))
def test_any_answer_gives_a_module_that_compiles_or_a_reason(text: str) -> None:
    for answer in (text, prefix(TASK, SPEC) + text):
        try:
            code = read(answer)
        except InvalidError:
            continue
        compile(code, "<module>", "exec")


@given(st.text(max_size=80), st.text(max_size=80))
def test_docstrings_take_any_words_of_a_model(target: str, meaning: str) -> None:
    odd = spec([parameter("x", "object", meaning)], [parameter("y", "object", meaning)])
    task = subtask(1, spec=type(odd)(target, odd.inputs, odd.outputs))
    compile(read_program("def f(x):\n    return x", task, task.spec or odd, target or "m").code, "<module>", "exec")
