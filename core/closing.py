"""Closing that is not left half done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable


async def to_the_end(work: Awaitable[object]) -> None:
    """Run ``work`` to its end whoever cancels meanwhile; CancelledError is raised after it."""
    task, cancelled = asyncio.ensure_future(work), False
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            cancelled = True
    task.result()
    if cancelled:
        raise asyncio.CancelledError
