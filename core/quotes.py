"""Quotes: whether a quote stands in a text, and which sentence of a text supports a statement."""

from __future__ import annotations

import re

from core.wording import words

# What differs between a printed page and a quote of it, and means the same.
_SAME = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "­": None})
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_FEWEST_WORDS = 4


def find(quote: str, text: str) -> tuple[int, int] | None:
    """The characters of ``text`` at which a quote stands; white space, case, hyphens and quote marks do not count.

    None where it does not stand there, or is too short (under 4 words) to prove anything.
    """
    if len(quote.split()) < _FEWEST_WORDS:
        return None
    sought, _ = _reduced(quote.strip().strip("\"'“”.… "))
    reduced, places = _reduced(text)
    start = reduced.find(sought) if sought else -1
    return (places[start], places[start + len(sought) - 1] + 1) if start >= 0 else None


def support(statement: str, text: str) -> tuple[int, int] | None:
    """The sentence of ``text`` that shares most content words with a statement; None where none shares two."""
    wanted = words(statement)
    spans = [(m.start(), m.end()) for m in re.finditer(r"\S.*?(?:[.!?。！？](?=\s|$)|$)", text, re.DOTALL)]
    ranked = sorted((-len(wanted & words(text[a:b])), a, b) for a, b in spans)
    return ranked[0][1:] if ranked and ranked[0][0] <= -2 else None


def _reduced(text: str) -> tuple[str, list[int]]:
    """Letters and digits alone, lower case, and the place of each in the text."""
    pairs = [(c, n) for n, original in enumerate(text) for c in _plain(original)]
    return "".join(c for c, _ in pairs), [n for _, n in pairs]


def _plain(character: str) -> str:
    spelled = _LIGATURES.get(character, character.translate(_SAME)).lower()
    return "".join(c for c in spelled if c.isalnum() or c in "%<>=+")
