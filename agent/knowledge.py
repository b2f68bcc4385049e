"""The library of methods and plans as the assembled agent has it: read, embedded and searched when it is first asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import SandboxError
from core.knowledge import Method, Near, Plan
from core.ports import Embedder
from core.settings import Folders, Settings

if TYPE_CHECKING:
    from knowledge.search import LibrarySearch


class Knowledge:
    """The MethodLibrary that the stages ask; nothing of it is imported before its first use.

    embedder: opens what makes dense vectors; None where there is none: words alone are searched then
    installing: vectors that are made are kept with the installation, not in the person's cache
    """

    def __init__(
        self,
        settings: Settings,
        folders: Folders,
        embedder: Callable[[], Awaitable[Embedder | None]],
        *,
        installing: bool = False,
    ) -> None:
        self._settings = settings
        self._folders = folders
        self._embedder = embedder
        self._installing = installing
        self._opened: LibrarySearch | None = None
        self._opening = asyncio.Lock()

    def methods(self) -> Mapping[str, Method]:
        """All methods by name; raises KnowledgeError."""
        from knowledge.reading import methods

        return methods()

    def plans(self) -> Mapping[str, Plan]:
        """All plans by name; raises KnowledgeError."""
        from knowledge.plan_files import plans

        return plans()

    async def proof(self, methods: Sequence[Method]) -> str:
        """How the examples of these methods go in the sandbox here and now; or why they were not run."""
        from agent.method_trials import tried

        try:
            found = await tried(methods, self._settings, self._folders)
        except SandboxError as error:
            return f"Its examples were not run here: {error.message.rstrip('.')}"
        ran, failed = sum(one.ran for one in found.values()), sum(one.failed for one in found.values())
        return f"{ran - failed} of {ran} examples gave here what they should"

    async def near_methods(self, query: str, limit: int) -> Sequence[Near[Method]]:
        """The nearest methods, best first; raises KnowledgeError, BackendError."""
        return await (await self._search()).near_methods(query, limit)

    async def near_plans(self, query: str, limit: int) -> Sequence[Near[Plan]]:
        """The nearest plans, best first; raises KnowledgeError, BackendError."""
        return await (await self._search()).near_plans(query, limit)

    async def prepare(self, tell: Callable[[int, int], None]) -> int:
        """Make the vectors that are missing; how many texts the library is found by. ``tell`` hears how many are made."""
        return await (await self._search()).prepare(tell)

    def _places(self, installed: Path) -> tuple[Path, ...]:
        """Where vectors are kept: with the installation where that may be written to, else in the person's cache."""
        own = self._folders.cache / "library"
        return (own, installed) if self._installing else (installed, own)

    async def _search(self) -> LibrarySearch:
        from knowledge.search import INSTALLED, LibrarySearch

        async with self._opening:
            if self._opened is None:
                await asyncio.to_thread(self.plans)
                self._opened = LibrarySearch(self.methods(), self.plans(), self._embedder, self._places(INSTALLED))
            return self._opened
