"""The index on the engine in this process: the contract, other processes, kills and damage."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from core.errors import IndexInUse, LiteratureError
from retrieval.edge import EdgeIndex
from retrieval.schema import EmbedderRecord
from retrieval.selection import Ask
from tests.retrieval.contract import IndexContract, Reopen
from tests.retrieval.papers import RECORD, corpus, vector, wait_for

ROOT = Path(__file__).parents[2]
# Adds one passage after the other and says which ones were acknowledged.
WRITER = """
import asyncio, sys
from pathlib import Path
from retrieval.edge import EdgeIndex
from tests.retrieval.papers import RECORD, passage, vector

async def main():
    index = EdgeIndex(Path(sys.argv[1]), RECORD)
    for number in range(int(sys.argv[2]), 100_000):
        await index.add([passage(number)])
        await index.add_vectors({f"id{number}": vector(str(number))})
        print(number, flush=True)

asyncio.run(main())
"""
# Opens the index, says so, and keeps the engine busy in one piece of work that never ends.
HOLDER = """
import sys
from functools import partial
from pathlib import Path
from retrieval.edge import EdgeIndex
from tests.retrieval.papers import wait_for

index = EdgeIndex(Path(sys.argv[1]))
index.run_now(partial(wait_for, path=Path("/")))
print("busy", flush=True)
index.run_now(partial(wait_for, path=Path(sys.argv[1]) / "never"))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def start(program: str, *given: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *given]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ)


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


class TestEdge(IndexContract):
    @pytest.fixture
    def reopen(self, folder: Path) -> Reopen:
        def opened(record: EmbedderRecord | None) -> EdgeIndex:
            return EdgeIndex(folder, record)

        return opened


async def test_two_objects_take_turns(folder: Path) -> None:
    first, second = EdgeIndex(folder, RECORD), EdgeIndex(folder, RECORD)
    passages = corpus(8)
    await asyncio.gather(*(index.add([one]) for index, one in zip([first, second] * 4, passages, strict=True)))
    assert sum((await first.papers()).values()) == sum((await second.papers()).values()) == 8
    await first.close()
    await second.close()


async def test_an_idle_index_is_let_go_of_for_whoever_waits(folder: Path) -> None:
    idle = EdgeIndex(folder, RECORD, idle=3600)
    await idle.add(corpus(3))
    other = EdgeIndex(folder, RECORD)
    assert sum((await other.papers()).values()) == 3
    await other.close()
    await idle.close()


async def test_a_process_that_writes_without_pause_lets_others_search(
    folder: Path, processes: list[subprocess.Popen[str]]
) -> None:
    processes.append(writer := start(WRITER, str(folder), "0"))
    assert line_of(writer) == "0"
    index = EdgeIndex(folder, RECORD)
    for _ in range(3):
        assert await index.find(Ask("A paper", vector("0"), 10))
    await index.close()
    assert writer.poll() is None


async def test_who_waits_too_long_is_told_who_holds_it(folder: Path, processes: list[subprocess.Popen[str]]) -> None:
    processes.append(holder := start(HOLDER, str(folder)))
    assert line_of(holder) == "busy"
    index = EdgeIndex(folder, RECORD)
    began = time.monotonic()
    with pytest.raises(IndexInUse, match=f"in use by process {holder.pid}"):
        await index.papers()
    assert time.monotonic() - began >= 2
    holder.kill()
    holder.wait()
    assert await index.papers() == {}
    await index.close()


async def test_a_kill_while_writing_loses_nothing_that_was_acknowledged(
    folder: Path, processes: list[subprocess.Popen[str]]
) -> None:
    acknowledged = -1
    for after in (1, 9, 30):
        processes.append(writer := start(WRITER, str(folder), str(acknowledged + 1)))
        for _ in range(after):
            acknowledged = int(line_of(writer))
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate()
        acknowledged = max([acknowledged, *map(int, rest.split())])
        index = EdgeIndex(folder, RECORD)
        there = sum((await index.papers()).values())
        # One more may have been written whose acknowledgement was not heard.
        assert acknowledged + 1 <= there <= acknowledged + 2
        lacking = {one.id for one in await index.without_vectors(1000)}
        assert lacking <= {f"id{acknowledged + 1}"}
        await index.close()


async def test_what_a_killed_creation_left_is_no_obstacle(folder: Path) -> None:
    index = EdgeIndex(folder, RECORD)
    await index.add(corpus(2))
    await index.close()
    # As if killed between the shard and its record.
    (folder / "index.json").unlink()
    (folder / "points.new").mkdir()
    again = EdgeIndex(folder, RECORD)
    assert await again.papers() == {}
    await again.add(corpus(2))
    assert sum((await again.papers()).values()) == 2
    await again.close()


async def test_a_damaged_index_says_what_to_do(folder: Path) -> None:
    index = EdgeIndex(folder, RECORD)
    await index.add(corpus(2))
    await index.close()
    record = folder / "index.json"
    good = record.read_text()
    record.write_text("{")
    with pytest.raises(LiteratureError, match="damaged"):
        await index.papers()
    record.write_text(good.replace('"version": 1', '"version": 9'))
    with pytest.raises(LiteratureError, match="version 9"):
        await index.papers()
    record.write_text(good)
    (folder / "points" / "edge_config.json").write_text("{")
    with pytest.raises(LiteratureError, match="failed"):
        await index.papers()
    await index.close()


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    index = EdgeIndex(tmp_path / "file" / "index")
    with pytest.raises(LiteratureError, match="file/index"):
        await index.papers()
    await index.close()


async def test_the_work_is_done_off_the_event_loop(folder: Path) -> None:
    index = EdgeIndex(folder)
    sign = folder.parent / "sign"
    waiting = asyncio.create_task(index.run(partial(wait_for, path=sign)))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    # Only a loop that turns can give the sign that the work waits for.
    sign.touch()
    assert await waiting
    await index.close()


async def test_an_engine_that_was_killed_is_named_and_the_next_search_has_another(folder: Path) -> None:
    index = EdgeIndex(folder, RECORD)
    await index.add(corpus(3))
    waiting = asyncio.create_task(index.run(partial(wait_for, path=folder / "never")))
    await asyncio.sleep(0.1)
    os.kill(await engine_of(index), signal.SIGKILL)
    with pytest.raises(LiteratureError, match="was ended"):
        await waiting
    assert sum((await index.papers()).values()) == 3
    await index.close()


async def engine_of(index: EdgeIndex) -> int:
    process = index._child._process
    assert process is not None
    return process.pid


async def test_an_abandoned_search_does_not_harm_the_next_one(folder: Path) -> None:
    index = EdgeIndex(folder, RECORD)
    await index.add(corpus(5))
    waiting = [asyncio.create_task(index.papers()) for _ in range(5)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert sum((await index.papers()).values()) == 5
    await index.close()
