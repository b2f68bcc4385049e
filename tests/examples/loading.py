"""Modules of examples/, which is no package: loaded from their files."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

EXAMPLES = Path(__file__).parents[2] / "examples"
HEARTBEAT = EXAMPLES / "heartbeat"


def load(path: Path) -> ModuleType:
    """The module of a file, under a name that no other has."""
    name = f"examples_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    # Data classes look their module up while it is executed.
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
