"""The library of methods and plans made ready to be searched: the first time takes a while and shows how far it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from cli.bars import bars
from cli.options import load, with_library

if TYPE_CHECKING:
    from agent.knowledge import Knowledge
    from agent.literature import Library
    from core.knowledge import Near

T = TypeVar("T")


def nearest(search: Callable[[Knowledge], Awaitable[Sequence[Near[T]]]]) -> Sequence[Near[T]]:
    """What a search finds; what it needs and nobody has made is made first."""

    async def found(library: Library) -> Sequence[Near[T]]:
        knowledge, _ = await _prepared(library)
        return await search(knowledge)

    return with_library(found)


def texts_made(*, installed: bool) -> int:
    """Make what searches need; how many texts the library is found by. ``installed``: for everybody who uses it."""

    async def made(library: Library) -> int:
        return (await _prepared(library, installed=installed))[1]

    return with_library(made)


async def _prepared(library: Library, *, installed: bool = False) -> tuple[Knowledge, int]:
    from agent.knowledge import Knowledge

    # Asked before the bars begin, which would overwrite the question.
    await library.embedder()
    knowledge = Knowledge(*load(), library.embedder, installing=installed)
    with bars() as tell:
        texts = await knowledge.prepare(lambda done, of: tell("texts of methods and plans", done, of))
    return knowledge, texts
