"""Memory of three roles on one base: resident size with two rank-16 adapters over that of the base alone.

Each is measured in a process of its own after one answer of every role; the criterion is <= 1.15.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from backends.embedded import EmbeddedModel
from backends.weights import find_weights
from bench.report import show
from core.ports import Message, Request
from core.roles import ROLES
from core.settings import Settings
from tests.adapters import write_adapter

RANK = 16


def resident() -> int:
    """Bytes of this process that are in memory (Linux)."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise SystemExit("This benchmark needs /proc (Linux).")


async def answered(settings: Settings) -> int:
    """Resident bytes after one answer of every role."""
    model = EmbeddedModel(settings)
    await model.open()
    for role in ROLES.values():
        request = Request(role, (Message("user", "Name three sensors."),), 1, 16, 0.0)
        await model.generate(request, lambda _text, _tokens: None)
    size = resident()
    await model.close()
    return size


def in_a_process(parallel: int, *adapters: Path) -> int:
    """Resident bytes measured in a fresh process."""
    given = [str(path) for path in adapters]
    command = [sys.executable, "-m", "bench.memory", "--parallel", str(parallel), "--measure", *given]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parallel", type=int, default=8)
    parser.add_argument("--measure", nargs="*", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure is not None:
        plans, programs = given.measure or ("", "")
        settings = Settings(parallel=given.parallel, tdslm_adapter=plans, cgslm_adapter=programs)
        print(asyncio.run(answered(settings)))
        return
    with tempfile.TemporaryDirectory() as folder:
        weights = find_weights("")
        paths = [write_adapter(Path(folder) / f"{n}.gguf", n, weights=weights, rank=RANK) for n in (1, 2)]
        base, roles = in_a_process(given.parallel), in_a_process(given.parallel, *paths)
        sizes = [path.stat().st_size / 2**20 for path in paths]
    rows = [["base alone", base / 2**20, 1.0], ["three roles, two adapters", roles / 2**20, roles / base]]
    show("memory", ("what", "RSS MiB", "ratio"), rows, parallel=given.parallel, rank=RANK, adapter_mib=sizes[0])


if __name__ == "__main__":
    main()
