"""What pypdf reads of a PDF: XMP metadata, and the text where PDFium cannot open the file. It never logs a word."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pypdf

from ingest.readers.frontmatter import Metadata
from ingest.readers.lines import Line, Sheet

# What pypdf raises on files that are not as they should be: besides its own errors, whatever it stumbles over.
_FAILURES = (
    pypdf.errors.PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip


class NeedsPassword(Exception):
    """The file is encrypted and does not open without a password."""


@contextmanager
def _silent() -> Iterator[None]:
    """The warnings and the log of pypdf are off."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def sheets(data: bytes) -> list[Sheet]:
    """The pages of a file that PDFium refuses; none where pypdf cannot read it either. Raises NeedsPassword."""
    with _silent():
        try:
            reader = pypdf.PdfReader(BytesIO(data))
            pages = [_sheet(number, page) for number, page in enumerate(reader.pages, 1)]
        except (pypdf.errors.FileNotDecryptedError, pypdf.errors.DependencyError) as error:
            raise NeedsPassword from error
        except _FAILURES:
            return []
    return pages


def metadata(data: bytes) -> Metadata:
    """Title, DOI and date of the XMP metadata, which PDFium does not read; empty where there is none."""
    with _silent():
        try:
            xmp = pypdf.PdfReader(BytesIO(data)).xmp_metadata
            if xmp is None:
                return Metadata()
            title = next(iter((xmp.dc_title or {}).values()), "")
            names = ", ".join(str(name) for name in xmp.dc_creator or ())
            said = [
                *((xmp.dc_identifier and [str(xmp.dc_identifier)]) or []),
                *map(str, xmp.custom_properties.values()),
            ]
        except _FAILURES:
            return Metadata()
    doi = next((match.group() for one in said if (match := re.search(r"10\.\d{4,9}/\S+", one))), "")
    return Metadata(title=str(title), author=names, doi=doi)


def damaged(data: bytes) -> bool:
    """Whether a page lacks what every page must have, its size."""
    with _silent():
        try:
            pages = list(pypdf.PdfReader(BytesIO(data)).pages)
            return not pages or not all(_has_size(page) for page in pages)
        except _FAILURES:
            return True


def _has_size(page: Any) -> bool:
    for _ in range(50):
        if "/MediaBox" in page:
            return True
        if "/Parent" not in page:
            return False
        page = page["/Parent"]
    return False


def _sheet(number: int, page: Any) -> Sheet:
    rows = page.extract_text().splitlines()
    return Sheet(number, 0.0, 0.0, [_line(row) for row in rows if row.strip()])


def _line(row: str) -> Line:
    # Damaged files have halves of character pairs, which nobody can store.
    bare = row.strip().encode("utf-8", "replace").decode("utf-8")
    broken = len(bare) > 2 and bare[-1] == "-" and bare[-2].isalpha()
    return Line(bare[:-1] if broken else bare, hyphen=broken)
