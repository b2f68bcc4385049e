"""Ctrl-C and SIGTERM end the work of a command once, and nothing tears a traceback out of its closing."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import ExitStack
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work in an event loop; raises KeyboardInterrupt when it was interrupted or terminated."""
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]]] = []

    def cancel(_: int, __: FrameType | None) -> None:
        for loop, task in running:
            if not loop.is_closed():
                loop.call_soon_threadsafe(_cancel_once, task)

    # Not the loop's own handlers: they are gone before it is closed, and Python's would raise amidst the closing.
    with ExitStack() as handlers:
        for number in (signal.SIGINT, signal.SIGTERM):
            handlers.callback(signal.signal, number, signal.signal(number, cancel))
        try:
            return asyncio.run(_noted(work, running))
        except asyncio.CancelledError:
            # What follows only says so and exits: a further Ctrl-C has nothing left to end.
            handlers.pop_all()
            raise KeyboardInterrupt from None


async def _noted(work: Coroutine[Any, Any, T], running: list[Any]) -> T:
    running.append((asyncio.get_running_loop(), asyncio.current_task()))
    return await work


def _cancel_once(task: asyncio.Task[Any]) -> None:
    # An impatient second Ctrl-C would cancel the closing of what the first one ends, and leave threads that never do.
    if not task.cancelling():
        task.cancel()
