from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.output_format import KEY, Field, bind, each, fields, parse
from core.printed import matches
from tests.fakes import parameter

TEMPLATE = "Case {record name}\nDetection accuracy: 91.5%"


def test_names_in_braces_and_sample_numbers_are_fields() -> None:
    assert parse(TEMPLATE) == (
        ("Case ", Field("record name", "text")),
        ("Detection accuracy: ", Field("Detection accuracy", "percent", 1)),
    )


def test_a_name_beside_a_mapping_is_its_key() -> None:
    outputs = [(1, parameter("peaks")), (2, parameter("accuracy", "dict[str, float]", "accuracy of each record"))]
    name, value = fields(bind(parse(TEMPLATE), outputs))
    assert (value.subtask, value.output) == (2, "accuracy")
    assert name.output == KEY


def test_a_number_nobody_names_is_the_only_number_of_the_last_sub_task() -> None:
    outputs = [(1, parameter("signal")), (2, parameter("score", "float", "how good it is"))]
    assert fields(bind(parse("Result: 0.87"), outputs))[0].output == "score"
    two = [*outputs, (2, parameter("loss", "float", "how bad it is"))]
    assert fields(bind(parse("Result: 0.87"), two))[0].output == ""


def test_the_last_sub_task_is_shown_where_an_earlier_one_speaks_of_the_same() -> None:
    outputs = [
        (1, parameter("threshold_accuracy", "float", "accuracy of the recognition, detection")),
        (2, parameter("accuracy", "float", "share of right labels")),
    ]
    for template in ("Accuracy: 91%", "Recognition accuracy: 91%", "Accuracy {accuracy}"):
        assert fields(bind(parse(template), outputs))[0].subtask == 2
    # Said in full by an earlier one, half by the last one.
    rates = [(1, parameter("heart_rate", "float", "beats")), (2, parameter("rate_variability", "float", "in ms"))]
    assert fields(bind(parse("Heart rate: 72"), rates))[0].output == "heart_rate"
    # Of the last one's outputs the likest.
    two = [(2, parameter("worst_error", "float", "largest")), (2, parameter("mean_error", "float", "mean"))]
    assert fields(bind(parse("Worst error: 3.2"), two))[0].output == "worst_error"
    # A number is shown by a number, and by the one whose name says nothing else.
    peaks = [(2, parameter("peaks")), (2, parameter("peaks_found", "int", "how many"))]
    assert fields(bind(parse("Peaks: 12"), peaks))[0].output == "peaks_found"
    kinds = [(2, parameter("accuracy", "float", "share")), (2, parameter("balanced_accuracy", "float", "accuracy"))]
    assert fields(bind(parse("Accuracy: 12%"), kinds))[0].output == "accuracy"


def test_a_number_before_a_colon_belongs_to_the_label() -> None:
    assert parse("Error 90: 3.2 m") == (("Error 90: ", Field("Error 90", "number", 1), " m"),)
    assert parse("Error 90%: 3 m") == (("Error 90%: ", Field("Error 90%", "number"), " m"),)
    assert parse("Within 2.5 = 80%") == (("Within 2.5 = ", Field("Within 2.5", "percent")),)
    assert [field.digits for field in fields(parse("Range 1.5 to 20"))] == [1, 0]
    outputs = [(1, parameter("error_50", "float")), (1, parameter("error_90", "float"))]
    lines = bind(parse("Error 90: 3.2 m\nError 50: 1.1 m"), outputs)
    assert [field.output for field in fields(lines)] == ["error_90", "error_50"]


def test_only_lines_of_mappings_are_printed_for_each_key() -> None:
    outputs = [
        (1, parameter("errors", "dict[str, float]", "error of each meter")),
        (1, parameter("mean_error", "float", "mean")),
    ]

    def span(template: str) -> slice:
        return each(bind(parse(template), outputs), outputs)

    assert span("All meters\nMeter {name}\nErrors: 0.5\nMean error: 0.1") == slice(1, 3)
    assert span("Mean error: 0.1\nMeter {name}: errors 0.5\n---") == slice(1, 2)
    # Nothing but single values is told apart: a rule between the records stays with them.
    assert span("Meter {name}\nErrors: 0.5\n---") == slice(0, 3)
    assert span("Mean error: 0.1\nNothing: {else}") == slice(0, 2)
    assert span("Meters") == slice(0, 1)


@pytest.mark.parametrize(
    ("template", "span", "good", "bad"),
    [
        (
            "Meters\n\nMeter {name}\nError: 0.5\nMean: 0.1",
            slice(2, 4),
            "Meters\nMeter a\nError: 1\nMeter b\nError: 2\nMean: 3\n",
            "Meters\nMeter a\nError: 1\nMeter b\nMeter c\nError: 2\nMean: 3\n",
        ),
        ("Mean: 0.1\nMeter {name}", slice(1, 2), "Mean: 1\nMeter a\nMeter b\nMeter c\n", "Meter b\nMean: 1\n"),
        ("Meter {name}\nMean: 0.1", slice(0, 1), "Meter a\nMeter b\nMean: 1\n", "Meter a\nMeter b\n"),
    ],
)
def test_lines_for_each_key_may_be_printed_again(template: str, span: slice, good: str, bad: str) -> None:
    assert matches(template, good, span).ok
    assert not matches(template, good).ok
    assert not matches(template, bad, span).ok


@given(st.text(alphabet="ab {}0.9%:\n", max_size=60))
def test_parsing_loses_no_literal_text(template: str) -> None:
    lines = parse(template)
    literal = "".join(piece for line in lines for piece in line if isinstance(piece, str))
    remaining = iter(template)
    assert all(character in remaining for character in literal)
