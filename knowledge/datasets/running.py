"""What the builders need of the sandbox: scripts run there with one interpreter, and what they have written comes back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

INSIDE = Path(__file__).with_name("inside")


class Runner(Protocol):
    """Runs one of the scripts of ``inside/`` behind the sandbox's walls."""

    async def run(self, script: str, files: Mapping[str, bytes], arguments: tuple[str, ...], wall_s: float) -> bytes:
        """What the script has written to the file that is its first argument; empty where it wrote nothing.

        files: what it finds by these names in its folder
        A script that is ended at its limit gives what it has written by then. Raises SandboxError where it cannot run.
        """
        ...
