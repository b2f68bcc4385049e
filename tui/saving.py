"""Code on its way to a file of the person's choice of folder: the one that the chat was started in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.disk import storing

if TYPE_CHECKING:
    from tui.app import GpiotApp


async def save(app: GpiotApp, path: Path, code: str) -> None:
    """Write the code; another text that stands there is only replaced after a yes. Raises StorageError."""
    from tui.screens.confirm import ConfirmScreen

    if _holds_another(path, code) and not await app.push_screen_wait(
        ConfirmScreen(f"Replace {path.name}?", f"{path} holds another text.")
    ):
        return
    _write(path, code)
    app.notify(f"Saved as {path}.", markup=False)


def _holds_another(path: Path, code: str) -> bool:
    with storing(path):
        return path.exists() and path.read_text("utf-8", "replace") != code


def _write(path: Path, code: str) -> None:
    with storing(path):
        path.write_text(code, "utf-8")
