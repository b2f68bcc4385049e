"""What the processes of a run use together, read from /proc (proc(5)) a few times a second."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_MB = 10**6
_GONE = (FileNotFoundError, ProcessLookupError)


@dataclass(frozen=True, slots=True)
class Sample:
    """All processes of a program at one moment.

    processes: the ids of them, launchers: of those above them; threads: of all processes
    memory_mb: what cannot be dropped: their own pages and shared memory, in MB (10**6 bytes)
    resident_mb: with the pages of files, such as libraries, as well
    cpu_s: of everything below the process that was started, ended children included
    """

    processes: tuple[int, ...] = ()
    launchers: tuple[int, ...] = ()
    threads: int = 0
    memory_mb: float = 0.0
    resident_mb: float = 0.0
    cpu_s: float = 0.0


@dataclass(slots=True)
class Used:
    """What was seen of a run so far: of memory and threads the last, of the others the most, in the units of Sample.

    processes: when each of them began, by its id
    """

    memory_mb: float = 0.0
    resident_mb: float = 0.0
    cpu_s: float = 0.0
    threads: int = 0
    processes: dict[int, str] = field(default_factory=dict)

    def take(self, seen: Sample, most_mb: int) -> None:
        """Take in one sample; pages that several processes share are counted once where that could change a decision."""
        self.threads = seen.threads
        for process in seen.launchers:
            self.processes.setdefault(process, started(process))
        if not seen.resident_mb:
            return
        for process in seen.processes:
            self.processes.setdefault(process, started(process))
        memory, resident = seen.memory_mb, seen.resident_mb
        if len(seen.processes) > 1 and (resident > self.resident_mb or memory > most_mb):
            memory, resident = shared_out(seen.processes)
        self.memory_mb = memory
        peaks = (peak_mb(process) for process in seen.processes[:1])
        self.resident_mb = max(self.resident_mb, resident, *peaks)
        self.cpu_s = max(self.cpu_s, seen.cpu_s)


def children(process: int) -> list[int]:
    """The children of a process, oldest first; none where it is gone."""
    found: list[int] = []
    try:
        for task in Path(f"/proc/{process}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    except _GONE:
        return found
    return found


def descendants(root: int, depth: int, most: int) -> tuple[list[int], list[int]]:
    """All processes from ``root`` down: those above ``depth`` generations, and those from there on: the program's.

    Once there are more than ``most``, the search ends.
    """
    above, level = [], [root]
    for _ in range(depth):
        above += level
        level = [child for process in level for child in children(process)]
    found = list(level)
    for process in found:
        if len(found) > most:
            break
        found += children(process)
    return above, found


def sample(root: int, depth: int, most: int) -> Sample:
    """Look at every process once; one that ends meanwhile counts for what was read of it.

    More processes than ``most`` are only counted: looking at each would give them the time to become many more.
    """
    above, program = descendants(root, depth, most)
    if len(program) > most:
        return Sample(tuple(program), tuple(above), len(program))
    status = [_status(process) for process in program]
    own = sum(anonymous for _, anonymous, _ in status)
    resident = sum(both for _, _, both in status)
    return Sample(
        tuple(program),
        tuple(above),
        sum(threads for threads, _, _ in status),
        own / _MB,
        resident / _MB,
        sum(map(_cpu_s, [*above, *program])),
    )


def shared_out(processes: tuple[int, ...]) -> tuple[float, float]:
    """Memory and resident memory in MB with each shared page counted once: exact, and slow for large processes."""
    totals = {"Pss:": 0, "Pss_File:": 0}
    for process in processes:
        for line in _lines(f"/proc/{process}/smaps_rollup"):
            name, *rest = line.split()
            if name in totals:
                totals[name] += int(rest[0]) * 1024
    return (totals["Pss:"] - totals["Pss_File:"]) / _MB, totals["Pss:"] / _MB


def peak_mb(process: int) -> float:
    """The most resident memory that one process ever had, in MB."""
    for line in _lines(f"/proc/{process}/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / _MB
    return 0.0


def started(process: int) -> str:
    """When a process began, in ticks: with its id it names a process for good; empty where it is gone or ended."""
    fields = _stat(process)
    return fields[19] if len(fields) > 19 and fields[0] not in "ZX" else ""


def _status(process: int) -> tuple[int, int, int]:
    """Threads, bytes that cannot be dropped, bytes with the pages of files."""
    found = {"Threads:": 0, "RssAnon:": 0, "RssShmem:": 0, "RssFile:": 0}
    for line in _lines(f"/proc/{process}/status"):
        name, *rest = line.split()
        if name in found:
            found[name] = int(rest[0])
    own = (found["RssAnon:"] + found["RssShmem:"]) * 1024
    return found["Threads:"], own, own + found["RssFile:"] * 1024


def _cpu_s(process: int) -> float:
    """Seconds of a process and of the children that it has waited for."""
    return sum(map(int, _stat(process)[11:15])) / _TICKS


def _stat(process: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on: the second is a name that may hold anything."""
    return "".join(_lines(f"/proc/{process}/stat")).rpartition(")")[2].split()


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:  # noqa: PTH123 - read often: half the time
            return stream.read().splitlines()
    except _GONE:
        return []
