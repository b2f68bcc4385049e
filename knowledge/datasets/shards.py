"""Long work in shards: what is done is kept on the disk, and a ledger says what; killed at any moment, it resumes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.disk import storing
from core.errors import UsageError

_LEDGER, _SETTINGS = "ledger.jsonl", "settings.json"


class Shards:
    """A folder of shards by name; a shard counts once it is whole on the disk and stands in the ledger with its hash."""

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        """Open or begin the work; raises UsageError where the folder holds work of other settings, StorageError."""
        self._folder = folder
        with storing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._check(settings)
            self._known = self._read()

    def get(self, name: str) -> bytes | None:
        """A shard that is done; None where it is not, or is damaged."""
        digest = self._known.get(name)
        path = self._folder / name
        if digest is None or not path.is_file():
            return None
        found = path.read_bytes()
        return found if hashlib.sha256(found).hexdigest() == digest else None

    def put(self, name: str, data: bytes) -> None:
        """Keep a shard: first its bytes, then its line in the ledger; raises StorageError."""
        with storing(self._folder / name):
            _write(self._folder / name, data)
            digest = hashlib.sha256(data).hexdigest()
            with (self._folder / _LEDGER).open("ab") as ledger:
                ledger.write(json.dumps([name, digest]).encode() + b"\n")
                ledger.flush()
                os.fsync(ledger.fileno())
        self._known[name] = digest

    def _check(self, settings: Mapping[str, Any]) -> None:
        path = self._folder / _SETTINGS
        wanted = json.dumps(settings, sort_keys=True, indent=1).encode()
        if not path.exists():
            _write(path, wanted)
        elif path.read_bytes() != wanted:
            raise UsageError(
                f"{self._folder} holds unfinished work of another version or with other options.",
                "Give the same options again, another --out, or remove that folder.",
            )

    def _read(self) -> dict[str, str]:
        path = self._folder / _LEDGER
        if not path.exists():
            return {}
        whole, _, torn = path.read_bytes().rpartition(b"\n")
        if torn:
            # A line cut off by a kill: what it spoke of is made again.
            _write(path, whole + b"\n" if whole else b"")
        return dict(json.loads(line) for line in whole.splitlines())


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
