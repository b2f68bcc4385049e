"""The gate through which everything leaves this machine: each address elsewhere is asked about once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from core.errors import UsageError
from core.leaving import Destination

Allow = Callable[[Destination], Awaitable[bool]]
"""Asks a person whether this may be sent there."""


class Gate:
    """Lets through what the settings or the person allow.

    allow: asks the person; None where there is nobody to ask
    """

    def __init__(self, allow: Allow | None = None) -> None:
        self._allow = allow
        self._granted: set[str] = set()

    async def pass_through(self, destinations: Sequence[Destination]) -> None:
        """Raise UsageError, with the setting that allows it, unless all of these are allowed."""
        for one in destinations:
            if one.allowed or one.address in self._granted:
                continue
            if self._allow is None or not await self._allow(one):
                raise UsageError(
                    f"{one.address} (`{one.setting}`) is another machine and would get {one.what}.",
                    f"Allow it: {one.grant}; or change `{one.setting}`.",
                )
            self._granted.add(one.address)
