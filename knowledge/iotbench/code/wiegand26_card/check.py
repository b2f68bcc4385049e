"""Hidden tests: card number of a Wiegand 26 reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _message(facility: int, card: int) -> str:
    data = f"{facility:08b}{card:016b}"
    return f"{data[:12].count('1') % 2}{data}{1 - data[12:].count('1') % 2}"


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for facility, card in ((0, 0), (255, 65535), (17, 4660), (128, 1), (93, 40000)):
        assert tuple(function(_message(facility, card))) == (facility, card)
    good = _message(17, 4660)
    assert all(_refused(function, good[:at] + str(1 - int(good[at])) + good[at + 1 :]) for at in range(26))
    assert _refused(function, good[:-1])
    assert _refused(function, good + "0")
