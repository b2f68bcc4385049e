"""The process that reads papers: paths come in on standard input, passages go out in frames of JSON.

A frame is four bytes of length, the least significant first, and an object: ``ready`` once; for each file ``paper``
and ``passages`` as often as it takes, and ``done`` or ``failed``.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from core.errors import LiteratureError
from core.papers import ReadPaper
from ingest.readers import reader_for

MEMORY = 4 << 30
"""Bytes of memory that a worker may take; a file that needs more costs the worker, not the machine."""

FRAME = 128
"""Passages of one frame."""

_PARENT_SECONDS = 2.0


def main() -> None:
    """Serve until standard input ends. Arguments: the deadline of a file in seconds, the readers as JSON, the chunker."""
    deadline, readers = float(sys.argv[1]), json.loads(sys.argv[2])
    out = _private_output()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    # Loaded here, so that no file's time is spent on it.
    for reader in readers.values():
        import_module(reader.partition(":")[0])
    module, name = sys.argv[3].split(":")
    passages = getattr(import_module(module), name)
    _send(out, {"kind": "ready"})
    for row in sys.stdin.buffer:
        # Whatever code the process is caught in, the system ends it: the parent may be gone by then.
        signal.setitimer(signal.ITIMER_REAL, 2 * deadline + 5)
        _serve(out, json.loads(row), readers, passages)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _private_output() -> BinaryIO:
    """Standard output for frames alone: whatever libraries print there goes nowhere."""
    out = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)
    return out


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_SECONDS)
    os._exit(1)


def _serve(out: BinaryIO, job: Mapping[str, Any], readers: Mapping[str, str], passages: Any) -> None:
    began = time.perf_counter()
    path = Path(os.fsdecode(bytes.fromhex(job["path"])))
    try:
        read: ReadPaper = reader_for(path, readers).read(path)
        found = passages(read)
    except LiteratureError as error:
        _send(out, {"kind": "failed", "reason": error.message.removeprefix(f"{path.name}: "), "hint": error.hint})
        return
    except OSError as error:
        _send(out, {"kind": "failed", "reason": error.strerror or str(error), "hint": "Make the file readable."})
        return
    sources = [page.source for page in read.pages]
    told = {"unread": sources.count("none"), "ocr": sources.count("ocr"), "passages": len(found)}
    _send(out, {"kind": "paper", "paper": asdict(read.paper), **told, "seconds": time.perf_counter() - began})
    for first in range(0, len(found), FRAME):
        _send(out, {"kind": "passages", "items": [asdict(one) for one in found[first : first + FRAME]]})
    _send(out, {"kind": "done"})


def _send(out: BinaryIO, frame: Mapping[str, Any]) -> None:
    # Half of a character pair, as damaged files have them, survives as an escape.
    data = json.dumps(frame).encode("ascii")
    out.write(len(data).to_bytes(4, "little") + data)
    out.flush()


if __name__ == "__main__":
    main()
