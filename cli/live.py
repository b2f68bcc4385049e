"""The screens a turn is shown on: a live region below finished lines, the same lines plain, or JSON."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from cli.options import Output, complain, print_json
from core.events import (
    Done,
    Event,
    Failed,
    ProgramReady,
    SpecReady,
    StageStarted,
    SubTaskFailed,
    SubTaskReady,
    Token,
)
from core.run_events import RunStarted, StepRan
from core.terminal import clean

if TYPE_CHECKING:
    from rich.console import Console, Group
    from rich.live import Live
    from rich.table import Table

# The answer's speed is that of the last few seconds, and long lists of sub-tasks are cut to what a small terminal holds.
_WINDOW = 3.0
_ROWS = 12


class Screen(Protocol):
    """Where events go."""

    @property
    def knows_plan(self) -> bool:
        """Whether the plan was shown, as it is not when a session is taken up at its acceptance."""
        ...

    def show(self, event: Event) -> None:
        """Show one event."""
        ...

    def tick(self) -> None:
        """Redraw what moves."""
        ...

    def pause(self) -> None:
        """Leave the terminal alone: a question is asked."""
        ...

    def resume(self) -> None:
        """Go on drawing."""
        ...


@contextmanager
def open_screen(output: Output) -> Iterator[Screen]:
    """The screen for this command: JSON lines when asked for, a live region on a terminal, else plain lines."""
    if output.json:
        yield JsonLines()
        return
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    screen = LinesScreen(console, styled=console.is_terminal, code=output.code)
    screen.resume()
    try:
        yield screen
    finally:
        screen.pause()


class JsonLines:
    """One event a line."""

    knows_plan = True

    def show(self, event: Event) -> None:
        """Print the event; the reader of a pipe has it at once."""
        print_json(event.json())

    def tick(self) -> None:
        """Nothing moves."""

    def pause(self) -> None:
        """Nothing is drawn."""

    def resume(self) -> None:
        """Nothing is drawn."""


class LinesScreen:
    """Finished things are printed for good, as they come; on a terminal what is under way is drawn below them.

    code: programs are printed in full
    """

    def __init__(
        self, console: Console, styled: bool, *, code: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._console = console
        self._styled = styled
        self._code = code
        self._progress = Progress(clock)
        self._live: Live | None = None

    @property
    def knows_plan(self) -> bool:
        """Whether the plan was shown."""
        return bool(self._progress.titles)

    def show(self, event: Event) -> None:
        """Print what is finished, note what is under way; a failure goes to stderr."""
        from cli.render import lines

        known = isinstance(event, StageStarted) and event.stage == self._progress.stage
        self._progress.note(event)
        if known:
            return
        if isinstance(event, Done | Failed):
            self.pause()
        if isinstance(event, Failed):
            _complain(event)
            return
        for line in lines(event, self._styled, in_full=self._code):
            self._console.print(line, soft_wrap=not self._styled)

    def tick(self) -> None:
        """Redraw the live region."""
        if self._live:
            self._live.refresh()

    def pause(self) -> None:
        """Take the live region away."""
        if self._live:
            self._live.stop()
            self._live = None

    def resume(self) -> None:
        """Draw the live region again, where the terminal can."""
        if not self._styled or self._live or self._console.is_dumb_terminal:
            return
        from rich.live import Live

        self._live = Live(console=self._console, get_renderable=self._region, auto_refresh=False, transient=True)
        self._live.start()

    def _region(self) -> Group:
        from rich.console import Group
        from rich.spinner import Spinner
        from rich.text import Text

        return Group(Spinner("dots", Text(self._progress.headline(), style="bold")), _table(self._progress))


def _complain(event: Failed) -> None:
    resume = f"`gpiot sessions resume {event.session}` goes on where it stopped."
    known = f"resume {event.session}" in event.hint
    hints = [event.hint, resume if event.resumable and event.session and not known else ""]
    complain(event.reason, " ".join(filter(None, hints)))


class Progress:
    """What is under way: the stage, its sub-tasks, tokens and speed."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._start = clock()
        self._recent: deque[tuple[float, int]] = deque()
        self.titles: dict[int, str] = {}
        self.stage = "starting"
        self.rows: dict[int, Row] = {}

    def note(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case StageStarted():
                if self.stage != event.stage:
                    self.stage, self.rows = event.stage, {}
                if event.subtask:
                    self.rows[event.subtask] = Row(self._title(event.subtask))
            case RunStarted():
                self.stage, self.rows = "run", {}
            case StepRan():
                row = self.rows.setdefault(event.subtask, Row(self._title(event.subtask)))
                row.state = "running" if event.seconds is None else "done"
            case SubTaskReady():
                self.titles[event.item.id] = clean(event.item.title)
            case Token():
                self._recent.append((self._clock(), event.tokens))
                self.rows.setdefault(event.subtask, Row(self._title(event.subtask))).add(event)
            case SpecReady() | ProgramReady() | SubTaskFailed():
                state = "failed" if isinstance(event, SubTaskFailed) else "done"
                self.rows.setdefault(event.subtask, Row(self._title(event.subtask))).state = state

    def headline(self) -> str:
        """Stage, finished sub-tasks, speed and time in one line."""
        finished = sum(row.state in {"done", "failed"} for row in self.rows.values())
        seconds = int(self._clock() - self._start)
        parts = [
            self.stage,
            f"{finished} of {len(self.rows)}" if len(self.rows) > 1 else "",
            f"{self._rate():.0f} tokens/s" if self._recent else "",
            f"{seconds // 60}:{seconds % 60:02}",
        ]
        return " · ".join(filter(None, parts))

    def _rate(self) -> float:
        now = self._clock()
        while self._recent and self._recent[0][0] < now - _WINDOW:
            self._recent.popleft()
        since = max(now - self._recent[0][0], 0.5) if self._recent else 1.0
        return sum(tokens for _, tokens in self._recent) / since

    def _title(self, number: int) -> str:
        return self.titles.get(number, f"sub-task {number}") if number else "plan"


class Row:
    """One sub-task under way and the last line that a model wrote for it."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.state = "waiting"
        self.tokens = 0
        self._tail = ""

    def add(self, event: Token) -> None:
        """Take in a piece of text."""
        self.state = "running"
        self.tokens += event.tokens
        self._tail = (self._tail + event.text)[-400:]

    @property
    def last_line(self) -> str:
        """The last line that is not blank."""
        written = [line for line in clean(self._tail).splitlines() if line.strip()]
        return written[-1].strip() if written and self.state == "running" else ""


def _table(progress: Progress) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 1), expand=True)
    for ratio in (None, 3, None, None, 4):
        table.add_column(no_wrap=True, overflow="ellipsis", ratio=ratio)
    styles = {"done": "green", "failed": "red", "running": "cyan", "waiting": "dim"}
    for number, row in list(progress.rows.items())[:_ROWS]:
        cells = (f"  {number or ''}", row.title, row.state, f"{row.tokens or ''}", row.last_line)
        table.add_row(
            *(
                Text(cell, style=style)
                for cell, style in zip(cells, ("", "", styles[row.state], "dim", "dim"), strict=True)
            )
        )
    if len(progress.rows) > _ROWS:
        table.add_row("", Text(f"and {len(progress.rows) - _ROWS} more", style="dim"), "", "", "")
    return table
