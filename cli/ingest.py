"""``gpiot ingest``: a folder of papers becomes searchable, and stays so."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AbstractContextManager, aclosing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.asking import allower
from cli.interrupts import run
from cli.options import current_output, events_option, load, print_json
from core.terminal import clean
from core.wording import plural

if TYPE_CHECKING:
    from rich.progress import Progress

    from agent.literature import Library
    from core.events import Event, FileFailed, Ingested, IngestProgress


@click.command()
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--sync", is_flag=True, help="Forget files that were deleted from the folders.")
@click.option("--watch", is_flag=True, help="Go on: ingest whatever comes, goes or changes, until Ctrl-C.")
@events_option
def ingest(folders: tuple[Path, ...], sync: bool, watch: bool) -> None:
    """Read papers (PDF, Markdown, text, HTML) into the index that specifications cite.

    Everything is found by its words within seconds; vectors for its meaning follow. The same command again reads only
    what is new; a renamed or copied file costs nothing; other folders are left alone.
    """
    settings, places = load()
    current_output().again = "what was read is kept, the same command goes on"
    run(_ingest(settings, places, folders, sync, watch))


def read_again(files: tuple[Path, ...]) -> None:
    """Ingest these files, shown like a folder."""
    settings, places = load()
    run(_ingest(settings, places, files, sync=False, watch=False))


async def _ingest(settings: Any, places: Any, folders: tuple[Path, ...], sync: bool, watch: bool) -> None:
    from agent.gate import Gate
    from agent.literature import check_ingested, open_library
    from core.events import Ingested

    async with open_library(settings, places, Gate(allower(current_output()))) as library:
        # Asked before the bars begin, which would overwrite the question.
        await library.check(folders)
        with _screen() as screen:
            async with aclosing(_events(library, folders, sync, watch)) as events:
                async for event in events:
                    screen.show(event)
                    if isinstance(event, Ingested) and not watch:
                        check_ingested(event, folders)


def _events(library: Library, folders: tuple[Path, ...], sync: bool, watch: bool) -> AsyncGenerator[Event, None]:
    return library.watch(folders, sync=sync) if watch else library.ingest(folders, sync=sync)


class _Json:
    """Events as lines."""

    def show(self, event: Event) -> None:
        print_json(event.json())


class _Lines:
    """A bar for each phase, failures above it, and a summary."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars = {"read": progress.add_task("reading files", total=None, rate="", left="")}

    def show(self, event: Event) -> None:
        from core.events import FileFailed, Ingested, IngestProgress

        match event:
            case IngestProgress():
                self._advance(event)
            case FileFailed():
                self._say(_failure(event))
            case Ingested():
                self._say(_summary(event))

    def _advance(self, event: IngestProgress) -> None:
        reading = event.phase == "read"
        done, rate = (event.files, f"{event.pages_per_s:.1f} pages/s") if reading else (event.passages, "")
        rate = rate or f"{event.passages_per_s:.1f} passages/s"
        left = f"{event.seconds_left:.0f} s left" if event.seconds_left >= 0 else ""
        total = event.files_total if reading else event.passages + max(0.0, event.seconds_left) * event.passages_per_s
        if event.phase not in self._bars:
            name = "vectors (searchable by words already)"
            self._bars[event.phase] = self._progress.add_task(name, total=total, rate="", left="")
        self._progress.update(self._bars[event.phase], completed=done, total=total, rate=rate, left=left)

    def _say(self, line: str) -> None:
        self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)


def _screen() -> AbstractContextManager[Any]:
    if current_output().json:
        return nullcontext(_Json())
    from contextlib import contextmanager

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    @contextmanager
    def shown() -> Any:
        columns = ("{task.description}", "{task.fields[rate]}", "{task.fields[left]}")
        name, rate, left = (TextColumn(text, markup=False) for text in columns)
        console = Console(highlight=False, markup=False, emoji=False)
        with Progress(
            name, BarColumn(24), MofNCompleteColumn(), rate, left, console=console, transient=True
        ) as progress:
            yield _Lines(progress)

    return shown()


def _failure(event: FileFailed) -> str:
    return clean(f"{event.path}: {event.reason}" + (f" ({event.hint})" if event.hint else ""))


def _summary(event: Ingested) -> str:
    parts = [f"{event.new} new", f"{event.changed} changed", f"{event.unchanged} unchanged", f"{event.failed} failed"]
    removed = f", {event.removed} removed" if event.removed else ""
    return (
        f"{plural(event.files, 'file')}: {', '.join(parts)}{removed}. {plural(event.pages, 'page')} read into "
        f"{plural(event.passages, 'passage')} in {event.seconds:.1f} s."
    )
