"""How amounts and shares are written for people."""

from __future__ import annotations

import pytest

from cli.place_text import difference, millijoules, seconds, size


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "-"),
        (0.0, "0"),
        (12.799e-3, "12.8 ms"),
        (1.0, "1 s"),
        (1234.0, "1,230 s"),
        (0.9996, "1 s"),
        (0.99949, "999 ms"),
        (999.6e-6, "1 ms"),
        (0.999e-9, "< 1 ns"),
        (0.9996e-9, "1 ns"),
        (0.1429e-9, "< 1 ns"),
    ],
)
def test_times_have_three_figures_and_no_part_of_a_nanosecond(value: float | None, text: str) -> None:
    assert seconds(value) == text


def test_energies_and_sizes_have_units_of_their_own() -> None:
    assert [millijoules(one) for one in (1500.0, 8.453, 0.0069, 1e-9)] == ["1.5 J", "8.45 mJ", "6.9 µJ", "< 1 nJ"]
    assert [size(one) for one in (1, 1023, 6144, 8 * 2**30)] == ["1 B", "1,020 B", "6 KiB", "8 GiB"]


@pytest.mark.parametrize(
    ("share", "text"),
    [(-0.3129, "31.3 % saved"), (0.031, "3.1 % more"), (4e-4, "the same"), (-4e-4, "the same"), (0.0, "the same")],
)
def test_a_difference_says_which_way_it_goes(share: float, text: str) -> None:
    assert difference(share, "saved", "more") == text
