"""Hidden tests: position out of an NMEA GGA sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _sentence(body: str) -> str:
    total = 0
    for letter in body:
        total ^= ord(letter)
    return f"${body}*{total:02X}\r\n"


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    published = "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47"
    assert np.allclose(function(published), (48.1173, 11.516667, 545.4, 8), atol=1e-5)
    south = _sentence("GNGGA,001043.00,3351.6500,S,15112.4000,W,4,12,1.00,-3.5,M,,M,,0000")
    assert np.allclose(function(south), (-(33 + 51.65 / 60), -(151 + 12.4 / 60), -3.5, 12), atol=1e-7)
    assert _refused(function, published.replace("48", "49"))
    assert _refused(function, published.partition("*")[0])
    place = "123519,4807.038,N,01131.000,E"
    assert _refused(function, _sentence(f"GPGGA,{place},0,08,0.9,545.4,M,46.9,M,,"))
    assert _refused(function, _sentence(f"GPGNS,{place},1,08,0.9,545.4,M,46.9,M,,"))
    assert _refused(function, _sentence("GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W"))
