"""What this machine can hold: its memory, its GPU, and the base model that is proposed for it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from core.errors import UsageError

GB = 1_000_000_000
# Coder models of Ollama's library and the sizes of their files, the strongest first.
PROPOSALS = (
    ("qwen2.5-coder:14b", 9_000_000_000),
    ("qwen2.5-coder:7b", 4_700_000_000),
    ("qwen2.5-coder:3b", 1_900_000_000),
    ("qwen2.5-coder:1.5b", 990_000_000),
)
# Without a GPU a larger one answers too slowly to be waited for.
_LARGEST_WITHOUT_GPU = 5_000_000_000
_CGROUP = Path("/sys/fs/cgroup/memory.max")


@dataclass(frozen=True, slots=True)
class Machine:
    """Bytes of memory, and of all GPUs together; 0 where that is not known."""

    memory: int
    gpu: int

    def __str__(self) -> str:
        memory = f"{self.memory / GB:.1f} GB of memory" if self.memory else "memory not known"
        return f"{memory}, {f'{self.gpu / GB:.1f} GB on GPUs' if self.gpu else 'no NVIDIA GPU'}"

    def holds(self, size: int) -> bool:
        """Whether a model with a file of this size can be loaded; an unknown memory refuses nothing."""
        return not self.memory or needed(size) <= self.memory + self.gpu

    def proposal(self) -> str:
        """The strongest coder model that leaves half of the memory to everything else, or fits the GPU."""
        room = max(self.memory // 2, self.gpu)
        most = PROPOSALS[0][1] if self.gpu else _LARGEST_WITHOUT_GPU
        fitting = [name for name, size in PROPOSALS if size <= most and (not self.memory or needed(size) <= room)]
        return fitting[0] if fitting else PROPOSALS[-1][0]


def needed(size: int) -> int:
    """Bytes of memory that a model with a file of this size takes: weights, and room for contexts and buffers."""
    return int(size * 1.2) + GB


def look() -> Machine:
    """Look at the machine that this runs on; a limit of its container counts."""
    return Machine(_memory(), _gpu())


def refuse_larger(name: str, size: int, machine: Machine) -> None:
    """Raise UsageError when a model with a file of this size does not fit."""
    if not machine.holds(size):
        raise UsageError(
            f"{name} needs {needed(size) / GB:.1f} GB; this machine has {machine}.",
            f"Take a smaller base, such as --base {machine.proposal()}.",
        )


def _memory() -> int:
    try:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return 0
    try:
        limit = int(_CGROUP.read_text("ascii"))
    except (OSError, ValueError):
        return whole
    return min(whole, limit)


def _gpu() -> int:
    asked = ["nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits"]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, timeout=5, check=True).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return 0
    return sum(int(line) * 1024 * 1024 for line in told.split() if line.isdigit())
