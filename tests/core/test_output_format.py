from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.output_format import KEY, Field, bind, fields, parse
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


@given(st.text(alphabet="ab {}0.9%:\n", max_size=60))
def test_parsing_loses_no_literal_text(template: str) -> None:
    lines = parse(template)
    literal = "".join(piece for line in lines for piece in line if isinstance(piece, str))
    remaining = iter(template)
    assert all(character in remaining for character in literal)
