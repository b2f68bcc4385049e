"""An ingest beside the conversation, shown in the status line."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import Worker, WorkerCancelled, WorkerFailed

from core.errors import GpiotError
from core.events import FileFailed, Ingested, IngestProgress
from core.wording import plural

if TYPE_CHECKING:
    from tui.app import GpiotApp


class Ingests:
    """At most one runs at a time, as a worker of the app."""

    def __init__(self, app: GpiotApp) -> None:
        self._app = app
        self._worker: Worker[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether an ingest runs."""
        return self._worker is not None and not self._worker.is_finished

    def start(self, folders: Sequence[Path]) -> None:
        """Begin; the app says so where one runs already."""
        if self.busy:
            self._app.complain("Papers are being ingested already.", "Wait until the bar below is gone.")
        else:
            self._worker = self._app.run_worker(self._run(folders), group="ingest", exit_on_error=False)

    async def cancel(self) -> None:
        """Stop; what was read is kept."""
        if self.busy and self._worker:
            self._worker.cancel()
            with suppress(WorkerFailed, WorkerCancelled):
                await self._worker.wait()

    async def _run(self, folders: Sequence[Path]) -> None:
        status, failed = self._app.desk.status, 0
        status.say("looking for papers …")
        try:
            async with aclosing(self._app.opened.ingest(folders)) as events:
                async for event in events:
                    match event:
                        case IngestProgress():
                            status.say("")
                            status.ingest(event)
                        case FileFailed():
                            failed += 1
                        case Ingested():
                            await self._tell(event)
        except GpiotError as error:
            self._app.complain(error.message, error.hint)
        except Exception as error:  # noqa: BLE001 - it is raised by the app, once the terminal is as it was
            self._app.fail(error)
        finally:
            status.say("")
            status.ingest(None)
            await self._app.view.status()

    async def _tell(self, found: Ingested) -> None:
        counts = f"{found.new} new, {found.changed} changed, {found.unchanged} unchanged"
        failed = f", {found.failed} failed (/papers shows why)" if found.failed else ""
        await self._app.view.tell(f"Ingested {plural(found.files, 'file')} in {found.seconds:.1f} s: {counts}{failed}.")
