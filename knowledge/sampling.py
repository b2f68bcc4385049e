"""Sample data for plans: each generator is a documented module with one function that writes a folder."""

from __future__ import annotations

import importlib
from pathlib import Path

from core.errors import KnowledgeError

SAMPLES = Path(__file__).with_name("samples")


def names() -> tuple[str, ...]:
    """The generators."""
    return tuple(sorted(path.stem for path in SAMPLES.glob("*.py") if not path.stem.startswith("_")))


def write(name: str, folder: Path, seed: int = 1) -> None:
    """Write the sample data ``name`` into a folder, which is made; raises KnowledgeError for an unknown name."""
    if name not in names():
        raise KnowledgeError(f"There is no sample data {name!r}.", f"Known are {', '.join(names())}.")
    folder.mkdir(parents=True, exist_ok=True)
    importlib.import_module(f"knowledge.samples.{name}").write(folder, seed)
