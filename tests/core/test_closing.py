"""What is closed is closed whole, however often it is cancelled."""

from __future__ import annotations

import asyncio

import pytest

from core.closing import to_the_end


async def test_cancelled_twice_it_still_ends_and_then_says_so() -> None:
    closed: list[str] = []
    going = asyncio.Event()

    async def close() -> None:
        await going.wait()
        closed.append("engine")

    task = asyncio.create_task(to_the_end(close()))
    for _ in range(2):
        await asyncio.sleep(0)
        task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    going.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert closed == ["engine"]


async def test_an_error_of_the_closing_is_raised() -> None:
    async def close() -> None:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        await to_the_end(close())
