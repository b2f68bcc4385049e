"""Readers that go wrong in the ways that PDFs make native code go wrong; they run in worker processes."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from pathlib import Path

from core.errors import LiteratureError
from core.papers import Page, Paper, Passage, ReadPaper
from ingest.workers import Parts

PARTS = Parts({".txt": "tests.ingest.misbehaving:Reader"}, "tests.ingest.misbehaving:whole")


class Reader:
    """Does what the first word of the file says, else reads the file as one page a line.

    Every file that is read leaves a line in ``reads.log`` beside it, so that tests can count.
    """

    suffixes: tuple[str, ...] = (".txt",)

    def read(self, path: Path) -> ReadPaper:
        data = path.read_bytes()
        with (path.parent / "reads.log").open("a") as log:
            log.write(f"{path.name}\n")
        verb = data.split(b" ", 1)[0].decode()
        if verb == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        if verb == "raise":
            raise RuntimeError("a bug of the reader")
        if verb == "hang":
            time.sleep(600)
        if verb == "shout":
            os.write(1, b"native noise\n")
            sys.stderr.write("more noise\n")
        if verb == "refuse":
            raise LiteratureError(f"{path.name}: refused", "give it up")
        time.sleep(float(os.environ.get("SLOW_READER", "0")))
        pages = tuple(Page(number, row) for number, row in enumerate(data.decode().splitlines(), 1))
        return ReadPaper(Paper(hashlib.sha256(data).hexdigest()[:32], path.stem, year=2020, pages=len(pages)), pages)


def whole(read: ReadPaper) -> list[Passage]:
    """A chunker that starts at once: every page is a passage."""
    paper = read.paper
    return [
        Passage(
            f"{paper.id[:24]}{page.number:08x}",
            paper.id,
            paper.title,
            paper.year,
            page.number,
            page.number,
            "",
            0,
            len(page.text),
            page.text,
        )
        for page in read.pages
    ]
