from __future__ import annotations

import pytest

from core.spelling import LISTED, LONGEST_NAME, close, nearest, suggestion

KNOWN = ("Mean", "KMeans", "FFT", "IFFT", "STFT")


@pytest.mark.parametrize(
    ("name", "meant"), [("mean", "Mean"), ("Meen", "Mean"), ("kmean", "KMeans"), ("fft", "FFT"), ("Zzz", None)]
)
def test_the_nearest_name(name: str, meant: str | None) -> None:
    assert nearest(name, KNOWN) == meant


def test_the_same_name_in_another_case_is_the_only_one() -> None:
    assert close("FFt", KNOWN, 3) == ["FFT"]
    assert set(close("FFTs", KNOWN, 3)) == {"FFT", "IFFT"}
    assert len(close("FFTs", KNOWN, 1)) == 1


def test_long_names_are_not_compared() -> None:
    assert nearest("a" * (LONGEST_NAME + 1), ["a" * LONGEST_NAME]) is None
    assert nearest("a" * LONGEST_NAME, ["a" * (LONGEST_NAME + 1)]) is None


def test_a_suggestion_names_the_nearest_or_what_there_is() -> None:
    assert suggestion("Men", ("Mean", "FFT")) == "Did you mean Mean?"
    assert suggestion("Zzz", ("Mean", "FFT")) == "Known are: FFT, Mean."
    assert suggestion("Zzz", ()) == "Known are: none."
    many = [f"name{number}" for number in range(LISTED + 3)]
    assert suggestion("Zzz", many).endswith(" and 3 more.")
