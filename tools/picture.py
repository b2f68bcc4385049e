"""Make docs/demo.svg: a real run of the heartbeat example with the embedded model, shown as a terminal shows it.

    .venv/bin/python tools/picture.py [docs/demo.svg]

It is shortened, never changed: one specification and one program of several, everything else as it came.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from contextlib import aclosing
from pathlib import Path

from rich.console import Console

from agent.literature import Library
from agent.terms import Terms
from agent.turns import ask
from agent.wiring import open_agent
from cli.live import LinesScreen
from core.events import Event, PlanChecked, ProgramReady, Repaired, SpecReady
from core.project import Project
from core.settings import Folders, Settings

ROOT = Path(__file__).resolve().parent.parent
ONCE = (SpecReady, ProgramReady)


async def accept(_project: Project, _checked: PlanChecked | None) -> bool:
    return True


async def record(screen: LinesScreen, home: Path) -> None:
    folders = Folders.of({"GPIOT_HOME": str(home)})
    settings = Settings(backend="embedded")
    library = Library(settings, folders)
    async for _ in library.ingest([ROOT / "examples" / "notes" / "pdf"]):
        pass
    await library.close()
    problem = (ROOT / "examples" / "heartbeat.md").read_text("utf-8")
    seen: set[type[Event]] = set()
    async with open_agent(settings, folders) as agent:
        turn = ask(agent, problem, Terms(accept, overwrite=True, folder=home / "heartbeat"))
        async with aclosing(turn) as events:
            async for event in events:
                if not (isinstance(event, ONCE) and type(event) in seen) and not isinstance(event, Repaired):
                    screen.show(event)
                seen.add(type(event))


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "demo.svg"
    console = Console(record=True, width=104, file=io.StringIO(), force_terminal=True, highlight=False, markup=False)
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(record(LinesScreen(console, styled=True, code=True), Path(home)))
        console.save_svg(str(target), title="gpiot ask @examples/heartbeat.md --code")
    text = target.read_text("utf-8").replace(home, "~")
    target.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
