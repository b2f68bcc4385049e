"""Papers of formats without pages: headings and paragraphs become one page."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import LiteratureError
from core.papers import Page, Paper, ReadPaper, Section
from ingest.readers.frontmatter import Metadata, Printed, front
from ingest.readers.headings import is_references
from ingest.readers.lines import Line

_FEWEST_LETTERS = 20
_FRONT_BLOCKS = 12
# What a title block is worth to the front matter's search for the largest lines.
_SIZES = {1: 24.0, 2: 14.0}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a heading of ``level`` 1 and below (0: no heading)."""

    text: str
    level: int = 0


def decoded(path: Path) -> tuple[str, list[str]]:
    """The text of a file and doubts about it; raises LiteratureError where it is none."""
    data = path.read_bytes()
    if b"\0" in data[:65536] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise LiteratureError(f"{path.name}: not a text file", "Look at the file: its content is binary.")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), ["not UTF-8, read as Western European text"]


def paper_of(path: Path, blocks: Sequence[Block], metadata: Metadata, doubts: Sequence[str] = ()) -> ReadPaper:
    """The paper made of these blocks; raises LiteratureError where there is no text in them."""
    blocks = [block for block in blocks if block.text.strip()]
    if sum(char.isalpha() for block in blocks for char in block.text[:200]) < _FEWEST_LETTERS:
        raise LiteratureError(f"{path.name}: no text", "The file holds next to nothing.")
    prose, references = _parted(blocks)
    first = [Line(block.text, size=_SIZES.get(block.level, 10.0)) for block in blocks[:_FRONT_BLOCKS]]
    known = front(Printed(first), metadata)
    if blocks[0].level == 1 and not metadata.title:
        # Marked as the title by whoever wrote it, however short it is.
        sure = tuple(doubt for doubt in known.doubts if not doubt.startswith("title"))
        known = replace(known, title=" ".join(blocks[0].text.split()), doubts=sure)
    page = _page(prose)
    identity = hashlib.sha256(path.read_bytes()).hexdigest()[:32]
    paper = Paper(identity, known.title, known.authors, known.year, known.doi, 1, (*known.doubts, *doubts))
    return ReadPaper(paper, (page,), "\n".join(block.text for block in references))


def _parted(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The prose, and the reference list from its heading to the next heading of the same level."""
    begins = [number for number, block in enumerate(blocks) if block.level and is_references(block.text)]
    if not begins:
        return list(blocks), []
    begin = begins[-1]
    level = blocks[begin].level
    after = range(begin + 1, len(blocks))
    end = next((number for number in after if 0 < blocks[number].level <= level), len(blocks))
    return [*blocks[:begin], *blocks[end:]], list(blocks[begin + 1 : end])


def _page(blocks: Sequence[Block]) -> Page:
    sections = []
    parts = []
    length = 0
    for block in blocks:
        if block.level:
            sections.append(Section(" ".join(block.text.split()), length))
        parts.append(block.text)
        length += len(block.text) + 1
    return Page(1, "\n".join(parts), "", tuple(sections))
