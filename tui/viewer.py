"""A page of a paper in the viewer of the person's system."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from core.errors import LiteratureError

_PAGED = (("evince", "--page-index={page}"), ("okular", "--page={page}"), ("zathura", "--page={page}"))
"""Viewers that can be told the page; the system's own opener cannot."""


def open_page(path: Path, page: int, environ: Mapping[str, str] = os.environ) -> str:
    """Start the viewer and come back at once; its name. Raises LiteratureError where there is none."""
    command = _command(path, page, environ)
    if command is None:
        raise LiteratureError(f"No viewer can be opened here: {path}, page {page}.", "Open the file on your desktop.")
    # Whatever it prints must not land on the screen, and it stays open when the chat is closed.
    quiet = subprocess.DEVNULL
    viewer = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603 - no shell
    # Somebody has to take note of its end.
    threading.Thread(target=viewer.wait, daemon=True, name="viewer").start()
    return Path(command[0]).name


def _command(path: Path, page: int, environ: Mapping[str, str]) -> list[str] | None:
    if sys.platform == "darwin":
        return ["open", str(path)]
    if not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return None
    search = environ.get("PATH")
    if path.suffix.lower() == ".pdf":
        for name, option in _PAGED:
            if found := shutil.which(name, path=search):
                return [found, option.format(page=page), str(path)]
    opener = shutil.which("xdg-open", path=search)
    return [opener, str(path)] if opener else None
