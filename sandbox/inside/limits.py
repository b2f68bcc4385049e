"""Limits that the kernel keeps for each process; the host watches what all of them use together."""

from __future__ import annotations

import resource
from collections.abc import Mapping

_MB = 10**6
# Libraries reserve address space that they never touch; the host counts what is touched.
_RESERVED_MB = 512


def set_limits(limits: Mapping[str, int]) -> None:
    """Lower the limits of this process and of all that it starts; none of them can be raised again.

    limits: ``cpu_s``, ``open_files``, ``written_mb``, and where they are to be set ``memory_mb`` and ``processes``
    """
    cpu = limits["cpu_s"]
    _lower(resource.RLIMIT_CPU, cpu + 1, cpu + 2)
    _lower(resource.RLIMIT_NOFILE, limits["open_files"])
    _lower(resource.RLIMIT_FSIZE, limits["written_mb"] * _MB)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_MEMLOCK, 0)
    _lower(resource.RLIMIT_MSGQUEUE, 0)
    _lower(resource.RLIMIT_NICE, 0)
    _lower(resource.RLIMIT_RTPRIO, 0)
    if "memory_mb" in limits:
        _lower(resource.RLIMIT_DATA, (limits["memory_mb"] + _RESERVED_MB) * _MB)
    if "processes" in limits:
        _lower(resource.RLIMIT_NPROC, limits["processes"])


def _lower(which: int, soft: int, hard: int | None = None) -> None:
    _, most = resource.getrlimit(which)
    wanted = soft if hard is None else hard
    hard = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(which, (min(soft, hard), hard))
