"""PDF: PDFium reads the pages, pypdf the XMP metadata and what PDFium cannot open."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pypdfium2

from core.errors import LiteratureError
from core.papers import Page, Paper, ReadPaper
from ingest.readers import ocr, pdfium, pypdf_side
from ingest.readers.frontmatter import Metadata, Printed, front
from ingest.readers.headings import body_size, headings, normal, references_begin, references_end
from ingest.readers.lines import Sheet, in_reading_order
from ingest.readers.prose import compose, mended, words_of
from ingest.readers.running import footnotes_last, without_running_lines

_FEWEST_LETTERS = 20
_PASSWORD = 4


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file as PDFium or pypdf read it."""

    sheets: list[Sheet]
    metadata: Metadata
    outline: Sequence[pdfium.Outline] = ()
    doubts: tuple[str, ...] = ()


class PdfReader:
    """Papers as PDF."""

    suffixes: tuple[str, ...] = (".pdf",)

    def read(self, path: Path) -> ReadPaper:
        """The paper; raises LiteratureError where there is no text to be had."""
        data = path.read_bytes()
        if b"%PDF-" not in data[:1024]:
            raise LiteratureError(
                f"{path.name}: not a PDF", "Look at the file: its name ends in .pdf, its content is another."
            )
        try:
            opened = _open(data)
        except pypdf_side.NeedsPassword as error:
            raise LiteratureError(f"{path.name}: needs a password", "Save a copy without a password.") from error
        if opened is None:
            raise LiteratureError(f"{path.name}: damaged", "Get the file again; it is cut off or broken.")
        _demand_text(path, data, opened.sheets)
        return _paper(hashlib.sha256(data).hexdigest()[:32], opened, data)


def _open(data: bytes) -> _Opened | None:
    """None where nobody can read it."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", 0) == _PASSWORD:
            raise pypdf_side.NeedsPassword from error
        sheets = pypdf_side.sheets(data)
        return (
            _Opened(sheets, pypdf_side.metadata(data), doubts=("damaged, read as far as it goes",)) if sheets else None
        )
    try:
        eyes = ocr.Tesseract()
        sheets = [_sheet(document, index, eyes) for index in range(len(document))]
        told = document.get_metadata_dict()
        metadata = Metadata(told["Title"], told["Author"], told["Subject"], told["CreationDate"])
        return _Opened(sheets, metadata, pdfium.outline(document)) if sheets else None
    finally:
        document.close()


def _sheet(document: Any, index: int, eyes: ocr.Tesseract) -> Sheet:
    try:
        sheet = pdfium.sheet(document, index)
        if not sheet.lines:
            sheet.lines = eyes.lines(document, index)
            sheet.source = "ocr" if sheet.lines else "none"
    except pypdfium2.PdfiumError:
        return Sheet(index + 1, 0.0, 0.0, [], source="none")
    sheet.lines = in_reading_order(sheet.lines, sheet.width)
    return sheet


def _demand_text(path: Path, data: bytes, sheets: Sequence[Sheet]) -> None:
    letters = (1 for sheet in sheets for line in sheet.lines for char in line.text if char.isalpha())
    if sum(islice(letters, _FEWEST_LETTERS)) == _FEWEST_LETTERS:
        return
    if pypdf_side.damaged(data):
        raise LiteratureError(f"{path.name}: damaged", "Get the file again; its structure is broken.")
    hint = "" if ocr.installed() else "Install tesseract, so that scanned pages can be read."
    raise LiteratureError(f"{path.name}: no text (scan or drawing)", hint)


def _paper(identity: str, opened: _Opened, data: bytes) -> ReadPaper:
    sheets = opened.sheets
    first, second = list(sheets[0].lines), _text(sheets[1:2])
    printed = Printed(first, second, _text(sheets[-1:]), without_running_lines(sheets))
    known = front(printed, opened.metadata)
    if not opened.metadata.title.strip() or not known.doi:
        # XMP costs as much as reading three pages: it is asked only for what is missing.
        said = pypdf_side.metadata(data)
        told = opened.metadata
        known = front(printed, replace(told, title=told.title.strip() or said.title, doi=said.doi))
    words = words_of([line for sheet in sheets for line in sheet.lines])
    references = _without_references(sheets, words)
    pages = _pages(sheets, opened.outline, words)
    unread = sum(page.source == "none" for page in pages)
    doubts = (*known.doubts, *opened.doubts, *([f"{unread} pages without text"] if unread else []))
    paper = Paper(identity, known.title, known.authors, known.year, known.doi, len(pages), doubts)
    return ReadPaper(paper, pages, references)


def _text(sheets: Sequence[Sheet]) -> str:
    return "\n".join(line.text for sheet in sheets for line in sheet.lines)


def _without_references(sheets: Sequence[Sheet], words: frozenset[str]) -> str:
    """Take the reference list out of the sheets."""
    lines = [line for sheet in sheets for line in sheet.lines]
    begin = references_begin(lines)
    if begin is None or begin < 0.2 * len(lines):
        return ""
    end = references_end(lines, begin, body_size(lines))
    taken = lines[begin + 1 : end]
    gone = {id(line) for line in lines[begin:end]}
    for sheet in sheets:
        sheet.lines = [line for line in sheet.lines if id(line) not in gone]
    return compose(taken, {}, words).text


def _pages(sheets: Sequence[Sheet], outline: Sequence[pdfium.Outline], words: frozenset[str]) -> tuple[Page, ...]:
    body = body_size([line for sheet in sheets for line in sheet.lines])
    titles: dict[int, set[str]] = {}
    for entry in outline:
        titles.setdefault(entry.page, set()).add(normal(entry.title))
    for sheet in sheets:
        sheet.lines = footnotes_last(sheet.lines, body, sheet.height)
    _mend_across_pages(sheets, words)
    pages = []
    for sheet in sheets:
        outlined = (titles.get(sheet.number, set()) | titles.get(0, set())) - {""} if len(titles) > 1 else None
        prose = compose(sheet.lines, headings(sheet.lines, body, outlined), words)
        pages.append(Page(sheet.number, prose.text, sheet.label, prose.sections, sheet.source))
    return tuple(pages)


def _mend_across_pages(sheets: Sequence[Sheet], words: frozenset[str]) -> None:
    """A word that goes on on the next page stands whole on the page where it begins."""
    for sheet, following in pairwise(sheets):
        if not sheet.lines or not following.lines:
            continue
        last, first = sheet.lines[-1], following.lines[0]
        # PDFium sees that a word is broken only where a line follows.
        begun = last.text if last.hyphen else last.text.removesuffix("-")
        head, _, tail = first.text.partition(" ")
        if (last.hyphen or begun != last.text) and begun[-1:].isalpha() and head[:1].islower():
            last.text = begun + mended(begun, head, words) + head
            last.hyphen = False
            following.lines[0] = replace(first, text=tail)
