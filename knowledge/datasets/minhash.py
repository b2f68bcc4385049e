"""Near-duplicates by MinHash and locality-sensitive hashing, every candidate checked by its exact Jaccard similarity.

A. Z. Broder, "On the resemblance and containment of documents", Compression and Complexity of Sequences, 1997.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

SHINGLE = 3
"""Words in a shingle."""
DUPLICATE = 0.8
"""From this Jaccard similarity of their shingles on, the later of two texts is left out."""
RELATED = 0.5
"""From this similarity on, two texts stay on one side of a split."""
_BANDS, _ROWS = 32, 4
# At 0.8 a pair is missed with probability (1 - 0.8**4)**32 = 5e-8, at 0.5 with 0.13.
_SEED = 20250506
_WORD = re.compile(r"\w+|[^\w\s]")


class Similar:
    """Texts as sets of shingles; each is compared with all that were added before."""

    def __init__(self) -> None:
        generator = np.random.default_rng(_SEED)
        self._multipliers = generator.integers(0, 2**63, _BANDS * _ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        self._offsets = generator.integers(0, 2**63, _BANDS * _ROWS, dtype=np.uint64)
        self._buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
        self._sets: list[np.ndarray] = []

    def __len__(self) -> int:
        return len(self._sets)

    def near(self, shingled: np.ndarray, least: float = RELATED) -> list[tuple[int, float]]:
        """The texts at least so similar, by the numbers that ``add`` gave them."""
        numbers = sorted({number for key in self._keys(shingled) for number in self._buckets.get(key, ())})
        scored = ((number, jaccard(shingled, self._sets[number])) for number in numbers)
        return [(number, score) for number, score in scored if score >= least]

    def add(self, shingled: np.ndarray) -> int:
        """Keep a text for later comparisons; its number."""
        for key in self._keys(shingled):
            self._buckets[key].append(len(self._sets))
        self._sets.append(shingled)
        return len(self._sets) - 1

    def _keys(self, shingled: np.ndarray) -> Iterator[tuple[int, bytes]]:
        mixed = shingled[:, None] * self._multipliers[None, :] + self._offsets[None, :]
        least = (mixed >> np.uint64(32)).min(axis=0).astype(np.uint32).reshape(_BANDS, _ROWS)
        return ((band, row.tobytes()) for band, row in enumerate(least))


def shingles(text: str) -> np.ndarray:
    """Hashes of the text's runs of words, sorted and each once; a text shorter than a run counts as one."""
    words = [zlib.crc32(word.encode()) for word in _WORD.findall(text.lower())] or [0]
    values = np.array(words + [0] * max(0, SHINGLE - len(words)), dtype=np.uint64)
    runs = np.lib.stride_tricks.sliding_window_view(values, SHINGLE)
    mixed = np.zeros(len(runs), dtype=np.uint64)
    for column in runs.T:
        mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


def jaccard(one: np.ndarray, other: np.ndarray) -> float:
    """Shared shingles over all of both."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)


def distinct(texts: Sequence[str]) -> list[int]:
    """The numbers of the texts that are no near-duplicate of an earlier one."""
    similar, kept = Similar(), []
    for number, text in enumerate(texts):
        shingled = shingles(text)
        if not similar.near(shingled, DUPLICATE):
            similar.add(shingled)
            kept.append(number)
    return kept
