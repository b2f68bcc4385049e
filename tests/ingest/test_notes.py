from __future__ import annotations

from pathlib import Path

import pytest

from examples.notes.build import HERE, build
from ingest.chunking import passages
from ingest.readers.pdf import PdfReader

SOURCES = sorted((HERE / "sources").glob("*.md"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_note_is_read_as_it_was_written(source: Path, tmp_path: Path) -> None:
    written = source.read_text("utf-8")
    committed = HERE / "pdf" / f"{source.stem}.pdf"
    read = PdfReader().read(committed)
    assert read.paper.title == written.split("\n", 1)[0].removeprefix("# ")
    assert (read.paper.year, 3 <= read.paper.pages <= 6) == (2026, True)
    headings = [row.lstrip("# ") for row in written.split("\n") if row.startswith(("## ", "### "))]
    assert [section.title for page in read.pages for section in page.sections] == headings[:-1]
    assert headings[-1] == "References"
    assert "[1] " in read.references
    assert 10 < len(passages(read)) < 60
    assert committed.stat().st_size < 300_000


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_committed_note_is_what_its_source_makes(source: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    build(source, one)
    build(source, two)
    assert one.read_bytes() == two.read_bytes()
    committed, fresh = PdfReader().read(HERE / "pdf" / f"{source.stem}.pdf"), PdfReader().read(one)
    assert [page.text for page in committed.pages] == [page.text for page in fresh.pages]
