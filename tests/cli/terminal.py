"""A pseudo-terminal for commands that ask the person something."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


def on_a_terminal(
    typed: bytes, *arguments: str, home: Path, asks: bytes = b"[Y/n]", environ: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run Python with these arguments on a pseudo-terminal, type when the question is there; exit code and what was shown."""
    ours, theirs = pty.openpty()
    base = {
        "GPIOT_HOME": str(home),
        "GPIOT_EXAMPLES": "false",
        "GPIOT_TAKE_OVER": "never",
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm",
        "COLUMNS": "200",
    }
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, **base, **(environ or {})},
        cwd=home,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        killer = threading.Timer(60, process.kill)
        killer.start()
        seen = b""
        for piece in _read(ours):
            seen += piece
            if typed and asks in seen:
                os.write(ours, typed)
                typed = b""
        killer.cancel()
    os.close(ours)
    return process.returncode, seen.decode()


def _read(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(descriptor, 4096)
        except OSError:
            return
        if not piece:
            return
        yield piece
