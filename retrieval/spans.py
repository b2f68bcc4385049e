"""Which sentence of a passage a question is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.wording import words

_END = re.compile(r"[.!?](?=\s|$)|[。！？]")


def terms_of(query: str) -> tuple[str, ...]:
    """The beginnings of a question's content words, in lower case: they find the words whatever their endings."""
    return tuple(words(query))


def best_span(text: str, terms: tuple[str, ...]) -> tuple[int, int]:
    """The characters of the sentence with most of the terms, the first among equals."""
    low = text.lower()
    # Few letters change their length with their case; places must stay those of the text.
    low = low if len(low) == len(text) else text
    places = [(at, term) for term in terms for at in _places(low, term)]
    spans = _sentences(text)
    if len(spans) == 1 or not places:
        return spans[0]
    return max(spans, key=lambda span: len({term for at, term in places if span[0] <= at < span[1]}))


def _places(low: str, term: str) -> Iterator[int]:
    """Where a word begins with a term."""
    at = low.find(term)
    while at >= 0:
        if at == 0 or not (term.isascii() and low[at - 1].isalnum()):
            yield at
        at = low.find(term, at + len(term))


def _sentences(text: str) -> list[tuple[int, int]]:
    """Where sentences begin and end; the whole text where there is none."""
    spans, start = [], 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        piece = text[start:end]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = end
    return spans or [(0, len(text))]
