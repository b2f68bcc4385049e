"""Pages without text read by tesseract, where it is installed."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from typing import Any

from ingest.readers.lines import Line

SECONDS = 40.0
"""What all pages of a file may take together: less than a file's deadline, so that a long scan is read in part."""

_DPI = 300
_POINTS = 72 / _DPI
_BOX = ("left", "top", "width", "height")
_PLACE = ("block_num", "par_num", "line_num")


def installed() -> bool:
    """Whether tesseract is on the PATH."""
    return shutil.which("tesseract") is not None


class Tesseract:
    """It reads pages of one file until its time is used up."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._program = shutil.which("tesseract")
        self._left = seconds

    def lines(self, document: Any, index: int) -> list[Line]:
        """The lines that it sees on a page, with their places; none where it fails, sees none or has no time left."""
        began = time.monotonic()
        try:
            return self._lines(document, index) if self._program and self._left > 0 else []
        finally:
            self._left -= time.monotonic() - began

    def _lines(self, document: Any, index: int) -> list[Line]:
        command = [str(self._program), "stdin", "stdout", "--dpi", str(_DPI), "-c", "tessedit_create_tsv=1"]
        height, picture = _picture(document, index)
        try:
            done = subprocess.run(  # noqa: S603 - no shell; the arguments are ours
                command,
                input=picture,
                capture_output=True,
                timeout=self._left,
                check=False,
                # Its threads wait for each other: with them a page takes twice as long, and every core is a reader's.
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except (OSError, subprocess.TimeoutExpired):
            return []
        return _parsed(done.stdout.decode("utf-8", "replace"), height) if done.returncode == 0 else []


def _parsed(table: str, height: float) -> list[Line]:
    """The lines of tesseract's table of words."""
    words: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if (row["text"] or "").strip():
            words.setdefault(tuple(row[name] for name in _PLACE), []).append(row)
    return [_line(some, height) for some in words.values()]


def _line(words: Sequence[dict[str, str]], height: float) -> Line:
    text = " ".join(word["text"].strip() for word in words)
    broken = len(text) > 2 and text[-1] == "-" and text[-2].isalpha()
    boxes = [[int(word[name]) * _POINTS for name in _BOX] for word in words]
    lower = max(top + tall for _, top, _, tall in boxes)
    # Boxes are of the letters that a line happens to have: no size can be told from them.
    return Line(
        text[:-1] if broken else text,
        x0=min(left for left, *_ in boxes),
        x1=max(left + wide for left, _, wide, _ in boxes),
        y=height - lower,
        hyphen=broken,
    )


def _picture(document: Any, index: int) -> tuple[float, bytes]:
    """The page's height in points, and it as a grey PGM picture of 300 dots an inch, which needs no library."""
    page = document[index]
    bitmap = page.render(scale=_DPI / 72, grayscale=True)
    try:
        rows = bytes(bitmap.buffer)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        body = b"".join(rows[row * stride : row * stride + width] for row in range(height))
    finally:
        bitmap.close()
        page.close()
    return height * _POINTS, b"P5 %d %d 255\n" % (width, height) + body
