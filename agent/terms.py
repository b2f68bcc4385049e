"""What a person grants a turn before it begins, and how it ends where they do not accept its plan."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from core.edits import Edited
from core.errors import GpiotError
from core.events import PlanChecked
from core.project import Project
from graph.state import SPECIFIED

Accept = Callable[[Project, PlanChecked | None], Awaitable[bool | Edited]]
"""Whether a plan may go on; an edited one is kept and asked about again. PlanChecked is None before specifications."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person grants a turn.

    overwrite: files that they edited in the project folder may be replaced
    folder: where the project goes; by default where it is, a new one into a folder named after its session
    pause: the stage before which a new plan waits for ``accept``
    """

    accept: Accept
    overwrite: bool = False
    folder: Path | None = None
    pause: str = SPECIFIED


class PlanRefusedError(GpiotError):
    """The person did not accept the plan; the turn waits for them."""
