"""Pictures of screens as SVG, compared with those in ``__snapshots__``; ``pytest tests/tui --update-snapshots`` writes them."""

from __future__ import annotations

import difflib
import html
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

FOLDER = Path(__file__).parent / "__snapshots__"
SIZES = {"80x24": (80, 24), "160x48": (160, 48)}
"""The two terminals in which every screen is looked at."""

update = False
"""Set by ``--update-snapshots``."""


async def look(pilot: Pilot[Any], name: str) -> None:
    """Compare what the app shows with ``__snapshots__/<name>.svg``; a picture that differs is left beside the reason."""
    svg = await picture(pilot)
    path = FOLDER / f"{name}.svg"
    if update:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(svg, "utf-8")
        return
    wanted = path.read_text("utf-8") if path.exists() else ""
    if svg != wanted:
        seen = Path(tempfile.mkdtemp(prefix="gpiot-snapshots-")) / path.name
        seen.write_text(svg, "utf-8")
        pytest.fail(f"{name} looks different: {seen}\n{_difference(wanted, svg)}", pytrace=False)


async def picture(pilot: Pilot[Any]) -> str:
    """The screen at rest as SVG: no blinking cursor, no animation under way, ids that depend on nothing."""
    for field in (*pilot.app.screen.query(TextArea), *pilot.app.screen.query(Input)):
        field.cursor_blink = False
    await pilot.wait_for_scheduled_animations()
    await pilot.pause()
    svg = pilot.app.export_screenshot(title="gpiot", simplify=True)
    return re.sub(r"terminal-\d+", "terminal", svg)


def words(svg: str) -> list[str]:
    """The text of a picture, line by line: its pieces stand at their row's height."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(r'<text class="[^"]*" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', svg, re.DOTALL):
        rows.setdefault(float(y), []).append((float(x), html.unescape(text).replace("\xa0", " ")))
    return ["".join(text for _, text in sorted(row)).rstrip() for _, row in sorted(rows.items())]


def _difference(wanted: str, seen: str) -> str:
    lines = list(difflib.unified_diff(words(wanted), words(seen), "wanted", "seen", lineterm="", n=1))
    return "\n".join(lines) or "The words are the same; their places or colours are not."
