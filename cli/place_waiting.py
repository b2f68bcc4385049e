"""Long work of ``gpiot place``: a terminal shows how long it takes, and Ctrl-C ends the command at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

from cli.options import current_output

T = TypeVar("T")


def waited(words: str, work: Callable[[], T]) -> T:
    """The result of some work, done in a thread: a solver would keep Ctrl-C until it is through."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    quiet = current_output().json or not console.is_terminal
    done: Future[T] = Future()
    Thread(target=_fulfil, args=(done, work), daemon=True).start()
    with Progress(*columns, console=console, transient=True, disable=quiet) as shown:
        shown.add_task(words, total=None)
        return done.result()


def _fulfil(done: Future[T], work: Callable[[], T]) -> None:
    try:
        done.set_result(work())
    except Exception as error:  # noqa: BLE001 - it is raised where the result is awaited
        done.set_exception(error)
