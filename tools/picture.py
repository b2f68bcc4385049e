"""Make docs/demo.svg: a real run of the heartbeat example with the embedded model, shown as a terminal shows it.

    .venv/bin/python tools/picture.py [docs/demo.svg]

It is shortened, never changed: one specification of several, everything else as it came. The run-time environment is the person's.
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
from core.events import PlanChecked, Repaired, SpecReady
from core.project import Project
from core.settings import Folders, Settings, environment

ROOT = Path(__file__).resolve().parent.parent


async def accept(_project: Project, _checked: PlanChecked | None) -> bool:
    return True


async def record(screen: LinesScreen, home: Path) -> None:
    folders = Folders.of({"GPIOT_HOME": str(home)})
    folders.data.mkdir(parents=True)
    (folders.data / "runtime").symlink_to(Folders.of(environment()).data / "runtime")
    settings = Settings(backend="embedded")
    library = Library(settings, folders)
    async for _ in library.ingest([ROOT / "examples" / "notes" / "pdf"]):
        pass
    await library.close()
    problem = (ROOT / "examples" / "heartbeat.md").read_text("utf-8")
    specified = False
    async with open_agent(settings, folders) as agent:
        turn = ask(agent, problem, Terms(accept, overwrite=True, folder=home / "heartbeat"))
        async with aclosing(turn) as events:
            async for event in events:
                if not isinstance(event, Repaired) and not (specified and isinstance(event, SpecReady)):
                    screen.show(event)
                specified = specified or isinstance(event, SpecReady)


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "demo.svg"
    console = Console(record=True, width=104, file=io.StringIO(), force_terminal=True, highlight=False, markup=False)
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(record(LinesScreen(console, styled=True), Path(home)))
        console.save_svg(str(target), title="gpiot ask @examples/heartbeat.md")
    text = target.read_text("utf-8").replace(home, "~")
    target.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
