import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.wishes import contradictions

KALMAN = "use a Kalman filter"


@pytest.mark.parametrize(
    ("earlier", "last"),
    [
        (KALMAN, "use a median filter"),
        (KALMAN, "do it without the Kalman filter"),
        (KALMAN, "use a median instead of the Kalman filter"),
        ("no plots", "add plots of the peaks"),
        ("stay under 50 MB", "it may take more, stay under 120 MB"),
        ("sample every 10 s", "sample every 2 s"),
    ],
)
def test_what_takes_an_earlier_wish_back_is_named(earlier: str, last: str) -> None:
    assert contradictions(["log the residual", earlier, last]) == (earlier,)


@pytest.mark.parametrize(
    "last",
    [
        "and log the residual",
        "use a Kalman filter with a smaller gain",
        "stay under 50 MB",
        "without plots",
        "report the model error",
    ],
)
def test_what_adds_to_earlier_wishes_contradicts_none(last: str) -> None:
    assert contradictions([KALMAN, "stay under 50 MB", last]) == ()


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_wishes_are_read_and_only_earlier_ones_named(wishes: list[str]) -> None:
    assert set(contradictions(wishes)) <= set(wishes[:-1])
