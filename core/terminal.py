"""Foreign text made safe for a terminal: papers, file names and models may hold sequences that steer it."""

from __future__ import annotations

import re

# Escapes, carriage returns and the marks that reorder text would let a model's words draw over the screen.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without what steers a terminal; line ends and tabs stay."""
    return _STEERING.sub("", text)


def visible(text: str) -> str:
    """The text with a symbol for whatever steers a terminal: an escape is shown as ␛, other marks as �."""
    return _STEERING.sub(_symbol, text)


def _symbol(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "�"
