from __future__ import annotations

import contextlib
import io
import math
import time
from numbers import Real
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.output_format import Field, parse
from core.printed import Printed, matches
from graph import main_module

TEMPLATE = "Case {record name}\nDetection accuracy: 91%"
TWO = "Case 100\nDetection accuracy: 97%\nCase 101\nDetection accuracy: 9.5 %\n"


def test_groups_and_lines_are_counted() -> None:
    assert matches(TEMPLATE, TWO) == Printed(groups=2, lines=4)
    assert matches(TEMPLATE, TWO).ok


def test_logs_before_between_and_after_are_counted_and_tolerated() -> None:
    text = "reading\n\n" + TWO.replace("Detection", "a filter of order 4\nDetection") + "done\n"
    assert matches(TEMPLATE, text) == Printed(groups=2, lines=4, extra=4)


@pytest.mark.parametrize(
    ("printed", "line", "found", "expected"),
    [
        ("", 1, "", "Case {record name}"),
        ("0.93\n", 1, "0.93", "Case {record name}"),
        ("Case 100\n", 2, "", "Detection accuracy: a percentage"),
        ("log\nCase 100\nCase 101\nDetection accuracy: 9%\n", 3, "Case 101", "Detection accuracy: a percentage"),
        ("Detection accuracy: 97%\n", 1, "Detection accuracy: 97%", "Case {record name}"),
        ("Case 100\nDetection accuracy: 0.97\n", 3, "", "Detection accuracy: a percentage"),
        ("Case 100\nDetection accuracy: high%\n", 3, "", "Detection accuracy: a percentage"),
    ],
)
def test_the_first_wrong_line_and_what_was_expected(printed: str, line: int, found: str, expected: str) -> None:
    outcome = matches(TEMPLATE, printed)
    assert (outcome.line, outcome.found, outcome.expected) == (line, found, expected)
    assert not outcome.ok
    assert expected in outcome.reason


def test_an_incomplete_group_is_no_group() -> None:
    assert matches(TEMPLATE, "Case 1\nCase 2\nDetection accuracy: 9%\n").groups == 1
    assert matches(TEMPLATE, "Detection accuracy: 97%\n").groups == 0


@pytest.mark.parametrize("value", ["nan%", "%", " %", "inf%", "None%", "-inf%", "", "nan %", "N/A"])
def test_a_missing_or_infinite_value_is_named(value: str) -> None:
    outcome = matches(TEMPLATE, f"Case 100\nDetection accuracy: {value}\n" * 2)
    assert outcome.empty == (("Detection accuracy", 2),)
    assert (outcome.groups, outcome.line, outcome.ok) == (2, 0, False)
    assert outcome.reason == "No value was printed for: Detection accuracy (2 times)."


@pytest.mark.parametrize("name", ["", "nan", "None", "[]"])
def test_an_empty_text_is_named(name: str) -> None:
    assert matches("Case {name}: 3 beats", f"Case {name}: 4 beats").empty == (("name", 1),)
    assert matches("Case {name}", f"Case {name}").empty == (("name", 1),)
    assert matches("{name} is here", f"{name} is here").empty == (("name", 1),)


@pytest.mark.parametrize(
    "printed",
    ["Rate  72.5 bpm of a b c", "Rate -1e-3 bpm of x", "  Rate 72 bpm of bpm of \r\n", "Rate .5 bpm of 72 bpm"],
)
def test_numbers_and_texts_of_any_length_fit(printed: str) -> None:
    assert matches("Rate 70 bpm of {who}", printed).ok


def test_a_text_before_a_number_takes_the_words_that_are_left() -> None:
    assert matches("{name} 91 beats", "record 100 of 3 beats 97 beats").ok
    assert matches("{name}: 91", "a: 3: 4").ok
    assert not matches("{name}: 91", "a: b").lines


def test_a_format_without_literal_text_states_nothing() -> None:
    for template in ("", "91%", "{accuracy}", "\n\n"):
        outcome = matches(template, "whatever")
        assert (outcome.stated, outcome.ok) == (False, True)


def test_what_is_quoted_steers_no_terminal() -> None:
    assert "\x1b" not in matches(TEMPLATE, "\x1b[2Jboo\n").reason


_WORD = st.text(alphabet="abC:=(),.$*[\\ -", min_size=1, max_size=8)
_FIELD = st.sampled_from(["{name}", "{who}", "91", "91%", "0.87", "3.5 %"])
_LINE = st.lists(st.tuples(_WORD, _FIELD), min_size=1, max_size=3).map(lambda p: "".join(w + f for w, f in p))
_TEXT = st.text(alphabet="ab 1.%:-\\[*é", min_size=1, max_size=8)
_VALUE = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9)


@given(st.lists(_LINE | st.just("") | _WORD, min_size=1, max_size=4), st.integers(1, 3), st.data())
def test_what_the_rendered_format_prints_always_matches(lines: list[str], rows: int, data: st.DataObject) -> None:
    template = "\n".join(lines)
    named, values = _named(template, rows, data)
    outcome = matches(template, _printed(named, values))
    if outcome.stated:
        assert outcome.line == 0, outcome.reason
        assert outcome.groups == rows
        assert outcome.extra == 0


@given(_LINE, st.data())
def test_a_value_that_was_not_given_is_always_named(line: str, data: st.DataObject) -> None:
    template = f"Result {line}"
    assume(any(isinstance(piece, Field) for piece in parse(template)[0]))
    named, values = _named(template, 1, data)
    lost = next(iter(values))
    outcome = matches(template, _printed(named, {**values, lost: {"r0": math.nan if lost.endswith("n") else ""}}))
    assert not outcome.ok


@given(st.text(max_size=200), st.text(max_size=400))
def test_any_two_texts_can_be_compared(template: str, printed: str) -> None:
    outcome = matches(template, printed)
    assert outcome.ok == (not outcome.reason)


@pytest.mark.parametrize("line", ["1" * 300_000, "a " * 150_000, "a: " * 100_000, "1." * 150_000, "%" * 300_000])
def test_a_hostile_line_does_not_hold_the_comparison_up(line: str) -> None:
    started = time.monotonic()
    assert matches("a {x} a {y}: 91% {z} b 3.5 c", line).lines == 0
    assert time.monotonic() - started < 30


def _named(template: str, rows: int, data: st.DataObject) -> tuple[list[tuple[Any, ...]], dict[str, dict[str, object]]]:
    """The format as main.py holds it, and a value for each row of each field."""
    named: list[tuple[Any, ...]] = []
    values: dict[str, dict[str, object]] = {}
    for pieces in parse(template):
        line: list[object] = []
        for piece in pieces:
            if isinstance(piece, Field):
                name = f"{len(values)}{piece.style[0]}"
                kind = _TEXT.filter(_says_something) if piece.style == "text" else _VALUE
                values[name] = {f"r{row}": data.draw(kind) for row in range(rows)}
                line.append((name, piece.style, piece.digits))
            else:
                line.append(piece)
        named.append(tuple(line))
    return named, values or {"none": {f"r{row}": 1 for row in range(rows)}}


def _says_something(text: str) -> bool:
    return text.strip() not in {"", "[]"}


def _printed(lines: list[tuple[Any, ...]], values: dict[str, dict[str, object]]) -> str:
    space: dict[str, Any] = {"Real": Real, "OUTPUT": lines}
    exec(main_module._SHOWING, space)
    with contextlib.redirect_stdout(io.StringIO()) as text:
        space["report"](values)
    return text.getvalue()
