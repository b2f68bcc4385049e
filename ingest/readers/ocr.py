"""Pages without text read by tesseract, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

from ingest.readers.lines import Line

_DPI = 300
_SECONDS = 40


def installed() -> bool:
    """Whether tesseract is on the PATH."""
    return shutil.which("tesseract") is not None


def lines(document: Any, index: int) -> list[Line]:
    """The lines that tesseract sees on a page; none where it fails or sees none. Paragraphs keep their gap."""
    program = shutil.which("tesseract")
    if program is None:
        return []
    command = [program, "stdin", "stdout", "--dpi", str(_DPI)]
    try:
        done = subprocess.run(  # noqa: S603 - no shell; the arguments are ours
            command, input=_picture(document, index), capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    text = done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
    return [_line(row) for row in text.splitlines() if row.strip()]


def _line(row: str) -> Line:
    bare = row.strip()
    broken = len(bare) > 2 and bare[-1] == "-" and bare[-2].isalpha()
    return Line(bare[:-1] if broken else bare, hyphen=broken)


def _picture(document: Any, index: int) -> bytes:
    """The page as a grey PGM picture of 300 dots an inch, which needs no library for pictures."""
    page = document[index]
    bitmap = page.render(scale=_DPI / 72, grayscale=True)
    try:
        rows = bytes(bitmap.buffer)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        body = b"".join(rows[row * stride : row * stride + width] for row in range(height))
    finally:
        bitmap.close()
        page.close()
    return b"P5 %d %d 255\n" % (width, height) + body
