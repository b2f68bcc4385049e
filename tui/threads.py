"""Work beside the event loop that may take long and is given up when the person moves on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

Result = TypeVar("Result")


async def outside(work: Callable[[], Result]) -> Result:
    """The result of ``work``, done in a thread of its own; cancelled, nobody waits for it any more, not even the exit.

    An executor's threads would be joined at exit, and a few walks through large folders would keep all of them.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - it is raised where the result is awaited
            tell(done.set_exception, error)
        else:
            tell(done.set_result, result)

    def tell(say: Callable[[Any], None], what: Any) -> None:
        with suppress(RuntimeError):  # the loop may be closed by now
            loop.call_soon_threadsafe(lambda: None if done.done() else say(what))

    threading.Thread(target=run, daemon=True, name="outside").start()
    return await done
