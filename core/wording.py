"""Words of a text that carry its meaning, what names, demands and titles are compared by; and counted nouns."""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """The content words of a text, roughly stemmed; runs of CJK text give pairs of characters."""
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text).lower().replace("_", " ")
    latin = {_stem(w) for w in re.findall(r"[a-z][a-z]+|\d+(?:\.\d+)?", text)} - _STOP
    runs = re.findall(r"[぀-ヿ㐀-鿿가-힯]+", text)
    return frozenset(latin | {run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1))})


def plural(count: int, noun: str) -> str:
    """``1 file``, ``2 files``, ``1,024 files``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


_STOP = frozenset(
    "the and for with from that this which each into its are was were has have had not can will shall should must "
    "may of in on to by as at be is it an or if then than use using used user given you your our data code python "
    "function program write some also all any one two based".split()
)


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ions", "ion", "ies", "ers", "er", "ors", "or", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
