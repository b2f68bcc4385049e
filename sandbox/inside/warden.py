"""Stands between the host and a program that runs without a sandbox: when either ends, all the program started ends too.

    python warden.py HOST COMMAND...

HOST is the process id of the host. The exit status is the command's, 128 + N where signal N ended it. SIGTERM ends all.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_AWAITED = {signal.SIGTERM, signal.SIGCHLD}


def guard(host: int, command: list[str]) -> int:
    """Run a command until it, or the host, has ended; then end whatever it has left. Returns the exit status."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != host:
        return 128 + signal.SIGTERM
    child = os.posix_spawn(command[0], command, os.environ, setsigmask=[], setpgroup=0)
    status = _awaited(child)
    _end_all(child)
    return status


def _awaited(child: int) -> int:
    while signal.sigwait(_AWAITED) == signal.SIGCHLD:
        while (ended := _reaped(os.WNOHANG)) is not None:
            if ended[0] == child:
                code = os.waitstatus_to_exitcode(ended[1])
                return code if code >= 0 else 128 - code
    return 128 + signal.SIGTERM


def _end_all(group: int) -> None:
    """Kill the group, then one after the other what has left it; orphans come here, so none is out of reach."""
    while left := _children(os.getpid()):
        for process in [-group, *left]:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        _reaped(0)


def _reaped(options: int) -> tuple[int, int] | None:
    try:
        process, status = os.waitpid(-1, options)
    except ChildProcessError:
        return None
    return (process, status) if process else None


def _children(process: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found


if __name__ == "__main__":
    sys.exit(guard(int(sys.argv[1]), sys.argv[2:]))
