"""Plain text."""

from __future__ import annotations

import re
from pathlib import Path

from core.papers import ReadPaper
from ingest.readers.blocks import Block, decoded, paper_of
from ingest.readers.frontmatter import Metadata
from ingest.readers.headings import is_typical, numbered_title
from ingest.readers.lines import Line
from ingest.readers.prose import compose, words_of


class TextReader:
    """Papers as plain text: blank lines part paragraphs, a short line by itself may be a heading."""

    suffixes: tuple[str, ...] = (".txt",)

    def read(self, path: Path) -> ReadPaper:
        """The paper as one page; raises LiteratureError where the file is no text."""
        text, doubts = decoded(path)
        paragraphs = [part for part in re.split(r"\n\s*\n|\f", text.replace("\r\n", "\n")) if part.strip()]
        blocks = [block for number, part in enumerate(paragraphs) for block in _blocks(part, first=number == 0)]
        return paper_of(path, blocks, Metadata(), doubts)


def _blocks(paragraph: str, *, first: bool) -> list[Block]:
    rows = [row.strip() for row in paragraph.splitlines() if row.strip()]
    if first and len(rows) <= 3 and len(" ".join(rows)) <= 200:
        return [Block(" ".join(rows), 1)]
    if is_typical(rows[0]) or numbered_title(rows[0]):
        return [Block(rows[0], 2), *([Block(_joined(rows[1:]))] if rows[1:] else [])]
    return [Block(_joined(rows))]


def _joined(rows: list[str]) -> str:
    """Lines as one paragraph; a word broken at the end of a line is mended."""
    lines = [Line(row) for row in rows]
    return compose(lines, {}, words_of(lines)).text
