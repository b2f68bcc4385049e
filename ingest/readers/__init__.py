"""Readers of paper formats: one file a format, one line here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from core.errors import LiteratureError
from core.ports import PaperReader

READERS: Mapping[str, str] = {
    ".pdf": "ingest.readers.pdf:PdfReader",
    ".txt": "ingest.readers.text:TextReader",
    ".md": "ingest.readers.markdown:MarkdownReader",
    ".markdown": "ingest.readers.markdown:MarkdownReader",
    ".html": "ingest.readers.html:HtmlReader",
    ".htm": "ingest.readers.html:HtmlReader",
}
"""Which class reads files of this suffix, as ``module:class``: it is imported in the worker process only."""


def reader_for(path: Path, readers: Mapping[str, str] = READERS) -> PaperReader:
    """The reader of this file; raises LiteratureError where its format is not known."""
    try:
        module, name = readers[path.suffix.lower()].split(":")
    except KeyError:
        known = ", ".join(sorted(readers))
        raise LiteratureError(f"{path.name}: no reader for this format", f"gpiot reads {known}.") from None
    reader: PaperReader = getattr(import_module(module), name)()
    return reader
