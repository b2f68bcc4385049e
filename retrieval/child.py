"""A process of its own for what would hold up this one: the engine and the embedder keep the interpreter to themselves
while they work, up to a second when files are opened or put in order, and no thread of the same process could go on.

Work goes there pickled, one piece after the other; what it returns or raises comes back. The child ends when its pipe
closes, so nothing of it is left behind by a parent that was killed.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, Generic, Protocol, TypeVar

from core.errors import GpiotError

S = TypeVar("S", bound="Servant")
T = TypeVar("T")

# How often a servant looks around while nothing is asked, in seconds.
GLANCE = 0.02
# From <sys/prctl.h>.
_PDEATHSIG = 1
_ROOT = Path(__file__).resolve().parents[1]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from retrieval.child import serve; serve()"


class Servant(Protocol):
    """What lives in the child. Work is a function of it, at the top level of a module so that it can be pickled."""

    def glance(self) -> bool:
        """Called while nothing is asked; whether it wants to look around again before the next piece of work."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


class Child(Generic[S]):
    """A process with one servant; started by the first piece of work.

    make: makes the servant, in the child
    ended: the error for a child that died in the middle of a piece of work
    """

    def __init__(self, make: Callable[[], S], ended: GpiotError) -> None:
        self._make = make
        self._ended = ended
        self._mutex = threading.Lock()
        self._asking: ThreadPoolExecutor | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        """Whether anything was asked since it was last closed."""
        return self._asking is not None

    def submit(self, work: Callable[[S], T]) -> Future[T]:
        """Have something done; the future raises what the work raised, or ``ended``."""
        with self._mutex:
            if self._asking is None:
                self._asking = ThreadPoolExecutor(1, thread_name_prefix="child")
            return self._asking.submit(self._ask, work)

    def close(self) -> None:
        """Finish what was asked for and end the process; a later piece of work starts another one."""
        with self._mutex:
            asking, self._asking = self._asking, None
        if asking is not None:
            asking.submit(self._stop)
            asking.shutdown()

    def _ask(self, work: Callable[[S], T]) -> T:
        try:
            process = self._process or self._started()
            _send(process.stdin, work)
            good, value = _receive(process.stdout)
        except (OSError, EOFError) as error:
            self._stop()
            raise self._ended from error
        if not good:
            raise value
        result: T = value
        return result

    def _started(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C in the terminal is for the parent, which may have work to finish.
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter and this package
            [sys.executable, "-c", _START, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _send(self._process.stdin, self._make)
        # Strictly by turns: the child must find nothing but one piece of work in its pipe when it looks there.
        _receive(self._process.stdout)
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                # What could not be sent to a child that died is lost with it.
                try:
                    pipe.close()
                except OSError:
                    continue
        process.wait()


def serve() -> None:
    """The child: takes the servant's maker, then piece after piece, until the pipe closes."""
    _die_with_the_parent()
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Libraries that print must not print into the answers.
    os.dup2(2, 1)
    try:
        servant = _receive(orders)()
        _send(answers, None)
    except EOFError:
        return
    try:
        while _wait(servant, orders):
            _send(answers, _done(servant, _receive(orders)))
    except (EOFError, BrokenPipeError):
        pass
    finally:
        servant.close()


def _die_with_the_parent() -> None:
    """On Linux even in the middle of a piece of work; elsewhere when it is done and the pipe is found closed."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)


def _wait(servant: Servant, orders: BinaryIO) -> bool:
    busy = True
    while not select.select([orders], [], [], GLANCE if busy else None)[0]:
        busy = servant.glance()
    return True


def _done(servant: Servant, work: Callable[[Any], Any]) -> tuple[bool, Any]:
    try:
        return True, work(servant)
    except Exception as error:  # noqa: BLE001 - it goes to whoever asked
        return False, error


def _send(pipe: Any, value: Any) -> None:
    pickle.dump(value, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _receive(pipe: Any) -> Any:
    # From this program's own child or parent, through a pipe that nobody else has.
    return pickle.load(pipe)  # noqa: S301
