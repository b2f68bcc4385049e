from __future__ import annotations

import json
import keyword
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.answers import read_object, read_parameters, read_target
from graph.asking import InvalidError

ITEMS = st.lists(
    st.fixed_dictionaries(
        {"name": st.text(max_size=12), "type": st.sampled_from(["int", "np.ndarray", "no type"]), "meaning": st.text()},
        optional={"shape": st.text(max_size=5), "unit": st.none()},
    ),
    max_size=6,
)


def listed(*items: dict[str, Any]) -> str:
    return json.dumps({"inputs": list(items)})


def test_parameters_get_python_names_and_one_spelling_of_their_types() -> None:
    text = listed(
        {"name": "Sampling rate", "type": "float", "meaning": "how\noften", "unit": "Hz", "shape": "scalar"},
        {"name": "signal", "type": "np.ndarray", "meaning": "raw", "shape": "(n,)", "source": 1, "quote": " a b "},
        {"name": "signal", "type": "int", "meaning": "again"},
    )
    (rate, _), (signal, source) = read_parameters(text, "inputs", 1)
    assert (rate.name, rate.meaning, rate.unit, rate.shape) == ("sampling_rate", "how often", "Hz", "")
    assert source == (1, "a b")
    assert (signal.type, signal.shape) == ("numpy.ndarray", "(n,)")


def test_a_parameter_without_a_name_is_left_out_and_named_when_none_remains() -> None:
    good = {"name": "signal", "type": "int", "meaning": "raw"}
    bad = {"name": "...", "type": "int", "meaning": "raw"}
    assert [p.name for p, _ in read_parameters(listed(bad, good), "inputs", 1)] == ["signal"]
    with pytest.raises(InvalidError, match=r"'\.\.\.' is no name"):
        read_parameters(listed(bad), "inputs", 1)


@given(ITEMS)
def test_whatever_is_read_can_stand_in_a_signature(items: list[dict[str, str]]) -> None:
    for parameter, _ in read_parameters(json.dumps({"outputs": items}), "outputs", 0):
        assert parameter.name.isidentifier()
        assert not keyword.iskeyword(parameter.name)
        compile(f"def f({parameter.name}: {parameter.type}): ...", "<signature>", "exec")


@given(st.text(max_size=200))
def test_any_text_is_an_object_or_a_reason(text: str) -> None:
    with suppress(InvalidError):
        assert isinstance(read_object(text), dict)


def test_a_target_that_says_nothing_is_refused() -> None:
    assert read_target('{"target": "Find the peaks.\\u001b[31m", "source": 2}') == ("Find the peaks. [31m", (2, ""))
    with pytest.raises(InvalidError, match="says nothing"):
        read_target('{"target": "..."}')
