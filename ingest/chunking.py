"""Papers to passages: llama-index's sentence splitter over runs of prose, every character traced back to its page.

Importing llama-index takes seconds: only worker processes import this module.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import Document, TextNode

from core.errors import LiteratureError
from core.papers import Page, Passage, ReadPaper

TOKENS = 200
"""Estimated word pieces of a passage at most: the default embedder reads 256 and estimates are off by up to a fifth."""

OVERLAP = 30
_LEAST = 60
_PIECES = re.compile(r"\w+|[^\w\s]")
_SENTENCES = re.compile(r".+?(?:\n+|(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9•])|\Z)", re.DOTALL)
_LONG_WORD = 12


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of the whole text that is split by itself: its section and its characters."""

    section: str
    start: int
    end: int


class _Whole:
    """The prose of all pages as one text, and the way back from its characters to pages."""

    def __init__(self, pages: tuple[Page, ...]) -> None:
        self._pages = [page for page in pages if page.text]
        self._starts: list[int] = []
        length = 0
        for page in self._pages:
            self._starts.append(length)
            length += len(page.text) + 1
        self.text = "\n".join(page.text for page in self._pages)

    def place(self, position: int) -> tuple[int, int]:
        """The page number and the character of its text."""
        index = max(0, bisect_right(self._starts, position) - 1)
        return self._pages[index].number, position - self._starts[index]

    def sections(self) -> list[tuple[int, str]]:
        """Where sections begin, and their titles."""
        return [
            (start + section.start, section.title)
            for start, page in zip(self._starts, self._pages, strict=True)
            for section in page.sections
        ]


def passages(read: ReadPaper, tokens: int = TOKENS, overlap: int = OVERLAP) -> list[Passage]:
    """The passages of a paper in reading order.

    A passage stands in one page or runs over a page break; its text is the page's own, the break being a new line.
    Sections are not mixed, except that one too short for a passage of its own goes with the next.
    """
    whole = _Whole(read.pages)
    documents = [
        Document(text=whole.text[run.start : run.end], id_=str(run.start), metadata={"section": run.section})
        for run in _runs(whole)
    ]
    found: dict[str, Passage] = {}
    for node in _splitter(tokens, overlap).get_nodes_from_documents(documents):
        if not isinstance(node, TextNode) or node.start_char_idx is None:
            raise LiteratureError(f"{read.paper.title}: its text could not be cut into passages")
        start = int(node.ref_doc_id or 0) + node.start_char_idx
        passage = _passage(read, whole, start, node.text, node.metadata["section"])
        found.setdefault(passage.id, passage)
    return list(found.values())


def sentences(text: str) -> list[str]:
    """Sentences and lines with the white space after them: joined they are the text again."""
    return _SENTENCES.findall(text)


def estimate(text: str) -> int:
    """Word pieces of a text, roughly: one a word or sign, and one more for every twelve letters of a long word."""
    pieces = _PIECES.findall(text)
    return len(pieces) + sum(len(piece) // _LONG_WORD for piece in pieces)


def _splitter(tokens: int, overlap: int) -> SentenceSplitter:
    return SentenceSplitter(
        chunk_size=tokens,
        chunk_overlap=overlap,
        # Only the length of what a tokenizer gives back is looked at.
        tokenizer=lambda text: range(estimate(text)),
        # The default one needs a download and files that are not linked twice.
        chunking_tokenizer_fn=sentences,
        include_prev_next_rel=False,
    )


def _runs(whole: _Whole) -> Iterator[_Run]:
    section, start = "", 0
    for position, title in whole.sections():
        if estimate(whole.text[start:position]) >= _LEAST:
            yield _Run(section, start, position)
            start, section = position, title
        elif not whole.text[start:position].strip():
            start, section = position, title
    if whole.text[start:].strip():
        yield _Run(section, start, len(whole.text))


def _passage(read: ReadPaper, whole: _Whole, start: int, text: str, section: str) -> Passage:
    page, first = whole.place(start)
    last_page, last = whole.place(start + len(text) - 1)
    paper = read.paper
    key = hashlib.sha256(f"{paper.id}\0{page}\0{first}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return Passage(key, paper.id, paper.title, paper.year, page, last_page, section, first, last + 1, text)
