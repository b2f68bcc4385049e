"""Hidden tests: time out of a minute of DCF77."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _digits(value: int, length: int) -> list[int]:
    packed = value // 10 << 4 | value % 10
    return [packed >> place & 1 for place in range(length)]


def _minute(year: int, month: int, day: int, weekday: int, hour: int, minute: int) -> list[int]:
    minutes, hours = _digits(minute, 7), _digits(hour, 6)
    date = [*_digits(day, 6), *_digits(weekday, 3), *_digits(month, 5), *_digits(year, 8)]
    head = [0] + [1, 0, 1, 1, 0] * 3 + [0, 0, 0, 1] + [1]
    return [*head, *minutes, sum(minutes) % 2, *hours, sum(hours) % 2, *date, sum(date) % 2]


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert function(_minute(26, 11, 20, 5, 21, 45)) == "2026-11-20 21:45"
    assert function(_minute(99, 12, 31, 4, 23, 59)) == "2099-12-31 23:59"
    assert function(_minute(8, 2, 9, 6, 0, 7)) == "2008-02-09 00:07"
    good = _minute(26, 11, 20, 5, 21, 45)
    assert all(_refused(function, [*good[:at], 1 - good[at], *good[at + 1 :]]) for at in (0, *range(20, 59)))
    assert function([0, *[1 - bit for bit in good[1:20]], *good[20:]]) == "2026-11-20 21:45"
    assert _refused(function, good[:58])
