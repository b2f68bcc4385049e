"""The checkpointer of a graph that was cancelled."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from agent.checkpoints import open_saver

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig


async def test_what_a_cancelled_node_still_writes_is_written_before_the_file_is_closed(tmp_path: Path) -> None:
    config: RunnableConfig = {"configurable": {"thread_id": "s/1", "checkpoint_ns": "", "checkpoint_id": "1"}}
    async with open_saver(tmp_path / "checkpoints.db") as saver:
        left = asyncio.create_task(saver.aput_writes(config, [("state", "half")], "task"))
        await asyncio.sleep(0)
    assert left.done()
    await left
