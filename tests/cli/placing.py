"""What tests of ``gpiot place`` share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result

Gpiot = Callable[..., Result]
EXAMPLES = Path(__file__).parents[2] / "examples" / "placement"
DOOR = EXAMPLES / "smart_door.ep"


def solved(gpiot: Gpiot, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gpiot("place", *arguments, "--json").stdout)
    return found
