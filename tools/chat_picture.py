"""Make docs/chat.svg: the chat after a real conversation with the embedded model, as the terminal shows it.

.venv/bin/python tools/chat_picture.py [docs/chat.svg]
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from textual.pilot import Pilot

from agent.chat import Chat, open_chat
from core.settings import Folders, Settings
from tui.app import GpiotApp

ROOT = Path(__file__).resolve().parent.parent
SIZE = (150, 44)
PROBLEM = "Find every heartbeat in ECG recordings and report how many beats a minute there are in each."
QUESTION = "Which threshold do the papers use to detect a heartbeat?"


async def said(app: GpiotApp, pilot: Pilot[None], text: str) -> None:
    """Send a text and wait until its turn is over; a plan that waits is accepted."""
    app.desk.composer.fill(text)
    await pilot.press("enter")
    await pilot.pause(0.5)
    while app.turns.busy:
        if app.desk.plan.review.waits:
            app.turns.decide(True)
        await pilot.pause(0.2)
    print(app.opened.lines[-1].text[:200], file=sys.stderr)


async def drawn(home: Path) -> str:
    folders = Folders.of({"GPIOT_HOME": str(home)})

    def opened() -> AbstractAsyncContextManager[Chat]:
        return open_chat(Settings(backend="embedded"), folders)

    app = GpiotApp(opened)
    async with app.run_test(size=SIZE) as pilot:
        while not app.ready:
            await pilot.pause(0.1)
        app.ingests.start([ROOT / "examples" / "notes" / "pdf"])
        while app.ingests.busy:
            await pilot.pause(0.2)
        await said(app, pilot, PROBLEM)
        await said(app, pilot, QUESTION)
        await said(app, pilot, "/open 1")
        await pilot.pause(1)
        return app.export_screenshot(title="gpiot")


def main() -> None:
    target = (Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "chat.svg").absolute()
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        svg = asyncio.run(drawn(Path(place) / "home"))
    target.write_text(svg.replace(place, "~"), "utf-8")


if __name__ == "__main__":
    main()
