"""The chat under load: streaming beside an ingest, and a long conversation.

    python -m bench.chat_load [FOLDER] [--seconds S]

streaming: an answer of 100 tokens a second is drawn while FOLDER (the sample notes) is ingested again and again; how late
    the event loop wakes (criterion: 99th percentile <= 100 ms)
long conversation: 200 turns and 2 MB of transcript; milliseconds from a key to the frame that shows what it did, typing and
    scrolling (criterion: <= 50 ms); what is mounted behind that frame holds up the next key: how late the loop wakes meanwhile
"""

from __future__ import annotations

import argparse
import asyncio
import inspect
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from agent.chat import Chat
from agent.records import Line
from agent.wiring import open_agent
from backends.scripted import ScriptedModel
from bench.loop import lateness
from bench.report import show
from core.codec import problem_to_json
from core.problem import Problem
from core.settings import Folders, Settings
from graph.state import keep_json
from tui.app import GpiotApp

ANSWER = "The **threshold** follows the noise level of `the signal` and a running peak level.\n\n"
RATE = 100
TURNS = 200
LINE = "Sub-task 2 is built anew: the residual is logged and the filter keeps its *gain*. " * 62
SIZE = (160, 48)


@asynccontextmanager
async def opened(home: Path, model: ScriptedModel) -> AsyncIterator[Chat]:
    """A chat in a folder of its own."""
    folders = Folders.of({"GPIOT_HOME": str(home)})
    async with open_agent(Settings(), folders) as agent:
        agent.model = model
        yield Chat(agent)


async def streaming(home: Path, folder: Path, seconds: float) -> list[float]:
    """Milliseconds by which the loop was late, sorted."""
    text = ANSWER * int(seconds * RATE / len(ANSWER.split()))
    model = ScriptedModel(rules=[{"match": "### Question", "answers": [{"text": text, "rate": RATE}]}])
    app = GpiotApp(lambda: opened(home, model))
    async with app.run_test(size=SIZE) as pilot:
        while not app.ready:
            await pilot.pause(0.05)

        async def work() -> None:
            await app.take("Which threshold do the papers use?")
            rounds = 0
            while app.turns.busy:
                if not app.ingests.busy:
                    rounds += 1
                    app.ingests.start([await asyncio.to_thread(_anew, folder, home / f"papers {rounds}")])
                await asyncio.sleep(0.1)

        return await lateness(work)


def _anew(folder: Path, place: Path) -> Path:
    """The papers of a folder as files that nobody has read yet."""
    place.mkdir(parents=True)
    for path in folder.iterdir():
        if path.is_file():
            (place / path.name).write_bytes(path.read_bytes() + f"\n% {place.name}\n".encode())
    return place


async def long_conversation(home: Path) -> dict[str, list[float]]:
    """Milliseconds a key, by what it does, and those by which the loop was late."""
    model = ScriptedModel(rules=[{"answers": ["none"]}])
    async with opened(home, model) as chat:
        store = chat.agent.store
        problem = keep_json(store, problem_to_json(Problem.from_text("Find the beats of an ECG.")))
        store.create_session("long-1", "A long talk", problem, {})
        for turn in range(TURNS):
            store.talk.add("long-1", Line("person", f"Question {turn}: and log the residual?", float(turn)))
            store.talk.add("long-1", Line("agent", LINE + f"\n\n```python\nx = {turn}\n```\n", float(turn)))
    app = WatchedApp(lambda: opened(home, model), "long-1")
    async with app.run_test(size=SIZE) as pilot:
        while not app.ready:
            await pilot.pause(0.05)
        await pilot.pause(1)
        app.desk.composer.field.cursor_blink = False
        keys = {"typing": "a", "page up": "pageup", "page down": "pagedown"}
        taken = {name: await presses(app, pilot, key) for name, key in keys.items()}

        async def scroll() -> None:
            await presses(app, pilot, "pageup")

        return {**taken, "loop late, scrolling": await lateness(scroll)}


class WatchedApp(GpiotApp):
    """Knows when it drew its frames."""

    # Textual looks for it beside the module of the class.
    CSS_PATH = str(Path(inspect.getfile(GpiotApp)).parent / GpiotApp.CSS_PATH)

    def __init__(self, open_chat: Callable[[], AbstractAsyncContextManager[Chat]], session: str) -> None:
        super().__init__(open_chat, session)
        self.drawn: list[float] = []
        """Seconds of the performance counter."""

    def post_display_hook(self) -> None:
        """A frame is out."""
        self.drawn.append(time.perf_counter())


async def presses(app: WatchedApp, pilot: Pilot[None], key: str) -> list[float]:
    """Milliseconds to the first frame after each of 60 presses of a key; a press that changes nothing draws none."""
    taken = []
    for _ in range(60):
        app.drawn.clear()
        began = time.perf_counter()
        await pilot.press(key)
        taken += [(frame - began) * 1e3 for frame in app.drawn[:1]]
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("examples/notes/pdf"))
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gpiot-load-") as place:
        late = asyncio.run(streaming(Path(place) / "one", given.folder, given.seconds))
        keys = asyncio.run(long_conversation(Path(place) / "two"))
    everything = {"loop late, streaming and ingesting": late, **{name: sorted(found) for name, found in keys.items()}}
    rows = [
        [name, statistics.median(found), found[int(len(found) * 0.99)], found[-1], sum(one > 50 for one in found)]
        for name, found in everything.items()
    ]
    columns = ("milliseconds", "median", "99th percentile", "most", "over 50")
    show("chat_load", columns, rows, late_p99=rows[0][2])


if __name__ == "__main__":
    main()
