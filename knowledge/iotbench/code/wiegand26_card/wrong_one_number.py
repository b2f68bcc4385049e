"""Wrong: it takes all bits between the parities for the card."""

from __future__ import annotations

import numpy as np


def wiegand26_card(bits: str) -> tuple[int, int]:
    """Card number of a Wiegand 26 reader."""
    if len(bits) != 26:
        raise ValueError("bits: not 26")
    number = int(np.dot([int(bit) for bit in bits[1:25]], 2 ** np.arange(23, -1, -1)))
    return 0, number
