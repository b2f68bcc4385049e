"""Shapes as specifications write them: ``(n, 2)``, ``(n_samples,)``, ``n x 3``; another text is not checked."""

from __future__ import annotations

import re

_ANY = ("...", "?", "*", ":", "-1", "_", "None", "any")
_CROSS = re.compile(r"\s+[x×*]\s+|×|(?<=\d)x(?=\d)")
_DIMENSION = re.compile(r"\d+|[A-Za-z_]\w*")


def parsed(text: str) -> tuple[str, ...] | None:
    """The dimensions of a shape: a number, a symbol, ``...`` for any number of them, ``?`` for any size.

    None where the text is no shape.
    """
    text = text.strip().strip("`")
    if len(text) > 1 and text[0] + text[-1] in ("()", "[]"):
        dimensions = [part.strip() for part in text[1:-1].split(",") if part.strip()]
    elif _CROSS.search(text):
        dimensions = [part.strip() for part in _CROSS.split(text)]
    else:
        return None
    if any(re.search(r"\bor\b|[;()\[\]]", part) for part in dimensions):
        return None
    return tuple(_dimension(part) for part in dimensions)


def agrees(shape: tuple[int, ...], wanted: tuple[str, ...], sizes: dict[str, int]) -> bool:
    """Whether a shape is the wanted one; ``sizes`` holds what the symbols stand for and takes in new ones."""
    if "..." in wanted:
        at = wanted.index("...")
        after = len(wanted) - at - 1
        if len(shape) < at + after:
            return False
        shape = shape[:at] + shape[len(shape) - after :] if after else shape[:at]
        wanted = wanted[:at] + wanted[at + 1 :]
    return len(shape) == len(wanted) and all(_same(size, name, sizes) for size, name in zip(shape, wanted))  # noqa: B905


def _same(size: int, name: str, sizes: dict[str, int]) -> bool:
    if name == "?":
        return True
    if name.isdigit():
        return size == int(name)
    return sizes.setdefault(name, size) == size


def _dimension(text: str) -> str:
    if text == "...":
        return text
    return text if text not in _ANY and _DIMENSION.fullmatch(text) else "?"
