"""What a misspelt name was probably meant as."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def meant(word: str, known: Iterable[str], otherwise: str = "", *, most: int = 3, before: str = "") -> str:
    """A question naming the known names nearest to a word, ``Did you mean seed?``; ``otherwise`` where none is near.

    before: stands before each of the names where the person writes them
    """
    near = difflib.get_close_matches(word, list(known), most)
    return f"Did you mean {' or '.join(before + name for name in near)}?" if near else otherwise
