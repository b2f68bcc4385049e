"""Which known name is meant by a wrong one."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from itertools import islice

MOST_CANDIDATES = 1000  # that a name is compared with
LONGEST_NAME = 64  # longer names are not compared with others, and are shown shortened
ALIKE = 0.6  # share of the letters of two names that are the same in both
LISTED = 12


def close(name: str, known: Iterable[str], most: int) -> list[str]:
    """Those most like a name, best first: the same but for case, or else by the letters they share."""
    if len(name) > LONGEST_NAME:
        return []
    first = islice(known, MOST_CANDIDATES)
    spelt = {one.casefold(): one for one in first if len(one) <= LONGEST_NAME}
    if same := spelt.get(name.casefold()):
        return [same]
    return [spelt[one] for one in difflib.get_close_matches(name.casefold(), spelt, n=most, cutoff=ALIKE)]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The one most like a name, if any is like it."""
    return next(iter(close(name, known, 1)), None)


def meant(name: str, known: Iterable[str], otherwise: str = "", *, most: int = 3, before: str = "") -> str:
    """A question with those most like a name, ``Did you mean seed?``; ``otherwise`` where none is like it.

    before: stands before each of the names where the person writes them
    """
    near = close(name, known, most)
    return f"Did you mean {' or '.join(before + one for one in near)}?" if near else otherwise


def suggestion(name: str, known: Collection[str]) -> str:
    """A sentence that leads from a wrong name to the known ones."""
    listed = sorted(known)
    more = f" and {len(listed) - LISTED} more" if len(listed) > LISTED else ""
    return meant(name, known, f"Known are: {', '.join(listed[:LISTED]) or 'none'}{more}.")
