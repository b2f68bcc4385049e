"""The line above the keys: model, backend, context, index, and an ingest that runs beside the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from tui.rows import printable

if TYPE_CHECKING:
    from agent.chat import Status as ChatStatus
    from core.events import IngestProgress

_BAR = 10


class Status(Static):
    """Renders what the chat says of itself; where it is narrow the least telling parts go first."""

    def __init__(self) -> None:
        super().__init__(id="status", markup=False)
        self._status: ChatStatus | None = None
        self._tokens: tuple[int, int] | None = None
        self._ingest: IngestProgress | None = None
        self._note = "starting …"

    def on_mount(self) -> None:
        """Say that the agent is being opened."""
        self.draw()

    def on_resize(self, _event: Resize) -> None:
        """Other parts fit."""
        self.draw()

    def show(self, status: ChatStatus) -> None:
        """What is open."""
        self._status, self._note = status, ""
        self.draw()

    def say(self, note: str) -> None:
        """What is under way beside turns; empty for nothing."""
        self._note = note
        self.draw()

    def context(self, used: tuple[int, int] | None) -> None:
        """Tokens of the last call, and how many there may be (0: not known)."""
        if used is not None and used != self._tokens:
            self._tokens = used
            self.draw()

    def ingest(self, progress: IngestProgress | None) -> None:
        """How far an ingest is; None when it is over."""
        self._ingest = progress
        self.draw()

    def draw(self) -> None:
        """The parts that fit, in their order; the first ones are dropped last."""
        ranked = [self._note, self._ingesting(), self._model(), self._used(), self._index()]
        parts: list[str] = []
        for part in filter(None, ranked):
            if Content(" · ".join([*parts, part])).cell_length <= max(self.size.width - 2, 0) or not parts:
                parts.append(part)
        order = [self._model(), self._used(), self._index(), self._ingesting(), self._note]
        self.update(" · ".join(part for part in order if part and part in parts))

    def _model(self) -> str:
        if self._status is None:
            return ""
        backend = printable(self._status.backend) or "no model yet"
        model = f" {printable(self._status.model)}" if self._status.model else ""
        return f"{backend}{model}{' ⚠ weak' if self._status.weak else ''}"

    def _used(self) -> str:
        if self._tokens is None:
            return ""
        used, most = self._tokens
        return f"context {used:,}/{most:,} ({100 * used // most} %)" if most else f"context {used:,}"

    def _index(self) -> str:
        if self._status is None:
            return ""
        failed = f", {self._status.failed} failed" if self._status.failed else ""
        return f"{self._status.papers:,} papers, {self._status.passages:,} passages{failed}"

    def _ingesting(self) -> str:
        if self._ingest is None:
            return ""
        one = self._ingest
        reading = one.phase == "read"
        # Of vectors only the time that is left is told, not how many there will be.
        done, total = (one.files, one.files_total) if reading else (one.passages, _all_passages(one))
        full = round(_BAR * done / total) if total else 0
        rate = f"{one.pages_per_s:.1f} pages/s" if reading else f"{one.passages_per_s:.1f} passages/s"
        left = f"{int(one.seconds_left) // 60}:{int(one.seconds_left) % 60:02} left"
        return f"{one.phase} {'█' * full}{'░' * (_BAR - full)} {done:,}/{total:,} · {rate} · {left}"


def _all_passages(one: IngestProgress) -> int:
    return round(one.passages + one.passages_per_s * one.seconds_left)
