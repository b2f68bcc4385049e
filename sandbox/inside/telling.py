"""What the program does, told to the host as JSON lines over a pipe. The host believes none of it without a check."""

from __future__ import annotations

import json
import os
import threading


class Teller:
    """Writes events; processes that the program forks stay silent."""

    def __init__(self, descriptor: int) -> None:
        os.set_inheritable(descriptor, False)
        self._descriptor = descriptor
        self._owner = os.getpid()
        self._lock = threading.Lock()

    @property
    def ours(self) -> bool:
        """Whether this is the process that the host started, and not a child of it."""
        return os.getpid() == self._owner

    def tell(self, event: str, **facts: object) -> None:
        """Write one event; raises OSError when the host is gone."""
        if not self.ours:
            return
        line = json.dumps({"event": event, **facts}).encode() + b"\n"
        with self._lock:
            while line:
                line = line[os.write(self._descriptor, line) :]
