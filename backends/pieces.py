"""The text of an answer as it comes over the network, passed on 30 times a second at most."""

from __future__ import annotations

import time

from core.ports import OnText

PIECE_SECONDS = 1 / 30


class Pieces:
    """Gathers pieces and passes them on joined.

    Servers send about one token a piece; the true number comes with the last one, so that the pieces add up to it.
    """

    def __init__(self, on_text: OnText) -> None:
        self._on_text = on_text
        self._passed_on: list[str] = []
        self._waiting: list[str] = []
        self._told = 0
        self._at = 0.0

    @property
    def text(self) -> str:
        """Everything so far."""
        return "".join((*self._passed_on, *self._waiting))

    def add(self, piece: str) -> None:
        """Take a piece, and pass on what waits when it is time."""
        if piece:
            self._waiting.append(piece)
        if time.monotonic() - self._at >= PIECE_SECONDS:
            self._pass_on(len(self._waiting))

    def end(self, tokens: int) -> None:
        """Pass on the rest; ``tokens`` is the number in the whole answer, 0 where nobody told it."""
        self._pass_on(max(tokens - self._told, len(self._waiting)))

    def _pass_on(self, tokens: int) -> None:
        if not self._waiting:
            return
        text = "".join(self._waiting)
        self._waiting.clear()
        self._passed_on.append(text)
        self._told += tokens
        self._at = time.monotonic()
        self._on_text(text, tokens)
