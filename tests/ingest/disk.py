"""An index in a file that survives SIGKILL, and a program that ingests into it: ``python -m tests.ingest.disk FOLDER HOME``."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from core.papers import Passage
from ingest.ledger import Ledger
from ingest.pipeline import ingest
from tests.ingest.memory import MemoryIndex
from tests.ingest.misbehaving import PARTS


class DiskIndex(MemoryIndex):
    """Every ``add`` is one line of JSON; a line without its end was not acknowledged."""

    def __init__(self, path: Path) -> None:
        super().__init__(pause=0.02)
        self.path = path
        for batch in acknowledged(path):
            self.kept |= {one["id"]: Passage(**one) for one in batch}

    async def add(self, passages: Sequence[Passage]) -> None:
        await super().add(passages)
        with self.path.open("a") as file:
            # A line that a kill cut off must not swallow this one.
            file.write("\n" + json.dumps([asdict(passage) for passage in passages]) + "\n")


def acknowledged(path: Path) -> list[list[dict[str, Any]]]:
    """The batches that were written whole."""
    if not path.exists():
        return []
    return [json.loads(row) for row in path.read_text().split("\n")[:-1] if row.startswith("[") and row.endswith("]")]


async def main(folder: Path, home: Path) -> None:
    ledger = Ledger(home / "papers.db")
    await ingest([folder], ledger, DiskIndex(home / "index.jsonl"), workers=2, on_event=lambda _: None, parts=PARTS)
    ledger.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
