"""The run of a program: what it is at and what it prints; afterwards how right it was, what it took, who is at fault."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.run_progress import RunProgress
from tui.run_report import Report, head, report

_NOTHING = (
    "Nothing has run yet.\n\n/data PATH names your recordings, /run runs the program in the sandbox, /repair mends it."
)


class RunPart(Vertical):
    """Renders a run, of the project as a whole; ``run`` is None before the first one."""

    def __init__(self) -> None:
        super().__init__(id="run")
        self._run: RunProgress | None = None
        self._printed = -1
        self._ended = False
        self._following = True
        self._seen = 0.0

    def compose(self) -> ComposeResult:
        """How it stands, above what came of it and what it printed."""
        yield Static(_NOTHING, id="run-head", markup=False)
        with VerticalScroll(id="run-body"):
            yield Static(id="run-report", markup=False)
            yield Static(id="run-output", markup=False)

    def show(self, run: RunProgress | None) -> None:
        """Another run, or none; while it runs the end of its output is followed."""
        self._run, self._printed, self._ended = run, -1, False
        self._following, self._seen = True, 0.0
        self.query_one("#run-report").display = False
        self.query_one("#run-output", Static).update("")
        if run is None:
            self.query_one("#run-head", Static).update(_NOTHING)
        else:
            self.draw()

    def draw(self) -> None:
        """Draw what came since the last time."""
        run = self._run
        if run is None or self._ended:
            return
        self.query_one("#run-head", Static).update(head(run))
        if run.printed != self._printed or not run.running:
            self._printed = run.printed
            self._print(run)
        if not run.running:
            self._end(run)

    def _print(self, run: RunProgress) -> None:
        """Show what was printed; its end is followed until the person scrolls up, and again from the end on."""
        body = self.query_one("#run-body", VerticalScroll)
        self._following = body.is_vertical_scroll_end or (self._following and body.scroll_y >= self._seen)
        self.query_one("#run-output", Static).update(_output(run))
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        if self._following and self._run and self._run.running:
            body = self.query_one("#run-body", VerticalScroll)
            body.scroll_end(animate=False, immediate=True)
            self._seen = body.scroll_y

    def _end(self, run: RunProgress) -> None:
        """What came of it is read from its beginning; what was printed stands below."""
        self._ended = True
        found = self.query_one("#run-report", Static)
        found.display = run.ended is not None
        found.update(Report(lambda width: report(run, width)))
        if found.display:
            self.query_one("#run-body", VerticalScroll).scroll_home(animate=False)


def _output(run: RunProgress) -> Content:
    """The lines that are held, below a title where the run is over."""
    parts: list[str | tuple[str, str]] = []
    if run.ended:
        parts.append(("\nPrinted\n" if run.printed else "\nNothing was printed.", "bold $text-primary"))
    if run.dropped:
        parts.append((f"… {run.dropped:,} lines before\n", "$text-muted"))
    return Content.assemble(*parts, "\n".join(run.lines))
